"""From the database to the columns and back to pages: only verified cards, live changes, firms, cards, imports, demo."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.audit.models import Event
from jiefen.demo.lawyers import load_lawyers
from jiefen.engine.ranker import Need
from jiefen.engine.ranker_columns import NoColumns
from jiefen.lawyers import columns, queries, tasks
from jiefen.lawyers.actions import cards, firms, imports, licences
from jiefen.lawyers.actions.trail import REBUILD_JOB
from jiefen.lawyers.models import LawFirm, Lawyer, VerifiedMatter
from jiefen.lawyers.refusals import CardRefused, FirmRefused, SheetRefused
from jiefen.rules.licence_no import FirmCodeRefused
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.lawyers import firm_code, licence_no, make_firm, make_lawyer_actor, make_operator, make_verified
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=3)


def _page(city: str = "3205") -> list[int]:
    return [card.lawyer_id for card in queries.directory(city_code=city, area="劳动社保").cards]


def test_only_verified_cards_with_a_firm_are_found(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    operator = make_operator()
    with pytest.raises(NoColumns):
        _page()
    (first, _), (second, actor) = make_verified(operator), make_verified(operator)
    hidden, hidden_actor = make_verified(operator)
    licences.suspend_licence(lawyer_id=hidden.pk, reason="处罚", by=operator, at=AT)
    assert columns.rebuild(today=TODAY) == 3
    assert sorted(_page()) == [first.pk, second.pk]
    assert _page("1100") == []
    with pytest.raises(NotFound):
        queries.card(hidden.pk)
    with django_capture_on_commit_callbacks(execute=True):
        firms.leave_firm(lawyer_id=second.pk, on=LATER.date(), by=actor, at=LATER)
    assert _page() == [first.pk]
    columns.rebuild(today=TODAY)
    assert _page() == [first.pk]
    with django_capture_on_commit_callbacks(execute=True):
        licences.suspend_licence(lawyer_id=first.pk, reason="处罚", by=operator, at=AT)
    assert _page() == []
    assert hidden_actor.organisation_id != operator.organisation_id


def test_a_card_says_only_what_was_checked_and_measured() -> None:
    operator = make_operator()
    lawyer, _ = make_verified(operator)
    cards.verify_matter(
        lawyer_id=lawyer.pk, area="劳动社保", cause_of_action="劳动合同纠纷", source="（2024）虚构 1 号", concluded_year=2024,
        by=operator, at=AT,
    )  # fmt: skip
    card = queries.card(lawyer.pk)
    assert (card.firm, card.city, card.areas, card.verified_matters) == ("明理律师事务所", "苏州", ("劳动社保",), 1)
    assert (card.people_served, card.typical_first_reply, card.checked_on) == ("—", "—", TODAY)
    assert queries.real_lawyers_on_show()


def test_verified_experience_and_presence_reach_the_ranking(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    operator = make_operator()
    (plain, plain_actor), (seasoned, _) = make_verified(operator), make_verified(operator)
    for number in range(4):
        cards.verify_matter(
            lawyer_id=seasoned.pk, area="劳动社保", cause_of_action="劳动合同纠纷", source=f"虚构 {number} 号",
            concluded_year=2024, by=operator, at=AT,
        )  # fmt: skip
    columns.rebuild(today=TODAY)
    need = Need({"劳动社保": 1.0}, cause="劳动合同纠纷", city="3205")
    assert [match.lawyer_id for match in columns.ranker().top(need)] == [seasoned.pk, plain.pk]
    online = Need({"劳动社保": 1.0}, online_only=True)
    assert columns.ranker().top(online) == []
    with django_capture_on_commit_callbacks(execute=True):
        cards.note_presence(lawyer_id=plain.pk, is_online=True)
        cards.set_capacity(lawyer_id=plain.pk, capacity=5, by=plain_actor, at=AT)
    assert [match.lawyer_id for match in columns.ranker().top(online)] == [plain.pk]
    with pytest.raises(CardRefused):
        cards.set_capacity(lawyer_id=plain.pk, capacity=51, by=plain_actor, at=AT)
    with pytest.raises(NotFound):
        cards.set_capacity(lawyer_id=seasoned.pk, capacity=5, by=plain_actor, at=AT)


def test_a_suspension_during_the_rebuild_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    operator = make_operator()
    lawyer, _ = make_verified(operator)
    build = columns.build

    def slowly(*arguments):  # type: ignore[no-untyped-def]
        licences.suspend_licence(lawyer_id=lawyer.pk, reason="处罚", by=operator, at=AT)
        return build(*arguments)

    monkeypatch.setattr(columns, "build", slowly)
    columns.rebuild(today=TODAY)
    assert columns.ranker().top(Need({"劳动社保": 1.0})) == []


def test_what_changed_during_the_rebuild_is_caught_up_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    operator = make_operator()
    (busy, actor), (other, _) = make_verified(operator), make_verified(operator)
    build = columns.build

    def slowly(*arguments):  # type: ignore[no-untyped-def]
        Lawyer.objects.filter(pk=busy.pk).update(open_matters=2)
        cards.set_capacity(lawyer_id=busy.pk, capacity=9, by=actor, at=AT)
        built = build(*arguments)
        columns.set_live(other.pk, load=1)  # a delta whose write the second read does not see yet
        return built

    monkeypatch.setattr(columns, "build", slowly)
    columns.rebuild(today=TODAY)
    ranker = columns.ranker()
    stands = {each: (int(ranker.columns.table.load[row]), int(ranker.columns.table.capacity[row]))
              for each in (busy.pk, other.pk) if (row := ranker.row_of(each)) is not None}  # fmt: skip
    assert stands == {busy.pk: (2, 9), other.pk: (1, other.capacity)}


def test_the_rebuild_job_is_queued_once_and_builds() -> None:
    make_verified(make_operator())
    assert Job.objects.filter(kind=REBUILD_JOB).count() == 1
    assert tasks.rebuild_columns and run_waiting_jobs() == 1
    assert Job.objects.get(kind=REBUILD_JOB).result == {"lawyers": 1}


def test_one_firm_at_a_time() -> None:
    operator = make_operator()
    lawyer, actor = make_verified(operator)
    new = make_firm(operator, "恒川律师事务所")
    with pytest.raises(FirmRefused, match="不能比这一天早"):
        firms.move_firm(lawyer_id=lawyer.pk, firm_code=new.code, on=TODAY - dt.timedelta(days=1), by=actor, at=LATER)
    with pytest.raises(FirmRefused, match="还没到"):
        firms.move_firm(lawyer_id=lawyer.pk, firm_code=new.code, on=LATER.date(), by=actor, at=AT)
    firms.move_firm(lawyer_id=lawyer.pk, firm_code=new.code, on=LATER.date(), by=actor, at=LATER)
    spans = list(lawyer.affiliations.order_by("from_on").values_list("firm__name", "until_on"))
    assert spans == [("明理律师事务所", LATER.date() - dt.timedelta(days=1)), ("恒川律师事务所", None)]
    much_later = LATER + dt.timedelta(days=9)
    with pytest.raises(FirmRefused, match="就在这家"):
        firms.move_firm(lawyer_id=lawyer.pk, firm_code=new.code, on=much_later.date(), by=actor, at=much_later)
    with pytest.raises(NotFound):
        firms.move_firm(lawyer_id=lawyer.pk, firm_code="31", on=much_later.date(), by=actor, at=much_later)
    firms.leave_firm(lawyer_id=lawyer.pk, on=much_later.date(), by=actor, at=much_later)
    with pytest.raises(FirmRefused, match="没有登记"):
        firms.leave_firm(lawyer_id=lawyer.pk, on=much_later.date(), by=actor, at=much_later)
    with pytest.raises(NotFound):
        firms.leave_firm(lawyer_id=lawyer.pk, on=much_later.date(), by=make_lawyer_actor(), at=much_later)


def test_firms_are_refused_or_given_back() -> None:
    operator = make_operator()
    firm = make_firm(operator)
    assert firms.register_firm(name="另一个律师事务所", code=firm.code, city="苏州", by=operator, at=AT) == firm
    with pytest.raises(FirmRefused):
        firms.register_firm(name="法律咨询公司", code=firm_code(), city="苏州", by=operator, at=AT)
    with pytest.raises(FirmCodeRefused):
        firms.register_firm(name="明理律师事务所", code="31", city="苏州", by=operator, at=AT)
    with pytest.raises(FirmRefused):
        firms.correct_firm(code=firm.code, name="法律咨询公司", city="苏州", by=operator, at=AT)
    with pytest.raises(NotFound):
        firms.correct_firm(code=firm_code(), name="明理律师事务所", city="苏州", by=operator, at=AT)
    with pytest.raises(NotPermitted):
        firms.correct_firm(code=firm.code, name="明理律师事务所", city="苏州", by=make_lawyer_actor(), at=AT)
    assert (
        firms.correct_firm(code=firm.code, name="明理正律师事务所", city="上海", by=operator, at=AT).city_code == "3100"
    )


def test_cards_are_refused() -> None:
    operator = make_operator()
    lawyer, actor = make_verified(operator)
    fine = {"areas": ["继承"], "topics": [], "languages": ["普通话"], "courts": ["虎丘法院"], "city": "苏州"}
    for wrong in (
        {"areas": []},
        {"areas": ["继承", "继承"]},
        {"topics": ["别的"]},
        {"languages": ["克林贡语"]},
        {"courts": [" "]},
        {"courts": ["全市最强"]},
    ):
        with pytest.raises(CardRefused):
            cards.describe_card(lawyer_id=lawyer.pk, by=actor, at=AT, **{**fine, **wrong})
    cards.describe_card(lawyer_id=lawyer.pk, by=actor, at=AT, **fine)
    assert list(lawyer.courts.values_list("court", flat=True)) == ["虎丘法院"]
    matter = {"area": "继承", "cause_of_action": "继承纠纷", "source": "虚构 1 号", "concluded_year": 2020, "at": AT}
    with pytest.raises(NotPermitted):
        cards.verify_matter(lawyer_id=lawyer.pk, by=actor, **matter)
    cards.verify_matter(lawyer_id=lawyer.pk, by=operator, **matter)
    for wrong in ({}, {"source": ""}, {"concluded_year": 1900, "source": "2"}):
        with pytest.raises(CardRefused):
            cards.verify_matter(lawyer_id=lawyer.pk, by=operator, **{**matter, **wrong})
    assert VerifiedMatter.objects.count() == 1


def test_the_queue_is_the_operators() -> None:
    operator, sheet = make_operator(), _sheet(licence_no(), licence_no())
    assert imports.import_lawyers(data=sheet, file_name="名单.csv", by=operator, at=AT).added == 2
    waiting = queries.verification_queue(by=operator, today=TODAY)
    assert ([each.state for each in waiting.rows], waiting.count) == (["submitted", "submitted"], 2)
    with pytest.raises(NotPermitted):
        queries.verification_queue(by=make_lawyer_actor(), today=TODAY)


def test_a_firm_entered_wrongly_is_put_right_on_the_same_day() -> None:
    operator, actor = make_operator(), make_lawyer_actor()
    lawyer = licences.register(name="陆知远", city="苏州", by=actor, at=AT)
    slip, right = make_firm(operator), make_firm(operator)
    for firm in (slip, right):
        firms.move_firm(lawyer_id=lawyer.pk, firm_code=firm.code, on=TODAY, by=actor, at=AT)
    assert list(lawyer.affiliations.values_list("firm", "from_on", "until_on")) == [(right.pk, TODAY, None)]
    with pytest.raises(FirmRefused, match="不能比这一天早"):
        firms.leave_firm(lawyer_id=lawyer.pk, on=TODAY - dt.timedelta(days=1), by=actor, at=AT)
    firms.leave_firm(lawyer_id=lawyer.pk, on=TODAY, by=actor, at=AT)
    assert not lawyer.affiliations.exists()
    assert list(Event.objects.filter(code__startswith="lawyers.firm_").order_by("seq").values_list("code", flat=True)) == [
        "lawyers.firm_moved", "lawyers.firm_moved", "lawyers.firm_left",
    ]  # fmt: skip


def _sheet(*numbers: str) -> bytes:
    code = firm_code()
    lines = ["姓名,执业证号,执业机构,律所代码,城市,擅长领域"]
    lines += [f"秦川,{number},明理律师事务所,{code},苏州,劳动社保、继承" for number in numbers]
    return "\n".join(lines).encode("gb18030")


def test_import_takes_lines_whole_or_reports_them() -> None:
    operator, good = make_operator(), licence_no()
    data = _sheet(good, good, "12", "", licence_no(category="7"))
    done = imports.import_lawyers(data=data, file_name="名单.CSV", by=operator, at=AT)
    assert (done.added, [(each.row, each.code) for each in done.problems]) == (1, [
        (4, "licence_no.invalid"), (5, "lawyers.line_incomplete"), (6, "lawyers.licence_category"),
    ])  # fmt: skip
    again = imports.import_lawyers(data=data, file_name="名单.csv", by=operator, at=AT)
    assert (done.known, again.added, again.known, again.problems) == (1, 0, 2, done.problems)
    assert Lawyer.objects.count() == LawFirm.objects.count() == 1
    for bad, name in ((b"", "x.csv"), (b"nonsense", "x.xlsx"), ("姓名\n".encode(), "x.csv")):
        with pytest.raises(SheetRefused):
            imports.import_lawyers(data=bad, file_name=name, by=operator, at=AT)
    with pytest.raises(NotPermitted):
        imports.import_lawyers(data=data, file_name="名单.csv", by=make_lawyer_actor(), at=AT)


def test_pages_cost_the_same_queries_at_one_and_three(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    operator = make_operator()
    ids = [make_verified(operator)[0].pk for _ in range(3)]
    columns.rebuild(today=TODAY)
    for some in (ids[:1], ids):
        with django_assert_num_queries(4):
            assert [card.lawyer_id for card in queries.cards_of(some)] == some


def test_demo_directory_is_marked_and_repeatable() -> None:
    assert load_lawyers(today=TODAY, at=AT, firms=8, lawyers=40) == 40
    assert load_lawyers(today=TODAY, at=AT, firms=8, lawyers=40) == 0
    assert Lawyer.objects.filter(is_demo=True).count() == 40
    assert LawFirm.objects.filter(is_demo=True, name__contains="演示").count() == 8
    assert not queries.real_lawyers_on_show()
    assert columns.rebuild(today=TODAY) == 40
    names = list(Lawyer.objects.order_by("pk").values_list("name", flat=True))
    assert len(set(names)) > 30
    assert columns.ranker().top(Need({"劳动社保": 1.0}), 1)

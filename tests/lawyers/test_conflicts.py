"""The conflict book: firm-wide, follows the lawyer, found however a name is written, closed to everybody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from jiefen.accounts.actors import system_actor
from jiefen.audit.models import Event
from jiefen.lawyers import queries, tasks
from jiefen.lawyers.access import own_firm
from jiefen.lawyers.actions import conflicts, firms
from jiefen.lawyers.actions.conflicts import Party
from jiefen.lawyers.models import ConflictParty, PartySide
from jiefen.lawyers.refusals import ConflictRefused, SheetRefused
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.lawyers import make_lawyer_actor, make_office, make_operator
from tests.factories.world import AT, make_actor, make_organisation

pytestmark = pytest.mark.django_db
FOR, AGAINST = PartySide.ACTS_FOR, PartySide.AGAINST
LATER = AT + dt.timedelta(days=3)
COMPANY = "苏州市明珠物业服务有限公司"


def _add(actor, name: str = COMPANY, side: str = FOR, *, is_mine: bool = False, **more: str):  # type: ignore[no-untyped-def]
    return conflicts.add_party(party=Party(name, side, **more), is_mine=is_mine, by=actor, at=AT)


def test_a_company_keeps_its_whole_firm_out() -> None:
    operator = make_operator()
    (firm, people), (other, _) = make_office(operator, lawyers=2), make_office(operator)
    _add(people[0][1])
    for written in (COMPANY, "明珠物业", "明珠物业管理（苏州）有限公司", " 苏州 明珠物业 "):
        assert queries.conflicted_firms([written]) == {firm.pk}
        assert queries.conflicted_lawyers([written]) == {people[0][0].pk, people[1][0].pk}
    assert queries.conflicted_firms(["明珠地产", "张三"]) == frozenset()
    assert other.pk not in queries.conflicted_firms([COMPANY])


def test_an_entry_goes_with_its_lawyer_and_stays_with_the_firm() -> None:
    operator = make_operator()
    (old, ((mover, actor), (left, _))) = make_office(operator, lawyers=2)
    new, ((host, _),) = make_office(operator)
    _add(actor, "何苗", is_mine=True)
    _add(actor, "方舟贸易有限公司")
    firms.move_firm(lawyer_id=mover.pk, firm_code=new.code, on=LATER.date(), by=actor, at=LATER)
    assert queries.conflicted_firms(["何苗"]) == {old.pk, new.pk}
    assert queries.conflicted_lawyers(["何苗"]) == {mover.pk, left.pk, host.pk}
    assert queries.conflicted_firms(["方舟贸易"]) == {old.pk}
    firms.leave_firm(
        lawyer_id=mover.pk, on=LATER.date() + dt.timedelta(days=9), by=actor, at=LATER + dt.timedelta(days=9)
    )
    assert queries.conflicted_lawyers(["何苗"]) == {mover.pk, left.pk}


def test_sides_count_where_they_are_known() -> None:
    operator = make_operator()
    acts_for, ((_, one),) = make_office(operator)
    against, ((_, two),) = make_office(operator)
    _add(one, COMPANY, FOR)
    _add(two, COMPANY, AGAINST)
    assert queries.conflicted_firms([COMPANY]) == {acts_for.pk, against.pk}
    assert queries.conflicted_firms([], other_side=["明珠物业"]) == {acts_for.pk}
    assert queries.conflicted_firms([], asker=["明珠物业"]) == {against.pk}
    assert queries.conflicted_lawyers([], asker=["明珠物业"]) != frozenset()
    assert queries.conflicted_firms([], asker=["李"], other_side=[""]) == frozenset()


def test_numbers_find_and_never_meet_names() -> None:
    operator = make_operator()
    firm, ((_, actor),) = make_office(operator)
    _add(actor, "王芳", id_number="320501199001011234")
    assert queries.conflicted_firms([], id_numbers=["３２０５０１ 199001011234"]) == {firm.pk}
    assert queries.conflicted_firms(["320501199001011234"]) == frozenset()
    assert queries.conflicted_firms([], id_numbers=["王芳王芳王芳王芳"]) == frozenset()


def test_asking_costs_one_query_or_none(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    operator = make_operator()
    for _ in range(3):
        _, ((_, actor),) = make_office(operator)
        _add(actor, is_mine=True)
    for ask in (queries.conflicted_firms, queries.conflicted_lawyers):
        with django_assert_num_queries(1):
            assert len(ask([COMPANY, "何苗", "王芳"])) == 3
        with django_assert_num_queries(0):
            assert ask(["", "李"]) == frozenset()


def test_names_lie_encrypted_and_only_their_firm_reads_them() -> None:
    operator = make_operator()
    (firm, ((_, mine),)), (_, ((_, theirs),)) = make_office(operator), make_office(operator)
    row = _add(mine, "沈砚秋")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM lawyers_conflictparty")
        assert "沈" not in cursor.fetchone()[0]
    assert [line.name for line in queries.conflict_book(firm.pk)] == ["沈砚秋"]
    assert [line.name for line in queries.conflict_book(firm.pk, name="沈砚秋女士")] == ["沈砚秋"]
    assert queries.conflict_book(firm.pk, name="别人") == []
    assert queries.conflict_book(own_firm(theirs).pk) == []
    for action in (conflicts.end_party, conflicts.remove_party):
        with pytest.raises(NotFound):
            action(party_id=row.pk, by=theirs, at=AT)
    assert not Event.objects.filter(data__icontains="沈砚秋").exists()
    assert Event.objects.get(code="lawyers.conflict_party_added").organisation_no == firm.organisation_id


def test_who_may_not_write() -> None:
    with pytest.raises(NotPermitted):
        _add(make_operator())
    with pytest.raises(NotPermitted):
        _add(make_actor(make_organisation()))
    with pytest.raises(NotFound, match="还没有登记"):
        _add(make_lawyer_actor())
    assert ConflictParty.objects.count() == 0


def test_lines_are_refused_or_stand_already() -> None:
    _, ((_, actor),) = make_office(make_operator())
    wrong = (
        Party("李", FOR),
        Party("", FOR),
        Party("何苗", "both"),
        Party("何苗", FOR, "12"),
        Party("何苗", FOR, "", "x" * 41),
    )
    for party in wrong:
        with pytest.raises(ConflictRefused):
            conflicts.add_party(party=party, is_mine=False, by=actor, at=AT)
    first = _add(actor, "何苗")
    assert _add(actor, "何 苗") == first
    assert _add(actor, "何苗", AGAINST) != first
    assert _add(actor, "何苗", is_mine=True) != first
    assert ConflictParty.objects.count() == 3


def test_an_ended_line_counts_a_year_and_then_goes() -> None:
    operator = make_operator()
    firm, ((_, actor),) = make_office(operator)
    row = _add(actor)
    conflicts.end_party(party_id=row.pk, by=actor, at=AT)
    with pytest.raises(ConflictRefused, match="已经"):
        conflicts.end_party(party_id=row.pk, by=actor, at=AT)
    system = system_actor(0)
    assert conflicts.forget_ended(by=system, at=AT + dt.timedelta(days=365)) == 0
    assert queries.conflicted_firms([COMPANY]) == {firm.pk}
    assert conflicts.forget_ended(by=system, at=AT + dt.timedelta(days=366)) == 1
    assert queries.conflicted_firms([COMPANY]) == frozenset()
    with pytest.raises(NotPermitted):
        conflicts.forget_ended(by=actor, at=AT)
    assert tasks.forget_ended_parties


def test_a_mistake_is_taken_back() -> None:
    _, ((_, actor),) = make_office(make_operator())
    row = _add(actor)
    conflicts.remove_party(party_id=row.pk, by=actor, at=AT)
    assert queries.conflicted_firms([COMPANY]) == frozenset()
    assert Event.objects.filter(code="lawyers.conflict_party_removed").count() == 1


def test_other_contexts_write_for_a_firm() -> None:
    operator = make_operator()
    firm, ((lawyer, actor),) = make_office(operator)
    _, ((_, stranger),) = make_office(operator)
    parties = [Party("何苗", FOR), Party("王芳", AGAINST)]

    def note(by, firm_id: int = firm.pk) -> int:  # type: ignore[no-untyped-def]
        return conflicts.note_parties(
            firm_id=firm_id, lawyer_id=lawyer.pk, parties=parties, origin="consultations", by=by, at=AT
        )

    assert [note(actor), note(actor), note(system_actor(0))] == [2, 0, 0]
    assert set(ConflictParty.objects.values_list("origin", "lawyer")) == {("consultations", lawyer.pk)}
    with pytest.raises(NotPermitted):
        note(stranger)
    with pytest.raises(NotFound):
        note(actor, firm.pk + 999)


def test_a_sheet_of_parties() -> None:
    operator = make_operator()
    firm, ((_, actor),) = make_office(operator)
    data = "姓名或名称,立场,证件号\n明珠物业,我方,\n王芳,对方,320501199001011234\n李,我方,\n何苗,旁观,\n".encode(
        "gb18030"
    )
    done = conflicts.import_parties(data=data, file_name="名册.csv", by=actor, at=AT)
    assert (done.added, done.known, [(each.row, each.code) for each in done.problems]) == (
        2, 0, [(4, "lawyers.conflict_name"), (5, "lawyers.conflict_side")]
    )  # fmt: skip
    assert conflicts.import_parties(data=data, file_name="名册.csv", by=actor, at=AT).known == 2
    assert queries.conflicted_firms([], id_numbers=["320501199001011234"]) == {firm.pk}
    for bad, name in ((b"x", "x.xlsx"), ("姓名\n".encode(), "x.csv")):
        with pytest.raises(SheetRefused):
            conflicts.import_parties(data=bad, file_name=name, by=actor, at=AT)

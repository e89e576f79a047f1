"""现在的约定 and what may be begun: the card, the small pages behind it, the correction of a contact, its files."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection import actions
from jiefen.collection.actions import PromiseDraft, attachments
from jiefen.collection.models import ContactAttempt, ContactWish, FollowUp, Vacancy, WaiverRequest
from jiefen.service_log.models import RepairTicket
from jiefen.shared.files import delete_private
from jiefen.web.workbench.steps.openings import OPENINGS
from tests.collection.test_facts_in_bulk import busy
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home, new_key
from tests.factories.world import make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


@pytest.fixture
def desk(client, home):
    sign_in(client, home.premises.organisation)
    return client


def page_of(home) -> str:
    return reverse("household", args=[home.id])


def begin(home, name: str) -> str:
    return reverse("opening", args=[home.id, name])


def reads(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        text_of(client.get(url))
    return len([query for query in captured if not {"SAVEPOINT", "audit_"} & set(query["sql"].split('"'))])


def test_the_card_tells_what_stands_with_its_steps(desk, home):
    busy(home)
    home.pay(1_500)
    actions.plan_follow_up(premises_id=home.id, what="带钥匙上门", due_on=TODAY + DAY, by=home.steward, at=AT)
    page = text_of(desk.get(page_of(home)))
    said = (
        "现在的约定", "不要上门", "取消这个要求", "暂缓", "同意暂缓", "面积不对", "答复业主", "漏水", "修好了", "15.00",
        "撤回这个约定", "业主同意分期", "批准减免", "确认空置", "先问住得怎么样", "带钥匙上门", "改个日子",
    )  # fmt: skip
    for words in said:
        assert words in page, words
    assert page.count("button--primary") == 1
    assert page.index("先预演一分钟") < page.index("记下一次沟通") < page.index("登记报修")


def test_a_running_plan_tells_its_next_instalment(desk, home):
    home.plan(3, first_due_on=TODAY + DAY)
    home.pay(4_000)
    page = text_of(desk.get(page_of(home)))
    assert "第 1 期" in page
    assert "2026年11月24日 前，还差 60.00 元" in page


def test_the_page_costs_the_same_with_everything_standing(desk, home):
    desk.get(page_of(home))
    bare = reads(desk, page_of(home))
    busy(home)
    for word in ("一", "二"):
        home.talk(talk=Talk(owner_words=word), wishes=(actions.WishDraft("no_phone"),))
    assert reads(desk, page_of(home)) == bare


def test_who_does_not_talk_with_owners_sees_no_way_to_it(client, home):
    sign_in(client, home.premises.organisation, Role.FINANCE)
    busy(home)
    page = text_of(client.get(page_of(home)))
    assert "登记报修" in page
    for words in ("先预演一分钟", "记下一次沟通", "begin/waiver", "更正这条记录", "答复业主"):
        assert words not in page, words
    assert page.count("button--primary") == 1


def test_another_households_matters_are_not_told(desk, home):
    other = make_home(10_000)
    busy(other)
    assert "现在没有约定" in text_of(desk.get(page_of(home)))


ANSWERS = {
    "ticket": {"what": "厨房漏水"},
    "vacancy": {"from_on": "2026-11-01", "notice_on": "2026-11-02", "evidence": "水表没走"},
    "wish": {"kind": "only_hours", "from_hour": "9", "to_hour": "12", "words": "上午打"},
    "follow-up": {"kind": "appointment", "what": "带图纸上门", "due_on": "2026-11-25"},
    "waiver": {"component": "principal", "amount_fen": "3.50", "reason": "漏水一个月", "condition_on": "2026-11-30"},
}


def begun(home, name: str) -> dict[str, str]:
    return {**ANSWERS[name], "charge": str(home.charges[0].pk)} if name == "waiver" else dict(ANSWERS[name])


def test_every_opening_begins_what_it_says(desk, home):
    assert set(ANSWERS) == set(OPENINGS)
    for name, opening in OPENINGS.items():
        assert opening.title in text_of(desk.get(begin(home, name)))
        assert desk.post(begin(home, name), begun(home, name)).url == page_of(home), name
    assert RepairTicket.objects.get().what == "厨房漏水"
    assert (Vacancy.objects.get().notice_on.day, Vacancy.objects.get().evidence) == (2, "水表没走")
    wish = ContactWish.objects.get()
    assert (wish.kind, wish.from_hour, wish.to_hour, wish.words) == ("only_hours", 9, 12, "上午打")
    assert (FollowUp.objects.get().what, FollowUp.objects.get().kind) == ("带图纸上门", "appointment")
    waiver = WaiverRequest.objects.get()
    assert (waiver.charge_id, waiver.amount_fen, waiver.condition) == (home.charges[0].pk, 350, "paid_in_full_by")


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("ticket", {"what": ""}, "请写要修什么"),
        ("ticket", {"opened_on": "2026-12-24"}, "这个日期还没到"),
        ("vacancy", {"from_on": ""}, "请填从哪天空着"),
        ("wish", {"to_hour": ""}, "请填写可以联系的时段"),
        ("wish", {"to_hour": "25"}, "请写 0 到 24 的整点"),
        ("follow-up", {"due_on": "2026-11-01"}, "已经过去了"),
        ("waiver", {"charge": "0"}, "请重新选"),
        ("waiver", {"amount_fen": "-1"}, "减免"),
    ],
)
def test_what_will_not_do_is_said(desk, home, name, wrong, sentence):
    answer = desk.post(begin(home, name), {**begun(home, name), **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_twice_is_refused_by_the_action(desk, home):
    desk.post(begin(home, "vacancy"), begun(home, "vacancy"))
    assert "已经登记了空置" in desk.post(begin(home, "vacancy"), begun(home, "vacancy")).content.decode()


@pytest.mark.parametrize("name", [*OPENINGS, "nothing"])
def test_another_companys_household_is_not_found(client, home, name):
    sign_in(client, make_organisation())
    assert client.get(reverse("opening", args=[home.id, name])).status_code == 404


def test_finance_begins_a_repair_only(client, home):
    sign_in(client, home.premises.organisation, Role.FINANCE)
    assert client.get(begin(home, "ticket")).status_code == 200
    assert client.post(begin(home, "wish"), begun(home, "wish")).status_code == 403


def test_a_wish_is_lifted_with_its_reason(desk, home):
    wish = actions.set_contact_wish(premises_id=home.id, kind="no_phone", by=home.steward, at=AT)
    url = reverse("step", args=["wish", wish.pk, "lift"])
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert desk.post(url, {"reason": "11月20日业主说可以打"}).url == page_of(home)
    wish.refresh_from_db()
    assert (wish.lifted_at, wish.lift_reason) == (AT, "11月20日业主说可以打")
    assert desk.post(url, {"reason": "再来"}).status_code == 422


def correction(home, **more):
    return {
        "reached": "family", "channel": "phone", "initiated_by": "owner", "purpose": "care", "owner_words": "下个月付",
        "happened_at": "2026-11-23T10:00", "identity_check": "known_voice", "note": "", "client_key": new_key(), **more,
    }  # fmt: skip


def test_a_contact_is_corrected_and_the_rest_of_the_talk_stays(desk, home):
    option = {"chosen_option": "part_now", "mood": "calm", "have": "灯亮了"}
    wrong = home.talk(talk=Talk(owner_words="下周付", **option), promise=PromiseDraft(5_000, TODAY + DAY))
    url = reverse("step", args=["contact", wrong.pk, "correct"])
    page = text_of(desk.get(url))
    assert "下周付" in page
    assert 'value="2026-11-23T10:00"' in page
    sent = correction(home)
    assert desk.post(url, sent).url == desk.post(url, sent).url == page_of(home), "sent twice is one"
    right = ContactAttempt.objects.get(corrects=wrong)
    talk = right.conversation
    assert (right.reached, right.at, talk.owner_words) == ("family", wrong.at, "下个月付")
    assert (talk.chosen_option, talk.mood, talk.have) == ("part_now", "calm", "灯亮了")
    assert "已经更正过" in desk.post(url, correction(home)).content.decode()


def test_a_correction_to_nobody_has_no_talk(desk, home):
    wrong = home.talk(talk=Talk(owner_words="下周付"))
    desk.post(reverse("step", args=["contact", wrong.pk, "correct"]), correction(home, reached="nobody"))
    right = ContactAttempt.objects.get(corrects=wrong)
    assert (right.reached, hasattr(right, "conversation")) == ("nobody", False)


def test_a_correction_that_shows_a_breach_is_refused_until_admitted(desk, home):
    wrong = home.talk(talk=Talk(owner_words="我是租客"))
    url = reverse("step", args=["contact", wrong.pk, "correct"])
    refused = desk.post(url, correction(home, reached="tenant", purpose="bill"))
    assert (refused.status_code, "不是业主本人" in refused.content.decode()) == (422, True)
    desk.post(url, correction(home, reached="tenant", purpose="bill", admits_breach="on"))
    assert ContactAttempt.objects.get(corrects=wrong).breach_rule == "third_party"


def attached(home, media_type: str, kind: str = "photo", data: bytes = b"\xff\xd8 seen"):
    attempt = home.talk()
    return actions.attach(
        attempt_id=attempt.pk, kind=kind, data=data, media_type=media_type, client_key=new_key(), by=home.steward, at=AT
    )  # fmt: skip


@pytest.fixture
def private(settings, tmp_path):
    settings.PRIVATE_FILES = tmp_path


def file_url(row) -> str:
    return reverse("contact_file", args=[row.pk])


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("media_type", "kind", "name"),
    [("image/jpeg", "photo", "jpeg"), ("audio/mpeg", "voice", "mpeg")],
)
def test_a_photo_or_a_voice_is_shown_and_the_look_logged(desk, home, media_type, kind, name):
    row = attached(home, media_type, kind)
    assert file_url(row) in text_of(desk.get(page_of(home)))
    answer = desk.get(file_url(row))
    assert (answer.content, answer["Content-Type"]) == (b"\xff\xd8 seen", media_type)
    assert answer["Content-Disposition"] == f'inline; filename="{kind}-{row.pk}.{name}"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff", "default-src 'none'; sandbox",
    )  # fmt: skip
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.get(code="collection.attachment_opened").data["attempt"] == row.attempt_id


@pytest.mark.usefixtures("private")
def test_anything_else_is_only_saved(desk, home, monkeypatch):
    monkeypatch.setitem(attachments.MEDIA, "photo", frozenset({"text/html"}))
    row = attached(home, "text/html", data=b"<script>")
    answer = desk.get(file_url(row))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.usefixtures("private")
def test_another_companys_file_is_not_found_and_no_look_logged(client, home):
    row = attached(home, "image/png")
    sign_in(client, make_organisation())
    assert client.get(file_url(row)).status_code == 404
    assert not Event.objects.filter(code="collection.attachment_opened").exists()


def test_a_file_that_is_gone_or_damaged_is_said_so(desk, home, settings, tmp_path):
    settings.PRIVATE_FILES = tmp_path
    row = attached(home, "image/png")
    (stored,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    stored.write_bytes(b"0" * 40)
    answer = desk.get(file_url(row))
    assert (answer.status_code, "打不开" in answer.content.decode()) == (409, True)
    delete_private(row.file_key)
    assert desk.get(file_url(row)).status_code == 404

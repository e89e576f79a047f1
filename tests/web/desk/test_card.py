"""A lawyer's own pages: card, presence, own words under the promotion rules, firm, conflict book."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiefen.accounts.models import Membership, Organisation
from jiefen.accounts.roles import Role
from jiefen.lawyers.models import ConflictParty, Introduction, Lawyer, Licence
from jiefen.shared import clock
from tests.factories.lawyers import firm_code, make_lawyer_actor, make_office, make_operator
from tests.factories.world import make_membership, make_organisation
from tests.web.workbench.signed_in import on_the_day, text_of

__all__ = ["on_the_day"]
pytestmark = pytest.mark.django_db
CARD = {
    "main": "劳动社保",
    "others": ["继承"],
    "languages": ["普通话", "粤语"],
    "courts": "虎丘法院\n\n姑苏法院",
    "city": "苏州",
}
FINE = "我主要办劳动争议，会先听您把事情说完，再讲清楚有哪几条路、要准备什么证据。"


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


@pytest.fixture
def desk(client):
    """A verified lawyer at an office, signed in; ``client.lawyer`` and ``client.firm``."""
    client.firm, ((client.lawyer, actor),) = make_office(make_operator())
    client.force_login(Membership.objects.get(pk=actor.membership_id).user)
    return client


def test_the_card_is_changed_whole(desk) -> None:
    assert "保存名片" in text_of(desk.get("/desk/card/"))
    assert desk.post("/desk/card/", CARD).url == "/desk/card/"
    lawyer = desk.lawyer
    assert list(lawyer.areas.order_by("place").values_list("area", flat=True)) == ["劳动社保", "继承"]
    assert list(lawyer.courts.order_by("pk").values_list("court", flat=True)) == ["虎丘法院", "姑苏法院"]
    lawyer.refresh_from_db()
    assert lawyer.languages == ["普通话", "粤语"]


@pytest.mark.parametrize(
    ("days", "state", "said"),
    [(31, "verified", ""), (30, "verified", "到每年复核的日子，平台会对照"), (1, "verified", "到每年复核的日子，平台会对照"),
     (0, "due_for_recheck", "复核期间名片不在名录里")],
)  # fmt: skip
def test_the_yearly_check_is_said_at_the_desk_before_and_after_it_is_due(desk, days, state, said) -> None:
    due_on = clock.today() + dt.timedelta(days=days)
    Licence.objects.filter(lawyer=desk.lawyer).update(recheck_due_on=due_on, state=state)
    for page in (text_of(desk.get("/desk/card/")), text_of(desk.get("/desk/"))):
        assert (said in page) if said else "每年复核" not in page
        if state == "verified" and said:
            assert f"{due_on.year}年{due_on.month}月{due_on.day}日" in page


def test_topics_belong_to_the_areas(desk) -> None:
    from jiefen.engine.practice_areas import area_named

    topic = area_named("劳动社保").topics[0].name
    desk.post("/desk/card/", {**CARD, "topics": [topic]})
    desk.lawyer.refresh_from_db()
    assert desk.lawyer.words == [topic]
    page = text_of(desk.post("/desk/card/", {**CARD, "main": "保险", "others": [], "topics": [topic]}, follow=True))
    assert f"这些专长已拿掉：{topic}" in page
    desk.lawyer.refresh_from_db()
    assert desk.lawyer.words == []


@pytest.mark.parametrize(("wrong", "words"), [
    ({"main": ""}, "请选主要领域"), ({"others": ["继承", "保险", "税务", "婚姻家庭"]}, "最多选 3 个"),
    ({"courts": "\n".join(f"{each}区法院" for each in "甲乙丙丁戊己庚辛壬癸子")}, "最多写 10 个"), ({"languages": ["克林贡语"]}, "languages"),
])  # fmt: skip
def test_a_wrong_card_is_not_saved(desk, wrong, words) -> None:
    assert words in text_of(desk.post("/desk/card/", {**CARD, **wrong}))
    assert desk.lawyer.courts.count() == 0


def test_capacity_is_set_here_and_presence_only_told(desk) -> None:
    desk.post("/desk/card/capacity/", {"is_online": "on", "capacity": "7"})
    desk.lawyer.refresh_from_db()
    assert (desk.lawyer.is_online, desk.lawyer.capacity) == (False, 7)
    assert "0 到 50" in text_of(desk.post("/desk/card/capacity/", {"capacity": "x"}))
    assert desk.get("/desk/card/capacity/").status_code == 302
    page = desk.get("/desk/card/").content.decode()
    assert 'name="is_online"' not in page and 'href="/desk/"' in page


def test_own_words_are_published_waited_for_or_refused(desk) -> None:
    path = "/desk/card/introduction/"
    assert "已发布" in text_of(desk.post(path, {"text": FINE}, follow=True))
    refused = text_of(desk.post(path, {"text": FINE + "我的胜诉率最高，包赢。"}))
    for words in ("胜诉率", "依据：", "可以这样写：", "没有保存"):
        assert words in refused
    assert Introduction.objects.get().published == FINE
    waiting = text_of(desk.post(path, {"text": "我在大学兼任讲师。" + FINE}, follow=True))
    assert "运营看过后发布" in waiting
    assert "兼任" in waiting
    row = Introduction.objects.get()
    assert (row.state, row.published) == ("pending", FINE)
    assert "10 到 600" in text_of(desk.post(path, {"text": "短"}))
    desk.post(path, {"text": ""})
    assert Introduction.objects.get().published == ""
    assert desk.get(path).status_code == 302


def test_moving_takes_the_card_down_until_it_is_checked(desk) -> None:
    page = desk.get("/desk/firm/")
    assert "转到新律所" in text_of(page)
    assert f'name="on" value="{clock.today().isoformat()}"' in page.content.decode()  # what a date field understands
    given = {"firm_name": "新川律师事务所", "firm_code": firm_code(), "city": "苏州", "on": "2026-11-22"}
    assert "不能比这一天早" in text_of(desk.post("/desk/firm/", given))
    assert "以 31 开头" in text_of(desk.post("/desk/firm/", {**given, "firm_code": "91320500MD00000011"}))
    desk.lawyer.affiliations.update(from_on="2020-01-01")
    moved = desk.post("/desk/firm/", {**given, "city": "北京"})
    assert moved.url == "/lawyers/join/state/"
    assert "执业城市还是苏州，改到北京请在名片里选" in text_of(desk.get(moved.url))
    licence = Licence.objects.get(lawyer=desk.lawyer)
    assert (licence.state, licence.note) == ("due_for_recheck", "转所，待核验新所")
    assert "转所，待核验新所。复核期间" in text_of(desk.get("/lawyers/join/state/"))


def test_leaving_is_looked_at_twice(desk) -> None:
    desk.lawyer.affiliations.update(from_on="2020-01-01")
    assert "从今天起离开" in text_of(desk.get("/desk/firm/leave/"))
    assert desk.post("/desk/firm/leave/").status_code == 302
    assert desk.lawyer.affiliations.filter(until_on=None).count() == 0
    assert "没有登记在任何律所" in text_of(desk.get("/desk/firm/"))
    assert desk.get("/desk/firm/leave/").url == "/desk/card/"
    assert "名片暂时不在名录里" in text_of(desk.get("/lawyers/join/state/"))
    assert "看公开页" not in text_of(desk.get("/desk/card/"))


def test_the_conflict_book_is_the_firms(desk) -> None:
    path = "/desk/conflicts/"
    assert "名册还是空的" in text_of(desk.get(path))
    assert desk.post(path, {"name": "明珠物业", "side": "acts_for", "is_mine": "on"}).status_code == 302
    assert "请选立场" in text_of(desk.post(path, {"name": "明珠物业"}))
    assert "2 到 120 个字" in text_of(desk.post(path, {"name": "李", "side": "against"}))
    assert "明珠物业" in text_of(desk.get(path))
    assert "没有“别人”" in text_of(desk.get(path, {"q": "别人"}))
    sheet = SimpleUploadedFile("名册.csv", "姓名,立场\n何苗,对方\n李,我方\n".encode())
    page = text_of(desk.post(f"{path}import/", {"file": sheet}))
    assert "新登记 1 条" in page
    assert "第 3 行" in page
    assert "请选一个表格" in text_of(desk.post(f"{path}import/"))
    row = ConflictParty.objects.get(side="acts_for")
    assert row.lawyer_id == desk.lawyer.pk
    assert desk.post(f"{path}{row.pk}/end/").status_code == 302
    assert desk.post(f"{path}{row.pk}/end/").status_code == 409
    assert "明珠物业" in text_of(desk.get(f"{path}{row.pk}/remove/"))
    desk.post(f"{path}{row.pk}/remove/")
    assert ConflictParty.objects.count() == 1


def test_another_firms_book_is_closed(desk, client) -> None:
    desk.post("/desk/conflicts/", {"name": "明珠物业", "side": "acts_for"})
    row = ConflictParty.objects.get()
    _, ((_, stranger),) = make_office(make_operator())
    client.force_login(Membership.objects.get(pk=stranger.membership_id).user)
    assert "明珠物业" not in text_of(client.get("/desk/conflicts/"))
    assert client.get(f"/desk/conflicts/{row.pk}/remove/").status_code == 404
    assert client.post(f"/desk/conflicts/{row.pk}/end/").status_code == 404


def test_the_book_costs_the_same_at_one_and_three(desk, django_assert_num_queries) -> None:
    for name in ("甲乙", "丙丁", "戊己"):
        desk.post("/desk/conflicts/", {"name": name, "side": "against", "is_mine": "on"})
        with django_assert_num_queries(5):
            desk.get("/desk/conflicts/")


def test_without_a_card_one_is_sent_to_join(client) -> None:
    office = Organisation.objects.get(pk=make_lawyer_actor().organisation_id)
    client.force_login(make_membership(office, Role.LAWYER).user)
    for path in ("card/", "card/capacity/", "card/introduction/", "firm/"):
        assert client.get(f"/desk/{path}").url == "/lawyers/join/facts/", path
    client.force_login(make_membership(make_organisation()).user)
    for path in ("card/", "firm/", "conflicts/"):
        assert client.get(f"/desk/{path}").status_code == 403
    assert Lawyer.objects.count() == 0

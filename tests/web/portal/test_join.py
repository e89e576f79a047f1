"""A lawyer joins by phone, hands in his licence, waits; the operator verifies; he appears and works at his firm."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiefen.accounts.actions import joining
from jiefen.accounts.actions.people import InvalidMember
from jiefen.accounts.models import Membership, Organisation, User
from jiefen.accounts.roles import Role
from jiefen.lawyers import columns
from jiefen.lawyers.actions import firms, licences
from jiefen.lawyers.models import LawFirm, Lawyer, Licence
from jiefen.notify.models import OutgoingMessage
from tests.factories.lawyers import EVIDENCE, firm_code, licence_no, make_office, make_operator
from tests.factories.world import AT, TODAY, make_membership, make_organisation
from tests.web.workbench.signed_in import on_the_day, text_of

__all__ = ["on_the_day"]
pytestmark = pytest.mark.django_db
PHONE = "13911115555"


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


def _code() -> str:
    body = OutgoingMessage.objects.order_by("-pk").first().body
    return re.search(r"\d{6}", body)[0]


def _enter(client, phone: str = PHONE, name: str = "沈砚秋"):
    assert client.post("/lawyers/join/", {"phone": phone}).url == "/lawyers/join/code/"
    return client.post("/lawyers/join/code/", {"code": _code(), "name": name})


def _facts(**more) -> dict[str, object]:
    return {"firm_name": "恒川律师事务所", "firm_code": firm_code(), "city": "苏州", "areas": ["劳动社保"], **more}


def _licence(number: str = "", year: str = "2012", data: bytes = EVIDENCE) -> dict[str, object]:
    return {"number": number or licence_no(), "first_year": year, "evidence": SimpleUploadedFile("证.pdf", data)}


def test_the_whole_way_in(client) -> None:
    operator = make_operator()
    assert "需要准备" in text_of(client.get("/lawyers/join/"))
    assert _enter(client).url == "/lawyers/join/state/"
    assert client.get("/lawyers/join/state/").url == "/lawyers/join/facts/"
    assert client.post("/lawyers/join/facts/", _facts()).url == "/lawyers/join/licence/"
    assert client.get("/lawyers/join/state/").url == "/lawyers/join/licence/"
    assert client.post("/lawyers/join/licence/", _licence()).url == "/lawyers/join/state/"
    assert "等待核验" in text_of(client.get("/lawyers/join/state/"))
    lawyer = Lawyer.objects.get()
    assert client.get(f"/lawyers/{lawyer.pk}/").status_code == 404
    assert Licence.objects.get().claimed_year == 2012
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    columns.rebuild(today=TODAY)
    assert "沈砚秋" in text_of(client.get(f"/lawyers/{lawyer.pk}/"))
    office = LawFirm.objects.get().organisation
    assert office is not None and office.name == "恒川律师事务所"
    seats = set(Membership.objects.values_list("organisation__name", "is_active", "role"))
    assert {("恒川律师事务所", True, Role.LAWYER)} == {each for each in seats if each[1] and each[2] == Role.LAWYER}
    assert client.get("/lawyers/join/state/").status_code == 302  # his place changed: choose it anew


def test_a_second_lawyer_of_the_firm_is_let_in_by_the_operators_check(client) -> None:
    operator = make_operator()
    firm, _ = make_office(operator, "恒川律师事务所")
    _enter(client)
    client.post("/lawyers/join/facts/", _facts(firm_code=firm.code))
    client.post("/lawyers/join/licence/", _licence())
    user = User.objects.by_phone(PHONE)
    assert not Membership.objects.filter(organisation=firm.organisation_id, user=user).exists()
    assert client.get("/desk/conflicts/").status_code == 200
    assert "核验律所后可以用" in text_of(client.get("/desk/conflicts/"))
    lawyer = Lawyer.objects.get(user=user)
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    assert Membership.objects.get(user=user, is_active=True).organisation_id == firm.organisation_id
    assert joining.works_alone(user.pk) is False
    other, _ = make_office(operator)
    actor = joining_actor(user)
    firms.move_firm(lawyer_id=lawyer.pk, firm_code=other.code, on=TODAY.replace(day=TODAY.day + 2), by=actor, at=AT.replace(day=AT.day + 3))  # fmt: skip
    assert joining.works_alone(user.pk)
    assert Licence.objects.get(lawyer=lawyer).state == "due_for_recheck"
    assert not Membership.objects.filter(user=user, organisation=firm.organisation_id, is_active=True).exists()


def joining_actor(user: User):
    from jiefen.accounts.queries import actor_of_membership

    return actor_of_membership(Membership.objects.select_related("user", "organisation").get(user=user, is_active=True))


def test_refused_and_again(client) -> None:
    operator = make_operator()
    _enter(client)
    client.post("/lawyers/join/facts/", _facts())
    client.post("/lawyers/join/licence/", _licence())
    licences.refuse_licence(lawyer_id=Lawyer.objects.get().pk, reason="照片看不清证号", by=operator, at=AT)
    assert "照片看不清证号" in text_of(client.get("/lawyers/join/state/"))
    assert client.post("/lawyers/join/licence/", _licence()).url == "/lawyers/join/state/"
    assert Licence.objects.get().state == "submitted"


@pytest.mark.parametrize(("given", "words"), [
    ({"number": "123"}, "17 位"), ({"year": "2001"}, "请核实后改正"), ({"data": b"<html>"}, "不是能看的照片"), ({"data": b""}, "空"),
    ({"data": b"x" * (10 * 1024 * 1024 + 1)}, "超过 10 MB"),
])  # fmt: skip
def test_a_licence_is_refused_on_the_page(client, given, words) -> None:
    _enter(client)
    client.post("/lawyers/join/facts/", _facts())
    answer = client.post("/lawyers/join/licence/", _licence(**given))
    assert words in text_of(answer)
    assert Licence.objects.count() == 0


@pytest.mark.parametrize(("given", "words"), [
    ({"firm_code": "91320500MD00000011"}, "以 31 开头"), ({"firm_name": "恒川法律咨询公司"}, "事务所"), ({"city": "无此市"}, "执业城市"),
    ({"areas": []}, "1 到 4 个"), ({"areas": ["劳动社保", "继承", "婚姻家庭", "保险", "税务"]}, "最多选 4 个"),
])  # fmt: skip
def test_facts_are_refused_whole(client, given, words) -> None:
    _enter(client)
    assert words in text_of(client.post("/lawyers/join/facts/", _facts(**given)))
    assert Lawyer.objects.count() == 0


def test_a_wrong_code_opens_no_account(client) -> None:
    client.post("/lawyers/join/", {"phone": PHONE})
    wrong = f"{(int(_code()) + 1) % 10**6:06d}"
    assert "不对或已过期" in text_of(client.post("/lawyers/join/code/", {"code": wrong, "name": "沈砚秋"}))
    assert User.objects.count() == Organisation.objects.count() == 0
    assert client.get("/lawyers/join/facts/").status_code == 302


def test_codes_are_limited(client) -> None:
    answers = [client.post("/lawyers/join/", {"phone": PHONE}).status_code for _ in range(8)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_pages_out_of_order(client) -> None:
    assert client.get("/lawyers/join/code/").url == "/lawyers/join/"
    for page in ("facts", "licence", "state"):
        assert client.get(f"/lawyers/join/{page}/").url.startswith("/sign-in/")
    _enter(client)
    assert client.get("/lawyers/join/").url == "/lawyers/join/state/"
    assert client.get("/lawyers/join/licence/").url == "/lawyers/join/state/"
    client.force_login(make_membership(make_organisation()).user)
    assert client.get("/lawyers/join/facts/").status_code == 403


def test_an_own_desk_is_opened_once_and_reaches_nobody(client) -> None:
    first = joining.open_own_desk(phone=PHONE, name=" 沈 砚秋 ", at=AT)
    assert joining.open_own_desk(phone=PHONE, name="别的名字", at=AT).pk == first.pk
    assert "沈" not in first.organisation.name
    assert joining.seat_alone(user_id=first.user_id, at=AT).pk == first.pk
    with pytest.raises(InvalidMember):
        joining.open_own_desk(phone="13911116666", name=" ", at=AT)
    with pytest.raises(InvalidMember):
        joining.seat_at(user_id=first.user_id, organisation_id=make_organisation().pk, at=AT)
    User.objects.update(is_active=False)
    with pytest.raises(InvalidMember, match="停用"):
        joining.open_own_desk(phone=PHONE, name="沈砚秋", at=AT)


def test_two_firms_of_the_same_name_get_two_spaces() -> None:
    first, second = (joining.found_office(name="恒川律师事务所", at=AT) for _ in range(2))
    assert first.name == "恒川律师事务所"
    assert second.name.startswith("恒川律师事务所（")

"""一天谈几户 on the team page, and what the steward then sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection.models import FollowUp, StewardCapacity
from tests.factories.arrears import give_to, make_debtor
from tests.factories.world import TODAY, make_estate, make_membership, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


@pytest.fixture
def estate():
    return make_estate(make_organisation(), "云栖里")


@pytest.fixture
def steward(estate):
    member = make_membership(estate.organisation, Role.STEWARD, name="田小满")
    make_debtor(estate, "101", (2026, 8), owner="李强")
    make_debtor(estate, "102", (2026, 8), fen=90_000, owner="赵敏")
    give_to(member, estate)
    return member


def page_of(steward) -> str:
    return reverse("capacity", args=[steward.pk])


def test_the_manager_agrees_on_another_number(client, estate, steward):
    sign_in(client, estate.organisation, Role.MANAGER)
    assert page_of(steward) in text_of(client.get(reverse("team")))
    assert 'value="30"' in text_of(client.get(page_of(steward)))
    answer = client.post(page_of(steward), {"cards": "1", "from_on": str(TODAY), "note": "带新人"})
    assert answer.url == reverse("team")
    assert "田小满的安排已保存" in text_of(client.get(reverse("team")))
    assert "带新人" in text_of(client.get(page_of(steward)))
    today = text_of(client.get(reverse("today"), {"steward": str(steward.pk)}))
    assert ("赵敏" in today, "李强" in today) == (True, False)
    whole = text_of(client.get(reverse("today")))
    assert ("赵敏" in whole, "李强" in whole) == (True, True)


def test_what_cannot_be_agreed_is_said_beside_the_field(client, estate, steward):
    sign_in(client, estate.organisation, Role.MANAGER)
    for cards, from_on in (("101", TODAY), ("x", TODAY), ("5", TODAY - dt.timedelta(days=1))):
        answer = client.post(page_of(steward), {"cards": cards, "from_on": str(from_on)})
        assert answer.status_code == 422
    assert not StewardCapacity.objects.exists()


def test_the_steward_sees_as_many_and_his_appointment_first(client, estate, steward):
    StewardCapacity.objects.create(
        organisation=estate.organisation, steward=steward, cards=1, from_on=TODAY, set_at=dt.datetime.now(dt.UTC)
    )
    client.force_login(steward.user)
    page = text_of(client.get(reverse("today")))
    assert ("赵敏" in page, "李强" in page) == (True, False)
    FollowUp.objects.create(
        organisation=estate.organisation, premises=estate.premises.get(room="101"), what="面谈", kind="appointment",
        due_on=TODAY, due_time=dt.time(15, 30),
    )  # fmt: skip
    page = text_of(client.get(reverse("today")))
    assert "今天 15:30 约好" in page
    assert "赵敏" not in page
    assert client.get(page_of(steward)).status_code == 403


def test_nothing_is_planned_for_who_is_away(client, estate, steward):
    StewardCapacity.objects.create(
        organisation=estate.organisation, steward=steward, cards=0, from_on=TODAY, set_at=dt.datetime.now(dt.UTC)
    )
    client.force_login(steward.user)
    assert "这几天没有给你安排" in text_of(client.get(reverse("today")))
    sign_in(client, estate.organisation, Role.MANAGER)
    page = text_of(client.get(reverse("today"), {"steward": steward.pk}))
    assert "和项目经理说一声" not in page, "that is himself"
    assert reverse("team") in page


def test_another_companys_steward_is_not_found(client, steward):
    sign_in(client, make_organisation(), Role.MANAGER)
    assert client.get(page_of(steward)).status_code == 404

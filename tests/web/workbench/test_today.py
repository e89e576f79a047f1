"""今日 as a page: reason first, one filled button, empty states, and a steward's own buildings."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.roles import Role
from tests.factories.arrears import came_in, give_to, make_debtor
from tests.factories.world import AT, make_estate, make_membership, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
URL = "/workbench/"


@pytest.fixture
def estate():
    return make_estate(make_organisation(), "云栖里")


def test_the_reason_comes_first_then_who_then_the_amount(client, estate):
    home = make_debtor(estate, "101", (2023, 11), fen=123_400, owner="李强")
    came_in(estate.organisation_id, AT)
    sign_in(client, estate.organisation)
    page = text_of(client.get(URL))
    assert page.index("过诉讼时效，先送") < page.index("李强") < page.index("1,234.00</")
    assert reverse("household", args=[home.pk]) in page
    assert page.count("button--primary") == 1


def test_a_fresh_organisation_is_asked_for_its_sheet(client, estate):
    sign_in(client, make_organisation())
    page = text_of(client.get(URL))
    assert "先导入欠费表" in page
    assert reverse("imports") in page


def test_a_steward_sees_his_buildings_only(client, estate):
    make_debtor(estate, "101", (2023, 11), owner="李强")
    make_debtor(estate, "201", (2023, 11), owner="赵敏", building="2栋")
    give_to(sign_in(client, estate.organisation, Role.STEWARD), estate, "2栋")
    page = text_of(client.get(URL, {"steward": "1"}))
    assert "赵敏" in page
    assert "李强" not in page


def test_a_steward_without_buildings_is_told_so(client, estate):
    make_debtor(estate, "101", (2023, 11))
    sign_in(client, estate.organisation, Role.STEWARD)
    assert "还没有分给你的楼栋" in text_of(client.get(URL))


def test_the_manager_filters_by_steward(client, estate):
    make_debtor(estate, "101", (2023, 11), owner="李强")
    make_debtor(estate, "201", (2023, 11), owner="赵敏", building="2栋")
    first, second = (make_membership(estate.organisation, Role.STEWARD) for _ in range(2))
    give_to(first, estate, "1栋")
    give_to(second, estate, "2栋")
    sign_in(client, estate.organisation)
    page = text_of(client.get(URL, {"steward": str(second.pk)}))
    assert "赵敏" in page
    assert "李强" not in page


def test_nobody_to_talk_to_is_said_kindly(client, estate):
    make_debtor(estate, "101")
    sign_in(client, estate.organisation)
    assert "今天没有要先聊的住户" in text_of(client.get(URL))


def test_the_same_queries_for_one_card_and_for_many(client, estate):
    sign_in(client, estate.organisation)
    counts = []
    for number in range(101, 122):
        make_debtor(estate, str(number), (2023, 11))
        if number in (101, 121):
            client.get(URL)
            with CaptureQueriesContext(connection) as captured:
                text_of(client.get(URL))
            counts.append(len(captured))
    assert counts == [12, 12]


def test_strangers_are_sent_to_the_door(client):
    assert client.get(URL).status_code == 302

"""时效守护 as pages: tiles, strips, tables, the households with their reasons, and the workbook."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from tests.factories.arrears import give_to, make_debtor
from tests.factories.world import make_estate, make_membership, make_organisation
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
BOARD, HOUSEHOLDS = "/workbench/limitation/", "/workbench/limitation/households/"


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    make_debtor(found, "101", (2023, 10), (2023, 11), fen=123_456, owner="李强")
    make_debtor(found, "201", (2024, 1), fen=70_000, building="2栋", owner="赵敏")
    return found


def test_the_board_names_the_money_and_leads_to_it(client, estate):
    steward = make_membership(estate.organisation, Role.STEWARD, name="何苗")
    give_to(steward, estate, "2栋")
    sign_in(client, estate.organisation)
    page = text_of(client.get(BOARD))
    assert "先做 30 天内的" in page
    assert f"{HOUSEHOLDS}?band=30" in page
    assert f"{HOUSEHOLDS}?band=2027-01" in page
    assert f"{HOUSEHOLDS}?band=180&amp;steward={steward.pk}" in page
    assert f"{HOUSEHOLDS}?band=180&amp;estate={estate.pk}" in page
    assert "还没有管家" in page
    assert "1,934<" in page, "within 90 days: 1,234.56 + 700.00"


def test_the_board_costs_the_same_however_many_owe(client, estate):
    sign_in(client, estate.organisation)
    counts = []
    for start in (301, 401):
        client.get(BOARD)
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(BOARD))
        counts.append(len(captured))
        for number in range(start, start + 9):
            make_debtor(estate, str(number), (2023, 11), building=f"{number}栋")
    assert counts == [7, 7]


def test_a_filter_narrows_everything_and_stays_in_the_links(client, estate):
    other = make_estate(estate.organisation, "听澜苑")
    make_debtor(other, "101", (2023, 11), fen=5_000)
    sign_in(client, estate.organisation)
    page = text_of(client.get(BOARD, {"estate": other.pk}))
    assert f"{HOUSEHOLDS}?band=30&amp;estate={other.pk}" in page
    assert "1,234" not in page


def test_the_households_with_their_reasons(client, estate):
    sign_in(client, estate.organisation)
    page = text_of(client.get(HOUSEHOLDS, {"band": "90"}))
    assert page.index("李强") < page.index("赵敏")
    assert "应付日是 2023-11-30，从次日起算三年" in page
    assert "还有 7 天" in page
    assert "还有 69 天" in page
    assert "2023年10月 物业费" not in page


def test_barred_bills_are_spoken_of_without_threat(client, estate):
    sign_in(client, estate.organisation)
    page = text_of(client.get(HOUSEHOLDS, {"band": "barred"}))
    assert "不走法律步骤" in page
    assert "2023年10月 物业费" in page
    assert "赵敏" not in page


@pytest.mark.parametrize("band", ["31", "2026-01", "x-y", "2027-99"])
def test_a_band_that_is_none_is_not_found(client, estate, band):
    sign_in(client, estate.organisation)
    assert client.get(HOUSEHOLDS, {"band": band}).status_code == 404


def test_a_steward_sees_his_estates_only(client, estate):
    member = sign_in(client, estate.organisation, Role.STEWARD)
    hidden = make_estate(estate.organisation, "别的小区")
    make_debtor(hidden, "101", (2023, 11), owner="孙悦")
    give_to(member, estate, "2栋")
    assert "别的小区" not in text_of(client.get(BOARD))
    for query in ({"band": "30"}, {"band": "30", "estate": hidden.pk}):
        page = text_of(client.get(HOUSEHOLDS, query))
        assert "李强" in page
        assert "孙悦" not in page


def test_a_fresh_organisation_is_shown_the_way(client, estate):
    sign_in(client, make_organisation())
    assert "导入欠费表" in text_of(client.get(BOARD))


def test_the_workbook_is_complete_and_logged(client, estate):
    sign_in(client, estate.organisation)
    response = client.get(BOARD + "export/")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert [(row[1], row[7].date(), row[8], row[9]) for row in rows[1:]] == [
        ("1栋1单元101", dt.date(2026, 10, 31), -23, 1234.56),
        ("1栋1单元101", dt.date(2026, 11, 30), 7, 1234.56),
        ("2栋1单元201", dt.date(2027, 1, 31), 69, 700),
    ]
    assert Event.objects.get(code="ledger.limitation_exported").data == {"rows": 3}

"""数字 as a page: figures with their definitions, what was frozen, the break-down in pages, the workbook."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.ledger.models import KpiSnapshot
from jiefen.ledger.snapshots import freeze_in_background, freeze_month
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.arrears import give_to
from tests.factories.world import AT, make_actor, make_charge, make_estate, make_organisation, make_premises
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
NUMBERS, OCTOBER = "/workbench/numbers/", dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home():
    found = make_premises(make_estate(make_organisation(), "云栖里"))
    make_charge(found, 123_456, OCTOBER)
    return found


def freeze(home, month: dt.date = OCTOBER) -> None:
    freeze_month(by=make_actor(home.organisation, Role.MANAGER), month=month, at=AT)


def test_each_rate_with_its_formula_and_both_counts(client, home):
    sign_in(client, home.organisation)
    page = text_of(client.get(NUMBERS))
    assert "当期实收 ÷ 当期应收" in page
    assert "0.00 / 1,234.56 元" in page
    assert "0 / 1 户" in page
    assert "全部</option>" not in page, "a month and a break-down are always chosen"
    assert "清除" not in page
    assert "定格这个月的数字" not in page, "the month is not over"


def test_a_frozen_month_shows_what_was_reported(client, home):
    freeze(home)
    make_charge(home, 100_000, OCTOBER)
    sign_in(client, home.organisation)
    page = text_of(client.get(f"{NUMBERS}?month=2026-10"))
    assert "定格的数" in page
    assert "0.00 / 1,234.56 元" in page
    assert "定格这个月的数字" not in page
    live = text_of(client.get(f"{NUMBERS}?month=2026-10&live=1"))
    assert "0.00 / 2,234.56 元" in live
    assert "可能不同" in live


def test_a_month_that_is_over_can_be_frozen_once(client, home):
    sign_in(client, home.organisation)
    assert "定格这个月的数字" in text_of(client.get(f"{NUMBERS}?month=2026-10"))
    answer = client.post(f"{NUMBERS}freeze/", {"month": "2026-10"}, follow=True)
    assert "2026年10月的数字已定格。" in text_of(answer)
    kept = KpiSnapshot.objects.count()
    assert kept
    client.post(f"{NUMBERS}freeze/", {"month": "2026-10"})
    assert KpiSnapshot.objects.count() == kept


@pytest.mark.parametrize("month", ["2026-11", "2027-02", "nonsense", ""])
def test_a_month_that_is_not_over_is_refused_with_the_reason(client, home, month):
    sign_in(client, home.organisation)
    answer = client.post(f"{NUMBERS}freeze/", {"month": month})
    assert answer.status_code == 409
    assert "还没过完" in answer.content.decode()


def test_a_steward_sees_his_estate_alone_and_freezes_nothing(client, home):
    other = make_premises(make_estate(home.organisation, "听澜苑"))
    make_charge(other, 900_000, OCTOBER)
    freeze(home)
    steward = sign_in(client, home.organisation, Role.STEWARD)
    give_to(steward, home.estate, "1栋")
    for scope in ("estate", "building", "fee_item"):
        page = text_of(client.get(f"{NUMBERS}?month=2026-10&by={scope}"))
        assert "0.00 / 1,234.56 元" in page
        assert "听澜苑" not in page
        assert "9,000.00" not in page
        assert ("下面的表没有按你的小区定格" in page) == (scope == "fee_item")
    assert client.post(f"{NUMBERS}freeze/", {"month": "2026-10"}).status_code == 403


def test_many_buildings_come_in_pages_with_the_same_queries(client, home):
    sign_in(client, home.organisation)
    counts = []
    for more in (2, 60):
        for number in range(more):
            make_charge(make_premises(home.estate, f"{more}{number}", building=f"{more}-{number}栋"), 100, OCTOBER)
        client.get(f"{NUMBERS}?by=building")
        with CaptureQueriesContext(connection) as captured:
            page = text_of(client.get(f"{NUMBERS}?by=building"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert "共 63 行，这里是第 1–50 行" in page
    assert "第 51–63 行" in text_of(client.get(f"{NUMBERS}?by=building&page=2"))


def test_the_workbook_says_where_its_figures_come_from(client, home):
    freeze(home)
    make_charge(home, 100_000, OCTOBER)
    sign_in(client, home.organisation)
    for address, charged, note in (
        ("month=2026-10", 1234.56, "2026年11月23日 定格"),
        ("month=2026-10&live=1", 2234.56, "按下载时"),
    ):
        answer = client.get(f"{NUMBERS}export/?{address}&by=estate")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert [cell.value for cell in book["2026-10"][2]][:2] == ["云栖里", charged]
        last = list(book["口径说明"].values)[-1]
        assert last[0] == "数从哪来" and note in last[1]
    assert Event.objects.filter(code="ledger.numbers_exported").count() == 2


def test_months_still_being_frozen_are_told_instead_of_a_missing_chart(client, home):
    freeze_in_background(organisation_id=home.organisation_id, months=2, at=AT)
    other = make_organisation()
    freeze_in_background(organisation_id=other.pk, months=5, at=AT)
    sign_in(client, home.organisation)
    assert "还有 2 个月的数正在后台定格" in text_of(client.get(NUMBERS))
    run_waiting_jobs()
    page = text_of(client.get(NUMBERS))
    assert "正在后台定格" not in page
    assert "过去的月份用的是定格时的数" in page

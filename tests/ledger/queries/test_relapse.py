"""复欠: who was clear and left the next bill unpaid, who never was clear, and what one query tells apart."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.ledger import positions
from jiefen.ledger.models import Allocation, Charge, Payment, Waiver, WriteOff
from jiefen.ledger.queries.relapse import relapses
from tests.factories.world import (
    AT,
    make_charge,
    make_estate,
    make_fee_item,
    make_organisation,
    make_premises,
)

pytestmark = pytest.mark.django_db
YEAR = dt.date(2026, 1, 1)
NOVEMBER = dt.date(2026, 11, 30)


@pytest.fixture
def estate():
    return make_estate(make_organisation())


def bill(premises, month: int, paid_on: dt.date | None = None, *, year: int = 2026, fen: int = 10_000, item=None):
    """One month's charge, due on its last day, paid in full on ``paid_on``."""
    charge = make_charge(premises, fen, dt.date(year, month, 1), item=item)
    if paid_on:
        settle(charge, fen, paid_on)
    return charge


def settle(charge, fen, on):
    common = {"organisation": charge.organisation, "recorded_at": AT, "amount_fen": fen}
    payment = Payment.objects.create(premises=charge.premises, paid_on=on, method="cash", **common)
    return Allocation.objects.create(payment=payment, charge=charge, effective_on=on, **common)


def counts(estate, as_of=NOVEMBER):
    positions.rebuild(estate.organisation_id, at=AT)
    found = relapses(estate.organisation_id, YEAR, as_of)
    return tuple(
        sum(getattr(facts, name) for facts in found.values()) for name in ("households_cleared", "households_relapsed")
    )


def test_clear_and_paid_again(estate):
    home = make_premises(estate)
    bill(home, 8, dt.date(2026, 8, 20))
    bill(home, 9, dt.date(2026, 9, 20))
    assert counts(estate) == (1, 0)


def test_clear_and_then_nothing(estate):
    home = make_premises(estate)
    bill(home, 8, dt.date(2026, 8, 20))
    bill(home, 9)
    assert counts(estate) == (1, 1)


def test_the_watch_is_fifteen_days_after_the_due_day(estate):
    home = make_premises(estate)
    bill(home, 9, dt.date(2026, 9, 20))
    bill(home, 10)
    assert counts(estate, dt.date(2026, 11, 15)) == (0, 0)  # only one bill is over its watch
    assert counts(estate, dt.date(2026, 11, 16)) == (1, 1)


def test_paid_within_the_watch_is_no_relapse(estate):
    home = make_premises(estate)
    bill(home, 8, dt.date(2026, 8, 20))
    bill(home, 9, dt.date(2026, 10, 14))
    assert counts(estate) == (1, 0)


def test_who_is_always_behind_was_never_clear(estate):
    """August settled in late October, while September had long been open."""
    home = make_premises(estate)
    bill(home, 8, dt.date(2026, 10, 25))
    bill(home, 9)
    assert counts(estate) == (0, 0)


def test_arrears_from_before_the_year_are_no_relapse_of_this_year(estate):
    home = make_premises(estate)
    bill(home, 10, dt.date(2025, 10, 20), year=2025)
    bill(home, 11, year=2025)
    bill(home, 9)
    assert counts(estate) == (0, 0)


def test_a_first_bill_alone_says_nothing(estate):
    bill(make_premises(estate), 9)
    bill(make_premises(estate), 9, dt.date(2026, 9, 9))
    assert counts(estate) == (0, 0)


def test_a_waiver_settles_and_a_write_off_does_not(estate):
    for model in (Waiver, WriteOff):
        home = make_premises(estate)
        charge = bill(home, 8)
        model.objects.create(
            organisation=home.organisation, charge=charge, amount_fen=10_000, reason="电梯停运",
            effective_on=dt.date(2026, 8, 20), recorded_at=AT,
        )  # fmt: skip
        bill(home, 9, dt.date(2026, 9, 9))
    assert counts(estate) == (1, 0)


def test_what_was_settled_after_the_day_does_not_count_yet(estate):
    home = make_premises(estate)
    bill(home, 8, dt.date(2026, 8, 20))
    bill(home, 9, dt.date(2026, 11, 25))
    assert counts(estate, dt.date(2026, 11, 20)) == (1, 1)
    assert counts(estate) == (1, 0)


def test_reversed_bills_deposits_and_others_are_left_out(estate):
    home = make_premises(estate)
    bill(home, 7, dt.date(2026, 7, 20))
    bill(home, 8, dt.date(2026, 8, 20))
    wrong = bill(home, 9)
    Charge.objects.create(
        organisation=home.organisation, premises=home, fee_item=wrong.fee_item, due_on=wrong.due_on,
        amount_fen=-10_000, reversal_of=wrong, recorded_at=AT,
    )  # fmt: skip
    deposit = make_fee_item(estate.organisation, "装修押金", "deposit")
    bill(home, 9, item=deposit)
    bill(make_premises(make_estate(make_organisation())), 8)
    assert counts(estate) == (1, 0)


def bundles(premises, *groups: tuple[tuple[int, ...], dt.date]):
    """Months' bills settled together on a day."""
    for months, paid_on in groups:
        for month in months:
            bill(premises, month, paid_on)


QUARTERLY = (((1, 2, 3), dt.date(2026, 3, 31)), ((4, 5, 6), dt.date(2026, 6, 30)))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (dt.date(2026, 8, 20), (1, 0)), (dt.date(2026, 9, 15), (1, 0)),  # July is open, and usually is
        (dt.date(2026, 10, 13), (1, 0)), (dt.date(2026, 10, 14), (1, 1)),  # 31 July + 59 days as in spring + 15
    ],
)  # fmt: skip
def test_who_pays_every_quarter_is_judged_by_the_quarter(estate, as_of, expected):
    home = make_premises(estate)
    bundles(home, *QUARTERLY)
    bill(home, 7)
    bill(home, 8)
    assert counts(estate, as_of) == expected


def test_the_third_quarter_paid_as_usual_is_no_relapse(estate):
    home = make_premises(estate)
    bundles(home, *QUARTERLY, ((7, 8, 9), dt.date(2026, 9, 30)))
    for as_of in (dt.date(2026, 8, 31), dt.date(2026, 9, 29), dt.date(2026, 10, 1), NOVEMBER):
        assert counts(estate, as_of) == (1, 0)


@pytest.mark.parametrize(
    "before",
    [
        [((1, 2, 3), dt.date(2026, 3, 31))],  # once is no rhythm
        [((1, 2, 3), dt.date(2026, 3, 31)), ((4,), dt.date(2026, 4, 30))],  # bill by bill since
        [((1, 2, 3), dt.date(2026, 1, 2)), ((4, 5, 6), dt.date(2026, 4, 2))],  # in advance: nothing stayed open
    ],
    ids=["once", "bill by bill since", "in advance"],
)
def test_who_has_no_such_rhythm_is_judged_by_the_bill(estate, before):
    home = make_premises(estate)
    bundles(home, *before)
    bill(home, 7)
    assert counts(estate, dt.date(2026, 8, 16)) == (1, 1)


def test_more_than_a_year_is_no_rhythm(estate):
    home = make_premises(estate)
    for year in (2022, 2024):
        for each in (year, year + 1):
            bill(home, 1, dt.date(year + 1, 2, 10), year=each)
    bill(home, 7)
    assert counts(estate, dt.date(2026, 8, 16)) == (1, 1)


def test_one_query(estate, django_assert_num_queries):
    for number in range(4):
        home = make_premises(estate, building=f"{number}栋")
        bill(home, 8, dt.date(2026, 8, 20))
        bill(home, 9)
    with django_assert_num_queries(1):
        assert len(relapses(estate.organisation_id, YEAR, NOVEMBER)) == 4


def test_positions_of_now_do_not_blur_a_day_long_past(estate):
    """Open on the day and paid since, written off since, or waived since: none of it shows in today's positions."""
    for model in (None, Waiver, WriteOff):
        home = make_premises(estate)
        bill(home, 7, dt.date(2026, 7, 20))
        charge = bill(home, 8)
        if model is None:
            settle(charge, 10_000, dt.date(2026, 11, 25))
            continue
        model.objects.create(
            organisation=home.organisation, charge=charge, amount_fen=10_000, reason="电梯停运",
            effective_on=dt.date(2026, 11, 25), recorded_at=AT,
        )  # fmt: skip
    assert counts(estate, dt.date(2026, 11, 20)) == (3, 3)

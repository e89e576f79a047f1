"""The invented world before it is written: repeatable, true on any day, right to the 分, as hard as real life."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib import resources

import pytest

from jiefen.demo.book import LATE_CHARGE
from jiefen.demo.cast import CAST
from jiefen.demo.months import Calendar, shifted, years_before
from jiefen.demo.places import DEPOSIT, homes_of, monthly_fee
from jiefen.demo.stories import SAVING, USELESS, by_place
from jiefen.demo.world import invent

NOVEMBER = dt.date(2026, 11, 23)
DAYS = [NOVEMBER, dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2025, 12, 31), dt.date(2031, 6, 30)]


def signature(world):
    """Everything money and people amount to, in order."""
    return [
        (home.place, [holding.person.name for holding in home.owners], home.book.owed, home.book.credit)
        + tuple((receipt.on, receipt.amount) for receipt in home.book.receipts)
        for home in world.homes
    ]


@pytest.fixture(scope="module")
def november():
    return invent(Calendar(NOVEMBER))


def test_the_same_seed_and_day_give_the_same_world():
    first, again = (invent(Calendar(NOVEMBER), one_in=15) for _ in range(2))
    assert signature(first) == signature(again)
    assert signature(invent(Calendar(NOVEMBER), one_in=15, seed=7)) != signature(first)
    assert signature(invent(Calendar(NOVEMBER + dt.timedelta(days=9)), one_in=15)) != signature(first)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_lies_ahead_and_every_fen_is_accounted_for(today):
    calendar = Calendar(today)
    for home in invent(calendar, one_in=6).homes:
        book = home.book
        assert sum(receipt.amount for receipt in book.receipts) == sum(part.amount for part in book.parts) + book.credit
        settled = sum(part.amount for part in book.parts if part.component != LATE_CHARGE)
        relieved = sum(relief.amount for relief in book.reliefs if relief.kind != "late_waiver")
        assert sum(bill.amount for bill in book.bills) == settled + relieved + book.owed
        assert all(0 <= bill.left <= bill.amount and bill.made_on <= today for bill in book.bills)
        assert all(thing.on <= today for thing in [*book.receipts, *book.parts, *book.reliefs])
        assert all(part.on >= part.bill.made_on for part in book.parts)


def test_thirty_six_months_up_to_this_one(november):
    home = next(home for home in november.homes if not home.story and home.kind == "residence")
    months = [bill.start for bill in home.book.bills if bill.item == home.item and bill.month >= 0]
    assert months == [shifted(NOVEMBER, -back) for back in range(35, -1, -1)]
    assert {bill.amount for bill in home.book.bills if bill.item == home.item} == {home.monthly_fen}


def test_the_fee_is_rounded_once():
    assert monthly_fee(8900, 22000) == 19580  # 89 m² × 2.20 元
    assert monthly_fee(9555, 18500) == 17677  # 176.7675 元, half up


def test_size_and_distribution(november):
    homes, year = november.homes, dt.date(2026, 1, 1)
    assert len(homes) == sum(len(homes_of(estate)) for estate in range(3)) == 2392
    waived = {
        id(relief.bill): relief.amount for home in homes for relief in home.book.reliefs if relief.kind == "waiver"
    }
    bills = [bill for home in homes for bill in home.book.bills if bill.item != DEPOSIT and bill.start >= year]
    due = sum(bill.amount - waived.get(id(bill), 0) for bill in bills)
    assert 0.80 <= (due - sum(bill.left for bill in bills)) / due <= 0.84
    with_prior_arrears = sum(any(bill.left and bill.start < year for bill in home.book.bills) for home in homes)
    assert 0.08 <= with_prior_arrears / len(homes) <= 0.18
    assert len({receipt.method for home in homes for receipt in home.book.receipts}) == 5
    assert sum(receipt.reverses is not None for home in homes for receipt in home.book.receipts) == 1


def test_limitation_has_work(november):
    earliest, latest = years_before(NOVEMBER, 3), years_before(NOVEMBER + dt.timedelta(days=180), 3)
    provable = {proof for _, proof, _ in SAVING} | {"platform_record"}
    unsaved = [home for home in november.homes if not any(notice.proof in provable for notice in home.notices)]
    ends = {home.place: {bill.end for bill in home.book.bills if bill.left} for home in unsaved}
    assert 25 <= sum(any(earliest <= end <= latest for end in days) for days in ends.values()) <= 40
    assert 5 <= sum(any(end < earliest for end in days) for days in ends.values()) <= 15


def test_notices_speak_the_words_of_the_table(november):
    table = tomllib.loads(resources.files("jiefen.rules").joinpath("tables/limitation.toml").read_text("utf-8"))
    kinds, proofs = ({row["code"] for row in table[name]} for name in ("kind", "proof"))
    notices = [notice for home in november.homes for notice in home.notices]
    assert {notice.kind for notice in notices} <= kinds
    assert {notice.proof for notice in notices} | {proof for _, proof, _ in USELESS} <= proofs


def test_the_cast_is_large_and_everybody_has_a_room_of_his_own(november):
    assert len(CAST) >= 24
    assert len({story.code for story in CAST}) == len({(story.estate, story.place) for story in CAST}) == len(CAST)
    rooms = by_place(november.homes)
    for story in CAST:
        home = rooms[story.estate, story.place]
        assert home.story == story.code
        assert story.owner in (home.owners[0].person.name, "")
    assert {story.code for story in CAST if not story.owner_words} == {"unreachable"}


def test_phones_are_obviously_nobodys(november):
    phones = [person.phone for person in november.people if person.phone]
    assert len(set(phones)) == len(phones) > 2000
    assert all(len(phone) == 11 and phone.startswith("1990000") for phone in phones)

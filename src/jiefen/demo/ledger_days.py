"""Thirty-six months of one household's account, day by day: bills made, prepayments used, payments coming in."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Final

from jiefen.demo.book import Bill
from jiefen.demo.habits import RHYTHMS, Visit
from jiefen.demo.months import MONTHS, Calendar, last_day, shifted
from jiefen.demo.places import DEPOSIT, ESTATES, REFUSE, REFUSE_FEN, SHARED_UTILITY, Home
from jiefen.demo.story import Excused

HISTORY: Final = "启用系统时转入的历史欠费"
# A lift stood still for three weeks: the company gave every flat of the building something back, unasked.
LIFT_OUTAGE: Final = (0, "5", 13)  # estate, building, months ago
LIFT_COMPENSATION: Final = (2000, "电梯停运三周补偿")


@dataclass(frozen=True, slots=True)
class Payment:
    """Money on its way: by rhythm (``ahead`` further months) or a visit."""

    on: dt.date
    ahead: int = 0
    visit: Visit | None = None


def keep_account(home: Home, calendar: Calendar, excused: tuple[Excused, ...], rng: random.Random) -> None:
    """Fill ``home.book`` with everything from the oldest bill to ``calendar.today``, in the order of the days."""
    _bring_in_history(home, calendar)
    for month, first in enumerate(calendar.firsts):
        waiting = [pay for pay in _payments(home, month, first, calendar, rng) if pay.on <= calendar.today]
        for bill in _bills(home, month, first, rng):
            if bill.made_on <= calendar.today:
                while waiting and waiting[0].on < bill.made_on:
                    _pay(home, waiting.pop(0))
                _relieve(home, bill, excused)
                home.book.charge(bill, held=home.habit.holds(month, bill.item))
        for pay in waiting:
            _pay(home, pay)


def take_deposit(home: Home, on: dt.date, amount: int) -> None:
    """A decoration deposit: billed and paid on the same day, apart from all fees."""
    payer = home.owners[0].person
    bill = Bill(DEPOSIT, 0, on, on, amount, on, payer=payer, note="装修完工验收后退还")
    home.book.charge(bill, held=True)
    home.book.receive(on, amount, [bill], method=home.method, payer=payer.name, reason="指定：装修押金")


def _bring_in_history(home: Home, calendar: Calendar) -> None:
    """Bills older than the 36 months, only where they were never paid."""
    for month in range(MONTHS - 1 - home.habit.oldest, 0):
        if home.habit.holds(month, home.item):
            first = calendar.first(month)
            payer = home.payer_on(first)
            made_on = calendar.firsts[0]
            bill = Bill(home.item, month, first, last_day(first), home.monthly_fen, made_on, payer=payer, note=HISTORY)
            home.book.charge(bill, held=True)


def _bills(home: Home, month: int, first: dt.date, rng: random.Random) -> list[Bill]:
    """The bills made in one month, in the order of their days."""
    bills = [Bill(home.item, month, first, last_day(first), home.monthly_fen, first)]
    if home.kind == "residence" and home.is_delivered:
        if first.month in (6, 12) and month >= 5 and ESTATES[home.estate].collects_refuse:
            bills.append(Bill(REFUSE, month, shifted(first, -5), last_day(first), REFUSE_FEN, first.replace(day=20)))
        if first.month in (3, 6, 9, 12) and month >= 2:
            fen = home.utility_fen * rng.randint(80, 130) // 100
            bills.append(Bill(SHARED_UTILITY, month, shifted(first, -2), last_day(first), fen, first.replace(day=25)))
    for bill in bills:
        bill.payer = home.payer_on(bill.start)
    return bills


def _payments(home: Home, month: int, first: dt.date, calendar: Calendar, rng: random.Random) -> list[Payment]:
    """What comes in during one month, in the order of the days."""
    habit, ago, found = home.habit, MONTHS - 1 - month, []
    day = habit.pay_day(first, rng)
    rhythm = RHYTHMS[habit.rhythm]
    if month == 0 and rhythm.ahead and day is None:
        day = first.replace(day=rng.randint(3, 20))  # paid ahead before our months began
    if habit.owes and ago == habit.owes:
        day = first.replace(day=rng.randint(15, 27))  # the last payment for a long time clears what there is
    if day and ago >= habit.owes:
        found.append(Payment(day, rhythm.months_ahead(first.month)))
    for visit in habit.visits:
        on = calendar.days_ago(visit.days_ago)
        if first <= on <= last_day(first):
            found.append(Payment(on, visit=visit))
    return sorted(found, key=lambda pay: pay.on)


def _pay(home: Home, pay: Payment) -> None:
    if pay.visit:
        _pay_at_the_counter(home, pay.on, pay.visit)
        return
    book, due = home.book, sum(bill.left for bill in home.book.open)
    amount = due + max(0, _estimate(home, pay.ahead) - book.credit)
    if amount:
        reason = "预交" if amount > due else "按到期先后"
        book.receive(pay.on, amount, book.open, method=home.method, payer=_payer_name(home, pay.on), reason=reason)


def _pay_at_the_counter(home: Home, on: dt.date, visit: Visit) -> None:
    bills = sorted([*home.book.held, *home.book.open], key=lambda bill: (bill.start, bill.item))
    due = sum(bill.left for bill in bills)
    amount = due if visit.fen is None else visit.fen
    if not amount:
        return
    receipt = home.book.receive(on, amount, bills, method=home.method, payer=_payer_name(home, on))
    if visit.late_fen:
        home.book.pay_late_charge(receipt, bills[0], visit.late_fen)
    if visit.waived_late_fen:
        home.book.relieve("late_waiver", bills[0], visit.waived_late_fen, on, "一次付清，按约定减免违约金")


def _estimate(home: Home, months: int) -> int:
    """What so many months will cost, 分: the fee exactly, the rest as usual."""
    lives_here = home.kind == "residence" and home.is_delivered
    extras = months // 3 * home.utility_fen + (months // 6 * REFUSE_FEN if ESTATES[home.estate].collects_refuse else 0)
    return months * home.monthly_fen + (extras if lives_here else 0)


def _payer_name(home: Home, on: dt.date) -> str:
    return home.payer_on(on).name


def _relieve(home: Home, bill: Bill, excused: tuple[Excused, ...]) -> None:
    """Waivers that were granted when the bill was made."""
    if bill.item != home.item:
        return
    ago = MONTHS - 1 - bill.month
    for part in excused:
        if part.newer <= ago <= part.older:
            home.book.relieve("waiver", bill, bill.amount * part.percent // 100, bill.made_on, part.reason)
    if (home.estate, home.building, ago) == LIFT_OUTAGE and home.kind == "residence":
        home.book.relieve("waiver", bill, LIFT_COMPENSATION[0], bill.made_on, LIFT_COMPENSATION[1])

"""The household page in words: people with masked phones, bills with their arithmetic, the relationship in days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.urls import reverse

from jiefen.collection.queries.happenings import Ref
from jiefen.collection.queries.household import Happened, Happening, Household
from jiefen.estates.queries import HouseholdPerson
from jiefen.ledger.queries.open_total import OpenTotal, open_total
from jiefen.ledger.queries.statement import ChargeLine, PaymentLine
from jiefen.rules.limitation import State
from jiefen.rules.money import format_yuan
from jiefen.web.ui.parts import TimelineEvent

_FIRST_EVENTS: Final = 10
_FIRST_PAYMENTS: Final = 6
_FEES: Final = ("property_fee", "parking", "shared_utility", "other")
_LOOK: Final = {
    Happened.PAYMENT: ("check", "success"),
    Happened.TICKET: ("service", "attention"),
    Happened.SERVICE: ("lamp", "neutral"),
    Happened.LIMITATION: ("clock", "info"),
    Happened.OWNER: ("people", "neutral"),
    Happened.TALK: ("people", "info"),
    Happened.PROMISE: ("clock", "attention"),
    Happened.PLAN: ("clock", "attention"),
    Happened.DISPUTE: ("service", "attention"),
    Happened.RELIEF: ("lamp", "info"),
    Happened.AFTERCARE: ("check", "success"),
    Happened.WISH: ("people", "neutral"),
}
_CLOCK_TONES: Final = {
    State.EXPIRED: "deadline",
    State.EXPIRING: "attention",
    State.IN_PROCEEDING: "info",
    State.SUSPENDED: "info",
}


def period_words(start: dt.date | None, end: dt.date | None) -> str:
    """2026年1月, 2026年1–3月, 2025年11月–2026年2月 for whole months; else the dates; nothing known → 账期不详."""
    if start is None or end is None:
        return "账期不详"
    if _months_of(start, end) is None:
        return f"{start:%Y.%m.%d}–{end:%Y.%m.%d}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.year}年{start.month}月"
    last = f"{end.month}月" if start.year == end.year else f"{end.year}年{end.month}月"
    return f"{start.year}年{start.month}{'' if start.year == end.year else '月'}–{last}"


def _months_of(start: dt.date, end: dt.date) -> int | None:
    """Whole calendar months from ``start`` to ``end``; None when the period does not consist of such."""
    whole = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    return (end.year - start.year) * 12 + end.month - start.month + 1 if whole and end >= start else None


@dataclass(frozen=True)
class Bill:
    """One open charge, its arithmetic and its clock."""

    line: ChargeLine
    area_x100: int | None
    unit_price_x10000: int | None

    @property
    def title(self) -> str:
        """2026年1月 物业费."""
        return f"{period_words(self.line.period_start, self.line.period_end)} {self.line.fee_item}"

    @property
    def formula(self) -> str:
        """Area × price × months where they give the amount; else where the amount comes from."""
        line, amount = self.line, format_yuan(self.line.amount_fen)
        months = _months_of(line.period_start, line.period_end) if line.period_start and line.period_end else None
        if line.kind != "property_fee" or not (months and self.area_x100 and self.unit_price_x10000):
            return f"应收 {amount} 元，照账面登记的数。"
        computed = (self.area_x100 * self.unit_price_x10000 * months + 5000) // 10000
        factors = f"{self.area_x100 / 100:.2f} m² × {_price(self.unit_price_x10000)} 元 × {months} 个月"
        if computed == line.amount_fen:
            return f"{factors} = {amount} 元"
        return f"账面 {amount} 元；按 {factors} 是 {format_yuan(computed)} 元，两个数不一样，沟通前先核对。"

    @property
    def remainder(self) -> str:
        """What was taken off the amount; empty when nothing was."""
        line = self.line
        taken = {"已付": line.paid_fen, "减免": line.waived_fen, "核销": line.written_off_fen}
        parts = [f"− {label} {format_yuan(fen)}" for label, fen in taken.items() if fen]
        if not parts:
            return ""
        return f"{format_yuan(line.amount_fen)} {' '.join(parts)} = 还剩 {format_yuan(line.outstanding_fen)} 元"

    @property
    def clock_badge(self) -> tuple[str, str] | None:
        """Words and tone of the limitation state; None where there is no clock."""
        clock = self.line.clock
        if clock is None:
            return None
        if clock.state == State.EXPIRED:
            return "已过时效", "deadline"
        words = {State.IN_PROCEEDING: "程序进行中", State.SUSPENDED: "时效中止", State.NOT_DUE: "还没到期"}
        text = words.get(clock.state) or f"时效还有 {clock.days_left} 天"
        tone = "deadline" if clock.band == 30 else _CLOCK_TONES.get(clock.state, "neutral")
        return text, tone


def _price(unit_price_x10000: int) -> str:
    """28000 → 2.80; 28500 → 2.85; 28550 → 2.855."""
    yuan, rest = divmod(unit_price_x10000, 10000)
    return f"{yuan}.{f'{rest:04d}'.rstrip('0').ljust(2, '0')}"


@dataclass(frozen=True)
class Year:
    """The open bills of one calendar year; 0: without a period."""

    number: int
    bills: tuple[Bill, ...]

    @property
    def title(self) -> str:
        """2024年."""
        return f"{self.number}年" if self.number else "账期不详"

    @property
    def fen(self) -> int:
        """Their sum, 分."""
        return sum(bill.line.outstanding_fen for bill in self.bills)

    @property
    def badge(self) -> tuple[str, str] | None:
        """The badge of the bill whose claim ends first, when that is near or past."""
        dated = [bill for bill in self.bills if bill.line.clock]
        first = min(
            dated, key=lambda bill: bill.line.clock.expires_on if bill.line.clock else dt.date.max, default=None
        )
        found = first.clock_badge if first else None
        return found if found and found[1] != "neutral" else None


@dataclass(frozen=True)
class Person:
    """One of the household's people; the number itself never reaches the page."""

    person: HouseholdPerson

    @property
    def role(self) -> str:
        """业主 60%, 使用人（约定由他付费）."""
        if self.person.role == "owner":
            return f"业主 {self.person.share_percent}%" if self.person.share_percent else "业主"
        return "使用人（约定由他付费）" if self.person.pays_fees else "使用人"


@dataclass(frozen=True)
class Paid:
    """One payment and the bills it settled."""

    line: PaymentLine
    settled: tuple[str, ...]


class HouseholdView:
    """What the template reads."""

    def __init__(self, household: Household, *, may_correct: bool) -> None:
        self._opens = frozenset({"file", "contact"} if may_correct else {"file"})
        self.household = household
        self.premises = household.premises
        self.statement = household.statement
        self.totals = household.statement.totals

    @cached_property
    def names(self) -> str:
        """The owners, or what stands in the list."""
        owners = [one.name for one in self.household.people if one.role == "owner"]
        return "、".join(owners) or self.premises.owner_name or "业主姓名未登记"

    @cached_property
    def people(self) -> list[Person]:
        """Owners first."""
        return [Person(one) for one in self.household.people]

    @property
    def area(self) -> str:
        """The built area in m², two decimals; empty when unknown."""
        return f"{self.premises.area_x100 / 100:.2f}" if self.premises.area_x100 else ""

    @property
    def price(self) -> str:
        """元/m²·month; empty when unknown."""
        return _price(self.premises.unit_price_x10000) if self.premises.unit_price_x10000 else ""

    @property
    def flags(self) -> list[tuple[str, str]]:
        """(words, tone) of what one has to know before calling."""
        premises = self.premises
        flags = [
            ("请勿联系", "deadline", premises.do_not_contact),
            ("未交付，由建设单位付", "info", not premises.is_delivered),
            ("空置", "neutral", premises.is_vacant),
        ]
        return [(words, tone) for words, tone, applies in flags if applies]

    def _bill(self, line: ChargeLine) -> Bill:
        return Bill(line, self.premises.area_x100, self.premises.unit_price_x10000)

    @cached_property
    def bills(self) -> list[Bill]:
        """Open fees, oldest first."""
        return [self._bill(line) for line in self.statement.open_charges if line.kind in _FEES]

    @cached_property
    def years(self) -> list[Year]:
        """The open fees by the year of their period, so that three years of months stay readable."""
        groups: dict[int, list[Bill]] = {}
        for bill in self.bills:
            day = bill.line.period_start or bill.line.due_on
            groups.setdefault(day.year if day else 0, []).append(bill)
        return [Year(number, tuple(bills)) for number, bills in groups.items()]

    @cached_property
    def for_others(self) -> list[Bill]:
        """Open money that is collected for others."""
        return [self._bill(line) for line in self.statement.open_charges if line.kind not in _FEES]

    @cached_property
    def deposits(self) -> list[Bill]:
        """Deposits, open or paid, that were not taken back."""
        return [self._bill(line) for line in self.statement.charges if line.is_deposit and not line.is_reversed]

    @property
    def open_total(self) -> OpenTotal:
        """Everything open, counted as today's list and the rehearsal do."""
        lines = ((line.kind, line.outstanding_fen, line.due_on) for line in self.statement.open_charges)
        return open_total(lines, today=self.statement.as_of)

    @property
    def fees_fen(self) -> int:
        """Open fees without what is collected for others, 分."""
        return sum(bill.line.outstanding_fen for bill in self.bills)

    @property
    def for_others_fen(self) -> int:
        """Open money collected for others, 分."""
        return sum(bill.line.outstanding_fen for bill in self.for_others)

    @cached_property
    def payments(self) -> list[Paid]:
        """Newest first, each with the bills it went to."""
        titles = {line.charge_id: self._bill(line).title for line in self.statement.charges}
        return [Paid(line, _settled(line, titles)) for line in self.statement.payments]

    @property
    def recent_payments(self) -> list[Paid]:
        """What is shown at once."""
        return self.payments[:_FIRST_PAYMENTS]

    @property
    def older_payments(self) -> list[Paid]:
        """What may be opened."""
        return self.payments[_FIRST_PAYMENTS:]

    @cached_property
    def events(self) -> list[TimelineEvent]:
        """The relationship, newest first."""
        return [_event(each, self._opens) for each in self.household.timeline]

    @property
    def recent_events(self) -> list[TimelineEvent]:
        """What is shown at once."""
        return self.events[:_FIRST_EVENTS]

    @property
    def older_events(self) -> list[TimelineEvent]:
        """What may be opened."""
        return self.events[_FIRST_EVENTS:]


def _settled(line: PaymentLine, titles: dict[int, str]) -> tuple[str, ...]:
    standing: Iterable[tuple[str, int]] = (
        (titles.get(part.charge_id, "账单") + ("的违约金" if part.component == "late_charge" else ""), part.amount_fen)
        for part in line.settled
        if part.stands
    )
    return tuple(f"{title} {format_yuan(fen)} 元" for title, fen in standing)


def _event(each: Happening, opens: Collection[str]) -> TimelineEvent:
    icon, tone = _LOOK[each.kind]
    links = tuple((ref.words, _address(ref)) for ref in each.refs if ref.kind in opens)
    return TimelineEvent(
        each.on, each.what, each.detail, icon=icon, tone=tone, amount_fen=each.amount_fen, links=links
    )  # fmt: skip


def _address(ref: Ref) -> str:
    """Where a row named in the timeline is opened."""
    if ref.kind == "file":
        return reverse("contact_file", args=[ref.number])
    return reverse("step", args=["contact", ref.number, "correct"])

"""What the rates of ``kpi`` are made of, and how it is counted from ledger rows.

Amounts are integer 分. See docs/algorithms/kpi.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Literal, NamedTuple

from jiefen.rules.errors import RuleError


class FactsError(RuleError):
    """The rows handed in do not describe a ledger."""

    code = "kpi.invalid_facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiFacts:
    """Everything the rates are made of, for one scope and one period. ``_fen`` in 分, the rest are counts.

    current: charges that belong to the period. prior: charges that belong before ``prior_before`` (1 January).
    ``prior_closing_fen``: still unpaid and unwaived at the end; written off is not collected and stays in.
    """

    current_charged_fen: int = 0
    current_waived_fen: int = 0
    current_paid_fen: int = 0
    prior_opening_arrears_fen: int = 0
    prior_paid_fen: int = 0
    prior_waived_fen: int = 0
    prior_written_off_fen: int = 0
    prior_closing_fen: int = 0
    households_charged: int = 0
    households_paid: int = 0
    promises_due: int = 0
    promises_kept: int = 0
    households_attempted: int = 0
    households_reached: int = 0
    aftercare_answered: int = 0
    aftercare_satisfied: int = 0
    households_cleared: int = 0
    households_relapsed: int = 0


def combine(parts: Iterable[KpiFacts]) -> KpiFacts:
    """Add the facts of several scopes (buildings, stewards, estates) that do not overlap."""
    known = list(parts)
    return KpiFacts(**{name: sum(getattr(part, name) for part in known) for name in _FACT_NAMES})


_FACT_NAMES: Final = tuple(item.name for item in fields(KpiFacts))


class ChargeRow(NamedTuple):
    """One charge. ``belongs_on`` is the first day of its billing period: that day decides period and year."""

    id: int | str
    household_id: int | str
    belongs_on: date
    amount_fen: int


class SettlementRow(NamedTuple):
    """Money or relief counted against one charge on a day; a reversal is a row with a negative amount."""

    charge_id: int | str
    on: date
    amount_fen: int
    kind: Literal["payment", "waiver", "write_off"]


class Period(NamedTuple):
    """The reporting period, both ends included, and the day before which a charge counts as 往年."""

    start: date
    end: date
    prior_before: date


def facts_from_rows(
    charges: Iterable[ChargeRow],
    settlements: Iterable[SettlementRow],
    period_start: date,
    period_end: date,
    *,
    prior_before: date | None = None,
) -> KpiFacts:
    """Count money and households for the period from ledger rows (amounts in 分).

    For the year so far pass 1 January and the end of the reporting month; for one month its first and last
    day. ``prior_before`` defaults to 1 January of the period's year, so earlier months of the same year are
    neither current nor prior. Settlements after ``period_end`` are ignored; those before the period settle a
    current charge as prepayment. Raises FactsError for a reversed period, a doubled charge, or a settlement
    of an unknown charge or kind.
    """
    period = Period(period_start, period_end, prior_before or date(period_start.year, 1, 1))
    if not period.prior_before <= period.start <= period.end:
        raise FactsError("统计期间的起止日期不对，请检查。", code="kpi.invalid_period")
    book = _book(charges)
    tally: defaultdict[str, int] = defaultdict(int)
    households: defaultdict[int | str, list[int]] = defaultdict(lambda: [0, 0])
    for charge in book.values():
        _count_charge(charge, period, tally, households)
    for row in settlements:
        if row.charge_id not in book or row.kind not in _KINDS:
            raise FactsError("有一笔收款或减免对不上账单，请先核对账目。", code="kpi.unknown_settlement")
        if row.on <= period.end:
            _count_settlement(row, book[row.charge_id], period, tally, households)
    owing = [(due, paid) for due, paid in households.values() if due > 0]
    return KpiFacts(**tally, households_charged=len(owing), households_paid=sum(paid >= due for due, paid in owing))


_KINDS: Final = frozenset({"payment", "waiver", "write_off"})
_Tally = defaultdict[str, int]
_Households = defaultdict[int | str, list[int]]  # [due net of waivers, paid] on current charges


def _book(charges: Iterable[ChargeRow]) -> dict[int | str, ChargeRow]:
    book: dict[int | str, ChargeRow] = {}
    for charge in charges:
        if charge.id in book:
            raise FactsError("同一笔账单出现了两次，请先核对账目。", code="kpi.duplicate_charge")
        book[charge.id] = charge
    return book


def _is_current(charge: ChargeRow, period: Period) -> bool:
    return period.start <= charge.belongs_on <= period.end


def _count_charge(charge: ChargeRow, period: Period, tally: _Tally, households: _Households) -> None:
    if _is_current(charge, period):
        tally["current_charged_fen"] += charge.amount_fen
        households[charge.household_id][0] += charge.amount_fen
    elif charge.belongs_on < period.prior_before:
        tally["prior_opening_arrears_fen"] += charge.amount_fen
        tally["prior_closing_fen"] += charge.amount_fen


def _count_settlement(
    row: SettlementRow, charge: ChargeRow, period: Period, tally: _Tally, households: _Households
) -> None:
    if _is_current(charge, period):
        _count_current(row, charge, tally, households)
    elif charge.belongs_on < period.prior_before:
        _count_prior(row, period, tally)


def _count_current(row: SettlementRow, charge: ChargeRow, tally: _Tally, households: _Households) -> None:
    household = households[charge.household_id]
    if row.kind == "waiver":
        tally["current_waived_fen"] += row.amount_fen
        household[0] -= row.amount_fen
    elif row.kind == "payment":
        tally["current_paid_fen"] += row.amount_fen
        household[1] += row.amount_fen


def _count_prior(row: SettlementRow, period: Period, tally: _Tally) -> None:
    """Before the year a settlement lowers the opening arrears; from then on it is counted by its kind."""
    if row.on < period.prior_before:
        tally["prior_opening_arrears_fen"] -= row.amount_fen
        tally["prior_closing_fen"] -= row.amount_fen
        return
    if row.kind != "write_off":
        tally["prior_closing_fen"] -= row.amount_fen
    if row.on >= period.start:
        tally[_PRIOR_FACT[row.kind]] += row.amount_fen


_PRIOR_FACT: Final = {
    "payment": "prior_paid_fen",
    "waiver": "prior_waived_fen",
    "write_off": "prior_written_off_fen",
}

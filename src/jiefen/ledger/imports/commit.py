"""Writing a compared sheet into the ledger: one transaction, rows appended by the hundred thousand.

A sheet that only states what is owed becomes charges of that amount. One that states 应收, 实收, 预交冲抵 and 减免 becomes
charges of the receivable, with prior payments, offsets and waivers beside them, so that the ledger shows both.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from jiefen.estates.bulk import ensure_premises
from jiefen.estates.models import Estate
from jiefen.ledger import positions
from jiefen.ledger.imports.compare import Comparison
from jiefen.ledger.imports.result import Line, Parsed, SideAmount
from jiefen.ledger.models import (
    Allocation,
    Charge,
    FeeItem,
    FeeItemKind,
    ImportBatch,
    Payment,
    PaymentMethod,
    StatedLateCharge,
    Waiver,
)
from jiefen.rules.limitation import due_on_for
from jiefen.shared.bulk import insert_rows, instant, reserve_ids
from jiefen.shared.clock import day_of

CHARGE: Final = ("id", "amount_fen", "note", "premises_id", "fee_item_id", "period_start", "period_end", "due_on")
PAYMENT: Final = ("id", "amount_fen", "premises_id", "method")
ALLOCATION: Final = ("amount_fen", "payment_id", "charge_id")
WAIVER: Final = ("amount_fen", "charge_id")
STATED_LATE: Final = ("amount_fen", "note", "premises_id")
Day = dt.date | None
Dates = tuple[str | None, str | None, str | None]  # period start, period end, due day, as the database takes them


@dataclass
class Written:
    """What a commit did."""

    premises: int = 0
    charges: int = 0
    outstanding_fen: int = 0
    settled_rows: int = 0
    late_charges: int = 0
    deposits: int = 0
    estate_ids: set[int] = field(default_factory=set)


def write(parsed: Parsed, comparison: Comparison, *, batch: ImportBatch, at: dt.datetime) -> Written:
    """Write premises, charges and what settles them; derive positions. Call inside a durable transaction."""
    writer = _Writer(parsed, comparison, batch, at)
    writer.ensure_premises()
    writer.write_charges(comparison.lines)
    writer.write_deposits()
    writer.write_late_charges()
    as_billed = not writer.written.settled_rows and not any(comparison.known.values())
    positions.refresh_scope(positions.Scope.of_batch(batch.pk, writer.premises_ids, as_billed=as_billed), at=at)
    return writer.written


class _Writer:
    """Holds the ids that later rows need."""

    def __init__(self, parsed: Parsed, comparison: Comparison, batch: ImportBatch, at: dt.datetime) -> None:
        self.parsed, self.comparison, self.batch, self.at = parsed, comparison, batch, at
        self.organisation_id: int = batch.organisation_id
        self.same = {
            "organisation_id": batch.organisation_id, "recorded_at": instant(at),
            "recorded_by_no": batch.created_by_no, "batch_no": batch.pk,
        }  # fmt: skip
        self.as_of = day_of(at)
        self.written = Written()
        self.premises_ids: list[int] = []
        self.due_rules: list[str] = []  # per parsed premises: its estate's rule for due dates
        self._dates = _DatesOf()

    def ensure_premises(self) -> None:
        """Create estates and premises that are missing; note the id of each parsed premises."""
        comparison, count = self.comparison, len(self.comparison.drafts)
        self.premises_ids, self.due_rules = [0] * count, [""] * count
        by_estate: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(comparison.estate_of):
            by_estate[name].append(index)
        for name, indexes in by_estate.items():
            estate, _ = Estate.objects.get_or_create(organisation_id=self.organisation_id, name=name)
            drafts = [comparison.drafts[index] for index in indexes]
            ensured = ensure_premises(estate, drafts, known=comparison.known.get(name, {}), batch_no=self.batch.pk)
            for index, premises_id in zip(indexes, ensured.premises_ids, strict=True):
                self.premises_ids[index], self.due_rules[index] = premises_id, estate.due_rule
            self.written.premises += ensured.created
            self.written.estate_ids.add(estate.pk)

    def write_charges(self, lines: Sequence[Line]) -> None:
        """One charge a line; settled parts follow where the sheet states them."""
        if not lines:
            return
        column: Any = Line._make(zip(*lines, strict=True))  # the fields of a line, each with the values of every line
        items = self._fee_items(set(zip(column.item, column.kind, strict=True)))
        ids = reserve_ids(Charge, len(lines))
        insert_rows(Charge, CHARGE, self._charge_rows(lines, column, ids, items), same=self.same)
        self.written.charges += len(lines)
        self.written.outstanding_fen += sum(column.outstanding_fen)
        if _are_stated(column):
            settled = [(line, pk) for line, pk in zip(lines, ids, strict=True) if line.receivable_fen is not None]
            self._write_settlements(settled)

    def _charge_rows(
        self, lines: Sequence[Line], column: Any, ids: range, items: dict[str, int]
    ) -> Iterator[tuple[Any, ...]]:
        """Column by column: a loop over the lines would take as long as SQLite takes to insert them."""
        rules = map(self.due_rules.__getitem__, column.premises)
        spans = zip(column.period_start, column.period_end, column.due_on, rules, strict=True)
        says_more = any(column.note) or any(column.object_no) or any(column.period_label)
        return zip(
            ids,
            map(_billed, lines) if _are_stated(column) else column.outstanding_fen,
            map(_note, lines) if says_more else [""] * len(lines),
            map(self.premises_ids.__getitem__, column.premises),
            map(items.__getitem__, column.item),
            *zip(*map(self._dates.__getitem__, spans), strict=True),
            strict=True,
        )

    def _write_settlements(self, settled: list[tuple[Line, int]]) -> None:
        """期初已收 and 预交冲抵 as fully allocated payments, 减免 as waivers. Their real days are unknown."""
        parts = [
            (line, charge_id, amount, method)
            for line, charge_id in settled
            for amount, method in ((line.received_fen, PaymentMethod.PRIOR), (line.offset_fen, PaymentMethod.OFFSET))
            if amount
        ]
        payment_ids = reserve_ids(Payment, len(parts))
        payments, allocations = [], []
        for payment_id, (line, charge_id, amount, method) in zip(payment_ids, parts, strict=True):
            payments.append((payment_id, amount, self.premises_ids[line.premises], method))
            allocations.append((amount, payment_id, charge_id))
        waivers = [(line.waived_fen, charge_id) for line, charge_id in settled if line.waived_fen]
        same = {**self.same, "note": ""}
        received = {**same, "paid_on": self.as_of, "payer_name": "", "reference": ""}
        principal = {**same, "component": "principal", "effective_on": self.as_of}
        insert_rows(Payment, PAYMENT, payments, same=received)
        insert_rows(Allocation, ALLOCATION, allocations, same={**principal, "reason": "表中已收"})
        insert_rows(Waiver, WAIVER, waivers, same={**principal, "reason": "表中减免"})
        self.written.settled_rows += len(parts) + len(waivers)

    def write_deposits(self) -> None:
        """押金 still to be paid in: charges of kind deposit, apart from every total of fees."""
        sides = self.parsed.deposits
        items = self._fee_items({(side.item, FeeItemKind.DEPOSIT) for side in sides})
        ids = reserve_ids(Charge, len(sides))
        rows = [
            (pk, *self._side(side), items[side.item], None, None, None) for pk, side in zip(ids, sides, strict=True)
        ]
        insert_rows(Charge, CHARGE, rows, same=self.same)
        self.written.deposits += len(rows)

    def write_late_charges(self) -> None:
        """滞纳金/违约金 the sheet states, kept as stated."""
        sides = self.parsed.late_charges
        rows = [self._side(side) for side in sides if side.fen]
        insert_rows(StatedLateCharge, STATED_LATE, rows, same={**self.same, "as_of": self.as_of})
        self.written.late_charges += len(rows)

    def _side(self, side: SideAmount) -> tuple[int, str, int]:
        return (side.fen, side.item[:200], self.premises_ids[side.premises])

    def _fee_items(self, wanted: set[tuple[str, str]]) -> dict[str, int]:
        """Ids by name, created where missing; an existing item keeps its kind."""
        known = dict(FeeItem.objects.of(self.organisation_id).values_list("name", "pk"))
        for name, kind in sorted(wanted):
            if name not in known:
                known[name] = FeeItem.objects.create(organisation_id=self.organisation_id, name=name, kind=kind).pk
        return known


class _DatesOf(dict[tuple[Day, Day, Day, str], Dates]):
    """(start, end, the sheet's own due day, the contract's rule) → dates for the database; each worked out once."""

    def __missing__(self, key: tuple[Day, Day, Day, str]) -> Dates:
        """Due is the sheet's own date, else the contract's rule over the period, else unknown."""
        start, end, due, rule = key
        due = due or (due_on_for(start, end, rule) if start and end else None)
        self[key] = found = _iso(start), _iso(end), _iso(due)
        return found


def _iso(day: Day) -> str | None:
    return day.isoformat() if day else None


def _are_stated(column: Any) -> bool:
    """Whether any line says what its charge was before something was put against it."""
    return bool(column.receivable_fen.count(None) < len(column.receivable_fen))


def _billed(line: Line) -> int:
    """What the charge is for: what is owed and, when the sheet states the receivable, the parts that settled the rest."""
    if line.receivable_fen is None:
        return line.outstanding_fen
    return line.outstanding_fen + line.received_fen + line.offset_fen + line.waived_fen


def _note(line: Line) -> str:
    """The line's own remark; the object (车位号) and a period we could not read come first."""
    said = (line.object_no, "" if line.period_start else line.period_label, line.note)
    return " ".join(part for part in said if part)[:200]

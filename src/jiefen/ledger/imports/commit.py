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

LEDGER: Final = ("organisation_id", "amount_fen", "recorded_at", "recorded_by_no", "batch_no", "note")
CHARGE: Final = ("id", *LEDGER, "premises_id", "fee_item_id", "period_start", "period_end", "due_on")
PAYMENT: Final = ("id", *LEDGER, "premises_id", "paid_on", "method", "payer_name", "reference")
ALLOCATION: Final = (*LEDGER, "payment_id", "charge_id", "component", "reason", "effective_on")
WAIVER: Final = (*LEDGER, "charge_id", "component", "reason", "effective_on")
STATED_LATE: Final = (*LEDGER, "premises_id", "as_of")


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
    positions.refresh_scope(positions.Scope.of_batch(batch.pk), at=at)
    return writer.written


class _Writer:
    """Holds the ids that later rows need."""

    def __init__(self, parsed: Parsed, comparison: Comparison, batch: ImportBatch, at: dt.datetime) -> None:
        self.parsed, self.comparison, self.batch, self.at = parsed, comparison, batch, at
        self.organisation_id: int = batch.organisation_id
        self.stamp = (instant(at), batch.created_by_no, batch.pk)
        self.as_of = day_of(at)
        self.written = Written()
        self.premises_ids: list[int] = []
        self.due_rules: list[str] = []  # per parsed premises: its estate's rule for due dates
        self._due: dict[tuple[dt.date, dt.date, str], str] = {}
        self._iso: dict[dt.date | None, str | None] = {None: None}

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
        items = self._fee_items({(line.item, line.kind) for line in lines})
        ids = reserve_ids(Charge, len(lines))
        insert_rows(Charge, CHARGE, self._charge_rows(lines, ids, items))
        self.written.charges += len(lines)
        self.written.outstanding_fen += sum(line.outstanding_fen for line in lines)
        settled = [(line, pk) for line, pk in zip(lines, ids, strict=True) if line.receivable_fen is not None]
        self._write_settlements(settled)

    def _charge_rows(self, lines: Sequence[Line], ids: range, items: dict[str, int]) -> Iterator[tuple[Any, ...]]:
        organisation_id, premises_ids, iso = self.organisation_id, self.premises_ids, self._as_iso
        for line, pk in zip(lines, ids, strict=True):
            yield (
                pk, organisation_id, _amount(line), *self.stamp, _note(line), premises_ids[line.premises],
                items[line.item], iso(line.period_start), iso(line.period_end), self._due_on(line),
            )  # fmt: skip

    def _due_on(self, line: Line) -> str | None:
        """The sheet's own due date, else the contract's rule over the period, else unknown."""
        if line.due_on or not (line.period_start and line.period_end):
            return self._as_iso(line.due_on)
        key = (line.period_start, line.period_end, self.due_rules[line.premises])
        if key not in self._due:
            self._due[key] = due_on_for(*key).isoformat()
        return self._due[key]

    def _as_iso(self, day: dt.date | None) -> str | None:
        if day not in self._iso:
            self._iso[day] = day.isoformat() if day else None
        return self._iso[day]

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
            row = (self.organisation_id, amount, *self.stamp, "")
            payments.append((payment_id, *row, self.premises_ids[line.premises], self.as_of, method, "", ""))
            allocations.append((*row, payment_id, charge_id, "principal", "表中已收", self.as_of))
        waivers = [
            (self.organisation_id, line.waived_fen, *self.stamp, "", charge_id, "principal", "表中减免", self.as_of)
            for line, charge_id in settled
            if line.waived_fen
        ]
        insert_rows(Payment, PAYMENT, payments)
        insert_rows(Allocation, ALLOCATION, allocations)
        insert_rows(Waiver, WAIVER, waivers)
        self.written.settled_rows += len(parts) + len(waivers)

    def write_deposits(self) -> None:
        """押金 still to be paid in: charges of kind deposit, apart from every total of fees."""
        sides = self.parsed.deposits
        items = self._fee_items({(side.item, FeeItemKind.DEPOSIT) for side in sides})
        ids = reserve_ids(Charge, len(sides))
        rows = [
            (pk, *self._side(side), self.premises_ids[side.premises], items[side.item], None, None, None)
            for pk, side in zip(ids, sides, strict=True)
        ]
        insert_rows(Charge, CHARGE, rows)
        self.written.deposits += len(rows)

    def write_late_charges(self) -> None:
        """滞纳金/违约金 the sheet states, kept as stated."""
        sides = self.parsed.late_charges
        rows = [(*self._side(side), self.premises_ids[side.premises], self.as_of) for side in sides if side.fen]
        insert_rows(StatedLateCharge, STATED_LATE, rows)
        self.written.late_charges += len(rows)

    def _side(self, side: SideAmount) -> tuple[Any, ...]:
        return (self.organisation_id, side.fen, *self.stamp, side.item[:200])

    def _fee_items(self, wanted: set[tuple[str, str]]) -> dict[str, int]:
        """Ids by name, created where missing; an existing item keeps its kind."""
        known = dict(FeeItem.objects.of(self.organisation_id).values_list("name", "pk"))
        for name, kind in sorted(wanted):
            if name not in known:
                known[name] = FeeItem.objects.create(organisation_id=self.organisation_id, name=name, kind=kind).pk
        return known


def _amount(line: Line) -> int:
    """What the charge is for: the receivable if the sheet states it and its parts add up, else what is owed."""
    if line.receivable_fen is None:
        return line.outstanding_fen
    return line.outstanding_fen + line.received_fen + line.offset_fen + line.waived_fen


def _note(line: Line) -> str:
    """The line's own remark; the object (车位号) and a period we could not read come first."""
    said = (line.object_no, "" if line.period_start else line.period_label, line.note)
    return " ".join(part for part in said if part)[:200]

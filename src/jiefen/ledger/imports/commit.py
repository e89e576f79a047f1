"""Writing a compared sheet into the ledger: one transaction, rows appended by the hundred thousand.

A sheet that only states what is owed becomes charges of that amount. One that states 应收, 实收, 预交冲抵 and 减免 becomes
charges of the receivable, with prior payments, offsets and waivers beside them, so that the ledger shows both.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from jiefen.estates.bulk import Ensured, ensure_premises, insert_owners, insert_premises
from jiefen.estates.models import Estate
from jiefen.ledger import first_positions, positions
from jiefen.ledger.first_positions import AsBilled
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
from jiefen.shared.bulk import Inserts, instant
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
    """Write premises, charges and what settles them; derive positions. Call inside a durable transaction.

    What asks the database comes first: from the first insert on it is at work while the next rows are being made.
    """
    with Inserts() as inserts:
        writer = _Writer(parsed, comparison, batch, at, inserts)
        writer.find_premises()
        writer.find_charges()
        writer.insert_premises()
        writer.insert_charges()
        if billed := writer.as_billed():
            first_positions.insert(billed, inserts)
            first_positions.insert_columns(billed, inserts)
        writer.insert_owners()
    if not billed:
        positions.refresh_scope(positions.Scope.of_batch(batch.pk, writer.premises_ids), at=at)
    return writer.written


class _Writer:
    """Holds the ids that later rows need."""

    def __init__(
        self, parsed: Parsed, comparison: Comparison, batch: ImportBatch, at: dt.datetime, inserts: Inserts
    ) -> None:
        self.parsed, self.comparison, self.batch, self.inserts = parsed, comparison, batch, inserts
        self.organisation_id: int = batch.organisation_id
        self.same = {
            "organisation_id": batch.organisation_id, "recorded_at": instant(at),
            "recorded_by_no": batch.created_by_no, "batch_no": batch.pk,
        }  # fmt: skip
        self.as_of = day_of(at)
        self.written = Written()
        self.lines = comparison.lines
        # The fields of a line, each with the values of every line: a loop over them would take as long as SQLite does.
        self.column = cast(Any, Line._make(zip(*self.lines, strict=True) if self.lines else [()] * len(Line._fields)))
        self.are_stated = self.column.receivable_fen.count(None) < len(self.lines)
        self.settled = list(self._parts()) if self.are_stated else []
        self.ensured: list[Ensured] = []
        self.premises_ids: list[int] = []
        self.due_rules: list[str] = []  # per parsed premises: its estate's rule for due dates

    def find_premises(self) -> None:
        """Create estates and buildings that are missing; give each parsed premises its id."""
        comparison, count = self.comparison, len(self.comparison.drafts)
        self.premises_ids, self.due_rules = [0] * count, [""] * count
        by_estate: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(comparison.estate_of):
            by_estate[name].append(index)
        for name, indexes in by_estate.items():
            estate, _ = Estate.objects.get_or_create(organisation_id=self.organisation_id, name=name)
            ensured = ensure_premises(
                estate, [comparison.drafts[index] for index in indexes], known=comparison.known.get(name, {}),
                batch_no=self.batch.pk, inserts=self.inserts,
            )  # fmt: skip
            for index, premises_id in zip(indexes, ensured.premises_ids, strict=True):
                self.premises_ids[index], self.due_rules[index] = premises_id, estate.due_rule
            self.ensured.append(ensured)
            self.written.premises += ensured.created
            self.written.estate_ids.add(estate.pk)

    def find_charges(self) -> None:
        """Create fee items that are missing; ids for the charges and payments; the dates of every charge."""
        deposits, column = self.parsed.deposits, self.column
        wanted = {*zip(column.item, column.kind, strict=True), *((side.item, FeeItemKind.DEPOSIT) for side in deposits)}
        self.items = self._fee_items(wanted)
        self.charge_ids = self.inserts.reserve_ids(Charge, len(self.lines))
        self.deposit_ids = self.inserts.reserve_ids(Charge, len(deposits))
        self.payment_ids = self.inserts.reserve_ids(Payment, len(self.settled))
        self.premises_of = list(map(self.premises_ids.__getitem__, column.premises))
        self.billed = list(map(_billed, self.lines)) if self.are_stated else column.outstanding_fen
        rules = map(self.due_rules.__getitem__, column.premises)
        spans = zip(column.period_start, column.period_end, column.due_on, rules, strict=True)
        self.dates = list(map(_DatesOf().__getitem__, spans))

    def insert_premises(self) -> None:
        """The new ones."""
        for ensured in self.ensured:
            insert_premises(ensured, batch_no=self.batch.pk, inserts=self.inserts)

    def insert_owners(self) -> None:
        """Those of the new premises."""
        for ensured in self.ensured:
            insert_owners(ensured, inserts=self.inserts)

    def insert_charges(self) -> None:
        """One charge a line, with what settles it where the sheet states that; deposits and late charges apart."""
        column = self.column
        says_more = any(column.note) or any(column.object_no) or any(column.period_label)
        notes = map(_note, self.lines) if says_more else [""] * len(self.lines)
        items = map(self.items.__getitem__, column.item)
        charges = zip(
            self.charge_ids, self.billed, notes, self.premises_of, (pk for pk, _ in items),
            *zip(*self.dates, strict=True), strict=True,
        )  # fmt: skip
        self.inserts.rows(Charge, CHARGE, charges, same=self.same)
        self.written.charges += len(self.lines)
        self.written.outstanding_fen += sum(column.outstanding_fen)
        self._insert_settlements()
        self._insert_deposits()
        self._insert_late_charges()

    def as_billed(self) -> AsBilled | None:
        """What was written, when all premises are new and nothing was put against any charge; else None."""
        if self.written.settled_rows or any(self.comparison.known.values()):
            return None
        new = [premises_id for ensured in self.ensured for premises_id in ensured.ids.values()]
        premises = range(new[0], new[0] + len(new))
        if new != list(premises):
            return None
        return AsBilled(
            self.organisation_id,
            premises,
            [building_id for ensured in self.ensured for building_id in ensured.building_ids],
            self.charge_ids, self.premises_of, self.billed,
            [self.items[item][1] for item in self.column.item], [due for _, _, due in self.dates],
        )  # fmt: skip

    def _parts(self) -> Iterator[tuple[int, int, PaymentMethod]]:
        """(line's place, 分, method) of what a line states as received. The real days are unknown."""
        for place, line in enumerate(self.lines):
            if line.receivable_fen is not None:
                if line.received_fen:
                    yield place, line.received_fen, PaymentMethod.PRIOR
                if line.offset_fen:
                    yield place, line.offset_fen, PaymentMethod.OFFSET

    def _insert_settlements(self) -> None:
        """期初已收 and 预交冲抵 as fully allocated payments, 减免 as waivers."""
        payments, allocations = [], []
        for payment_id, (place, amount, method) in zip(self.payment_ids, self.settled, strict=True):
            payments.append((payment_id, amount, self.premises_of[place], method))
            allocations.append((amount, payment_id, self.charge_ids[place]))
        waivers = [
            (line.waived_fen, charge_id)
            for line, charge_id in zip(self.lines, self.charge_ids, strict=True)
            if line.receivable_fen is not None and line.waived_fen
        ] if self.are_stated else []  # fmt: skip
        same = {**self.same, "note": ""}
        received = {**same, "paid_on": self.as_of, "payer_name": "", "reference": ""}
        principal = {**same, "component": "principal", "effective_on": self.as_of}
        self.inserts.rows(Payment, PAYMENT, payments, same=received)
        self.inserts.rows(Allocation, ALLOCATION, allocations, same={**principal, "reason": "表中已收"})
        self.inserts.rows(Waiver, WAIVER, waivers, same={**principal, "reason": "表中减免"})
        self.written.settled_rows += len(payments) + len(waivers)

    def _insert_deposits(self) -> None:
        """押金 still to be paid in: charges of kind deposit, apart from every total of fees."""
        rows = [
            (pk, *self._side(side), self.items[side.item][0], None, None, None)
            for pk, side in zip(self.deposit_ids, self.parsed.deposits, strict=True)
        ]
        self.inserts.rows(Charge, CHARGE, rows, same=self.same)
        self.written.deposits += len(rows)

    def _insert_late_charges(self) -> None:
        """滞纳金/违约金 the sheet states, kept as stated."""
        rows = [self._side(side) for side in self.parsed.late_charges if side.fen]
        self.inserts.rows(StatedLateCharge, STATED_LATE, rows, same={**self.same, "as_of": self.as_of})
        self.written.late_charges += len(rows)

    def _side(self, side: SideAmount) -> tuple[int, str, int]:
        return (side.fen, side.item[:200], self.premises_ids[side.premises])

    def _fee_items(self, wanted: set[tuple[str, str]]) -> dict[str, tuple[int, str]]:
        """(id, kind) by name, created where missing; an existing item keeps its kind."""
        stored = FeeItem.objects.of(self.organisation_id).values_list("name", "pk", "kind")
        known = {name: (pk, kind) for name, pk, kind in stored}
        for name, kind in sorted(wanted):
            if name not in known:
                item = FeeItem.objects.create(organisation_id=self.organisation_id, name=name, kind=kind)
                known[name] = item.pk, item.kind
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


def _billed(line: Line) -> int:
    """What the charge is for: what is owed and, when the sheet states the receivable, the parts that settled the rest."""
    if line.receivable_fen is None:
        return line.outstanding_fen
    return line.outstanding_fen + line.received_fen + line.offset_fen + line.waived_fen


def _note(line: Line) -> str:
    """The line's own remark; the object (车位号) and a period we could not read come first."""
    said = (line.object_no, "" if line.period_start else line.period_label, line.note)
    return " ".join(part for part in said if part)[:200]

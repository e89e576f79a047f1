"""Writing the accounts: charges, payments, allocations, waivers, write-offs, limitation events, closed months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.db import models

from jiefen.demo.book import Bill, Part, Receipt, Relief
from jiefen.demo.months import MONTHS, Calendar, at_hour
from jiefen.demo.places import DEPOSIT, ESTATES, PARKING_FEE, PROPERTY_FEE, REFUSE, SHARED_UTILITY, Home
from jiefen.demo.staff import Staff
from jiefen.demo.story import Notice
from jiefen.demo.world import World
from jiefen.demo.write_estates import Places
from jiefen.ledger.models import (
    Allocation,
    Charge,
    FeeItem,
    FeeItemKind,
    LimitationEvent,
    Payment,
    PeriodFreeze,
    StatedLateCharge,
    Waiver,
    WriteOff,
)
from jiefen.rules.limitation import due_on_for
from jiefen.shared.bulk import insert_rows, instant, reserve_ids

ITEMS: Final = {
    PROPERTY_FEE: FeeItemKind.PROPERTY_FEE,
    PARKING_FEE: FeeItemKind.PARKING,
    SHARED_UTILITY: FeeItemKind.SHARED_UTILITY,
    REFUSE: FeeItemKind.COLLECTED_FOR_OTHERS,
    DEPOSIT: FeeItemKind.DEPOSIT,
}
ROW: Final = ("id", "organisation_id", "amount_fen", "recorded_at", "recorded_by_no", "note", "reversal_of_id")
due_on = lru_cache(due_on_for)


@dataclass
class Writer:
    """What every ledger row of this load has in common."""

    staff: Staff
    calendar: Calendar
    at: dt.datetime
    known: dict[tuple[dt.date, int], str] = field(default_factory=dict)

    def moment(self, day: dt.date, hour: int) -> str:
        """When something of that day was entered: never after the load itself."""
        found = self.known.get((day, hour))
        if found is None:
            found = self.known[day, hour] = instant(min(at_hour(day, hour), self.at))
        return found

    def row(
        self, number: int, amount: int, day: dt.date, hour: int, note: str = "", reverses: int | None = None
    ) -> tuple[Any, ...]:
        """The columns of ROW."""
        staff = self.staff
        return number, staff.organisation_id, amount, self.moment(day, hour), staff.finance, note, reverses


def write_ledger(world: World, places: Places, staff: Staff, at: dt.datetime) -> None:
    """Every ledger row of the world, in the order in which rows refer to each other."""
    writer = Writer(staff, world.calendar, at)
    _charges(world.homes, writer)
    _payments(world.homes, writer)
    _allocations(world.homes, writer)
    reliefs = [relief for home in world.homes for relief in home.book.reliefs]
    _waivers([relief for relief in reliefs if relief.kind != "write_off"], writer)
    _write_offs([relief for relief in reliefs if relief.kind == "write_off"], writer)
    _stated_late_charges(world.homes, writer)
    _notices(world.homes, writer)
    _freezes(places, writer)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    insert_rows(model, (*ROW, *columns), rows)


def _charges(homes: list[Home], writer: Writer) -> None:
    own = {"organisation_id": writer.staff.organisation_id}
    items = {name: FeeItem.objects.create(name=name, kind=kind, **own).pk for name, kind in ITEMS.items()}
    bills: list[tuple[Home, Bill]] = [(home, bill) for home in homes for bill in home.book.bills]
    bills.sort(key=lambda one: one[1].made_on)  # ids in the order in which people entered them
    for (_, bill), number in zip(bills, reserve_ids(Charge, len(bills)), strict=True):
        bill.number = number
    rows = (
        (
            *writer.row(bill.number, bill.amount, bill.made_on, 8, bill.note),
            home.number, items[bill.item], bill.payer.number if bill.payer else None, str(bill.start), str(bill.end),
            str(due_on(bill.start, bill.end)),
        )
        for home, bill in bills
    )  # fmt: skip
    _insert(Charge, ("premises_id", "fee_item_id", "payer_id", "period_start", "period_end", "due_on"), rows)


def _payments(homes: list[Home], writer: Writer) -> None:
    receipts: list[tuple[Home, Receipt]] = [(home, receipt) for home in homes for receipt in home.book.receipts]
    receipts.sort(key=lambda one: one[1].on)
    for (_, receipt), number in zip(receipts, reserve_ids(Payment, len(receipts)), strict=True):
        receipt.number = number
    rows = (_payment_row(home, receipt, serial, writer) for serial, (home, receipt) in enumerate(receipts, 1))
    _insert(Payment, ("premises_id", "paid_on", "method", "payer_name", "reference"), rows)


def _payment_row(home: Home, receipt: Receipt, serial: int, writer: Writer) -> tuple[Any, ...]:
    back = receipt.reverses
    reference = "" if back or receipt.method == "cash" else f"HF{receipt.on:%Y%m%d}{serial:06d}"
    return (
        *writer.row(receipt.number, receipt.amount, receipt.on, 17, receipt.note, back.number if back else None),
        home.number, str(receipt.on), receipt.method, receipt.payer_name, reference,
    )  # fmt: skip


def _allocations(homes: list[Home], writer: Writer) -> None:
    parts: list[Part] = [part for home in homes for part in home.book.parts]
    for part, number in zip(parts, reserve_ids(Allocation, len(parts)), strict=True):
        part.number = number
    rows = (_allocation_row(part, writer) for part in parts)
    _insert(Allocation, ("payment_id", "charge_id", "component", "reason", "effective_on"), rows)


def _allocation_row(part: Part, writer: Writer) -> tuple[Any, ...]:
    back = part.reverses
    note, reason = (part.reason, back.reason) if back else ("", part.reason)
    return (
        *writer.row(part.number, part.amount, part.on, 17, note, back.number if back else None),
        part.receipt.number, part.bill.number, part.component, reason, str(part.on),
    )  # fmt: skip


def _waivers(reliefs: list[Relief], writer: Writer) -> None:
    for relief, number in zip(reliefs, reserve_ids(Waiver, len(reliefs)), strict=True):
        relief.number = number
    rows = (
        (
            *writer.row(relief.number, relief.amount, relief.on, 16), relief.bill.number,
            "late_charge" if relief.kind == "late_waiver" else "principal", relief.reason, str(relief.on),
        )
        for relief in reliefs
    )  # fmt: skip
    _insert(Waiver, ("charge_id", "component", "reason", "effective_on"), rows)


def _write_offs(reliefs: list[Relief], writer: Writer) -> None:
    rows = (
        (*writer.row(number, relief.amount, relief.on, 16), relief.bill.number, relief.reason, str(relief.on))
        for relief, number in zip(reliefs, reserve_ids(WriteOff, len(reliefs)), strict=True)
    )
    _insert(WriteOff, ("charge_id", "reason", "effective_on"), rows)


def _stated_late_charges(homes: list[Home], writer: Writer) -> None:
    """What the old sheet claimed beside the arrears brought in from it, where the contract knows a late charge."""
    on = writer.calendar.firsts[0]
    stated = []
    for home in homes:
        old = sum(bill.amount for bill in home.book.bills if bill.month < 0)
        if old and ESTATES[home.estate].late_rate:
            stated.append((home.number, old * 9 // 100))
    rows = (
        (*writer.row(number, fen, on, 8, "随历史欠费转入，只供参考"), premises_id, str(on))
        for (premises_id, fen), number in zip(stated, reserve_ids(StatedLateCharge, len(stated)), strict=True)
    )
    _insert(StatedLateCharge, ("premises_id", "as_of"), rows)


def _notices(homes: list[Home], writer: Writer) -> None:
    columns = ("organisation_id", "premises_id", "on", "kind", "proof", "note", "recorded_at", "recorded_by_no")
    notices = [(home, notice) for home in homes for notice in home.notices]
    notices.sort(key=lambda one: -one[1].days_ago)
    insert_rows(LimitationEvent, columns, (_notice_row(home, notice, writer) for home, notice in notices))


def _notice_row(home: Home, notice: Notice, writer: Writer) -> tuple[Any, ...]:
    on, staff = writer.calendar.days_ago(notice.days_ago), writer.staff
    who = staff.stewards[home.estate]
    when = writer.moment(on, 18)
    return staff.organisation_id, home.number, str(on), notice.kind, notice.proof, notice.note, when, who


def _freezes(places: Places, writer: Writer) -> None:
    """Closed: every month but this one and the last, each on the tenth of the month after it."""
    columns = ("organisation_id", "estate_id", "month", "frozen_at", "frozen_by_no")
    firsts = writer.calendar.firsts
    insert_rows(
        PeriodFreeze,
        columns,
        (
            (
                writer.staff.organisation_id, estate_id, str(firsts[month]),
                writer.moment(firsts[month + 1].replace(day=10), 18), writer.staff.finance,
            )
            for estate_id in places.estates
            for month in range(MONTHS - 2)
        ),
    )  # fmt: skip

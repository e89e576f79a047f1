"""Which payments of a sheet are in the ledger already: by the bank's number, else by household, day and amount."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, Q

from jiefen.ledger.imports.payments.received import Received, bare_serial
from jiefen.ledger.models import Payment, PaymentMethod

CHUNK: Final = 2000
_UNDATED: Final = (PaymentMethod.PRIOR, PaymentMethod.OFFSET)


class Entry(NamedTuple):
    """A payment in the ledger."""

    premises_id: int
    paid_on: dt.date
    amount_fen: int
    reference: str
    is_reversed: bool


class Known:
    """The ledger's payments that could be the same as some of these. A few queries per 2,000 payments."""

    def __init__(self, organisation_id: int, received: Sequence[Received]) -> None:
        self._organisation_id = organisation_id
        self.taken: set[str] = set()  # stored numbers, marks included, reversed ones too
        self._by_serial: dict[str, list[Entry]] = defaultdict(list)
        self._by_day: dict[tuple[int, dt.date, int], list[Entry]] = defaultdict(list)
        self._load_serials(sorted({one.serial for one in received if one.serial}))
        self._load_days(received)

    def _load_serials(self, serials: list[str]) -> None:
        found = [row for part in _chunks(serials) for row in self._entries(Q(reference__in=part))]
        if found:  # only then can there be re-entries of them
            wanted = set(serials)
            marked = self._entries(Q(reference__contains=" (重录") | Q(reference__contains=" (分项"))
            found += [row for row in marked if bare_serial(row.reference) in wanted]
        for row in found:
            self.taken.add(row.reference)
            if not row.is_reversed:
                self._by_serial[bare_serial(row.reference)].append(row)

    def _load_days(self, received: Sequence[Received]) -> None:
        if not received:
            return
        days = [one.paid_on for one in received]
        for part in _chunks(sorted({one.door.premises_id for one in received})):
            near = Q(premises_id__in=part, paid_on__gte=min(days), paid_on__lte=max(days))
            for row in self._entries(near & ~Q(method__in=_UNDATED)):
                if not row.is_reversed:
                    self._by_day[row.premises_id, row.paid_on, row.amount_fen].append(row)

    def _entries(self, condition: Q) -> Iterable[Entry]:
        rows = Payment.objects.of(self._organisation_id).filter(condition, reversal_of=None)
        gone = Exists(Payment.objects.filter(reversal_of=OuterRef("pk")))
        columns = ("premises_id", "paid_on", "amount_fen", "reference")
        return [Entry(*row) for row in rows.annotate(gone=gone).order_by("pk").values_list(*columns, "gone")]

    def judge(self, one: Received) -> str:
        """``duplicate``, ``serial_taken``, ``looks_like_twice`` or "" for a payment that is new.

        An entry answers for one row only: two equal rows against one entry are a duplicate and a new payment.
        """
        key = (one.door.premises_id, one.paid_on, int(one.row.amount_fen))
        if one.serial and (same := self._by_serial.get(one.serial)):
            match = next((row for row in same if (row.premises_id, row.amount_fen) == (key[0], key[2])), None)
            if match is None:
                return "serial_taken"
            same.remove(match)
            return "duplicate"
        equal = self._by_day.get(key, [])
        twin = next((row for row in equal if not row.reference or not one.serial), None)
        if twin is None:
            return ""
        if not one.serial and not twin.reference:
            equal.remove(twin)
            return "duplicate"
        return "looks_like_twice"

    def free_reference(self, one: Received, *, is_part: bool) -> str:
        """The number to store: marked when it is taken by a reversed entry, or by another part of the same receipt."""
        if not one.serial:
            return ""
        reference, count = one.serial, 1
        while reference in self.taken:
            count += 1
            reference = f"{one.serial} (分项{count})" if is_part else f"{one.serial} (重录{count - 1})"
        self.taken.add(reference)
        return reference


def _chunks(values: Sequence[object]) -> Iterable[Sequence[object]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))

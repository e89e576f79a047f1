"""收款流水: a bank's or a cashier's export."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any, Final

from django.db import connection

from jiefen.accounts.actors import Actor
from jiefen.ledger.imports import infer, parse_payments
from jiefen.ledger.imports.generic_rows import PaymentRow
from jiefen.ledger.imports.kinds.base import NothingToImport, Source, Written, doubts_of
from jiefen.ledger.imports.mapped import planned
from jiefen.ledger.imports.payments import write
from jiefen.ledger.imports.payments.compare import PaymentComparison, compare, settle
from jiefen.ledger.imports.payments.received import Received, method_of
from jiefen.ledger.imports.payments.settle import OpenCharge, line_amounts
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problem
from jiefen.ledger.imports.reader import Workbook
from jiefen.ledger.imports.row_sheets import RowSheet, read_rows
from jiefen.ledger.imports.undo import undo
from jiefen.ledger.models import ImportBatch, PaymentMethod
from jiefen.rules.money import format_yuan

SHOWN_PAYMENTS: Final = 200  # kept with the preview
_HOW: Final = {"room": "房号", "memo": "摘要里的房号", "owner": "姓名", "phone": "电话"}


class Payments:
    """The kind registered as ``payments``."""

    def infer(self, workbook: Workbook) -> list[SheetPlan]:
        """How the sheets seem to be laid out."""
        return planned(workbook, infer(workbook, "payments"))

    def read(self, source: Source) -> RowSheet[PaymentRow]:
        """Understand the sheets."""
        return read_rows(source, lambda book, plans, ok: parse_payments(book, plans, accepted=ok), texts=("phone",))

    def estate_name(self, parsed: RowSheet[PaymentRow], file_name: str) -> str:
        """None is needed: a payment belongs to a household, wherever that is."""
        del parsed, file_name
        return ""

    def compare(self, parsed: RowSheet[PaymentRow], *, batch: ImportBatch, today: dt.date) -> PaymentComparison:
        """Whose each payment is, and what it settles."""
        return compare(parsed, organisation_id=batch.organisation_id, estate_name=batch.estate_name, today=today)

    def problems(self, parsed: RowSheet[PaymentRow], compared: PaymentComparison) -> list[Problem]:
        """The engine's doubts and those beside the ledger."""
        return [*parsed.problems, *compared.doubts.items]

    def summary(self, parsed: RowSheet[PaymentRow], compared: PaymentComparison) -> dict[str, Any]:
        """Figures in 分, counts, and per payment what it would settle."""
        received = compared.received
        counts = Counter(problem.code for problem in parsed.problems) + compared.doubts.counts
        held = {(p.sheet, p.row) for p in parsed.problems if p.blocking} | compared.doubts.held
        return {
            "premises": len({one.door.premises_id for one in received}),
            "new_rows": len(received),
            "payments": len(received),
            "amount_fen": compared.amount_fen,
            "allocated_fen": compared.allocated_fen,
            "prepaid_fen": compared.amount_fen - compared.allocated_fen,
            "duplicates": compared.duplicates,
            "held_back": len(held),
            "rows_read": parsed.rows_read,
            "description": parsed.description,
            "notices": parsed.notices,
            "columns": parsed.columns,
            "by_method": _by_method(received),
            "sample": [_shown(one, compared.charges) for one in received[:SHOWN_PAYMENTS]],
            **doubts_of(self.problems(parsed, compared), counts),
        }

    def write(
        self,
        parsed: RowSheet[PaymentRow],
        compared: PaymentComparison,
        *,
        batch: ImportBatch,
        by: Actor,
        at: dt.datetime,
    ) -> Written:
        """Payments and allocations. Where others may write meanwhile, all is proposed again with the households locked."""
        del parsed
        if connection.features.has_select_for_update:  # SQLite: this transaction is the only writer anyway
            write.lock_households(compared.received)
            settle(compared)
        received = compared.received
        if not received:
            raise NothingToImport("表里没有可以入账的新收款。请看存疑的地方，或检查列的对应关系。")
        write.write(received, batch=batch, by_no=by.membership_id, at=at)
        estates = {one.door.estate_id for one in received}
        counts = {
            "premises": len({one.door.premises_id for one in received}),
            "payments": len(received),
            "amount_fen": compared.amount_fen,
            "allocated_fen": compared.allocated_fen,
            "prepaid_fen": compared.amount_fen - compared.allocated_fen,
        }
        return Written(counts, estates.pop() if len(estates) == 1 else None)

    def undo(self, batch: ImportBatch, *, by: Actor, at: dt.datetime) -> dict[str, int]:
        """Reverse payments and allocations."""
        return {"reversed_rows": undo(batch, by_no=by.membership_id, at=at)["reversed_rows"]}


def _by_method(received: list[Received]) -> list[dict[str, Any]]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in received:
        entry = sums[method_of(one.row)]
        entry[0] += 1
        entry[1] += one.row.amount_fen
    ordered = sorted(sums.items(), key=lambda item: -item[1][1])
    return [{"method": str(PaymentMethod(code).label), "count": n, "fen": fen} for code, (n, fen) in ordered]


def _shown(one: Received, charges: dict[int, OpenCharge]) -> dict[str, Any]:
    return {
        "row": one.row.row,
        "paid_on": one.paid_on.isoformat(),
        "room": one.door.label,
        "owner": one.door.owner_name,
        "payer": one.row.payer,
        "how": _HOW[one.how],
        "fen": one.row.amount_fen,
        "settles": "；".join(_settled_words(one, charges)) or "没有可抵的账单",
        "prepaid_fen": one.allocation.unallocated_fen,
    }


def _settled_words(one: Received, charges: dict[int, OpenCharge]) -> list[str]:
    """Per fee item: 物业费 2024.01–2024.06(6 笔)1,200.00 元."""
    by_item: dict[str, list[tuple[OpenCharge, int]]] = defaultdict(list)
    for charge_id, fen, _ in line_amounts(one.allocation):
        by_item[charges[charge_id].fee_item].append((charges[charge_id], fen))
    return [
        f"{item}{_span([charge for charge, _ in parts])}（{len(parts)} 笔）{format_yuan(sum(fen for _, fen in parts))} 元"
        for item, parts in by_item.items()
    ]


def _span(charges: list[OpenCharge]) -> str:
    starts = [c.charge.period_start for c in charges if c.charge.period_start]
    ends = [c.charge.period_end for c in charges if c.charge.period_end]
    return f" {min(starts):%Y.%m}–{max(ends):%Y.%m}" if starts and ends else ""

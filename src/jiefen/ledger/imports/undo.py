"""Taking an import back: every row it wrote is reversed, every premises only it needed is hidden.

Refused while anything else builds on it, because reversing a charge under somebody's payment would lose money.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Max, Q

from jiefen.estates.bulk import withdraw
from jiefen.estates.models import Premises
from jiefen.ledger import positions
from jiefen.ledger.models import (
    Allocation,
    Charge,
    ImportBatch,
    LimitationCover,
    Payment,
    PeriodFreeze,
    Waiver,
    WriteOff,
)
from jiefen.ledger.queries.numbers import month_end
from jiefen.ledger.refusals import month_words
from jiefen.shared.bulk import instant
from jiefen.shared.errors import DomainError

REVERSED = {  # table: the columns a reversing row repeats
    "ledger_allocation": "payment_id, charge_id, component, reason, effective_on",
    "ledger_waiver": "charge_id, component, reason, effective_on",
    "ledger_statedlatecharge": "premises_id, as_of",
    "ledger_payment": "premises_id, paid_on, method, payer_name, reference",
    "ledger_charge": "premises_id, fee_item_id, payer_id, period_start, period_end, due_on",
}


class ImportBuiltUpon(DomainError):
    """Something else already rests on the import's rows."""

    code = "import.built_upon"


def require_free(batch: ImportBatch) -> None:
    """Raise ImportBuiltUpon, naming what rests on this import."""
    other = ~Q(batch_no=batch.pk) | Q(batch_no=None)
    charges = Charge.objects.filter(batch_no=batch.pk)
    counts = {
        "笔收款已经核销到这些账单": Allocation.objects.filter(
            other, charge__in=charges, reversal_of=None, reversals=None
        )
        .values("payment")
        .distinct()
        .count(),
        "笔减免用在这些账单上": Waiver.objects.filter(
            other, charge__in=charges, reversal_of=None, reversals=None
        ).count(),
        "笔坏账核销用在这些账单上": WriteOff.objects.filter(
            charge__in=charges, reversal_of=None, reversals=None
        ).count(),
        "条时效事件提到这些账单": LimitationCover.objects.filter(charge__in=charges).count(),
        "笔由它带来的收款已被别处使用": Allocation.objects.filter(
            other, payment__batch_no=batch.pk, reversal_of=None, reversals=None
        )
        .values("payment")
        .distinct()
        .count(),
        "笔账单已单独冲正": Charge.objects.filter(other, reversal_of__in=charges).count(),
    }
    found = [f"{count} {what}" for what, count in counts.items() if count]
    if found:
        raise ImportBuiltUpon(f"这次导入不能整批撤销：{'、'.join(found)}。请先冲正它们，或逐笔更正。")


def require_open_months(batch: ImportBatch) -> None:
    """Raise ImportBuiltUpon when a month of this import's rows has been closed: the reversals would lie there too."""
    charges = Charge.objects.filter(batch_no=batch.pk, reversal_of=None)
    payments = Payment.objects.filter(batch_no=batch.pk, reversal_of=None)
    closed = PeriodFreeze.objects.filter(estate__organisation=batch.organisation_id).values("estate_id")
    for row in closed.annotate(last=Max("month")):
        through, here = month_end(row["last"]), {"premises__estate_id": row["estate_id"]}
        if (
            charges.filter(due_on__lte=through, **here).exists()
            or payments.filter(paid_on__lte=through, **here).exists()
        ):
            raise ImportBuiltUpon(
                f"这次导入里有{month_words(through)}及以前的账，那些月份已经关账，不能整批撤销。请逐笔冲正。"
            )


def reverse_rows(batch: ImportBatch, *, by_no: int | None, at: dt.datetime) -> int:
    """Append the opposite of every row of the batch that still stands. Returns the number of reversed rows."""
    total = 0
    with connection.cursor() as cursor:
        for table, columns in REVERSED.items():
            cursor.execute(
                f"INSERT INTO {table} (organisation_id, amount_fen, recorded_at, recorded_by_no, batch_no, note, "
                f"reversal_of_id, {columns}) SELECT organisation_id, -amount_fen, %s, %s, batch_no, '撤销导入', id, {columns} "
                f"FROM {table} o WHERE batch_no = %s AND reversal_of_id IS NULL "
                f"AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.reversal_of_id = o.id)",
                [instant(at), by_no, batch.pk],
            )
            total += cursor.rowcount
    return total


def hide_premises(batch: ImportBatch, *, at: dt.datetime) -> int:
    """Hide premises this import created and nothing else uses."""
    created = Premises.objects.filter(batch_no=batch.pk, withdrawn_at=None)
    standing = (Q(batch_no=None) | ~Q(batch_no=batch.pk)) & Q(premises__in=created, reversal_of=None, reversals=None)
    used = created.filter(
        Q(pk__in=Charge.objects.filter(standing).values("premises"))
        | Q(pk__in=Payment.objects.filter(standing).values("premises"))
        | Q(limitation_events__isnull=False)
        | Q(service_records__isnull=False)
        | Q(repair_tickets__isnull=False)
        | Q(contact_attempts__isnull=False)
        | Q(promises__isnull=False)
        | Q(plans__isnull=False)
        | Q(disputes__isnull=False)
    )
    used_ids = set(used.values_list("pk", flat=True))
    free = [pk for pk in created.values_list("pk", flat=True) if pk not in used_ids]
    withdraw(free, at=at)
    return len(free)


def undo(batch: ImportBatch, *, by_no: int | None, at: dt.datetime) -> dict[str, int]:
    """Everything above, inside the caller's transaction."""
    require_free(batch)
    require_open_months(batch)
    reversed_rows = reverse_rows(batch, by_no=by_no, at=at)
    hidden = hide_premises(batch, at=at)
    positions.refresh_scope(positions.Scope.of_batch(batch.pk), at=at)
    return {"reversed_rows": reversed_rows, "hidden_premises": hidden}

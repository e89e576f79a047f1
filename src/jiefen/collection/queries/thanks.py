"""What an owner did right, from the books: the ground for thanks that name it (rules/thanks)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Min, Sum

from jiefen.collection.models import Aftercare, BreathingSpace, Dispute, PromiseToPay, RepaymentPlan
from jiefen.collection.queries.money_in import plan_progress
from jiefen.collection.states import BreathingState, DisputeState, PlanState, PromiseState
from jiefen.ledger.models import Allocation, ChargePosition, Payment
from jiefen.ledger.queries.receipts import standing_payments
from jiefen.rules.promises import last_day
from jiefen.rules.thanks import Thanks, ThanksFacts, thanks_for
from jiefen.service_log.queries import last_closed_ticket
from jiefen.shared.clock import day_of

NEAR: Final = dt.timedelta(days=60)  # what lies further apart than this is not why he paid
_DECIDED: Final = (DisputeState.UPHELD, DisputeState.REJECTED, DisputeState.SETTLED)


def thanks_of(row: Aftercare, *, today: dt.date) -> tuple[Thanks, ...]:
    """Every right thing about the payment this question is about, the most telling first; nothing when the payment was
    reversed meanwhile. The caller got ``row`` from access. A constant number of queries.
    """
    payment = standing_payments().filter(pk=row.payment_no, premises_id=row.premises_id).first()
    return thanks_for(_facts(payment, today)) if payment else ()


def _facts(payment: Payment, today: dt.date) -> ThanksFacts:
    """As the ledger stands now: what was paid since is no longer open."""
    here, paid_on = payment.premises_id, payment.paid_on
    parts = Allocation.objects.filter(payment=payment, charge__due_on__isnull=False)
    ahead = parts.filter(charge__due_on__gt=paid_on).aggregate(fen=Sum("amount_fen"))["fen"]
    first_settled = parts.aggregate(first=Min("charge__due_on"))["first"]
    still = ChargePosition.objects.filter(premises_id=here, outstanding_fen__gt=0, due_on__lte=today)
    left = still.aggregate(fen=Sum("outstanding_fen"), first=Min("due_on"))
    return ThanksFacts(
        amount_fen=payment.amount_fen,
        paid_on=paid_on,
        dispute_settled=_decided(here, paid_on),
        promised_on=_promised(here, paid_on),
        hardship=_was_hard(here, paid_on),
        left_fen=left["fen"] or 0,
        ahead_fen=ahead or 0,
        oldest_settled=bool(first_settled and left["first"] and first_settled < left["first"]),
        **_instalment(here, paid_on, today),
        **_repair(here, paid_on),
    )


def _promised(premises_id: int, paid_on: dt.date) -> dt.date | None:
    """The due day of the promise that this payment kept."""
    kept = PromiseToPay.objects.filter(premises_id=premises_id, state=PromiseState.KEPT).order_by("due_on", "pk")
    days = (row.due_on for row in kept if day_of(row.made_at) <= paid_on <= last_day(row.due_on))
    return next(days, None)


def _instalment(premises_id: int, paid_on: dt.date, today: dt.date) -> dict[str, Any]:
    plans = RepaymentPlan.objects.filter(
        premises_id=premises_id, state__in=(PlanState.ACTIVE, PlanState.COMPLETED), agreed_on__lte=paid_on
    )
    found = plan_progress(plans, today=today)
    if not found:
        return {}
    newest = max(found, key=lambda each: each.plan.pk)
    full = [each.no for each in newest.instalments if not each.left_fen]
    is_over = newest.plan.state == PlanState.COMPLETED
    return {"instalment_no": max(full), "plan_completed": is_over} if full else {}


def _decided(premises_id: int, paid_on: dt.date) -> bool:
    decided = Dispute.objects.filter(premises_id=premises_id, state__in=_DECIDED)
    return decided.filter(decided_on__range=(paid_on - NEAR, paid_on)).exists()


def _was_hard(premises_id: int, paid_on: dt.date) -> bool:
    granted = BreathingSpace.objects.filter(
        premises_id=premises_id, state__in=(BreathingState.GRANTED, BreathingState.ENDED)
    )
    return granted.filter(from_on__lte=paid_on, until_on__gte=paid_on - NEAR).exists()


def _repair(premises_id: int, paid_on: dt.date) -> dict[str, Any]:
    ticket = last_closed_ticket(premises_id, since=paid_on - NEAR)
    if ticket is None or ticket.closed_on is None:
        return {}
    return {"repair": ticket.what, "repair_before_payment": ticket.closed_on <= paid_on}

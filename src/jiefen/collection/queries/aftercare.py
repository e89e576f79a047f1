"""Whom to ask how it was, and who is waiting to be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from jiefen.accounts.actors import Actor
from jiefen.collection.models import Aftercare
from jiefen.collection.states import AftercareState
from jiefen.estates.queries import within_reach
from jiefen.ledger.queries.receipts import dated_payments
from jiefen.rules.aftercare import number, payment_days


@dataclass(frozen=True, slots=True)
class PaymentToAskAbout:
    """A payment some days old whose household nobody has asked lately."""

    payment_id: int
    premises_id: int
    paid_on: dt.date


def payments_to_ask_about(organisation_id: int, *, today: dt.date) -> list[PaymentToAskAbout]:
    """The newest payment of each household in today's window, unless it was asked about a payment lately. Nobody
    is asked on a holiday. One query.
    """
    days = payment_days(today)
    if days is None:
        return []
    rest = dt.timedelta(days=number("rest_days", today))
    asked = Aftercare.objects.filter(premises_id=OuterRef("premises_id"), due_from__gt=today - rest).exclude(
        state=AftercareState.LAPSED
    )
    paid = dated_payments(organisation_id, first=days.first, last=days.last).exclude(Exists(asked))
    wanted = paid.filter(premises__withdrawn_at=None, premises__do_not_contact=False).order_by("paid_on", "pk")
    newest = {
        premises_id: PaymentToAskAbout(pk, premises_id, paid_on)
        for pk, premises_id, paid_on in wanted.values_list("pk", "premises_id", "paid_on")
    }
    return sorted(newest.values(), key=lambda each: each.payment_id)


def waiting_aftercare(actor: Actor, *, today: dt.date) -> QuerySet[Aftercare]:
    """Questions to ask today, the most pressing first, premises loaded. One query."""
    waiting = Aftercare.objects.filter(
        within_reach(actor, "premises__estate"), state__in=(AftercareState.DUE, AftercareState.NOT_REACHED),
        due_from__lte=today, due_to__gte=today,
    )  # fmt: skip
    found: QuerySet[Aftercare] = waiting.select_related("premises__building", "premises__estate")
    return found.order_by("due_to", "pk")

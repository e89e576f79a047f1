"""Aftercare: some days after a payment somebody asks how it was. Satisfied → thanks; not → a ticket only he closes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.roles import Capability
from jiefen.collection.access import get_aftercare_for
from jiefen.collection.actions import checks
from jiefen.collection.models import Aftercare
from jiefen.collection.queries.aftercare import payments_to_ask_about
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import AftercareState, move
from jiefen.estates.access import lock_premises_for
from jiefen.rules.aftercare import window
from jiefen.service_log.actions import open_ticket


def due_aftercare(*, organisation_id: int, today: dt.date, at: dt.datetime) -> list[Aftercare]:
    """Create the questions that are due: one a household, after payments of some days ago. Twice creates nothing new."""
    created = []
    by = system_actor(organisation_id)
    for payment in payments_to_ask_about(organisation_id, today=today):
        asked_in = window(payment.paid_on)
        with transaction.atomic():
            row: Aftercare
            row, is_new = Aftercare.objects.get_or_create(
                payment_no=payment.payment_id,
                defaults={
                    "organisation_id": organisation_id, "premises_id": payment.premises_id, "due_from": asked_in.first,
                    "due_to": asked_in.last,
                },
            )  # fmt: skip
            if is_new:
                checks.log("aftercare_due", row, by=by, at=at, premises=row.premises_id, payment=row.payment_no)
                created.append(row)
    return created


def record_aftercare(
    *,
    aftercare_id: int,
    by: Actor,
    at: dt.datetime,
    satisfied: bool | None,
    words: str = "",
    thanks_for: str = "",
    ticket_what: str = "",
) -> Aftercare:
    """What the owner said. True: thanked for ``thanks_for``; False: ``ticket_what`` becomes a repair ticket; None: not
    reached, to be asked again.

    Raises NotFound, NotPermitted, CollectionRefused, MoveRefused, EntryRefused.
    """
    by.require(Capability.CONTACT)
    row = get_aftercare_for(by, aftercare_id)
    said = checks.words(words, "业主的话")
    done: dict[str, Any] = {"done_at": at, "done_by_no": by.membership_id, "words": said, "satisfied": satisfied}
    with transaction.atomic():
        lock_premises_for(by, row.premises_id)
        if satisfied is None:
            move(row, to=AftercareState.NOT_REACHED, by=by, at=at)
        elif satisfied:
            right = checks.line(thanks_for, "要感谢业主做对的那件事", required=True)
            move(row, to=AftercareState.THANKED, by=by, at=at, thanks_for=right, **done)
        else:
            if not ticket_what.strip():
                sentence = "业主不满意的事要有人去办。请写下是什么事，系统会开一张工单，由业主自己关。"
                raise CollectionRefused(sentence, code="collection.ticket_missing")
            ticket = open_ticket(premises_id=row.premises_id, what=ticket_what, by=by, at=at)
            data = {"ticket": ticket.pk}
            move(row, to=AftercareState.TICKET_OPENED, by=by, at=at, data=data, ticket_no=ticket.pk, **done)
    return row

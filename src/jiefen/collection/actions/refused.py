"""A contact that a rule refused leaves a trace of its own, although everything it wanted to write is rolled back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jiefen.accounts.actors import Actor
from jiefen.collection.actions import checks
from jiefen.collection.models import RefusedContact
from jiefen.collection.refusals import ContactBarred
from jiefen.estates.access import get_premises_for
from jiefen.shared.transactions import durable_atomic


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried: which step (``Attempted``), for whom, how, and under which key of the phone ("": none)."""

    attempted: str
    premises_id: int
    channel: str
    purpose: str
    client_key: str = ""


@contextmanager
def noting_refusals(attempt: Attempt, *, by: Actor, at: dt.datetime) -> Iterator[None]:
    """Run the block; when a rule bars the contact, note that in a transaction of its own and let the refusal go on.

    Wrapped around the action's transaction, not inside it: by the time of writing that one is rolled back. Where a
    caller keeps a transaction of his own open, the note lives and dies with his. Raises ContactBarred.
    """
    try:
        yield
    except ContactBarred as barred:
        if not barred.is_noted:
            _note(attempt, barred.rule, by=by, at=at)
            barred.is_noted = True
        raise


def _note(attempt: Attempt, rule: str, *, by: Actor, at: dt.datetime) -> None:
    """The row that is counted and the audit event; the same draft sent again adds nothing."""
    facts = {"rule": rule, "attempted": attempt.attempted, "channel": attempt.channel, "purpose": attempt.purpose}
    with durable_atomic():
        premises = get_premises_for(by, attempt.premises_id)
        more = {"organisation_id": premises.organisation_id, "premises": premises, "at": at, "by_no": by.membership_id}
        row, is_new = _once(attempt.client_key, facts | more)
        if is_new:
            checks.log(
                "contact_refused", premises, by=by, at=at, refused=row.pk, client_key=attempt.client_key, **facts
            )  # fmt: skip


def _once(client_key: str, facts: dict[str, Any]) -> tuple[RefusedContact, bool]:
    """The row, and whether it is new. A question without a key is an attempt of its own each time."""
    if not client_key:
        return RefusedContact.objects.create(**facts), True
    same = {"organisation_id": facts["organisation_id"], "client_key": client_key, "rule": facts["rule"]}
    row, is_new = RefusedContact.objects.get_or_create(**same, defaults=facts)
    return row, is_new

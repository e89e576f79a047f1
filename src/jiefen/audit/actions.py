"""Writing the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from jiefen.audit.chain import sealed_hash
from jiefen.audit.models import ChainHead, Event

# One statement takes the chain's lock, moves its head and brings the hash to continue from.
ADVANCE = """
UPDATE audit_chainhead SET last_seq = last_seq + 1 WHERE organisation_no = %s
RETURNING last_seq, (SELECT e.hash FROM audit_event e
  WHERE e.organisation_no = audit_chainhead.organisation_no AND e.seq = audit_chainhead.last_seq - 1)
"""
PLATFORM = 0  # the chain of events that belong to no organisation (failed sign-ins, system starts)


def record(
    *,
    organisation_id: int,
    by: int | None,
    at: dt.datetime,
    code: str,
    subject: models.Model | tuple[str, object],
    data: dict[str, Any] | None = None,
) -> Event:
    """Append one event to the organisation's chain, inside the caller's transaction (it vanishes with it).

    ``by`` is a membership id or None for the system. ``data`` must be JSON and free of personal facts.
    """
    kind, number = subject if isinstance(subject, tuple) else (subject._meta.label_lower, subject.pk)
    with transaction.atomic():
        seq, previous = _next_link(organisation_id)
        event = Event(
            organisation_no=organisation_id,
            seq=seq,
            at=at,
            actor_no=by,
            code=code,
            subject_type=kind,
            subject_no=str(number),
            data=data or {},
            previous_hash=previous,
        )
        event.hash = sealed_hash(event, settings.SECRETS.audit_key)
        event.save(force_insert=True)
    return event


def _next_link(organisation_id: int) -> tuple[int, str]:
    """(next seq, hash of the link before it). Moving the head locks the chain until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [organisation_id])
        row = cursor.fetchone()
        if row is None:
            ChainHead.objects.get_or_create(organisation_no=organisation_id)
            cursor.execute(ADVANCE, [organisation_id])
            row = cursor.fetchone()
    return int(row[0]), row[1] or ""

"""Writing the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models, transaction

from jiefen.audit.chain import sealed_hash
from jiefen.audit.models import ChainHead, Event

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
        ChainHead.objects.get_or_create(organisation_no=organisation_id)
        head = ChainHead.objects.select_for_update().get(organisation_no=organisation_id)
        event = Event(
            organisation_no=organisation_id,
            seq=head.last_seq + 1,
            at=at,
            actor_no=by,
            code=code,
            subject_type=kind,
            subject_no=str(number),
            data=data or {},
            previous_hash=head.last_hash,
        )
        event.hash = sealed_hash(event, settings.SECRETS.audit_key)
        event.save(force_insert=True)
        ChainHead.objects.filter(pk=head.pk).update(last_seq=event.seq, last_hash=event.hash)
    return event

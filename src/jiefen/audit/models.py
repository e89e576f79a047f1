"""One event per thing that happened, chained by HMAC so that a changed, removed or inserted row shows."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """An append-only audit event. ``organisation`` is a plain number: events outlive what they speak of.

    ``hash`` = HMAC-SHA256(audit key, previous hash + the canonical JSON of this event).
    """

    organisation_no = models.BigIntegerField()
    seq = models.BigIntegerField()  # 1, 2, 3 … within the organisation, without gaps
    at = models.DateTimeField()
    actor_no = models.BigIntegerField(null=True)  # membership; null: the system itself
    code = models.CharField(max_length=80)  # past tense, dotted: ledger.payment_recorded
    subject_type = models.CharField(max_length=40)
    subject_no = models.CharField(max_length=40)
    data = models.JSONField(default=dict)  # never a person's facts in clear: ids, amounts, codes
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_no", "seq"], name="audit_event_seq")]
        indexes = [models.Index(fields=["organisation_no", "subject_type", "subject_no"], name="audit_event_subject")]


class ChainHead(models.Model):
    """How long each organisation's chain is: shows a cut-off tail, and its row lock puts writers in order."""

    organisation_no = models.BigIntegerField(unique=True)
    last_seq = models.BigIntegerField(default=0)

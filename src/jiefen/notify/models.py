"""Outgoing messages: first a row, then a delivery. A row that was never sent is still there to be sent."""

from __future__ import annotations

from django.db import models

from jiefen.notify.states import OutgoingState
from jiefen.shared.fields import EncryptedTextField


class OutgoingMessage(models.Model):
    """One message to one recipient through one channel. Body and recipient are encrypted.

    ``next_try_at``: when to deliver, or, while sending, when a dead worker's claim lapses.
    """

    organisation_no = models.BigIntegerField()
    channel = models.CharField(max_length=16)
    recipient = EncryptedTextField()
    body = EncryptedTextField()
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=OutgoingState.choices, default=OutgoingState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="outgoing_queue")]

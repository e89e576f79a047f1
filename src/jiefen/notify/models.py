"""Outgoing messages: first a row, then a delivery. A row that was never sent is still there to be sent."""

from __future__ import annotations

from django.db import models

from jiefen.shared.fields import EncryptedTextField


class OutgoingState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class OutgoingMessage(models.Model):
    """One message to one recipient through one channel. Body and recipient are encrypted."""

    organisation_no = models.BigIntegerField()
    channel = models.CharField(max_length=16)
    recipient = EncryptedTextField()
    body = EncryptedTextField()
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=OutgoingState.choices, default=OutgoingState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="outgoing_queue")]

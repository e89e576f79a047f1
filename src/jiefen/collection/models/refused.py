"""Contacts that a rule did not let happen or be written down: counted, never worked on."""

from __future__ import annotations

from django.db import models

from jiefen.collection.models.contact import Channel, Purpose
from jiefen.shared.tenancy import Scoped


class Attempted(models.TextChoices):
    """What was tried when the rule said no."""

    BEGIN = "begin", "联系之前询问"
    RECORD = "record", "登记联系"
    CORRECT = "correct", "更正联系记录"


class RefusedContact(Scoped):
    """被规则拦下: one attempt one row, append-only, beside its audit event (actions/refused.py).

    ``client_key``: the phone's, so that the same draft sent again is the same attempt; "" when we were only asked.
    """

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    attempted = models.CharField(max_length=8, choices=Attempted.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    client_key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by_no = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client_key", "rule"], condition=~models.Q(client_key=""),
                name="refused_contact_once",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "at"], name="refused_contact_at")]

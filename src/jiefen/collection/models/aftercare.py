"""回访: some days after a payment somebody asks how it was, and thanks for the specific right thing."""

from __future__ import annotations

from django.db import models

from jiefen.collection.states import AftercareState
from jiefen.shared.fields import EncryptedTextField
from jiefen.shared.tenancy import Scoped


class Aftercare(Scoped):
    """One question after one payment, to be asked from ``due_from`` to ``due_to``. ``ticket_no``: service_log ticket."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="aftercare", db_index=False)
    payment_no = models.BigIntegerField(unique=True)  # ledger.Payment
    due_from = models.DateField()
    due_to = models.DateField()
    state = models.CharField(max_length=16, choices=AftercareState.choices, default=AftercareState.DUE)
    satisfied = models.BooleanField(null=True)
    words = EncryptedTextField(blank=True)
    thanks_for = models.CharField(max_length=200, blank=True)
    ticket_no = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_no = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="aftercare_premises"),
            models.Index(fields=["organisation", "state", "due_to"], name="aftercare_due"),
        ]

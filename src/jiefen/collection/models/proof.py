"""Which limitation events a contact brought about, so that correcting the contact can take them back."""

from __future__ import annotations

from django.db import models

from jiefen.shared.tenancy import Scoped


class ContactProof(Scoped):
    """A contact and a limitation event its proof stands for. Append-only; a correction that changes nothing of the
    proof points to the same event.
    """

    attempt = models.ForeignKey("collection.ContactAttempt", on_delete=models.PROTECT, related_name="proofs")
    event = models.ForeignKey("ledger.LimitationEvent", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "event"], name="contact_proof_once")]

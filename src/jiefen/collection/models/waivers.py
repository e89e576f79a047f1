"""Waivers somebody must approve, and what the owner does for them."""

from __future__ import annotations

from django.db import models

from jiefen.collection.states import WaiverState
from jiefen.shared.fields import FenField
from jiefen.shared.tenancy import Scoped


class WaiverCondition(models.TextChoices):
    """What the owner does for it."""

    NONE = "none", "没有条件"
    PAID_IN_FULL_BY = "paid_in_full_by", "在某日前付清这笔账单"
    AFTER_REPAIR = "after_repair", "修好、业主确认以后付清这笔账单"


class WaiverRequest(Scoped):
    """减免申请 on one charge. Applied through the ledger's own waiver (``waiver_no``), never written here."""

    premises = models.ForeignKey(
        "estates.Premises", on_delete=models.PROTECT, related_name="waiver_requests", db_index=False
    )
    conversation = models.ForeignKey("collection.Conversation", null=True, on_delete=models.PROTECT, related_name="+")
    charge = models.ForeignKey("ledger.Charge", on_delete=models.PROTECT, related_name="+")
    component = models.CharField(max_length=12)  # ledger.Component
    amount_fen = FenField()
    reason = models.CharField(max_length=120)
    condition = models.CharField(max_length=16, choices=WaiverCondition.choices, default=WaiverCondition.NONE)
    condition_on = models.DateField(null=True)
    # The late charge that grows until the condition is met is given up as well: what an option promised the owner.
    is_whole = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=12, choices=WaiverState.choices, default=WaiverState.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by_no = models.BigIntegerField(null=True)
    decided_by_no = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=200, blank=True)
    waiver_no = models.BigIntegerField(null=True)  # ledger.Waiver
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="waiver_request_premises"),
            models.Index(fields=["organisation", "state", "condition_on"], name="waiver_request_state"),
        ]

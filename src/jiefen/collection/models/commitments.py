"""What was agreed with an owner, and what he objects to. Moves: collection/states.py; whether kept: the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.collection.states import DisputeState, PlanState, PromiseState
from jiefen.shared.fields import EncryptedTextField, FenField
from jiefen.shared.tenancy import Scoped


class PromiseToPay(Scoped):
    """承诺付款 of ``amount_fen`` by ``due_on``. No ``promised`` rows: any money of the household counts."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="promises", db_index=False)
    conversation = models.ForeignKey(
        "collection.Conversation", null=True, on_delete=models.PROTECT, related_name="promises"
    )
    amount_fen = FenField()
    due_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_no = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=PromiseState.choices, default=PromiseState.OPEN)
    decided_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="promise_premises_state"),
            models.Index(fields=["organisation", "state", "due_on"], name="promise_due"),
        ]


class PromisedCharge(models.Model):
    """One charge a promise speaks of."""

    promise = models.ForeignKey(PromiseToPay, on_delete=models.PROTECT, related_name="promised")
    charge = models.ForeignKey("ledger.Charge", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "charge"], name="promised_once")]


class AgreedBy(models.TextChoices):
    """How the owner said yes to a plan."""

    SIGNED = "signed", "当面签字"
    MESSAGE = "message", "微信或短信确认"
    PAGE = "page", "在自己的页面确认"


class RepaymentPlan(Scoped):
    """分期 over the ``planned`` charges. Instalments add up to principal + late charge − waived, exactly.

    ``late_charge_fen``: claimed at agreement. ``agreement_text``: a frozen snapshot. ``default_rule``: code of the
    rule by which it counts as not kept. Paid and missed are computed from the ledger, never stored.
    """

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="plans", db_index=False)
    conversation = models.ForeignKey(
        "collection.Conversation", null=True, on_delete=models.PROTECT, related_name="plans"
    )
    state = models.CharField(max_length=20, choices=PlanState.choices, default=PlanState.PROPOSED)
    principal_fen = FenField()
    late_charge_fen = FenField(default=0)
    late_charge_waived_fen = FenField(default=0)
    proposed_at = models.DateTimeField()
    proposed_by_no = models.BigIntegerField(null=True)
    agreed_on = models.DateField(null=True)
    owner_agreed_by = models.CharField(max_length=8, choices=AgreedBy.choices, blank=True)
    approved_by_no = models.BigIntegerField(null=True)
    default_rule = models.CharField(max_length=40)
    agreement_text = models.TextField()
    closed_reason = models.CharField(max_length=200, blank=True)  # why refused or cancelled
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="plan_premises_state"),
            models.Index(fields=["organisation", "state"], name="plan_state"),
        ]

    @property
    def total_fen(self) -> int:
        """What the instalments add up to."""
        return self.principal_fen + self.late_charge_fen - self.late_charge_waived_fen


class PlannedCharge(models.Model):
    """One charge a plan covers, with what was open of its principal then."""

    plan = models.ForeignKey(RepaymentPlan, on_delete=models.PROTECT, related_name="planned")
    charge = models.ForeignKey("ledger.Charge", on_delete=models.PROTECT, related_name="+")
    principal_fen = FenField()
    late_charge_fen = FenField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "charge"], name="planned_once")]


class Instalment(models.Model):
    """每期: ``no`` from 1, payable on or before ``due_on``."""

    plan = models.ForeignKey(RepaymentPlan, on_delete=models.PROTECT, related_name="instalments")
    no = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_fen = FenField()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["plan", "no"], name="instalment_once")]


class DisputeReason(models.TextChoices):
    """What the owner says is wrong with the bill."""

    SERVICE = "service", "服务没有做到"
    AREA = "area", "面积不对"
    PRICE = "price", "单价或标准不对"
    ALREADY_PAID = "already_paid", "已经付过"
    NOT_MINE = "not_mine", "不是我的账单"
    VACANT = "vacant", "空置应当减免"
    NOT_AGREED = "not_agreed", "收费没有依据"
    TOO_OLD = "too_old", "过了诉讼时效"
    OTHER = "other", "其他"


class Dispute(Scoped):
    """异议. Pauses only its ``disputed`` charges; everything else goes on."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="disputes", db_index=False)
    conversation = models.ForeignKey(
        "collection.Conversation", null=True, on_delete=models.PROTECT, related_name="disputes"
    )
    state = models.CharField(max_length=12, choices=DisputeState.choices, default=DisputeState.OPEN)
    reason = models.CharField(max_length=16, choices=DisputeReason.choices)
    words = EncryptedTextField(blank=True)
    opened_on = models.DateField()
    opened_by_no = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by_no = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="dispute_premises_state"),
            models.Index(
                fields=["organisation", "opened_on"],
                condition=Q(state__in=["open", "answered"]),
                name="dispute_waiting",
            ),
        ]


class DisputedCharge(models.Model):
    """One charge a dispute speaks of."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="disputed")
    charge = models.ForeignKey("ledger.Charge", on_delete=models.PROTECT, related_name="disputed_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "charge"], name="disputed_once")]

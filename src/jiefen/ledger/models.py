"""Ledger rows. Each is written once; a mistake is answered by a reversing row with the opposite amount.

So a balance is always a plain SUM, whatever happened: Σ charges − Σ allocations − Σ waivers − Σ write-offs.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.ledger.states import ImportState
from jiefen.shared.fields import FenField, KeyOfSource
from jiefen.shared.tenancy import Scoped


class FeeItemKind(models.TextChoices):
    """What kind of money an item is. Only fees are income; collected-for-others and deposits stay apart."""

    PROPERTY_FEE = "property_fee", "物业费"
    PARKING = "parking", "车位费"
    SHARED_UTILITY = "shared_utility", "公摊"
    COLLECTED_FOR_OTHERS = "collected_for_others", "代收"
    DEPOSIT = "deposit", "押金"
    OTHER = "other", "其他"


class FeeItem(Scoped):
    """费用项, e.g. 物业费, 车位管理费."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=24, choices=FeeItemKind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="fee_item_once")]

    def __str__(self) -> str:
        return self.name


class LedgerRow(Scoped):
    """What every ledger row carries. ``reversal_of`` points at the row whose effect this one takes back."""

    amount_fen = FenField()
    recorded_at = models.DateTimeField()
    recorded_by_no = models.BigIntegerField(null=True)  # membership; null: the system
    batch_no = models.BigIntegerField(null=True)  # ImportBatch
    note = models.CharField(max_length=200, blank=True)
    reversal_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reversals", db_index=False
    )

    class Meta:
        abstract = True


def reversed_once(name: str) -> models.UniqueConstraint:
    """A row can be reversed once."""
    return models.UniqueConstraint(fields=["reversal_of"], condition=Q(reversal_of__isnull=False), name=name)


def of_batch(name: str) -> models.Index:
    """Find an import's rows."""
    return models.Index(fields=["batch_no"], condition=Q(batch_no__isnull=False), name=name)


class Charge(LedgerRow):
    """应收: one fee item for one billing period of one premises. ``due_on`` None: the sheet gave no period."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="charges", db_index=False)
    fee_item = models.ForeignKey(FeeItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    payer = models.ForeignKey("estates.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [reversed_once("charge_reversed_once")]
        indexes = [
            models.Index(fields=["premises", "due_on"], name="charge_premises_due"),
            of_batch("charge_batch"),
        ]


class PaymentMethod(models.TextChoices):
    """How money came. PRIOR and OFFSET come from imported sheets that state what was already received."""

    CASH = "cash", "现金"
    TRANSFER = "transfer", "银行转账"
    WECHAT = "wechat", "微信"
    ALIPAY = "alipay", "支付宝"
    CARD = "card", "刷卡"
    PRIOR = "prior", "期初已收"
    OFFSET = "offset", "预交冲抵"
    OTHER = "other", "其他"


class Payment(LedgerRow):
    """实收: money received. What no allocation uses is the household's prepayment."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="payments", db_index=False)
    paid_on = models.DateField()
    method = models.CharField(max_length=12, choices=PaymentMethod.choices)
    payer_name = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # bank serial number; unique per organisation when given

    class Meta:
        constraints = [
            reversed_once("payment_reversed_once"),
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=Q(reversal_of__isnull=True) & ~Q(reference=""),
                name="payment_reference_once",
            ),
        ]
        indexes = [
            models.Index(fields=["premises", "paid_on"], name="payment_premises"),
            models.Index(fields=["organisation", "paid_on"], name="payment_day"),
            of_batch("payment_batch"),
        ]


class Component(models.TextChoices):
    """Which part of a debt an amount touches (Civil Code 561: costs, then interest, then principal)."""

    PRINCIPAL = "principal", "本金"
    LATE_CHARGE = "late_charge", "违约金"


class Allocation(LedgerRow):
    """核销: part of a payment put against one charge."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="allocations")
    component = models.CharField(max_length=12, choices=Component.choices, default=Component.PRINCIPAL)
    reason = models.CharField(max_length=120, blank=True)  # designation, earliest due …, in words
    effective_on = models.DateField()  # the day the debt shrank: the payment's day

    class Meta:
        constraints = [reversed_once("allocation_reversed_once")]
        indexes = [of_batch("allocation_batch")]


class Waiver(LedgerRow):
    """减免 of principal or late charge, by somebody who may."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="waivers")
    component = models.CharField(max_length=12, choices=Component.choices, default=Component.PRINCIPAL)
    reason = models.CharField(max_length=120)
    effective_on = models.DateField()

    class Meta:
        constraints = [reversed_once("waiver_reversed_once")]
        indexes = [of_batch("waiver_batch")]


class WriteOff(LedgerRow):
    """坏账核销: the company gives up the amount in its books; the owner's debt in law is another matter."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="write_offs")
    reason = models.CharField(max_length=120)
    effective_on = models.DateField()

    class Meta:
        constraints = [reversed_once("write_off_reversed_once")]


class StatedLateCharge(LedgerRow):
    """滞纳金/违约金 as a company's sheet states it: kept apart from fees, never added to them."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="stated_late_charges")
    as_of = models.DateField()

    class Meta:
        constraints = [reversed_once("stated_late_reversed_once")]
        indexes = [of_batch("stated_late_batch")]


class LimitationEvent(Scoped):
    """Something that may interrupt or suspend limitation (rules/limitation). No cover rows: it speaks of all charges.

    A mistaken event is answered by a row that ``retracts`` it; neither row counts then.
    """

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="limitation_events")
    on = models.DateField()
    kind = models.CharField(max_length=40)
    proof = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_no = models.BigIntegerField(null=True)
    retracts = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="retracted_by")


class LimitationCover(models.Model):
    """One charge a limitation event speaks of."""

    event = models.ForeignKey(LimitationEvent, on_delete=models.PROTECT, related_name="covers")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="limitation_covers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "charge"], name="cover_once")]


class PeriodFreeze(Scoped):
    """关账: from ``frozen_at`` on nothing may be recorded with a date in ``month`` (its first day) or before it."""

    estate = models.ForeignKey("estates.Estate", on_delete=models.PROTECT, related_name="freezes")
    month = models.DateField()
    frozen_at = models.DateTimeField()
    frozen_by_no = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estate", "month"], name="freeze_once")]


class ChargePosition(models.Model):
    """Derived: one row per charge that is not settled. Written with the rows it comes from (ADR 0003), rebuildable.

    ``expires_on`` is the limitation expiry of this charge; ``clock_reason`` the code of what started that clock.
    """

    charge = KeyOfSource(Charge, related_name="position")
    organisation_no = models.BigIntegerField()
    premises = models.ForeignKey(
        "estates.Premises", on_delete=models.CASCADE, related_name="open_charges", db_constraint=False
    )
    outstanding_fen = FenField()
    due_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_no", "expires_on"], name="position_expires")]


class HouseholdPosition(models.Model):
    """Derived: what one premises owes. Nothing here depends on today's date."""

    premises = KeyOfSource("estates.Premises", related_name="position")
    organisation_no = models.BigIntegerField()
    outstanding_fen = FenField(default=0)
    open_charges = models.IntegerField(default=0)
    oldest_due_on = models.DateField(null=True)
    first_expiry_on = models.DateField(null=True)
    prepaid_fen = FenField(default=0)
    last_paid_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_no", "-outstanding_fen"], name="household_owing"),
            models.Index(fields=["organisation_no", "first_expiry_on"], name="household_expiry"),
            models.Index(fields=["organisation_no", "oldest_due_on"], name="household_oldest"),
        ]


class HouseholdColumns(models.Model):
    """Derived: the open bills of one premises as engine/bill_columns packs them, for work on every household at once.

    Only premises with open bills have a row. Written with the positions they repeat (ADR), rebuildable.
    """

    premises = KeyOfSource("estates.Premises", related_name="+")
    organisation_no = models.BigIntegerField()
    packed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["organisation_no", "premises"], name="columns_organisation")]


class ImportKind(models.TextChoices):
    """What a sheet holds."""

    ARREARS = "arrears", "欠费台账"
    PAYMENTS = "payments", "收款流水"
    SERVICE_RECORDS = "service_records", "服务记录"
    REPAIR_TICKETS = "repair_tickets", "报修工单"


def nothing_read_yet() -> dict[str, int]:
    """The summary of a file nobody has read."""
    return {"premises": 0, "outstanding_fen": 0}


class ImportBatch(Scoped):
    """One uploaded file on its way into the ledger. States and moves: ledger/states.py."""

    estate = models.ForeignKey("estates.Estate", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ImportKind.choices, default=ImportKind.ARREARS)
    state = models.CharField(max_length=16)
    file_name = models.CharField(max_length=160)
    file_sha256 = models.CharField(max_length=64)
    file_key = models.CharField(max_length=80)  # name in the private, encrypted file store
    estate_name = models.CharField(max_length=80, blank=True)
    plans = models.JSONField(default=list)  # SheetPlan documents, as inferred or corrected
    corrections = models.JSONField(default=dict)  # "sheet!row!column" → value
    accepted = models.JSONField(default=dict)  # "sheet!row!code" → reason
    summary = models.JSONField(default=nothing_read_yet)  # what the last preview or the commit found
    refusal = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by_no = models.BigIntegerField(null=True)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    job_no = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "file_sha256"], name="batch_sha")]

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ImportState(self.state).label)


class MappingMemory(Scoped):
    """A clerk's corrected column mapping, remembered for sheets of the same layout."""

    kind = models.CharField(max_length=20, choices=ImportKind.choices)
    layout = models.CharField(max_length=64)
    plan = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "layout"], name="mapping_once")]


class KpiSnapshot(Scoped):
    """A month's figure as it stood when frozen: numerator and denominator, so that the rate can be re-derived."""

    month = models.DateField()
    scope = models.CharField(max_length=16)  # organisation, estate, building, steward, fee_item
    scope_no = models.BigIntegerField()
    code = models.CharField(max_length=40)  # rules/kpi
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month", "scope", "scope_no", "code"], name="kpi_once")
        ]

"""The world the fees belong to: estates, buildings, premises, and the people behind the doors."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from jiefen.shared.fields import EncryptedTextField
from jiefen.shared.tenancy import Scoped


class Estate(Scoped):
    """小区. Its contract terms decide due dates and late charges (rules/limitation.due_on_for, rules/late_charge)."""

    name = models.CharField(max_length=80)
    city = models.CharField(max_length=40, blank=True)
    due_rule = models.CharField(max_length=40, default="period_end")
    late_charge_daily_rate = models.CharField(max_length=20, blank=True)  # decimal fraction a day, e.g. 0.0005; "" none
    manager_name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="estate_name_once")]

    def __str__(self) -> str:
        return self.name


class ServiceContract(Scoped):
    """物业服务合同 over an estate. Its term is not the arrears period; a complaint needs both."""

    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(max_length=120)
    contract_no = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_pre_phase = models.BooleanField(default=False)  # 前期物业服务合同, signed by the developer
    continued_after_expiry = models.BooleanField(default=False)  # Civil Code 948


class Building(Scoped):
    """楼栋. ``sort_no`` puts 2栋 before 10栋. A steward looks after whole buildings."""

    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=40)
    sort_no = models.IntegerField(default=0)
    steward = models.ForeignKey("accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="buildings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="building_name_once")]

    def __str__(self) -> str:
        return self.name


class PremisesKind(models.TextChoices):
    """What is owned."""

    RESIDENCE = "residence", "住宅"
    PARKING = "parking", "车位"
    SHOP = "shop", "商铺"
    OTHER = "other", "其他"


class Party(Scoped):
    """A person or company that owns, occupies or pays. ``pinyin`` holds initials for search (王芳 → wf)."""

    name = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=40, blank=True)
    phone = EncryptedTextField(blank=True)
    phone_index = models.CharField(max_length=32, blank=True)
    id_no = EncryptedTextField(blank=True)
    id_no_index = models.CharField(max_length=32, blank=True)
    is_company = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "phone_index"], name="party_phone"),
            models.Index(fields=["organisation", "name"], name="party_name"),
        ]

    def __str__(self) -> str:
        return self.name


# Few among very many, and asked for every night: they have an index of their own, which a query with SELDOM uses.
APART: Final = Q(do_not_contact=True) | Q(is_delivered=False) | Q(withdrawn_at__isnull=False)
SELDOM: Final = APART | Q(owner_name__exact="")


class Premises(Scoped):
    """房屋、车位、商铺: the object a household is billed for. ``area_x100`` is m² × 100.

    ``owner_name``, ``pinyin`` repeat the current owner for lists and search over 100,000 households; estates/actions
    keeps them right. ``withdrawn_at`` marks premises whose import was undone: kept for the ledger, hidden from people.
    """

    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="premises", db_index=False)
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="premises")
    entrance = models.CharField(max_length=20, blank=True)
    room = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=PremisesKind.choices, default=PremisesKind.RESIDENCE)
    label = models.CharField(max_length=80)  # 3栋1单元1201, as people say it
    sort_key = models.CharField(max_length=80)  # label with numbers padded, so that 2栋 comes before 10栋
    area_x100 = models.BigIntegerField(null=True)
    unit_price_x10000 = models.BigIntegerField(null=True)  # 元/m²·month × 10,000
    delivered_on = models.DateField(null=True)
    is_delivered = models.BooleanField(default=True)  # undelivered: the developer pays (物业管理条例 41)
    is_vacant = models.BooleanField(default=False)
    do_not_contact = models.BooleanField(default=False)
    owner_name = models.CharField(max_length=120, blank=True)
    pinyin = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    batch_no = models.BigIntegerField(null=True, db_index=True)  # the import that created it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["estate", "building", "entrance", "room", "kind"], name="premises_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "sort_key"], name="premises_sort"),
            models.Index(fields=["organisation", "pinyin"], name="premises_pinyin"),
            models.Index(fields=["organisation"], name="premises_seldom", condition=SELDOM),
        ]

    def __str__(self) -> str:
        return self.label


class Ownership(Scoped):
    """Who owned the premises from when to when. Several rows at once: several owners."""

    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="ownerships")
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="ownerships")
    share_percent = models.PositiveSmallIntegerField(null=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)  # last day as owner; null: still owns


class Occupancy(Scoped):
    """使用人 (tenant) of premises. The owner stays jointly liable (物业管理条例 41)."""

    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="occupancies")
    occupier = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="occupancies")
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    pays_fees = models.BooleanField(default=False)

"""What was really done for people: the value a steward can point to, and what still waits to be repaired."""

from __future__ import annotations

from django.db import models

from jiefen.shared.tenancy import Scoped


class ServiceCategory(models.TextChoices):
    """What kind of service."""

    CLEANING = "cleaning", "保洁"
    SECURITY = "security", "秩序"
    GREENING = "greening", "绿化"
    LIFT = "lift", "电梯"
    FIRE = "fire", "消防"
    FACILITY = "facility", "设施维护"
    REPAIR = "repair", "维修"
    HOUSEHOLD = "household", "入户服务"
    DISCLOSURE = "disclosure", "公示"
    OTHER = "other", "其他"


class ServiceRecord(Scoped):
    """Something done for an estate, a building, an entrance or one household (the narrowest one given)."""

    estate = models.ForeignKey("estates.Estate", on_delete=models.PROTECT, related_name="service_records")
    building = models.ForeignKey("estates.Building", null=True, on_delete=models.PROTECT, related_name="service_records")
    entrance = models.CharField(max_length=20, blank=True)
    premises = models.ForeignKey("estates.Premises", null=True, on_delete=models.PROTECT, related_name="service_records")
    category = models.CharField(max_length=16, choices=ServiceCategory.choices)
    done_on = models.DateField()
    what = models.CharField(max_length=200)
    done_by = models.CharField(max_length=40, blank=True)
    batch_no = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["estate", "done_on"], name="service_estate_day")]


class TicketState(models.TextChoices):
    """Where a repair stands. Only the owner closes a ticket that a dissatisfied owner opened."""

    OPEN = "open", "待处理"
    IN_PROGRESS = "in_progress", "处理中"
    FIXED = "fixed", "已修好,待业主确认"
    CLOSED = "closed", "已关闭"


class RepairTicket(Scoped):
    """报修工单."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="repair_tickets")
    what = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=TicketState.choices, default=TicketState.OPEN)
    opened_on = models.DateField()
    fixed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    batch_no = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["premises", "state"], name="ticket_premises_state")]

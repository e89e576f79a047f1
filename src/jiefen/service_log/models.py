"""What was really done for people: the value a steward can point to, and what still waits to be repaired."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.service_log.states import TicketState
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
    """Something done for an estate, a building, an entrance or one household (the narrowest one given).

    ``fingerprint`` stands for place, category, day and text: the same thing is written down once.
    """

    estate = models.ForeignKey(
        "estates.Estate", on_delete=models.PROTECT, related_name="service_records", db_index=False
    )
    building = models.ForeignKey(
        "estates.Building", null=True, on_delete=models.PROTECT, related_name="service_records"
    )
    entrance = models.CharField(max_length=20, blank=True)
    premises = models.ForeignKey(
        "estates.Premises", null=True, on_delete=models.PROTECT, related_name="service_records"
    )
    category = models.CharField(max_length=16, choices=ServiceCategory.choices)
    done_on = models.DateField()
    what = models.CharField(max_length=200)
    done_by = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    batch_no = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["estate", "done_on"], name="service_estate_day"),
            models.Index(fields=["batch_no"], condition=Q(batch_no__isnull=False), name="service_batch"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["estate", "fingerprint"], condition=~Q(fingerprint=""), name="service_once")
        ]


class Confirmation(models.TextChoices):
    """How the owner told us that a ticket may be closed."""

    SIGNED = "signed", "业主当面签字"
    MESSAGE = "message", "业主微信或短信确认"
    CALL = "call", "业主电话确认"
    PAGE = "page", "业主在自己的页面确认"
    WITHDRAWN = "withdrawn", "业主自己撤回"


class RepairTicket(Scoped):
    """报修工单. Moves: states.TICKET_MOVES. ``confirmation`` says how the owner closed it."""

    premises = models.ForeignKey(
        "estates.Premises", on_delete=models.PROTECT, related_name="repair_tickets", db_index=False
    )
    what = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=TicketState.choices, default=TicketState.OPEN)
    opened_on = models.DateField()
    fixed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    what_was_done = models.CharField(max_length=200, blank=True)
    confirmation = models.CharField(max_length=12, choices=Confirmation.choices, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    batch_no = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField(null=True)  # the last step somebody took with it here

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="ticket_premises_state"),
            models.Index(fields=["organisation", "state", "opened_on"], name="ticket_waiting"),
            models.Index(fields=["batch_no"], condition=Q(batch_no__isnull=False), name="ticket_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"], condition=~Q(fingerprint=""), name="ticket_once"
            )
        ]

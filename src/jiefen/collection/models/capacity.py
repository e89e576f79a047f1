"""How many households a steward can look after in a day: an agreement with a date, never a measure of a person."""

from __future__ import annotations

from django.db import models

from jiefen.shared.tenancy import Scoped


class StewardCapacity(Scoped):
    """一天谈几户: from ``from_on`` on, until a later row. Append-only; the newest row of a day is the one that holds."""

    steward = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    cards = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField()
    set_by_no = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["steward", "-from_on", "-id"], name="capacity_of_steward")]

"""Relief: a pause for people in trouble, less for an empty home."""

from __future__ import annotations

from django.db import models

from jiefen.collection.states import BreathingState, VacancyState
from jiefen.shared.fields import EncryptedTextField
from jiefen.shared.tenancy import Scoped


class BreathingReason(models.TextChoices):
    """Why somebody needs time."""

    HARDSHIP = "hardship", "经济困难"
    ILLNESS = "illness", "生病"
    BEREAVEMENT = "bereavement", "家里有丧事"
    OTHER = "other", "其他"


class BreathingSpace(Scoped):
    """暂缓催缴 from ``from_on`` to ``until_on``, both included."""

    premises = models.ForeignKey(
        "estates.Premises", on_delete=models.PROTECT, related_name="breathing_spaces", db_index=False
    )
    conversation = models.ForeignKey("collection.Conversation", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=BreathingState.choices, default=BreathingState.REQUESTED)
    reason = models.CharField(max_length=12, choices=BreathingReason.choices)
    words = EncryptedTextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    requested_at = models.DateTimeField()
    requested_by_no = models.BigIntegerField(null=True)
    decided_by_no = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=200, blank=True)  # why refused or ended early
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="breathing_premises"),
            models.Index(fields=["organisation", "state", "until_on"], name="breathing_until"),
        ]


class Vacancy(Scoped):
    """空置. ``percent``: what the owner pays of the fee, by ``rule_ref`` (rules/vacancy or the contract)."""

    premises = models.ForeignKey("estates.Premises", on_delete=models.PROTECT, related_name="vacancies", db_index=False)
    state = models.CharField(max_length=12, choices=VacancyState.choices, default=VacancyState.APPLIED)
    from_on = models.DateField()
    notice_on = models.DateField(null=True)  # the day the owner told us in writing
    until_on = models.DateField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    rule_ref = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField()
    applied_by_no = models.BigIntegerField(null=True)
    decided_by_no = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=200, blank=True)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["premises", "state"], name="vacancy_premises"),
            models.Index(fields=["organisation", "state"], name="vacancy_state"),
        ]

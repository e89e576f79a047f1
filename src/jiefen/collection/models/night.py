"""What the night left behind: one proposal a household, who moved and why, and how far a run has come."""

from __future__ import annotations

from django.db import models

from jiefen.shared.fields import FenField
from jiefen.shared.tenancy import Scoped


class NightState(models.TextChoices):
    """Where a night's run stands."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"


class NightRun(Scoped):
    """One organisation's planning for one day. ``cursor``: every premises up to it is planned, a kill resumes there.

    ``counts``: whole numbers by name, the last pass's. ``is_first``: nothing was proposed before, so nobody moved.
    """

    on = models.DateField()
    state = models.CharField(max_length=8, choices=NightState.choices, default=NightState.RUNNING)
    is_first = models.BooleanField(default=False)
    cursor = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="night_once")]


class Proposal(Scoped):
    """The one next step the night proposes for a household, for all its bills together.

    ``stage``, ``step``, ``reason``: codes of rules/stages. Nothing that changes with the day alone is stored (late
    charges, ages), nor the sentence: it is said from the facts of the moment somebody looks. ``digest`` stands for everything here, so that a night writes only what differs.
    """

    premises = models.OneToOneField(
        "estates.Premises", on_delete=models.CASCADE, primary_key=True, related_name="proposal"
    )
    building = models.ForeignKey("estates.Building", on_delete=models.CASCADE, related_name="+", db_index=False)
    stage = models.CharField(max_length=28)
    step = models.CharField(max_length=10)
    reason = models.CharField(max_length=28)
    score = models.IntegerField()
    outstanding_fen = FenField()
    at_stake_fen = FenField()
    deadline_on = models.DateField(null=True)
    since_on = models.DateField()  # the day this stage and reason were first proposed without a break
    digest = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["building", "-score"], name="proposal_building"),
            models.Index(fields=["organisation", "-score"], name="proposal_organisation"),
        ]


class NightChange(Scoped):
    """One household that moved in a night. An empty reason: no proposal; then ``why`` says why it is left alone."""

    night = models.ForeignKey(NightRun, on_delete=models.CASCADE, related_name="changes")
    premises = models.ForeignKey("estates.Premises", on_delete=models.CASCADE, related_name="+", db_index=False)
    from_reason = models.CharField(max_length=28, blank=True)
    to_reason = models.CharField(max_length=28, blank=True)
    from_stage = models.CharField(max_length=28, blank=True)
    to_stage = models.CharField(max_length=28, blank=True)
    why = models.CharField(max_length=28)
    from_fen = FenField(default=0)  # what was open before and after
    to_fen = FenField(default=0)

    class Meta:
        indexes = [models.Index(fields=["night", "to_reason"], name="change_night")]

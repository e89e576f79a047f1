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


class BuildingProposals(Scoped):
    """The next steps the night proposes in one building, at most one a household for all its bills together.

    ``packed``: rows of engine/proposal_columns, premises ascending. Nothing that changes with the day alone is stored
    (late charges, ages), nor the sentence: it is said from the facts of the moment somebody looks. A million
    households are some eight thousand rows (ADR). ``top_score``, ``top_premises``: of the one shown first;
    ``first_premises``, ``last_premises``: between which all of them stand.
    """

    building = models.OneToOneField(
        "estates.Building", on_delete=models.CASCADE, primary_key=True, related_name="proposals"
    )
    proposals = models.IntegerField()
    top_score = models.IntegerField()
    top_premises = models.BigIntegerField()
    first_premises = models.BigIntegerField()
    last_premises = models.BigIntegerField()
    packed = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-top_score", "top_premises"], name="proposals_organisation"),
            models.Index(fields=["organisation", "first_premises", "last_premises"], name="proposals_between"),
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

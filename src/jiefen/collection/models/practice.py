"""练习: a steward's own talks with simulated owners. Nobody else ever sees them, not even the manager."""

from __future__ import annotations

from django.db import models

from jiefen.shared.fields import EncryptedTextField, FenField
from jiefen.shared.tenancy import Scoped


class PracticeOutcome(models.TextChoices):
    """How it ended; the same words as engine/practice."""

    OPEN = "open", "还在聊"
    WON = "won", "业主自己选了办法"
    PAUSED = "paused", "约好了下一步"
    LOST = "lost", "业主挂了电话"
    LEFT = "left", "没有约定就结束了"


class PracticeSession(Scoped):
    """One practice talk. ``words`` and ``feedback`` are JSON and encrypted: people type what they please.

    ``state`` holds numbers and codes only. ``turns``: utterances of both sides so far; what a page was made from must
    still be that many. ``owed_fen``: the invented sum, or a household's, rounded; no household is named here.
    """

    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    persona = models.CharField(max_length=40)
    seed = models.BigIntegerField()
    owed_fen = FenField()
    with_model = models.BooleanField(default=False)
    words = EncryptedTextField()
    state = models.JSONField()
    turns = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=PracticeOutcome.choices, default=PracticeOutcome.OPEN)
    feedback = EncryptedTextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["membership", "-started_at"], name="practice_mine")]

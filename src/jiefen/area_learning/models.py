"""Whose words may teach the classifier, and what an operator released of them. Platform-wide: questions belong to nobody's organisation."""

from __future__ import annotations

from django.db import models


class LearningConsent(models.Model):
    """The asker's own tick, apart from everything else (个人信息保护法 14, 29); taken back at any time."""

    question = models.OneToOneField("consultations.Question", on_delete=models.CASCADE, related_name="+")
    wording = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["withdrawn_at", "given_at"], name="area_consent_open")]


class AreaCorrection(models.Model):
    """What a model may learn of one question: the words without persons, as an operator left them, and the areas.

    ``areas``: main one first; empty where the operator put the question aside. ``suggested``: what ``model_version`` said.
    """

    question = models.OneToOneField("consultations.Question", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    areas = models.JSONField(default=list)
    suggested = models.CharField(max_length=20)
    model_version = models.CharField(max_length=40)
    by_no = models.BigIntegerField()
    at = models.DateTimeField()

"""Laws and the versions of their articles. Public texts: no organisation, no personal data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Law(models.Model):
    """A law, regulation or judicial interpretation by its name without 中华人民共和国."""

    name = models.CharField(max_length=200, unique=True)
    category = models.CharField(max_length=40, blank=True)


class ArticleVersion(models.Model):
    """The wording of one article from one version of its law.

    ``reference`` is the article's id in the collection it came from, as JSON (a number or a text). ``number`` and
    ``branch``: 第九百四十四条之一 is 944 and 1; 0 when the label is no number. ``version`` is the day this version was
    passed or amended, as the collection says it; ``effective_from`` and ``effective_to`` (exclusive) where known.
    """

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="articles", db_index=False)
    label = models.CharField(max_length=40)
    number = models.IntegerField()
    branch = models.IntegerField(default=0)
    version = models.DateField(null=True)
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    reference = models.CharField(max_length=80)
    position = models.IntegerField()
    fingerprint = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["law", "number", "branch"], name="statute_article_number"),
            models.Index(fields=["reference"], name="statute_article_reference"),
        ]
        constraints = [
            # Two, for an unknown version: SQLite has no NULLS NOT DISTINCT, and there two unknown ones are two values.
            models.UniqueConstraint(
                fields=["law", "label", "version"], condition=Q(version__isnull=False), name="statute_version_once"
            ),
            models.UniqueConstraint(
                fields=["law", "label"], condition=Q(version=None), name="statute_unversioned_once"
            ),
        ]

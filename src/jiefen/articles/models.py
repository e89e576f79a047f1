"""Articles, their versions, pictures, readers and complaints.

A published text is public. A draft is its author's alone (``access``). ``organisation`` is the law firm the author
worked for when he wrote it: its audit chain tells what happened. Readers are keyed hashes (``readers``), never people.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.articles.states import OPEN_REVIEWS, ArticleState, GrievanceState, Outcome, ReviewState
from jiefen.shared.fields import EncryptedTextField
from jiefen.shared.tenancy import Scoped


class Article(Scoped):
    """An article: the draft its author works on, and the revision readers see (``live``)."""

    author = models.ForeignKey("lawyers.Lawyer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ArticleState.choices, default=ArticleState.DRAFT)
    moved_at = models.DateTimeField()
    created_at = models.DateTimeField()
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)
    lead = models.CharField(max_length=240, blank=True)  # empty: made from the text
    area = models.CharField(max_length=20, blank=True)  # empty: found from the text
    topic = models.CharField(max_length=20, blank=True)
    saved_at = models.DateTimeField()
    save_no = models.PositiveIntegerField(default=0)  # counts saves, so that two windows do not overwrite each other
    live = models.ForeignKey("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)  # first publication
    changed_at = models.DateTimeField(null=True)  # last change readers could see
    search_title = models.CharField(max_length=120, blank=True)  # folded: lower case, half width, no blanks
    search_text = models.TextField(blank=True)
    read_count = models.PositiveIntegerField(default=0)
    like_count = models.PositiveIntegerField(default=0)
    favourite_count = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_at"], name="article_public"),
            models.Index(fields=["author", "-saved_at"], name="article_author"),
        ]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """The text as it was handed in, never changed afterwards. ``number`` counts from 1 in the article."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    lead = models.CharField(max_length=240)
    area = models.CharField(max_length=20)
    topic = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # what changed and why; readers see it
    by_no = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]


class Review(Scoped):
    """The operator's look at one revision."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reviews")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=12, choices=ReviewState.choices, default=ReviewState.WAITING)
    moved_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True)  # the author's wish; None: as soon as approved
    findings = models.JSONField(default=list)  # borderline findings of the promotion lint
    note = models.CharField(max_length=500, blank=True)  # the reviewer's words to the author
    reviewer_no = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(state__in=OPEN_REVIEWS), name="review_one_open")
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="review_queue")]


class HistoryNote(models.Model):
    """One line of an article's public history. Append-only."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)  # published, revised, corrected, taken_down, restored, withdrawn
    text = models.CharField(max_length=500, blank=True)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")


class Citation(models.Model):
    """An article of law a revision cites. ``changed_on``: since when a newer wording than the text's holds."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="citations")
    place = models.PositiveSmallIntegerField()
    law = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    branch = models.PositiveIntegerField(default=0)
    version = models.ForeignKey("statutes.ArticleVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    is_known = models.BooleanField(default=False)  # in the imported collection, or one of the shipped gists
    is_changed = models.BooleanField(default=False)
    changed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "law", "number", "branch"], name="article_citation_once")
        ]
        indexes = [models.Index(fields=["law", "number", "branch"], name="article_citation_law")]


class Picture(Scoped):
    """A picture of an article, drawn anew without metadata. ``files``: width in pixels → key of shared/files."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="pictures")
    alt = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    files = models.JSONField(default=dict)
    card_key = models.CharField(max_length=40)  # JPEG for link previews
    fingerprint = models.CharField(max_length=16)
    is_public = models.BooleanField(default=False)  # a published text shows it
    created_at = models.DateTimeField()


class Read(models.Model):
    """A reader was here on that day: only so that he counts once. Forgotten after the day."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    reader = models.CharField(max_length=32)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "reader", "on"], name="article_read_once")]
        indexes = [models.Index(fields=["on"], name="article_read_day")]


class Like(models.Model):
    """点赞."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    reader = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "reader"], name="article_like_once")]


class Favourite(models.Model):
    """收藏."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    reader = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "reader"], name="article_favourite_once")]
        indexes = [models.Index(fields=["reader", "-at"], name="article_favourite_reader")]


class ContentGrievance(Scoped):
    """投诉 about a published text. What people write may be about themselves: encrypted."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="grievances")
    reader = models.CharField(max_length=32)
    address_index = models.CharField(max_length=32)  # keyed hash of the day's network address, against floods
    kind = models.CharField(max_length=16)
    text = EncryptedTextField()
    contact = EncryptedTextField(blank=True)
    state = models.CharField(max_length=12, choices=GrievanceState.choices, default=GrievanceState.FILED)
    moved_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "acknowledge_by"], name="grievance_queue"),
            models.Index(fields=["reader", "filed_at"], name="grievance_reader"),
            models.Index(fields=["address_index", "filed_at"], name="grievance_address"),
        ]


class GrievanceEntry(models.Model):
    """One line of a complaint's history: who said or did what. Append-only."""

    grievance = models.ForeignKey(ContentGrievance, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    side = models.CharField(max_length=12)  # complainant, author, operator
    kind = models.CharField(max_length=16)  # filed, acknowledged, answered, decided, appealed, withdrawn
    outcome = models.CharField(max_length=12, blank=True)
    text = EncryptedTextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grievance", "side"], condition=Q(kind="appealed"), name="grievance_one_appeal_each"
            )
        ]

"""Lawyers and firms. The directory is the platform's, not one organisation's: a card on show is public.

What one lawyer may change is cut to his own card in ``access``. No column anywhere holds a payment for a place.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiefen.lawyers.states import IntroductionState, LicenceState
from jiefen.shared.fields import EncryptedTextField

NUMBER_INDEX = "licence.number"


class LawFirm(models.Model):
    """律师事务所. ``code``: unified code, checked by rules/licence_no. Its lawyers' memberships hang on ``organisation``."""

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, unique=True)
    city_code = models.CharField(max_length=4)
    organisation = models.OneToOneField("accounts.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Lawyer(models.Model):
    """A lawyer's card. ``open_matters`` of ``capacity`` is the load; both live in the ranker's columns as well."""

    user = models.OneToOneField("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    city_code = models.CharField(max_length=4)
    languages = models.JSONField(default=list)
    words = models.JSONField(default=list)  # topics from the area table: what the card is found by
    is_online = models.BooleanField(default=False)
    open_matters = models.PositiveSmallIntegerField(default=0)
    capacity = models.PositiveSmallIntegerField(default=3)
    registered_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["city_code"], name="lawyer_city"),
            models.Index(fields=["name"], name="lawyer_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """Which firm from when to when. One firm at a time (律师法 10)."""

    lawyer = models.ForeignKey(Lawyer, on_delete=models.PROTECT, related_name="affiliations")
    firm = models.ForeignKey(LawFirm, on_delete=models.PROTECT, related_name="affiliations")
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # last day; null: still there

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lawyer"], condition=Q(until_on=None), name="affiliation_one_firm")
        ]


class Licence(models.Model):
    """执业证. The number discloses sex and first year: encrypted, found only through the blind index."""

    lawyer = models.OneToOneField(Lawyer, on_delete=models.PROTECT, related_name="licence")
    number = EncryptedTextField()
    number_index = models.CharField(max_length=32, unique=True)
    first_year = models.PositiveSmallIntegerField(null=True)  # as the number says; None: an old card
    claimed_year = models.PositiveSmallIntegerField(null=True)  # as the person said
    category = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=16, choices=LicenceState.choices, default=LicenceState.SUBMITTED)
    evidence_key = models.CharField(max_length=40, blank=True)  # shared/files: copy or screenshot of the registry
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    checked_by_no = models.BigIntegerField(null=True)
    checked_on = models.DateField(null=True)
    recheck_due_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)  # why refused, suspended or revoked
    submitted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "recheck_due_on"], name="licence_queue")]


class LicencePaper(models.Model):
    """One copy of a licence as it was handed in. The row outlives the file: what was decided on it, by whom, when.

    ``key``: shared/files, "" once deleted; ``decision``: "", verified or refused (the first decision on this copy).
    """

    lawyer = models.ForeignKey(Lawyer, on_delete=models.PROTECT, related_name="papers")
    key = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()
    decision = models.CharField(max_length=16, blank=True)
    decided_on = models.DateField(null=True)
    decided_by_no = models.BigIntegerField(null=True)
    replaced_on = models.DateField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_because = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["replaced_on"], condition=~Q(key=""), name="licence_paper_replaced"),
            models.Index(fields=["decision", "decided_on"], condition=~Q(key=""), name="licence_paper_decided"),
        ]


class PracticeArea(models.Model):
    """An area on a card. ``place`` 1 is the main one."""

    lawyer = models.ForeignKey(Lawyer, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lawyer", "area"], name="practice_area_once")]


class CourtPractice(models.Model):
    """A court the lawyer often appears at."""

    lawyer = models.ForeignKey(Lawyer, on_delete=models.CASCADE, related_name="courts")
    court = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lawyer", "court"], name="court_practice_once")]
        indexes = [models.Index(fields=["court"], name="court_practice_court")]


class Introduction(models.Model):
    """A lawyer's own words on his card, and what waits for review. Only ``published`` is ever shown to others."""

    lawyer = models.OneToOneField(Lawyer, on_delete=models.CASCADE, related_name="introduction")
    published = models.TextField(blank=True)
    draft = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=IntroductionState.choices)
    note = models.CharField(max_length=300, blank=True)  # why it was sent back
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="introduction_queue")]


class VerifiedMatter(models.Model):
    """One concluded matter somebody can look up: its source is kept, the client's name is not."""

    lawyer = models.ForeignKey(Lawyer, on_delete=models.PROTECT, related_name="matters")
    area = models.CharField(max_length=20)
    cause_of_action = models.CharField(max_length=60)
    source = models.CharField(max_length=120)  # e.g. docket number of a published judgment
    concluded_year = models.PositiveSmallIntegerField()
    verified_by_no = models.BigIntegerField(null=True)
    verified_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lawyer", "source"], name="verified_matter_once")]


class Penalty(models.Model):
    """A disciplinary or administrative penalty of a lawyer or of a firm, as it was published. Withdrawn, never deleted.

    ``kind``: its name on the day (rules.penalties); ``no_promotion_until``: the last day cards stay hidden for it.
    """

    lawyer = models.ForeignKey(Lawyer, null=True, on_delete=models.PROTECT, related_name="penalties")
    firm = models.ForeignKey(LawFirm, null=True, on_delete=models.PROTECT, related_name="penalties")
    kind = models.CharField(max_length=60)
    effect = models.CharField(max_length=4, default="show")  # show, hold, end
    authority = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    stopped_until = models.DateField(null=True)  # last day of the stop the decision names
    no_promotion_until = models.DateField(null=True)
    source = models.CharField(max_length=200)
    evidence_key = models.CharField(max_length=40, blank=True)  # shared/files: the decision or a screenshot of it
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by_no = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lawyer=None, firm__isnull=False) | Q(lawyer__isnull=False, firm=None), name="penalty_of_one"
            )
        ]


class PartySide(models.TextChoices):
    """On which side of a matter the firm stands towards a party."""

    ACTS_FOR = "acts_for", "我所当事人"
    AGAINST = "against", "对方当事人"


class ConflictParty(models.Model):
    """One line of a firm's conflict book: whom it acts for or against. The name is shown to the firm alone.

    Looked up only through ``ConflictKey``: nobody reads a name to find a conflict.
    """

    firm = models.ForeignKey(LawFirm, on_delete=models.PROTECT, related_name="conflict_parties")
    # Whose matter it is: it goes with him to another firm. None: the firm's own.
    lawyer = models.ForeignKey(Lawyer, null=True, on_delete=models.PROTECT, related_name="conflict_parties")
    name = EncryptedTextField()
    side = models.CharField(max_length=10, choices=PartySide.choices)
    reference = models.CharField(max_length=40, blank=True)  # the firm's own file number, no facts
    origin = models.CharField(max_length=40, blank=True)  # who wrote it: "", "sheet" or another context's code
    added_on = models.DateField()
    ended_on = models.DateField(null=True)  # the engagement's last day; the row itself goes later (rules.party_names)

    class Meta:
        indexes = [models.Index(fields=["firm", "added_on"], name="conflict_book")]


class ConflictKey(models.Model):
    """Blind index of one way to write a party's name, or of its number."""

    party = models.ForeignKey(ConflictParty, on_delete=models.CASCADE, related_name="keys")
    key_index = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_index", "party"], name="conflict_key_once")]

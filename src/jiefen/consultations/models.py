"""Questions of the free lane and everything that hangs on one. They belong to the platform, not to a firm.

What a person wrote is encrypted; who may read it is decided by ``access`` (the visitor who asked) and by the seats of
the conversation (the lawyer who accepted).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiefen.audit.actions import PLATFORM
from jiefen.consultations.states import FeedbackVerdict, GrievanceState, OfferState, Purpose, QuestionState
from jiefen.shared.fields import EncryptedTextField


class Question(models.Model):
    """One person's question. ``area``: the guess he did not correct; ``label``: its broad label; ``flags``: urgency codes.

    ``asked_at``: his first message, where the clock starts; ``answered_at``: the first message a lawyer wrote.
    ``seen_at``: when the client's page was last open; ``scanned_seq``: how far safety has read along.
    """

    organisation_id = PLATFORM  # whose audit chain tells of it
    public_id = models.CharField(max_length=24, unique=True)
    visitor = models.ForeignKey("accounts.Visitor", on_delete=models.PROTECT, related_name="+")
    address_index = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.DRAFTED)
    words = EncryptedTextField(blank=True)
    city_code = models.CharField(max_length=4, blank=True)
    area = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=20, blank=True)
    flags = models.JSONField(default=list)
    drafted_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("lawyers.Lawyer", null=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    lawyer = models.ForeignKey("lawyers.Lawyer", null=True, on_delete=models.PROTECT, related_name="+")
    returning_to = models.ForeignKey("lawyers.Lawyer", null=True, on_delete=models.PROTECT, related_name="+")
    thread = models.OneToOneField("chat.Thread", null=True, on_delete=models.PROTECT, related_name="+")
    scanned_seq = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=30, blank=True)  # why it was closed, returned or voided: a code
    forgotten_at = models.DateTimeField(null=True)  # the client had his words deleted
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "asked_at"], name="question_waiting"),
            models.Index(fields=["asked_at"], name="question_asked"),
            models.Index(fields=["visitor", "drafted_at"], name="question_visitor"),
            models.Index(fields=["address_index", "drafted_at"], name="question_address"),
            models.Index(fields=["lawyer", "state"], name="question_lawyer"),
        ]


class QuestionParty(models.Model):
    """Somebody named for the conflict check. The lawyer who accepted may read it, nobody before."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="parties")
    name = EncryptedTextField()
    is_asker = models.BooleanField()


class Consent(models.Model):
    """What was agreed to, in which words, when."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    wording = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "purpose"], name="consent_once")]


class AnswerContact(models.Model):
    """A phone for one message, “a lawyer has answered”. Never asked for before help; deleted once it was used."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="contact")
    phone = EncryptedTextField()
    given_at = models.DateTimeField()


class Offer(models.Model):
    """One lawyer asked about one question."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="offers")
    lawyer = models.ForeignKey("lawyers.Lawyer", on_delete=models.PROTECT, related_name="+")
    membership_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    score = models.FloatField(default=0.0)
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=30, blank=True)  # why declined or returned: a code

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "lawyer"], condition=Q(state=OfferState.OPEN), name="offer_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "until"], name="offer_open"),
            models.Index(fields=["lawyer", "offered_at"], name="offer_lawyer"),
        ]


class QuestionEvent(models.Model):
    """What the clock reads: append-only in the database (migration 0002). ``kind``: rules.service_clock.Kind."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    lawyer_no = models.BigIntegerField(null=True)


class Desk(models.Model):
    """A lawyer as dispatch sees him. ``acceptance`` 0 to 1, ``ignored``: unanswered offers in a row."""

    lawyer = models.OneToOneField("lawyers.Lawyer", on_delete=models.PROTECT, primary_key=True, related_name="+")
    membership_id = models.BigIntegerField(unique=True)
    is_online = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField(default=3)
    acceptance = models.FloatField(default=0.5)
    ignored = models.PositiveSmallIntegerField(default=0)
    offline_reason = models.CharField(max_length=20, blank=True)  # himself, ignored, away

    class Meta:
        indexes = [models.Index(fields=["is_online", "seen_at"], name="desk_online")]


class DutyShift(models.Model):
    """A lawyer promised to be there. Hours in China; ``ends_at`` exclusive."""

    lawyer = models.ForeignKey("lawyers.Lawyer", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="shift_start")]


class Feedback(models.Model):
    """Whether it helped, and what is missing. The newest counts."""

    MISSING: ClassVar = {
        "not_understood": "没听懂我的意思", "too_general": "太笼统", "no_steps": "没说下一步怎么做",
        "too_short": "太匆忙", "attitude": "态度", "other": "别的",
    }  # fmt: skip

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="feedback")
    lawyer = models.ForeignKey("lawyers.Lawyer", null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=FeedbackVerdict.choices)
    missing = models.JSONField(default=list)
    words = EncryptedTextField(blank=True)
    wants_second = models.BooleanField(default=False)
    given_at = models.DateTimeField()


class Rating(models.Model):
    """Stars of a service that ended. Its words are read by the lawyer and the operator; the public sees mean and n."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="rating")
    lawyer = models.ForeignKey("lawyers.Lawyer", on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()
    words = EncryptedTextField(blank=True)
    rated_at = models.DateTimeField()
    answer = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)


class Grievance(models.Model):
    """A complaint about the service, for the operator."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="grievances")
    words = EncryptedTextField()
    state = models.CharField(max_length=10, choices=GrievanceState.choices, default=GrievanceState.OPEN)
    raised_at = models.DateTimeField()
    answer = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_no = models.BigIntegerField(null=True)


class TranscriptReading(models.Model):
    """Staff read a conversation: who, when, why. Shown to the client."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="readings")
    membership_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    reason = models.CharField(max_length=100)
    at = models.DateTimeField()


class RecordHold(models.Model):
    """A lawyer keeps the record by rule: the client cannot have it deleted until ``until_on`` has passed, or it is released."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="holds")
    lawyer = models.ForeignKey("lawyers.Lawyer", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16)  # rules.forgetting.hold_reasons
    held_at = models.DateTimeField()
    until_on = models.DateField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "lawyer", "reason"], name="record_held_once")]


class DispatchTurn(models.Model):
    """One row: its lock lets one decision happen at a time, ``next_at`` keeps one chain of ticks going."""

    next_at = models.DateTimeField(null=True)

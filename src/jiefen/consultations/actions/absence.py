"""Talks whose lawyer cannot go on: he left his firm, his place was closed, or his licence was suspended or revoked.

The client must not sit before somebody who can no longer write: the question goes back to the queue with its clock.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from jiefen.accounts.models import Membership
from jiefen.consultations.actions.replies import note_first_reply
from jiefen.consultations.actions.talking import give_up, relock
from jiefen.consultations.models import Offer, Question
from jiefen.consultations.states import MoveRefused, OfferState, QuestionState
from jiefen.consultations.wakeup import look_after_commit
from jiefen.lawyers.models import Licence
from jiefen.lawyers.states import LicenceState

REASON = "absent"
SENTENCE = "这位律师不能接着答了，正在为您找下一位。之前写的都还在。"


def return_of_absent(*, at: dt.datetime) -> int:
    """Give back every talk whose lawyer can no longer write in it. Returns how many. Three queries when there is none."""
    mine = Offer.objects.filter(
        state=OfferState.ACCEPTED, question__state=QuestionState.ACCEPTED, lawyer=F("question__lawyer")
    )
    held = {row["question"]: row for row in mine.order_by("pk").values("question", "membership_id", "lawyer")}
    there = set(
        Membership.objects.filter(pk__in={row["membership_id"] for row in held.values()}, is_active=True)
        .values_list("pk", flat=True)
    )  # fmt: skip
    barred = set(
        Licence.objects.filter(
            lawyer__in={row["lawyer"] for row in held.values()},
            state__in=(LicenceState.SUSPENDED, LicenceState.REVOKED),
        ).values_list("lawyer_id", flat=True)
    )  # fmt: skip
    absent = [
        number for number, row in held.items() if row["membership_id"] not in there or row["lawyer"] in barred
    ]  # fmt: skip
    return sum(_return(number, at) for number in absent)


def _return(number: int, at: dt.datetime) -> bool:
    question = Question.objects.select_related("thread").get(pk=number)
    try:
        with transaction.atomic():
            relock(question, QuestionState.ACCEPTED)
            note_first_reply(question, at=at)
            give_up(question, by_no=None, reason=REASON, at=at, sentence=SENTENCE)
    except MoveRefused:  # ended or handed over a moment ago
        return False
    look_after_commit(at)
    return True

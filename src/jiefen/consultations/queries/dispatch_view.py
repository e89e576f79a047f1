"""What the decision sees: the waiting list and the lawyers who are there, as rows of ``engine/dispatch``."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from jiefen.consultations.models import Offer, Question, QuestionParty
from jiefen.consultations.queries.present_desks import desks_there, places_taken
from jiefen.consultations.states import WAITING_STATES, OfferState
from jiefen.engine.dispatch import OPEN, OnDuty, Waiting
from jiefen.lawyers.models import Affiliation, Licence, PracticeArea
from jiefen.lawyers.queries import conflicted_lawyers
from jiefen.lawyers.states import LicenceState
from jiefen.rules.dispatch import DispatchRules, labels_on
from jiefen.shared.clock import day_of

SHOWN_FOR = dt.timedelta(days=1)  # offers this old still count as “asked lately”
REFUSING = (OfferState.DECLINED, OfferState.RETURNED)


def waiting_rows(questions: Sequence[Question]) -> list[Waiting]:
    """These waiting questions with whom they may not reach. Two queries, and one a question that names somebody."""
    asked: dict[int, dict[int, float]] = defaultdict(dict)
    refused: dict[int, set[int]] = defaultdict(set)
    for offer in Offer.objects.filter(question__in=questions).order_by("pk"):
        asked[offer.question_id][offer.lawyer_id] = OPEN if offer.ended_at is None else offer.ended_at.timestamp()
        if offer.state in REFUSING:
            refused[offer.question_id].add(offer.lawyer_id)
    named: dict[int, list[QuestionParty]] = defaultdict(list)
    for party in QuestionParty.objects.filter(question__in=questions):
        named[party.question_id].append(party)
    return [
        Waiting(
            each.pk, each.asked_at.timestamp(), each.label, each.city_code,
            conflicted_with(named[each.pk]) | refused[each.pk], asked[each.pk], each.returning_to_id,
        )
        for each in questions if each.asked_at is not None
    ]  # fmt: skip


def conflicted_with(parties: Iterable[QuestionParty]) -> frozenset[int]:
    """Lawyers who must not be asked: their firm acts against the asker or for the other side. One query, none without names."""
    people = list(parties)
    return conflicted_lawyers(
        (), asker=[each.name for each in people if each.is_asker],
        other_side=[each.name for each in people if not each.is_asker],
    )  # fmt: skip


def duty_rows(at: dt.datetime, rules: DispatchRules) -> list[OnDuty]:
    """Everybody who may be asked now, in the order of their numbers. Eight queries."""
    desks = list(desks_there(at, rules))
    ids = [each.lawyer_id for each in desks]
    verified = set(Licence.objects.filter(lawyer__in=ids, state=LicenceState.VERIFIED).values_list("lawyer", flat=True))
    at_firm = set(Affiliation.objects.filter(lawyer__in=ids, until_on=None).values_list("lawyer", flat=True))
    label_of, labels = labels_on(day_of(at)), defaultdict(set)
    for lawyer, area in PracticeArea.objects.filter(lawyer__in=ids).values_list("lawyer", "area"):
        labels[lawyer].add(label_of.get(area, ""))
    recent = Offer.objects.filter(lawyer__in=ids, offered_at__gt=at - SHOWN_FOR)
    shown, taken = Counter(recent.values_list("lawyer", flat=True)), places_taken(ids)
    return [
        OnDuty(
            each.lawyer_id, each.places, taken[each.lawyer_id], labels[each.lawyer_id], each.lawyer.city_code,
            each.acceptance, shown[each.lawyer_id],
        )
        for each in desks if each.lawyer_id in verified and each.lawyer_id in at_firm
    ]  # fmt: skip


def waiting_questions() -> list[Question]:
    """The waiting list, oldest first. One query."""
    return list(Question.objects.filter(state__in=WAITING_STATES).order_by("asked_at", "pk"))

"""What a lawyer sees at his desk: offers (type and region only), his talks, the queue by area, his own figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Avg, Count

from jiefen.accounts.actors import Actor
from jiefen.consultations.access import lawyer_of
from jiefen.consultations.models import Desk, DutyShift, Offer, Question, Rating
from jiefen.consultations.queries.readings import share_of_lawyer
from jiefen.consultations.states import WAITING_STATES, OfferState, QuestionState
from jiefen.lawyers.models import Affiliation, Lawyer
from jiefen.rules.asking import URGENT
from jiefen.rules.regions import cities
from jiefen.rules.service_clock import Share

FIGURES_DAYS: Final = 30
LATEST_RATINGS: Final = 10


@dataclass(frozen=True)
class OfferCard:
    """Before accepting: kind of matter and region, how long the person waits, whether it is urgent. No facts, no names."""

    offer_id: int
    label: str
    area: str
    city: str
    asked_at: dt.datetime
    until: dt.datetime
    is_urgent: bool
    is_return: bool  # somebody he helped before


@dataclass(frozen=True)
class Talk:
    """One conversation he has. ``awaits_reply``: nobody has written by hand yet."""

    public_id: str
    thread_id: str
    area: str
    city: str
    asked_at: dt.datetime
    awaits_reply: bool
    is_urgent: bool
    is_demo: bool


@dataclass(frozen=True)
class OwnFigures:
    """The last thirty days. Every share comes with its n."""

    share: Share
    offers: int
    accepted: int
    ignored: int
    ratings: int
    stars: float | None


@dataclass(frozen=True)
class DeskView:
    """Everything the desk's page shows."""

    lawyer: Lawyer
    desk: Desk | None
    offers: tuple[OfferCard, ...]
    talks: tuple[Talk, ...]
    queue: tuple[tuple[str, int], ...]  # label → how many wait


def desk_of(actor: Actor, *, at: dt.datetime) -> DeskView:
    """The whole desk. Raises NotPermitted, NotFound. Seven queries."""
    lawyer = lawyer_of(actor)
    open_offers = Offer.objects.filter(lawyer=lawyer, state=OfferState.OPEN, until__gt=at).select_related("question")
    talks = Question.objects.filter(lawyer=lawyer, state=QuestionState.ACCEPTED).select_related("thread")
    waiting = Question.objects.filter(state__in=WAITING_STATES).values("label").annotate(n=Count("pk"))
    return DeskView(
        lawyer,
        Desk.objects.filter(lawyer=lawyer).first(),
        tuple(_card(each) for each in open_offers.order_by("until", "pk")),
        tuple(_talk(each) for each in talks.order_by("asked_at")),
        tuple((each["label"] or "其他", each["n"]) for each in waiting.order_by("-n", "label")),
    )


def offer_card(offer: Offer) -> OfferCard:
    """One offer as the desk shows it; its question should be loaded."""
    return _card(offer)


def own_figures(actor: Actor, *, at: dt.datetime) -> OwnFigures:
    """His own figures. Raises NotPermitted, NotFound. Six queries."""
    lawyer, since = lawyer_of(actor), at - dt.timedelta(days=FIGURES_DAYS)
    asked = dict(
        Offer.objects.filter(lawyer=lawyer, offered_at__gte=since).values_list("state").annotate(n=Count("pk"))
    )
    rated = Rating.objects.filter(lawyer=lawyer).aggregate(n=Count("pk"), stars=Avg("stars"))
    return OwnFigures(
        share_of_lawyer(lawyer.pk, since, at=at),
        sum(n for state, n in asked.items() if state not in (OfferState.WITHDRAWN, OfferState.OPEN)),
        asked.get(OfferState.ACCEPTED, 0) + asked.get(OfferState.RETURNED, 0),
        asked.get(OfferState.IGNORED, 0),
        rated["n"],
        rated["stars"],
    )


def ratings_of(lawyer_id: int) -> list[Rating]:
    """Ratings of a lawyer, newest first, for himself. One query."""
    return list(
        Rating.objects.filter(lawyer=lawyer_id).select_related("question").order_by("-rated_at")[:LATEST_RATINGS]
    )


def shifts_of(lawyer_id: int, *, at: dt.datetime) -> list[DutyShift]:
    """Promised hours from now on. One query."""
    return list(DutyShift.objects.filter(lawyer=lawyer_id, ends_at__gt=at).order_by("starts_at"))


def colleagues_there(lawyer_id: int) -> list[Lawyer]:
    """Colleagues of the firm who are online, to hand over to. One query."""
    firm = Affiliation.objects.filter(lawyer=lawyer_id, until_on=None).values("firm")
    at_firm = Affiliation.objects.filter(firm__in=firm, until_on=None).exclude(lawyer=lawyer_id).values("lawyer")
    online = Desk.objects.filter(is_online=True, lawyer__in=at_firm).select_related("lawyer")
    return [each.lawyer for each in online.order_by("lawyer__name")]


def _card(offer: Offer) -> OfferCard:
    question = offer.question
    assert question.asked_at is not None  # noqa: S101 — only asked questions are offered
    return OfferCard(
        offer.pk, question.label or "其他", question.area or "其他", city_name(question.city_code), question.asked_at,
        offer.until, is_urgent(question), question.returning_to_id == offer.lawyer_id,
    )  # fmt: skip


def _talk(question: Question) -> Talk:
    assert question.asked_at is not None and question.thread is not None  # noqa: S101 — it was accepted
    return Talk(
        question.public_id, question.thread.public_id, question.area, city_name(question.city_code), question.asked_at,
        question.answered_at is None, is_urgent(question), question.is_demo,
    )  # fmt: skip


def is_urgent(question: Question) -> bool:
    """Whether hours count in this matter."""
    return any(code in URGENT for code in question.flags)


def city_name(code: str) -> str:
    """The city's name; 未填地区 without one."""
    return cities()[code].name if code in cities() else "未填地区"

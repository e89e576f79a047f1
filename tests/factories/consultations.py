"""Questions for tests: a visitor who asks, lawyers who are there, one tick of dispatch."""

from __future__ import annotations

import datetime as dt
from itertools import count

from jiefen.accounts.actors import Actor
from jiefen.accounts.visitors import new_visitor
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions import messages
from jiefen.consultations.actions import duty, intake
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.actions.offers import accept_offer
from jiefen.consultations.models import Desk, Offer, Question
from jiefen.consultations.states import OfferState, Purpose
from jiefen.lawyers.models import Lawyer
from tests.factories.lawyers import make_office, make_operator
from tests.factories.world import AT

WORDS = "公司拖欠了我三个月工资，现在让我自己辞职，我该怎么办？"
CONSENTS = {Purpose.ANSWER, Purpose.CONFLICT_CHECK}
_ids = count(1)


def later(seconds: float) -> dt.datetime:
    return AT + dt.timedelta(seconds=seconds)


def make_question(
    *, words: str = WORDS, others: tuple[str, ...] = (), own_name: str = "", visitor_id: int = 0,
    area: str = "劳动社保", city_code: str = "3205", at: dt.datetime = AT, address: str = "10.0.0.1",
) -> Question:  # fmt: skip
    visitor = visitor_id or new_visitor(at=at)[0]
    question = intake.draft(visitor_id=visitor, address=address, own_name=own_name, others=others, at=at)
    intake.describe(question=question, words=words, city_code=city_code, at=at)
    return intake.ask(question=question, area=area, agreed=CONSENTS, at=at)


def make_lawyers(many: int, *, places: int = 3, at: dt.datetime = AT) -> list[tuple[Lawyer, Actor]]:
    """Verified lawyers of one firm, online."""
    _, people = make_office(make_operator(), lawyers=many)
    for _, actor in people:
        duty.go_online(places=places, by=actor, at=at)
    return people


def accepted(question: Question, *, at: dt.datetime | None = None) -> tuple[Question, Actor, Lawyer]:
    """One lawyer comes online, is asked, accepts."""
    at = at or later(5)
    [(lawyer, actor)] = make_lawyers(1, at=at)
    tick(at=at)
    offer = Offer.objects.get(question=question, lawyer=lawyer, state=OfferState.OPEN)
    return accept_offer(offer_id=offer.pk, by=actor, at=at), actor, lawyer


def writes(
    actor: Actor, question: Question, text: str = "您好，请先把劳动合同和工资流水留好。", *, at: dt.datetime
) -> None:
    """The lawyer writes in the conversation, as the live page does."""
    assert question.thread is not None
    seat = seat_for(Person(membership_id=actor.membership_id), question.thread.public_id)
    messages.post_message(by=seat, client_id=f"lawyer-{next(_ids):08d}", text=text, at=at)


def client_writes(question: Question, text: str, *, at: dt.datetime) -> None:
    assert question.thread is not None
    seat = seat_for(Person(visitor_id=question.visitor_id), question.thread.public_id)
    messages.post_message(by=seat, client_id=f"client-{next(_ids):08d}", text=text, at=at)


def seen(at: dt.datetime) -> None:
    """Every lawyer's page is open at ``at``."""
    Desk.objects.update(seen_at=at)


def said(question: Question) -> list[str]:
    from jiefen.chat.models import Message

    return [each.body for each in Message.objects.filter(thread=question.thread_id).order_by("seq")]

"""The doors to a question: the visitor who asked, the lawyer who has it, the operator. Nobody else knows it exists."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.consultations.models import Offer, Question
from jiefen.consultations.states import OfferState, QuestionState
from jiefen.lawyers.models import Affiliation, Lawyer, Licence
from jiefen.lawyers.states import LicenceState
from jiefen.shared.errors import NotFound


def question_of_visitor(visitor_id: int | None, public_id: str) -> Question:
    """The visitor's own question. Raises NotFound. One query."""
    rows = Question.objects.filter(visitor_id=visitor_id or 0, public_id=public_id)
    return _found(rows.select_related("thread", "lawyer").first())


def question_for_lawyer(actor: Actor, public_id: str) -> Question:
    """A question this lawyer has, or had until it was closed. Raises NotPermitted, NotFound."""
    lawyer = lawyer_of(actor)
    mine = Question.objects.filter(public_id=public_id, lawyer=lawyer)
    return _found(
        mine.filter(state__in=(QuestionState.ACCEPTED, QuestionState.CLOSED)).select_related("thread").first()
    )


def question_for_operator(actor: Actor, public_id: str) -> Question:
    """Any question that was asked. What it says is read through ``actions.staff.read_transcript``. Raises NotPermitted, NotFound."""
    actor.require(Capability.RUN_SERVICE)
    rows = Question.objects.filter(public_id=public_id).exclude(asked_at=None)
    return _found(rows.select_related("thread", "lawyer").first())


def offer_for(actor: Actor, offer_id: int) -> Offer:
    """An offer made to this lawyer. Raises NotPermitted, NotFound."""
    lawyer = lawyer_of(actor)
    found = Offer.objects.filter(pk=offer_id, lawyer=lawyer).select_related("question", "question__thread").first()
    if found is None or (found.state == OfferState.OPEN and found.question.state == QuestionState.DRAFTED):
        raise NotFound
    return found


def lawyer_of(actor: Actor) -> Lawyer:
    """The actor's own card. Raises NotPermitted, NotFound. Two queries."""
    actor.require(Capability.ANSWER_QUESTIONS)
    user_id = user_id_of(actor)
    found = None if user_id is None else Lawyer.objects.filter(user_id=user_id).first()
    if found is None:
        raise NotFound("你还没有律师名片。请先到“名片”登记并通过核验，再来接待。")
    return found


def is_verified(lawyer_id: int) -> bool:
    """Whether the licence is verified and he works at a firm: without both nobody is asked. One query."""
    at_firm = Affiliation.objects.filter(until_on=None).values("lawyer")
    return Licence.objects.filter(lawyer_id=lawyer_id, state=LicenceState.VERIFIED, lawyer__in=at_firm).exists()


def _found(question: Question | None) -> Question:
    if question is None:
        raise NotFound
    return question

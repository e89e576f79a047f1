"""The only door to collection's rows. Another organisation's row, or one out of a steward's reach, is NotFound."""

from __future__ import annotations

from typing import TypeVar

from jiefen.accounts.actors import Actor
from jiefen.collection.models import (
    Aftercare,
    Attachment,
    BreathingSpace,
    ContactAttempt,
    ContactWish,
    Dispute,
    FollowUp,
    PromiseToPay,
    Rehearsal,
    RepaymentPlan,
    Vacancy,
    WaiverRequest,
)
from jiefen.estates.queries import within_reach
from jiefen.shared.errors import NotFound
from jiefen.shared.tenancy import Scoped

R = TypeVar("R", bound=Scoped)


def get_attempt_for(actor: Actor, attempt_id: int) -> ContactAttempt:
    """The contact with its premises, or NotFound."""
    return _one(actor, ContactAttempt, attempt_id)


def get_attachment_for(actor: Actor, attachment_id: int) -> Attachment:
    """The attachment with its contact and premises, or NotFound."""
    return _one(actor, Attachment, attachment_id, "attempt__premises")


def get_rehearsal_for(actor: Actor, rehearsal_id: int) -> Rehearsal:
    """The rehearsal with its premises, or NotFound."""
    return _one(actor, Rehearsal, rehearsal_id)


def get_follow_up_for(actor: Actor, follow_up_id: int) -> FollowUp:
    """The follow-up with its premises, or NotFound."""
    return _one(actor, FollowUp, follow_up_id)


def get_wish_for(actor: Actor, wish_id: int) -> ContactWish:
    """The wish with its premises, or NotFound."""
    return _one(actor, ContactWish, wish_id)


def get_promise_for(actor: Actor, promise_id: int) -> PromiseToPay:
    """The promise with its premises, or NotFound."""
    return _one(actor, PromiseToPay, promise_id)


def get_plan_for(actor: Actor, plan_id: int) -> RepaymentPlan:
    """The plan with its premises, or NotFound."""
    return _one(actor, RepaymentPlan, plan_id)


def get_dispute_for(actor: Actor, dispute_id: int) -> Dispute:
    """The dispute with its premises, or NotFound."""
    return _one(actor, Dispute, dispute_id)


def get_breathing_space_for(actor: Actor, breathing_id: int) -> BreathingSpace:
    """The breathing space with its premises, or NotFound."""
    return _one(actor, BreathingSpace, breathing_id)


def get_vacancy_for(actor: Actor, vacancy_id: int) -> Vacancy:
    """The vacancy with its premises, or NotFound."""
    return _one(actor, Vacancy, vacancy_id)


def get_waiver_request_for(actor: Actor, request_id: int) -> WaiverRequest:
    """The waiver request with its premises, or NotFound."""
    return _one(actor, WaiverRequest, request_id)


def get_aftercare_for(actor: Actor, aftercare_id: int) -> Aftercare:
    """The aftercare with its premises, or NotFound."""
    return _one(actor, Aftercare, aftercare_id)


def _one(actor: Actor, model: type[R], row_id: int, to_premises: str = "premises") -> R:
    """Premises whose import was undone are hidden, and everything said about them with them."""
    shown = {f"{to_premises}__withdrawn_at": None, "pk": row_id}
    found = model.objects.filter(within_reach(actor, f"{to_premises}__estate"), **shown).select_related(to_premises)
    row = found.first()
    if not isinstance(row, model):
        raise NotFound
    return row

"""Contacts over the API: whom to talk to, may we, and what happened. The same actions as the pages call."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from jiefen.accounts.roles import Capability
from jiefen.collection.actions import begin_contact, record_contact
from jiefen.collection.models import ContactAttempt
from jiefen.collection.queries.today import todays_list
from jiefen.estates.queries import own_building_ids
from jiefen.shared import clock
from jiefen.web.api.door import actor_in
from jiefen.web.api.shapes import Answer, ContactIn, ContactOut, Proposed, Question, proposed

router = Router(tags=["collection"])


@router.get("/today", response=list[Proposed], summary="今天先聊的住户")
def today(request: HttpRequest) -> list[dict[str, Any]]:
    """The list of whoever calls: a steward's buildings, or everything for those who see all estates."""
    actor = actor_in(request)
    actor.require(Capability.VIEW_HOUSEHOLD)
    own = None if actor.can(Capability.VIEW_ALL_ESTATES) else own_building_ids(actor)
    now = clock.now()
    cards = todays_list(
        actor,
        today=clock.day_of(now),
        building_ids=own,
        steward_id=None if own is None else actor.membership_id,
        at=now,
    )
    return [proposed(card) for card in cards]


@router.post("/contacts/begin", response=Answer, summary="现在可以联系吗")
def begin(request: HttpRequest, question: Question) -> Any:
    """Yes, and that it began is logged; or a refusal (409) that names the rule and says from when on."""
    return begin_contact(**question.dict(), by=actor_in(request), at=clock.now())


@router.post("/contacts", response={201: ContactOut}, summary="记下一次联系")
def record(request: HttpRequest, contact: ContactIn) -> Status[ContactAttempt]:
    """Write a contact down, once per ``client_key``."""
    attempt = record_contact(
        premises_id=contact.premises_id, draft=contact.draft(), client_key=str(contact.client_key),
        by=actor_in(request), at=clock.now(),
    )  # fmt: skip
    return Status(201, attempt)

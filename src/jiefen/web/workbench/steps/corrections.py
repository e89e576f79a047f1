"""Correcting a contact: the facts of it as they were recorded, changed where they were wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from jiefen.accounts.actors import Actor
from jiefen.collection.access import get_attempt_for
from jiefen.collection.actions import Talk, correct_contact
from jiefen.collection.models import Channel, ContactAttempt, IdentityCheck, InitiatedBy, Purpose, Reached
from jiefen.collection.queries.recorded import draft_of
from jiefen.shared.clock import CHINA
from jiefen.web.workbench.steps import fields

_FACTS: Final = ("channel", "reached", "initiated_by", "purpose", "identity_check", "note")
ASKS: Final[Mapping[str, fields.Field]] = {
    "reached": fields.radios("联系上了谁", Reached.choices),
    "channel": fields.radios("怎么联系的", Channel.choices),
    "initiated_by": fields.radios("谁先联系的", InitiatedBy.choices),
    "purpose": fields.radios("为了什么", Purpose.choices),
    "happened_at": fields.moment("什么时候"),
    "identity_check": fields.radios("怎么确认是他", IdentityCheck.choices),
    "owner_words": fields.area("业主的原话"),
    "note": fields.line("备注"),
    "admits_breach": fields.tick("这次联系确实碰到了规矩，如实登记为违规"),
    "client_key": fields.hidden_key,
}


def as_recorded(attempt: ContactAttempt) -> dict[str, Any]:
    """What the form says first."""
    draft = draft_of(attempt)
    facts = {name: getattr(draft, name) for name in _FACTS}
    words = draft.talk.owner_words if draft.talk else ""
    happened_at = draft.at.astimezone(CHINA).replace(tzinfo=None)
    admits = bool(attempt.breach_rule)
    return {**facts, "happened_at": happened_at, "owner_words": words, "admits_breach": admits}


def correct(
    *, attempt_id: int, client_key: Any, owner_words: str, by: Actor, at: dt.datetime, **facts: Any
) -> ContactAttempt:
    """The record with the form's facts instead of its own; everything else of the talk stays. Raises as correct_contact."""
    recorded = draft_of(get_attempt_for(by, attempt_id))
    reached = facts["reached"] != Reached.NOBODY
    talk = replace(recorded.talk or Talk(), owner_words=owner_words) if reached else None
    happened_at = _to_the_second(facts.pop("happened_at"), recorded.at)
    draft = replace(recorded, **facts, at=happened_at, talk=talk)
    return correct_contact(attempt_id=attempt_id, draft=draft, client_key=str(client_key), by=by, at=at)


def _to_the_second(said: dt.datetime, recorded: dt.datetime) -> dt.datetime:
    """The picker knows minutes: an unchanged minute is the recorded instant."""
    return recorded if recorded.replace(second=0, microsecond=0) == said else said

"""The shapes of the API. Money is integer 分, instants are ISO 8601 with an offset, days are ISO dates."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime

from jiefen.collection.actions import (
    BreathingDraft,
    ContactDraft,
    DisputeDraft,
    FollowUpDraft,
    ObstacleDraft,
    PlanDraft,
    PromiseDraft,
    Talk,
    WishDraft,
)


class Question(Schema):
    """May we? ``channel``: phone, visit, message, letter, in_person_office; ``purpose``: bill, care, aftercare, …"""

    premises_id: int
    channel: str
    purpose: str = "bill"


class Answer(Schema):
    """Yes, with the sentence a person reads."""

    allowed: bool
    rule: str | None
    message: str
    earliest: dt.datetime | None


class ObstacleIn(Schema):
    """An obstacle heard."""

    code: str
    sub_reason: str = ""


class TalkIn(Schema):
    """What was said."""

    owner_words: str = ""
    mood: str = "unknown"
    questions_asked: list[str] = []
    have: str = ""
    want: str = ""
    chosen_option: str = ""
    choice_words: str = ""
    next_step_on: dt.date | None = None
    next_step_what: str = ""
    rehearsal_id: int | None = None
    obstacles: list[ObstacleIn] = []


class PromiseIn(Schema):
    """A promise to pay."""

    amount_fen: int
    due_on: dt.date
    charge_ids: list[int] = []


class PlanIn(Schema):
    """Instalments, one a month."""

    months: int
    first_due_on: dt.date
    waive_late_charge_fen: int = 0
    agreed_by: str = ""


class DisputeIn(Schema):
    """A line of the bill that is contested."""

    charge_ids: list[int]
    reason: str
    words: str = ""


class BreathingIn(Schema):
    """A pause the owner asks for."""

    reason: str
    from_on: dt.date
    until_on: dt.date
    words: str = ""


class FollowUpIn(Schema):
    """What is to happen."""

    what: str
    due_on: dt.date
    kind: str = "next_step"
    due_time: dt.time | None = None


class WishIn(Schema):
    """How the owner wants to be contacted."""

    kind: str
    words: str = ""
    from_hour: int | None = None
    to_hour: int | None = None


class ContactIn(Schema):
    """One contact with everything decided in it. ``client_key``: a UUID you make; sent again, it is the same contact."""

    premises_id: int
    client_key: UUID
    channel: str
    at: AwareDatetime
    reached: str = "nobody"
    initiated_by: str = "us"
    purpose: str = "bill"
    identity_check: str = "not_checked"
    duration_s: int | None = None
    proof: str = ""
    note: str = ""
    admits_breach: bool = False
    talk: TalkIn | None = None
    promise: PromiseIn | None = None
    plan: PlanIn | None = None
    dispute: DisputeIn | None = None
    breathing: BreathingIn | None = None
    follow_ups: list[FollowUpIn] = []
    wishes: list[WishIn] = []
    tickets: list[str] = []

    def draft(self) -> ContactDraft:
        """The same as the action takes it."""
        plain = self.dict(exclude={"premises_id", "client_key"})
        talk = plain.pop("talk")
        if talk is not None:
            obstacles = tuple(ObstacleDraft(**each) for each in talk.pop("obstacles"))
            plain["talk"] = Talk(**_tuples(talk), obstacles=obstacles)
        for name, kind in _PARTS.items():
            if plain[name] is not None:
                plain[name] = kind(**_tuples(plain[name]))
        for name, kind in _LISTS.items():
            plain[name] = tuple(kind(**each) for each in plain[name])
        return ContactDraft(**_tuples(plain))


_PARTS: dict[str, type[Any]] = {
    "promise": PromiseDraft, "plan": PlanDraft, "dispute": DisputeDraft, "breathing": BreathingDraft
}  # fmt: skip
_LISTS: dict[str, type[Any]] = {"follow_ups": FollowUpDraft, "wishes": WishDraft}


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


class ContactOut(Schema):
    """The contact as written down; ``content_sha256`` is the evidence hash of what was sent."""

    id: int
    premises_id: int
    at: dt.datetime
    content_sha256: str
    breach_rule: str


class Proposed(Schema):
    """One card of today: the reason in words, who and where, what is open."""

    premises_id: int
    sentence: str
    owner_name: str
    label: str
    estate: str
    owed_fen: int
    step: str
    stage: str
    deadline_on: dt.date | None


def proposed(card: Any) -> dict[str, Any]:
    """A card of collection.queries.today as the API gives it."""
    return {name: getattr(card, name) for name in Proposed.model_fields}

"""A steward's own practice talks. They are his alone: nobody else's are found here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from jiefen.accounts.actors import Actor
from jiefen.collection.models.practice import PracticeOutcome, PracticeSession
from jiefen.engine.practice import talk as talks
from jiefen.engine.practice.personas import Persona, UnknownPersona, persona
from jiefen.engine.practice.talk import Talk
from jiefen.estates.access import get_premises_for
from jiefen.ledger.models import HouseholdPosition
from jiefen.shared.errors import NotFound

RECENT: Final = 8
ROUNDED_TO_FEN: Final = 50_000  # a borrowed sum says no more than “about 3,500 元”


@dataclass(frozen=True)
class PastPractice:
    """One line of the list. ``person``: None when this version no longer has that persona."""

    session: PracticeSession
    person: Persona | None

    @property
    def is_open(self) -> bool:
        """Whether one can go on with it."""
        return self.session.outcome == PracticeOutcome.OPEN and self.person is not None


def my_practice(actor: Actor, limit: int = RECENT) -> list[PastPractice]:
    """The newest first. One query; the talks themselves are not decrypted."""
    rows = _mine(actor).defer("words", "feedback", "state").order_by("-started_at", "-pk")[:limit]
    return [PastPractice(row, _persona_or_none(row.persona)) for row in rows]


def met_personas(actor: Actor) -> dict[str, set[str]]:
    """persona → outcomes of his talks with it. One query."""
    met: dict[str, set[str]] = {}
    for code, outcome in _mine(actor).values_list("persona", "outcome"):
        met.setdefault(code, set()).add(outcome)
    return met


def practice_for(actor: Actor, session_id: int) -> PracticeSession:
    """His own session, or NotFound. One query."""
    found = _mine(actor).filter(pk=session_id).first()
    if found is None:
        raise NotFound
    return found


def talk_of(session: PracticeSession) -> Talk:
    """The talk as the engine wants it. Raises UnknownPersona when the persona is gone."""
    return talks.restored(
        code=session.persona, seed=session.seed, owed_fen=session.owed_fen, outcome=session.outcome,
        state=session.state, words=json.loads(session.words),
    )  # fmt: skip


def feedback_of(session: PracticeSession) -> dict[str, Any]:
    """The stored feedback (fields of engine Report); empty while the talk goes on."""
    return dict(json.loads(session.feedback)) if session.feedback else {}


def borrowed_fen(actor: Actor, premises_id: int) -> int:
    """What this household owes, 分, rounded to 500 元 and at least that. Two queries. Raises NotFound."""
    premises = get_premises_for(actor, premises_id)
    position = HouseholdPosition.objects.filter(premises=premises).first()
    owed = position.outstanding_fen if position is not None else 0
    return max(ROUNDED_TO_FEN, (owed + ROUNDED_TO_FEN // 2) // ROUNDED_TO_FEN * ROUNDED_TO_FEN)


def _mine(actor: Actor) -> QuerySet[PracticeSession]:
    rows: QuerySet[PracticeSession] = PracticeSession.objects.of(actor.organisation_id)
    return rows.none() if actor.membership_id is None else rows.filter(membership_id=actor.membership_id)


def _persona_or_none(code: str) -> Persona | None:
    try:
        return persona(code)
    except UnknownPersona:
        return None

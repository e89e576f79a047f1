"""Practising: start a talk, say something, end it. The engine is pure; here the talk is stored between utterances.

A sentence of practice is no evidence of anything, so only beginning and end are audited.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.collection.models.practice import PracticeOutcome, PracticeSession
from jiefen.collection.queries.practice import borrowed_fen, practice_for, talk_of
from jiefen.engine.practice import feedback, partner, personas
from jiefen.engine.practice.clauses import LONGEST
from jiefen.engine.practice.prompt import PartnerModel, accepted, prompt_for
from jiefen.engine.practice.talk import Talk
from jiefen.shared.errors import DomainError

CAPABILITY: Final = Capability.VIEW_HOUSEHOLD  # everybody who works with households may practise
log = logging.getLogger("jiefen.practice")


class PracticeRefused(DomainError):
    """This cannot be said now."""

    code = "collection.practice_refused"


def start_practice(
    *, persona: str, seed: int, premises_id: int | None = None, with_model: bool = False, by: Actor, at: dt.datetime
) -> PracticeSession:
    """A simulated owner picks up the phone.

    ``premises_id``: lend the talk this household's sum, rounded; never together with a model. Raises UnknownPersona,
    NotFound, NotPermitted.
    """
    by.require(CAPABILITY)
    membership_id = _practising(by)
    owed_fen = borrowed_fen(by, premises_id) if premises_id is not None else None
    talk = partner.begin(personas.persona(persona), seed=seed, owed_fen=owed_fen)
    with transaction.atomic():
        session = PracticeSession.objects.create(
            organisation_id=by.organisation_id, membership_id=membership_id, persona=persona, seed=seed,
            owed_fen=talk.owed_fen, with_model=with_model and owed_fen is None, started_at=at, **_stored(talk),
        )  # fmt: skip
        _log(session, "collection.practice_started", by, at, {"persona": persona})
    return session


def say(
    *, session_id: int, words: str, seen: int, model: PartnerModel | None = None, by: Actor, at: dt.datetime
) -> PracticeSession:
    """The steward says ``words``; the owner answers. ``seen``: how many utterances the page showed.

    ``model`` is only asked in sessions that were started with one; when it fails, the built-in line stands. Raises
    PracticeRefused (nothing said, too long, another window was quicker), TalkIsOver, NotFound.
    """
    by.require(CAPABILITY)
    session = practice_for(by, session_id)
    if not words.strip():
        raise PracticeRefused("还没写你想说的话。写一句再发，一句就够。", code="collection.practice_nothing_said")
    if len(words) > LONGEST:
        sentence = f"一口气最多说 {LONGEST} 个字，现在有 {len(words)} 个。电话里说短些，对方才听得进去。"
        raise PracticeRefused(sentence, code="collection.practice_too_long")
    if session.turns != seen:
        raise _moved_on()
    talk = partner.answer(talk_of(session), words)
    if model is not None and session.with_model:
        talk = _livelier(talk, model)
    return _keep(session, talk, by, at)


def finish_practice(*, session_id: int, by: Actor, at: dt.datetime) -> PracticeSession:
    """The steward puts the phone down. Raises TalkIsOver when it is over already, NotFound."""
    by.require(CAPABILITY)
    session = practice_for(by, session_id)
    return _keep(session, partner.leave(talk_of(session)), by, at)


def _keep(session: PracticeSession, talk: Talk, by: Actor, at: dt.datetime) -> PracticeSession:
    """Store the talk if nobody else did meanwhile; with its feedback when it is over."""
    facts = _stored(talk)
    if not talk.is_open:
        facts |= {"finished_at": at, "feedback": json.dumps(asdict(feedback.report(talk)), ensure_ascii=False)}
    with transaction.atomic():
        same = PracticeSession.objects.of(by.organisation_id).filter(
            pk=session.pk, turns=session.turns, outcome=PracticeOutcome.OPEN
        )
        if not same.update(**facts):
            raise _moved_on()
        for name, value in facts.items():
            setattr(session, name, value)
        if not talk.is_open:
            data = {"persona": session.persona, "outcome": session.outcome}
            _log(session, "collection.practice_finished", by, at, data)
    return session


def _stored(talk: Talk) -> dict[str, Any]:
    words = json.dumps(talk.words(), ensure_ascii=False)
    return {"words": words, "state": talk.state(), "turns": len(talk.turns), "outcome": str(talk.outcome)}


def _livelier(talk: Talk, model: PartnerModel) -> Talk:
    prompt = prompt_for(talk)
    if prompt is None:
        return talk
    try:
        line = accepted(model.complete(system=prompt.system, user=prompt.user), talk)
    except (OSError, ValueError) as error:
        log.warning("the language model did not answer, the built-in partner goes on: %s", type(error).__name__)
        return talk
    return partner.respoken(talk, line) if line else talk


def _practising(by: Actor) -> int:
    if by.membership_id is None:
        raise PracticeRefused("练习要用自己的账号，请先登录。", code="collection.practice_needs_person")
    return by.membership_id


def _moved_on() -> PracticeRefused:
    return PracticeRefused(
        "这次练习在别的窗口里已经往下走了。请刷新页面，接着最新的一句说。", code="collection.practice_moved_on"
    )


def _log(session: PracticeSession, code: str, by: Actor, at: dt.datetime, data: dict[str, Any]) -> None:
    record(organisation_id=by.organisation_id, by=by.membership_id, at=at, code=code, subject=session, data=data)

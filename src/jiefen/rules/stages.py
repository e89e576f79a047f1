"""Today's proposal: at most one next step per household, its score, and the sentence a steward reads.

Pure: facts in, proposal out. The decision is rules/stage_decision, the words are rules/stage_sentences; the ladder,
the numbers and the sentences are rows of the table ``stages``. See docs/algorithms/stages.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiefen.rules.stage_codes import ALSO, LEAVE, REASONS, STEPS, Decision
from jiefen.rules.stage_decision import decide
from jiefen.rules.stage_facts import LADDER, HouseholdFacts, Stage, Step
from jiefen.rules.stage_sentences import sentence_for
from jiefen.rules.stage_terms import known, stage_for, terms_on

__all__ = [
    "LADDER",
    "HouseholdFacts",
    "Proposal",
    "Stage",
    "Step",
    "propose",
    "rank",
    "stage_for",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One next step. ``stage``: the rung it belongs to. ``score``: higher comes first.

    ``at_stake_fen``: what it is about, in 分. ``deadline_on``: the limitation date behind it, if one is near.
    """

    household_id: int | str
    stage: Stage
    step: Step
    score: int
    reasons: tuple[str, ...]
    sentence: str
    at_stake_fen: int
    deadline_on: date | None = None


def propose(facts: HouseholdFacts, today: date) -> Proposal | None:
    """The next step for one household on ``today``, or None when it is best left alone.

    Left alone: nothing owed, no due date known or near, a promise or plan still running, contacted days ago, asked
    not to be contacted, breathing space. A step that is not ``CONTACT`` is not a talk about money.
    """
    found = decide(known(facts), terms_on(today))
    if found.step == LEAVE:
        return None
    reason, stage = REASONS[found.reason], LADDER[found.stage]
    return Proposal(
        household_id=facts.household_id,
        stage=stage,
        step=Step(STEPS[found.step]),
        score=found.score,
        reasons=(reason, *_beside(found)),
        sentence=sentence_for(reason, stage, facts, today),
        at_stake_fen=found.at_stake_fen,
        deadline_on=date.fromordinal(found.deadline) if found.deadline else None,
    )


def _beside(found: Decision) -> list[str]:
    return [REASONS[code] for place, code in enumerate(ALSO) if found.also >> place & 1]


def rank(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Highest score first, then the nearest limitation date, then the household's id: no matter the input order."""
    return sorted(proposals, key=lambda it: (-it.score, it.deadline_on or date.max, str(it.household_id)))

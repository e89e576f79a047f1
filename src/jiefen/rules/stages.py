"""Today's proposal: at most one next step per household, its score, and the sentence a steward reads.

Pure: facts in, proposal out. The ladder, the numbers and the sentences are rows of the table ``stages``; the
gates are asked in order and the first that answers decides. See docs/algorithms/stages.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jiefen.rules.stage_facts import LADDER, HouseholdFacts, Stage, Step, limitation_near, stage_for
from jiefen.rules.stage_gates import GATES, NOTHING, Draft
from jiefen.rules.tables_io import load_table

__all__ = ["LADDER", "HouseholdFacts", "Proposal", "Stage", "Step", "propose", "rank", "stage_for"]


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

    Left alone: nothing owed, no due date known or near, a promise still running, contacted days ago, asked not
    to be contacted, breathing space. A step that is not ``CONTACT`` is not a talk about money.
    """
    if facts.outstanding_fen <= 0 or facts.oldest_due_on is None:
        return None
    for gate in GATES:
        answer = gate(facts, today)
        if isinstance(answer, Draft):
            return _scored(answer, facts, today)
        if answer is NOTHING:
            return None
    return None


def rank(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Highest score first, then the nearest limitation date, then the household's id: no matter the input order."""
    return sorted(proposals, key=lambda it: (-it.score, it.deadline_on or date.max, str(it.household_id)))


@lru_cache(maxsize=16)
def _points(day: date) -> tuple[dict[str, int], tuple[tuple[int, int], ...], dict[str, tuple[int, int]]]:
    """Points per reason, points per days left to limitation (nearest first), and the two sliding scales."""
    scores = [row for row in load_table("stages", "score") if row.covers(day)]
    dated = [row for row in scores if "within_days" in row.values]
    near = sorted((row.number("within_days"), row.number("points")) for row in dated)
    flat = {row.text("code"): row.number("points") for row in scores if row not in dated}
    sliding = [row for row in load_table("stages", "scale") if row.covers(day)]
    scales = {row.text("code"): (row.number("per_point"), row.number("most")) for row in sliding}
    return flat, tuple(near), scales


def _scored(draft: Draft, facts: HouseholdFacts, today: date) -> Proposal:
    deadline = limitation_near(facts, today)
    flags = [
        ("limitation", deadline is not None),
        ("open_ticket", facts.open_ticket is not None),
        ("open_dispute", facts.open_dispute),
        ("relapse", facts.relapse),
    ]
    reasons = (draft.reason, *(name for name, applies in flags if applies and name != draft.reason))
    at_stake = facts.amount_expiring_180_fen if deadline else facts.undisputed_fen or facts.outstanding_fen
    score = _score(reasons, at_stake, facts, today)
    who = facts.household_id
    return Proposal(who, draft.stage, draft.step, score, reasons, draft.sentence, at_stake, deadline)


def _score(reasons: tuple[str, ...], at_stake_fen: int, facts: HouseholdFacts, today: date) -> int:
    """Limitation and broken promises weigh thousands; everything else together stays below one thousand."""
    flat, near, scales = _points(today)
    score = sum(flat.get(reason, 0) for reason in reasons)
    if "limitation" in reasons and facts.next_limitation_on:
        left = (facts.next_limitation_on - today).days
        score += next((points for within, points in near if left <= within), 0)
    age = (today - facts.oldest_due_on).days if facts.oldest_due_on else 0
    for code, value in (("size", at_stake_fen), ("age", max(age, 0))):
        per_point, most = scales[code]
        score += min(value // per_point, most)
    return score

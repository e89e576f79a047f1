"""Who moved in a step of the night, and why: a row for every household whose reason or rung is another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiefen.collection.models import NightChange, NightRun
from jiefen.collection.queries.bill_columns import Found
from jiefen.engine import nightly_kernel as column
from jiefen.engine.nightly import Planned
from jiefen.rules.stage_codes import REASONS
from jiefen.rules.stage_facts import LADDER
from jiefen.shared.bulk import insert_rows, reserve_ids

_CHANGE: Final = (
    "id", "organisation_id", "night_id", "premises_id", "from_reason", "to_reason", "from_stage", "to_stage", "why",
    "from_fen", "to_fen",
)  # fmt: skip
_STAGE, _REASON = 1, 2  # fields of Decision
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Step:
    """Premises after ``after`` up to ``found.until``, planned."""

    run: NightRun
    found: Found
    planned: Planned
    withdrawn: frozenset[int]
    after: int


@dataclass(frozen=True, slots=True)
class Before:
    """What was proposed until now."""

    reason: str
    stage: str
    fen: int
    since_on: str


def write_changes(step: Step, places: Numbers, gone: Sequence[int], before: dict[int, Before]) -> int:
    """A row for every household whose reason or rung is another one, or that came or went. Returns how many."""
    found = [*_moves(step, places, before), *_farewells(step, gone, before)]
    ids = reserve_ids(NightChange, len(found)) if found else range(0)
    common = (step.run.organisation_id, step.run.pk)
    insert_rows(NightChange, _CHANGE, ((pk, *common, *each) for pk, each in zip(ids, found, strict=True)))
    return len(found)


def _moves(step: Step, places: Numbers, before: dict[int, Before]) -> Iterator[tuple[Any, ...]]:
    decisions = step.planned.decisions[places]
    columns = (
        step.found.columns.premises[places].tolist(), [REASONS[code] for code in decisions[:, _REASON].tolist()],
        [LADDER[code].value for code in decisions[:, _STAGE].tolist()], step.planned.money[places, column.OUTSTANDING].tolist(),
    )  # fmt: skip
    nothing = Before("", "", 0, "")
    for pk, reason, stage, fen in zip(*columns, strict=True):
        old = before.get(pk, nothing)
        if (old.reason, old.stage) != (reason, stage):
            yield pk, old.reason, reason, old.stage, stage, reason, old.fen, fen


def _farewells(step: Step, gone: Sequence[int], before: dict[int, Before]) -> Iterator[tuple[Any, ...]]:
    """Why nobody calls any more: the decision's own reason, or that everything is settled."""
    places = {pk: place for place, pk in enumerate(step.found.columns.premises.tolist())} if gone else {}
    for pk in gone:
        place, old = places.get(pk), before[pk]
        decision = None if place is None else step.planned.decisions[place]
        why = "withdrawn" if pk in step.withdrawn else "settled" if decision is None else REASONS[decision[_REASON]]
        fen = 0 if place is None else int(step.planned.money[place, column.OUTSTANDING])
        yield pk, old.reason, "", old.stage, "", why, old.fen, fen

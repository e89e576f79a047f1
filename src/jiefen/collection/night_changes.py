"""Who moved in a step of the night, and why: a row for every household whose reason or rung is another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiefen.collection.models import NightChange, NightRun
from jiefen.collection.queries.bill_columns import Found
from jiefen.engine import nightly_kernel
from jiefen.engine import proposal_columns as column
from jiefen.engine.nightly import Planned
from jiefen.engine.proposal_columns import Table
from jiefen.rules.stage_codes import REASONS
from jiefen.rules.stage_facts import LADDER
from jiefen.shared.bulk import insert_rows, reserve_ids

_CHANGE: Final = (
    "id", "organisation_id", "night_id", "premises_id", "from_reason", "to_reason", "from_stage", "to_stage", "why",
    "from_fen", "to_fen",
)  # fmt: skip
_REASON: Final = 2  # field of Decision
_STAGES: Final = np.array([stage.value for stage in LADDER], object)
_REASONS: Final = np.array(REASONS, object)
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
class Difference:
    """What the night found beside what stood before. ``before`` and ``now`` speak of the same households, row by row."""

    came: Table
    before: Table
    now: Table
    gone: Table


def write_changes(step: Step, difference: Difference) -> int:
    """A row for every household whose reason or rung is another one, or that came or went. Returns how many."""
    found = [*_came(difference.came), *_moved(difference), *_gone(step, difference.gone)]
    ids = reserve_ids(NightChange, len(found)) if found else range(0)
    common = (step.run.organisation_id, step.run.pk)
    insert_rows(NightChange, _CHANGE, ((pk, *common, *each) for pk, each in zip(ids, found, strict=True)))
    return len(found)


def _said(table: Table) -> tuple[list[int], list[str], list[str], list[int]]:
    """Premises, reasons, stages, and 分 open."""
    reasons, stages = _REASONS[column.reasons(table)].tolist(), _STAGES[column.stages(table)].tolist()
    return table[:, column.PREMISES].tolist(), reasons, stages, table[:, column.OUTSTANDING].tolist()


def _came(now: Table) -> Iterator[tuple[Any, ...]]:
    for pk, reason, stage, fen in zip(*_said(now), strict=True):
        yield pk, "", reason, "", stage, reason, 0, fen


def _moved(difference: Difference) -> Iterator[tuple[Any, ...]]:
    others = ~column.says_the_same(difference.before, difference.now)
    _, *was = _said(difference.before[others])
    pairs = zip(zip(*_said(difference.now[others]), strict=True), zip(*was, strict=True), strict=True)
    for (pk, reason, stage, fen), (old_reason, old_stage, old_fen) in pairs:
        yield pk, old_reason, reason, old_stage, stage, reason, old_fen, fen


def _gone(step: Step, before: Table) -> Iterator[tuple[Any, ...]]:
    """Why nobody calls any more: the decision's own reason, or that everything is settled."""
    premises = step.found.columns.premises
    places = {pk: place for place, pk in enumerate(premises.tolist())} if len(before) else {}
    for pk, reason, stage, fen in zip(*_said(before), strict=True):
        place = places.get(pk)
        decision = None if place is None else step.planned.decisions[place]
        nothing_open = "aftercare_over" if reason == "aftercare" else "settled"  # he had paid long before
        why = "withdrawn" if pk in step.withdrawn else nothing_open if decision is None else REASONS[decision[_REASON]]
        left = 0 if place is None else int(step.planned.money[place, nightly_kernel.OUTSTANDING])
        yield pk, reason, "", stage, "", why, fen, left

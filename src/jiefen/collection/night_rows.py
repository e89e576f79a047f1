"""From planned columns to stored proposals: what differs from last night is written, and who moved is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jiefen.collection.models import Proposal
from jiefen.collection.night_changes import Before, Step, write_changes
from jiefen.engine import nightly_kernel as column
from jiefen.rules.stage_codes import LEAVE, REASONS, STEPS
from jiefen.rules.stage_facts import LADDER
from jiefen.shared.bulk import insert_rows

IN_ONE_STATEMENT: Final = 5_000
READ_IN_ORDER_FROM: Final = 10_000
_STEP, _STAGE, _REASON, _ALSO, _SCORE, _AT_STAKE, _DEADLINE = range(7)  # fields of Decision
_COLUMNS: Final = (
    "premises_id", "organisation_id", "building_id", "stage", "step", "reason", "score", "outstanding_fen",
    "at_stake_fen", "deadline_on", "since_on", "digest",
)  # fmt: skip
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_TOTALS: Final = {
    "bills": column.BILLS, "outstanding_fen": column.OUTSTANDING, "barred_fen": column.BARRED,
    "within_30_fen": column.FEN_30, "within_90_fen": column.FEN_90, "within_180_fen": column.FEN_180,
    "disputed_fen": column.DISPUTED, "late_charge_fen": column.LATE, "late_charge_unknown": column.LATE_UNKNOWN,
}  # fmt: skip
_STAGES: Final = np.array([stage.value for stage in LADDER], object)
_STEPS: Final = np.array(STEPS, object)
_REASONS: Final = np.array(REASONS, object)
Numbers = NDArray[np.int64]


def write(step: Step) -> dict[str, int]:
    """Write what differs. Returns counts: households, totals in 分, proposals, and rows written, removed, moved.

    Call inside a transaction.
    """
    premises, decisions = step.found.columns.premises, step.planned.decisions
    is_gone = np.isin(premises, np.array(sorted(step.withdrawn), np.int64))
    proposed = np.flatnonzero((decisions[:, _STEP] != LEAVE) & ~is_gone)
    digests = _digests(step)
    known, stored = _stored(step)
    rows, changed, gone = _differing(premises, proposed, digests, known, stored)
    before = _before([*changed, *gone])
    _delete([*changed, *gone])
    insert_rows(Proposal, _COLUMNS, _rows(step, rows, digests, before))
    moved = 0 if step.run.is_first else write_changes(step, rows, gone, before)
    totals = {name: int(step.planned.money[:, place].sum()) for name, place in _TOTALS.items()}
    aging = step.planned.money[:, column.AGING :].sum(axis=0).tolist()
    return {
        "households": len(premises), "proposals": len(proposed), "written": len(rows), "removed": len(gone),
        "moved": moved, **totals, **{f"aging_{place}_fen": fen for place, fen in enumerate(aging)},
    }  # fmt: skip


def _differing(
    premises: Numbers, proposed: Numbers, digests: Numbers, known: Numbers, stored: Numbers
) -> tuple[Numbers, list[int], list[int]]:
    """Places to write; of them the premises that had another proposal; the premises that have none any more."""
    ids = premises[proposed]
    if not len(known):
        return proposed, [], []
    at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    had = known[at] == ids
    same = had & (stored[at] == digests[proposed])
    gone = known[~np.isin(known, ids, assume_unique=True)]
    return proposed[~same], ids[had & ~same].tolist(), gone.tolist()


def _digests(step: Step) -> Numbers:
    """One number for everything a stored proposal says; equal proposals have equal numbers."""
    money, decisions = step.planned.money, step.planned.decisions
    parts = [decisions[:, place] for place in range(7)]
    parts += [money[:, column.OUTSTANDING], step.found.buildings]
    mixed = np.full(len(money), 0x243F6A8885A308D3, np.uint64)
    for part in parts:
        mixed = (mixed ^ part.astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def _stored(step: Step) -> tuple[Numbers, Numbers]:
    """Premises and digests of the proposals in the step's range, premises ascending.

    A full step is most of the range: read in the table's own order, past the index of the organisation.
    """
    mine = "organisation_id + 0 = %s" if len(step.found.columns) >= READ_IN_ORDER_FROM else "organisation_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT premises_id, digest FROM collection_proposal "
            f"WHERE premises_id > %s AND premises_id <= %s AND {mine} ORDER BY premises_id",
            (step.after, step.found.until, step.run.organisation_id),
        )
        rows = cursor.fetchall()
    pairs = np.array(rows, np.int64).reshape(-1, 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


def _slices(ids: Sequence[int]) -> Iterator[str]:
    """The numbers as they stand in a statement: many more than either database takes as parameters."""
    parts = (ids[first : first + IN_ONE_STATEMENT] for first in range(0, len(ids), IN_ONE_STATEMENT))
    return (", ".join(map(str, map(int, part))) for part in parts)


def _before(ids: Sequence[int]) -> dict[int, Before]:
    found: dict[int, Before] = {}
    with connection.cursor() as cursor:
        for part in _slices(ids):
            cursor.execute(
                "SELECT premises_id, reason, stage, outstanding_fen, since_on FROM collection_proposal "
                f"WHERE premises_id IN ({part})"
            )
            for pk, reason, stage, fen, since_on in cursor.fetchall():
                found[pk] = Before(reason, stage, fen, str(since_on))
    return found


def _delete(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for part in _slices(ids):
            cursor.execute(f"DELETE FROM collection_proposal WHERE premises_id IN ({part})")


def _texts(ordinals: Numbers) -> list[str | None]:
    """Days as ISO text, None for 0; there are few different ones."""
    distinct, inverse = np.unique(ordinals, return_inverse=True)
    texts = [dt.date.fromordinal(day).isoformat() if day else None for day in distinct.tolist()]
    found: list[str | None] = np.array(texts, object)[inverse].tolist()
    return found


def _rows(step: Step, places: Numbers, digests: Numbers, before: dict[int, Before]) -> Iterator[tuple[Any, ...]]:
    """Rows of Proposal in the order of _COLUMNS."""
    decisions, money = step.planned.decisions[places], step.planned.money[places]
    ids = step.found.columns.premises[places].tolist()
    stages, reasons = _STAGES[decisions[:, _STAGE]].tolist(), _REASONS[decisions[:, _REASON]].tolist()
    today = step.run.on.isoformat()
    since = [today] * len(ids)
    if before:
        now = zip(ids, reasons, stages, strict=True)
        since = [_since(before.get(pk), reason, stage, today) for pk, reason, stage in now]
    return zip(
        ids, [step.run.organisation_id] * len(ids), step.found.buildings[places].tolist(), stages,
        _STEPS[decisions[:, _STEP]].tolist(), reasons, decisions[:, _SCORE].tolist(),
        money[:, column.OUTSTANDING].tolist(), decisions[:, _AT_STAKE].tolist(), _texts(decisions[:, _DEADLINE]),
        since, digests[places].tolist(), strict=True,
    )  # fmt: skip


def _since(before: Before | None, reason: str, stage: str, today: str) -> str:
    same = before is not None and (before.reason, before.stage) == (reason, stage)
    return before.since_on if before and same else today

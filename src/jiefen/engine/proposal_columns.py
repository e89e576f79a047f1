"""Proposals of many households as a table of five 64-bit words each, small enough to keep a building's in one blob.

    word 0   premises
    word 1   score (signed 32 bits) · reason (16) · stage (8) · step (8)
    word 2   分 open
    word 3   分 the step is about
    word 4   limitation day behind it (32) · since when this reason and stage are proposed without a break (32)

Reasons, stages and steps are stored as places in rules/stage_codes.REASONS, stage_facts.LADDER and stage_codes.STEPS:
those tuples only ever grow at the end (a test holds them to it). Days are ``date.toordinal()``, 0 is none. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Table = NDArray[np.int64]  # a row per proposal, premises ascending

WORDS: Final = 5
PREMISES, HEAD, OUTSTANDING, AT_STAKE, DAYS = range(WORDS)
_STEP, _STAGE, _REASON, _, _SCORE, _AT_STAKE, _DEADLINE = range(7)  # fields of stage_codes.Decision
_LOW: Final = 0xFFFFFFFF
_SAYS: Final = 0xFFFFFF00  # of word 1: reason and stage


def table_of(premises: Numbers, decisions: Table, outstanding_fen: Numbers, today: int) -> Table:
    """Proposals first made ``today``. ``decisions``: rows of Decision, in the order of ``premises``."""
    found = np.empty((len(premises), WORDS), np.int64)
    found[:, PREMISES], found[:, OUTSTANDING] = premises, outstanding_fen
    found[:, AT_STAKE] = decisions[:, _AT_STAKE]
    found[:, HEAD] = (
        decisions[:, _SCORE] << 32 | decisions[:, _REASON] << 16 | decisions[:, _STAGE] << 8 | decisions[:, _STEP]
    )
    found[:, DAYS] = decisions[:, _DEADLINE] << 32 | today
    return found


def keep_since(table: Table, rows: Any, before: Table) -> None:
    """Where ``before`` said the same reason and stage as ``table[rows]``, it has been said since then."""
    now = table[rows]
    same = says_the_same(now, before)
    now[:, DAYS] = np.where(same, now[:, DAYS] & ~_LOW | before[:, DAYS] & _LOW, now[:, DAYS])
    table[rows] = now


def says_the_same(one: Table, other: Table) -> NDArray[np.bool_]:
    """Row by row, whether reason and stage are the same."""
    found: NDArray[np.bool_] = (one[:, HEAD] ^ other[:, HEAD]) & _SAYS == 0
    return found


def scores(table: Table) -> Numbers:
    """The scores."""
    found: Numbers = table[:, HEAD] >> 32
    return found


def reasons(table: Table) -> Numbers:
    """Places in REASONS."""
    found: Numbers = table[:, HEAD] >> 16 & 0xFFFF
    return found


def stages(table: Table) -> Numbers:
    """Places in LADDER."""
    found: Numbers = table[:, HEAD] >> 8 & 0xFF
    return found


def steps(table: Table) -> Numbers:
    """Places in STEPS."""
    found: Numbers = table[:, HEAD] & 0xFF
    return found


def deadlines(table: Table) -> Numbers:
    """Limitation days, 0 for none."""
    found: Numbers = table[:, DAYS] >> 32
    return found


def since(table: Table) -> Numbers:
    """Days from which on the same was proposed."""
    found: Numbers = table[:, DAYS] & _LOW
    return found


def best_first(table: Table) -> Numbers:
    """Rows in the order people are shown them: highest score, then the lower premises number."""
    found: Numbers = np.lexsort((table[:, PREMISES], -scores(table)))
    return found


def to_bytes(table: Table) -> bytes:
    """The rows little-endian, one behind the other."""
    return table.astype("<i8", copy=False).tobytes()


def from_bytes(packed: Sequence[Any]) -> Table:
    """The rows of all these blobs, in the order given."""
    return np.frombuffer(b"".join(packed), dtype="<i8").reshape(-1, WORDS)

"""Every household's money, dates and one next step, from columns. Pure: arrays in, arrays out; no Django, no clock.

``plan`` answers ten households or ten million with the same functions (nightly_kernel, rules/stage_decision): as
plain Python while few are asked for, compiled by numba once it pays. See docs/algorithms/nightly.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiefen.engine import bill_columns, nightly_kernel
from jiefen.engine.bill_columns import Columns
from jiefen.engine.compiled import compiled
from jiefen.engine.night_terms import night_terms, rate_of
from jiefen.engine.nightly_kernel import DECISION, FACTS, MONEY, NightTerms
from jiefen.rules import stage_codes, stage_decision

__all__ = ["WORTH_COMPILING", "Columns", "Planned", "Table", "machine", "night_terms", "no_facts", "plan", "rate_of"]

Table = NDArray[np.int64]
WORTH_COMPILING: Final = 20_000  # households; below, plain Python is done before numba has loaded


@dataclass(frozen=True, slots=True)
class Planned:
    """Per household, in the order given. ``money``: columns of nightly_kernel; ``decisions``: fields of Decision."""

    money: Table
    decisions: Table


def no_facts(households: int) -> Table:
    """A facts table in which nothing is known beyond the bills."""
    facts = np.zeros((households, FACTS), np.int64)
    facts[:, nightly_kernel.STAGE] = -1
    facts[:, nightly_kernel.RATE] = -1
    return facts


def plan(columns: Columns, facts: Table, terms: NightTerms, *, compile_from: int = WORTH_COMPILING) -> Planned:
    """Money and decision of every household. ``facts``: ``no_facts`` filled in; one row a household."""
    if len(columns) < compile_from:
        return _plainly(columns, facts, terms)
    money = np.empty(len(columns) * MONEY, np.int64)
    decisions = np.empty(len(columns) * DECISION, np.int64)
    machine()(columns.words, columns.starts, columns.ends, facts.ravel(), terms, money, decisions)
    return Planned(money.reshape(-1, MONEY), decisions.reshape(-1, DECISION))


@lru_cache(maxsize=1)
def machine() -> Callable[..., Any]:
    """``plan_all`` in machine code."""
    return compiled(nightly_kernel.plan_all, [stage_codes, stage_decision, bill_columns, nightly_kernel])


def _plainly(columns: Columns, facts: Table, terms: NightTerms) -> Planned:
    """The same functions as plain Python, over lists: reading single numbers out of arrays is slow."""
    money, decisions = [0] * len(columns) * MONEY, [0] * len(columns) * DECISION
    words, starts, ends = columns.words.tolist(), columns.starts.tolist(), columns.ends.tolist()
    nightly_kernel.plan_all(words, starts, ends, facts.ravel().tolist(), terms, money, decisions)
    shaped = np.array(money, np.int64).reshape(-1, MONEY), np.array(decisions, np.int64).reshape(-1, DECISION)
    return Planned(*shaped)

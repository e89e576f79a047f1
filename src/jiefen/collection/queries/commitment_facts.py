"""What was agreed with or asked for by one household on a day, by value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """The open promise. ``paid_fen``: what came for it so far; it may still come through ``last_day``."""

    id: int
    amount_fen: int
    due_on: dt.date
    last_day: dt.date
    paid_fen: int
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan that is proposed, waits for approval, runs or was not kept.

    ``next_due_on``, ``next_left_fen``: the first instalment not fully paid (None, 0: nothing is left, or not agreed
    yet). ``missed``: instalments past their last day and unpaid.
    """

    id: int
    state: str
    next_no: int | None
    next_due_on: dt.date | None
    next_left_fen: int
    missed: int
    total_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class HouseholdCommitments:
    """Everything agreed or asked for by one household on a day. None and 0 mean: nothing of the kind."""

    promise: PromiseFacts | None = None
    broken_promises: int = 0  # within a year
    last_broken_due_on: dt.date | None = None
    last_broken_fen: int | None = None
    kept_promises: int = 0  # within a year
    plan: PlanFacts | None = None
    disputed_charge_ids: frozenset[int] = frozenset()
    dispute_id: int | None = None
    dispute_state: str = ""
    dispute_opened_on: dt.date | None = None
    breathing_until: dt.date | None = None  # asked for counts like granted until somebody has decided
    breathing_state: str = ""
    vacancy_state: str = ""
    vacancy_percent: int | None = None
    waiver_state: str = ""  # requested or approved
    waiver_condition_on: dt.date | None = None
    aftercare_id: int | None = None
    aftercare_due_to: dt.date | None = None


NOTHING: Final = HouseholdCommitments()

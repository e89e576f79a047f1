"""The ladder, and what is known of a household.

Amounts are 分, days are calendar days; every number is a row of the table ``stages``.
See docs/algorithms/stages.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from jiefen.rules.tables_io import Row, load_table


class Stage(StrEnum):
    """The ladder, mildest first; settlement stays open on every rung."""

    REMINDER = "reminder"
    PHONE = "phone"
    VISIT = "visit"
    DEMAND_NOTICE = "demand_notice"
    LAWYERS_LETTER = "lawyers_letter"
    MEDIATION_OR_PAYMENT_ORDER = "mediation_or_payment_order"
    LITIGATION = "litigation"


LADDER: Final = tuple(Stage)
RUNG: Final = {stage: place for place, stage in enumerate(LADDER)}


class Step(StrEnum):
    """What to do: speak of the bill, care without speaking of it, work in the office, or ask for approval."""

    CONTACT = "contact"
    CARE = "care"
    OFFICE = "office"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """What is known of one household on the day asked. Dates ``None`` mean "never" or "unknown".

    ``next_limitation_on`` .. ``last_limitation_on``: first and last expiry among the ``bills_expiring_180``
    bills that become barred within 180 days. ``expired_fen``: already barred. ``last_stage``: highest rung
    taken for these arrears. ``disputed_fen``: 0 with ``open_dispute`` means everything is disputed.
    ``promise_due_on``: a promise the ledger has not seen kept. ``undelivered``: not handed over to a buyer,
    the developer pays. ``relapse``: had paid everything in the period before. ``plan_next_on``: the next instalment
    of a running plan; ``plan_missed_on``: the oldest one the ledger has not seen. ``appointment_on``: the earliest
    day agreed and not done. ``aftercare_until``: thanks are due, at the latest then. ``contacts_this_week``: ours in
    seven days. ``payments_known_to``: the day up to which payments are in the ledger, ``date.min`` when none
    ever came, None: not asked. While some bills are under dispute, ``oldest_due_on`` .. ``expired_fen`` speak of the
    others, ``disputed_limitation_on`` .. ``disputed_expiring_180_fen`` of those under dispute alone.
    """

    household_id: int | str
    outstanding_fen: int
    oldest_due_on: date | None = None
    open_bills: int = 1
    next_limitation_on: date | None = None
    last_limitation_on: date | None = None
    bills_expiring_180: int = 0
    amount_expiring_180_fen: int = 0
    expired_fen: int = 0
    last_payment_on: date | None = None
    last_contact_on: date | None = None
    last_stage: Stage | None = None
    last_demand_on: date | None = None
    open_ticket: str | None = None
    open_dispute: bool = False
    disputed_fen: int = 0
    promise_due_on: date | None = None
    promise_fen: int | None = None
    breathing_space_until: date | None = None
    do_not_contact: bool = False
    phone_known: bool = True
    vacant: bool = False
    undelivered: bool = False
    relapse: bool = False
    plan_next_on: date | None = None
    plan_missed_on: date | None = None
    plan_missed_fen: int | None = None
    appointment_on: date | None = None
    appointment_what: str = ""
    aftercare_until: date | None = None
    contacts_this_week: int = 0
    payments_known_to: date | None = None
    disputed_limitation_on: date | None = None
    disputed_last_limitation_on: date | None = None
    disputed_bills_expiring_180: int = 0
    disputed_expiring_180_fen: int = 0

    @property
    def undisputed_fen(self) -> int:
        """What is owed and not contested, 分."""
        if not self.open_dispute:
            return self.outstanding_fen
        return max(0, self.outstanding_fen - self.disputed_fen) if self.disputed_fen else 0


@lru_cache(maxsize=16)
def ladder(day: date) -> tuple[Row, ...]:
    """The rungs in force on ``day``, mildest first."""
    return tuple(row for row in load_table("stages", "stage") if row.covers(day))


@lru_cache(maxsize=16)
def numbers(day: date) -> dict[str, int]:
    """The thresholds in force on ``day``: days, or 分 where the name ends in ``_fen``."""
    rows = [row for row in load_table("stages", "number") if row.covers(day)]
    return {row.text("code"): row.number("value") for row in rows}

"""The ladder, what is known of a household, and the few questions every gate asks of it.

Amounts are 分, days are calendar days; every number is a row of the table ``stages``.
See docs/algorithms/stages.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
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
    the developer pays. ``relapse``: had paid everything in the period before.
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

    @property
    def undisputed_fen(self) -> int:
        """What is owed and not contested, 分."""
        if not self.open_dispute:
            return self.outstanding_fen
        return max(0, self.outstanding_fen - self.disputed_fen) if self.disputed_fen else 0


def stage_for(oldest_due_on: date, today: date) -> Stage | None:
    """The rung by age alone: the mildest whose days cover it; None while the due date is not near."""
    age = (today - oldest_due_on).days
    return next((Stage(row.text("code")) for row in ladder(today) if _covers_age(row, age)), None)


@lru_cache(maxsize=16)
def ladder(day: date) -> tuple[Row, ...]:
    """The rungs in force on ``day``, mildest first."""
    return tuple(row for row in load_table("stages", "stage") if row.covers(day))


@lru_cache(maxsize=16)
def numbers(day: date) -> dict[str, int]:
    """The thresholds in force on ``day``: days, or 分 where the name ends in ``_fen``."""
    rows = [row for row in load_table("stages", "number") if row.covers(day)]
    return {row.text("code"): row.number("value") for row in rows}


def _covers_age(row: Row, age: int) -> bool:
    return row.flag("by_age") and row.number("from_days") <= age <= row.number("to_days", age)


def limitation_near(facts: HouseholdFacts, today: date) -> date | None:
    """The limitation date when money is about to be lost inside the window; a past date is not news."""
    on = facts.next_limitation_on
    if on is None or facts.amount_expiring_180_fen <= 0:
        return None
    return on if 0 <= (on - today).days <= numbers(today)["limitation_window_days"] else None


def contacted_lately(facts: HouseholdFacts, today: date) -> bool:
    """Whether the last contact is so fresh that the household should be left in peace."""
    last = facts.last_contact_on
    return last is not None and 0 <= (today - last).days < numbers(today)["contact_rest_days"]


def demand_running(facts: HouseholdFacts, today: date) -> bool:
    """Whether a demand notice is out and its reasonable period still runs (Civil Code art. 944 par. 2)."""
    sent = facts.last_demand_on
    return sent is not None and today < sent + timedelta(days=numbers(today)["demand_reasonable_days"])

"""The policy numbers of collection, asked where they are written down: dated tables under rules/."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.rules.stage_facts import numbers

PLAN_DEFAULT_RULE: Final = "two_missed"
AFTERCARE_REST: Final = dt.timedelta(days=60)


def promise_last_day(due_on: dt.date) -> dt.date:
    """The last day on which money still keeps a promise, or pays an instalment in time, due ``due_on``."""
    return due_on + dt.timedelta(days=numbers(due_on)["promise_grace_days"])


def missed_allowed(default_rule: str) -> int:
    """How many instalments may be missed and unpaid before a plan counts as not kept."""
    return {"two_missed": 1}[default_rule]


def plan_needs_approval(plan: object, *, today: dt.date) -> bool:
    """Whether somebody must approve the plan before it runs."""
    return True


def check_breathing_length(from_on: dt.date, until_on: dt.date) -> None:
    """A breathing space is no longer than policy allows. Raises CollectionRefused."""


def aftercare_window(paid_on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day on which to ask after a payment."""
    return paid_on + dt.timedelta(days=3), paid_on + dt.timedelta(days=7)


def aftercare_payment_days(today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of payments one asks about on ``today``."""
    return today - dt.timedelta(days=7), today - dt.timedelta(days=3)

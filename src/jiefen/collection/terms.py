"""The policy numbers of collection, read where they are written down: rules/tables/commitments.toml and stages.toml."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.collection.models import RepaymentPlan
from jiefen.collection.refusals import CollectionRefused
from jiefen.rules.stage_facts import numbers as stage_numbers
from jiefen.rules.tables_io import load_table

PLAN_DEFAULT_RULE: Final = "missed_more_than_allowed"


def number(code: str, day: dt.date) -> int:
    """The number in force on ``day``: days, counts, or 分 where the name ends in ``_fen``."""
    rows = (row for row in load_table("commitments", "number") if row.text("code") == code and row.covers(day))
    return next(rows).number("value")


def promise_last_day(due_on: dt.date) -> dt.date:
    """The last day on which money still keeps a promise, or pays an instalment in time, due ``due_on``."""
    return due_on + dt.timedelta(days=stage_numbers(due_on)["promise_grace_days"])


def missed_allowed(agreed_on: dt.date) -> int:
    """How many instalments may be missed and unpaid before a plan agreed that day counts as not kept."""
    return number("plan_missed_allowed", agreed_on)


def plan_needs_approval(plan: RepaymentPlan, *, instalments: int, today: dt.date) -> bool:
    """Whether somebody must approve the plan: it is long or large, or gives up late charges."""
    is_long = instalments > number("plan_free_months", today)
    return is_long or plan.total_fen > number("plan_free_fen", today) or plan.late_charge_waived_fen > 0


def check_breathing_length(from_on: dt.date, until_on: dt.date) -> None:
    """A breathing space is no longer than policy allows. Raises CollectionRefused."""
    most = number("breathing_most_days", from_on)
    if (until_on - from_on).days + 1 > most:
        sentence = f"一次暂缓最多 {most} 天。到期前可以再谈一次，需要时重新申请。"
        raise CollectionRefused(sentence, code="collection.breathing_too_long")


def aftercare_window(paid_on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day on which to ask after a payment."""
    first, last = number("aftercare_first_day", paid_on), number("aftercare_last_day", paid_on)
    return paid_on + dt.timedelta(days=first), paid_on + dt.timedelta(days=last)


def aftercare_payment_days(today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of payments one asks about on ``today``."""
    first, last = number("aftercare_first_day", today), number("aftercare_last_day", today)
    return today - dt.timedelta(days=last), today - dt.timedelta(days=first)


def aftercare_rest(today: dt.date) -> dt.timedelta:
    """How long a household is not asked again."""
    return dt.timedelta(days=number("aftercare_rest_days", today))

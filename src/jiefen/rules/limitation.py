"""Limitation (诉讼时效): one clock per billing period, with every step named by article.

Law: 民法典 188, 192-195, 200-203; 诉讼时效规定 (法释〔2020〕17号) 8-19. Periods, kinds of event, grades of proof and
article numbers are rows of ``tables/limitation.toml``; the arithmetic is in ``limitation_clock``. Where the law is
open it takes the safe side: an earlier date, a stricter proof. Conventions and examples: docs/algorithms/limitation.md.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from jiefen.rules.limitation_clock import clock
from jiefen.rules.limitation_facts import (
    BANDS,
    ChargeClock,
    ChargeId,
    Clock,
    Event,
    Fact,
    Reason,
    State,
    in_order,
    read_event,
)
from jiefen.rules.limitation_terms import LimitationError, add_months
from jiefen.rules.limitation_terms import period_end as _period_end

__all__ = [
    "BANDS",
    "DEFAULT_DUE_RULE",
    "ChargeClock",
    "ChargeId",
    "Clock",
    "Event",
    "LimitationError",
    "Reason",
    "State",
    "clock_for",
    "clocks_for",
    "due_on_for",
    "expiry_without_events",
]

DEFAULT_DUE_RULE: Final = "period_end"
_DUE_RULE: Final = re.compile(r"(period_start|period_end)(?:\+(\d{1,3}))?|next_month:([1-9]|[12]\d|3[01])")


def expiry_without_events(due_on: date) -> date:
    """Last day to bring a claim due on ``due_on`` to which nothing ever happened. No holiday extension (民法典 203)."""
    return _period_end(due_on)


def due_on_for(period_start: date, period_end: date, rule: str = DEFAULT_DUE_RULE) -> date:
    """The last day to pay a billing period under the contract's ``rule``.

    ``period_end`` (default), ``period_start``, either with ``+N`` days (0-999), or ``next_month:N``: day N (1-31) of
    the month after the period ends, the month's last day where it is shorter. Raises LimitationError.
    """
    if period_end < period_start:
        raise LimitationError(f"账期的结束日 {period_end} 早于开始日 {period_start}，请检查。")
    match = _DUE_RULE.fullmatch(rule.strip())
    if match is None:
        examples = "period_end、period_end+15、period_start+30、next_month:10"
        raise LimitationError(f"看不懂应付日规则“{rule}”，请用这样的写法：{examples}。")
    anchor, days, day = match.groups()
    if day:
        first = add_months(period_end.replace(day=1), 1)
        return first.replace(day=min(int(day), monthrange(first.year, first.month)[1]))
    return (period_start if anchor == "period_start" else period_end) + timedelta(days=int(days or 0))


def clock_for(charge: ChargeClock, events: Iterable[Event], today: date) -> Clock:
    """The clock of one charge on ``today``. The order of ``events`` does not matter; later ones are not counted."""
    return clocks_for([charge], events, today)[0]


def clocks_for(charges: Iterable[ChargeClock], events: Iterable[Event], today: date) -> list[Clock]:
    """The clocks of one household's charges, in the order given. Raises LimitationError for an unknown kind of event.

    Charges without events cost a few microseconds each, so a whole ledger may be passed with ``events`` empty.
    """
    for_all: list[Fact] = []
    for_one: defaultdict[ChargeId, list[Fact]] = defaultdict(list)
    for fact in map(read_event, events):
        if fact.covers is None:
            for_all.append(fact)
        for charge_id in fact.covers or ():
            for_one[charge_id].append(fact)
    for_all = in_order(for_all)
    return [
        clock(charge, in_order(for_all + for_one[charge.id]) if charge.id in for_one else for_all, today)
        for charge in charges
    ]

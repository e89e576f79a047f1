"""How talks about money were held and what came of them: for the whole, never for one person."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet

from jiefen.accounts.actors import Actor
from jiefen.collection.models import Conversation, Purpose
from jiefen.estates.queries import within_reach
from jiefen.ledger.queries.receipts import receipts_for
from jiefen.rules.talk_outcomes import Outcomes, TalkSeen, outcomes, since, window
from jiefen.shared.clock import CHINA, day_of

ABOUT_MONEY: Final = (Purpose.BILL, Purpose.PROMISE_CHECK, Purpose.DEMAND)


def talk_outcomes(actor: Actor, *, today: dt.date) -> Outcomes:
    """The talks of the look-back within reach, grouped and compared. Three queries."""
    rows = _talks(actor, today)
    money = _money(rows, today)
    columns = ("attempt__premises_id", "attempt__at", "rehearsal_id", "questions_asked", "chosen_option")
    talks = [
        TalkSeen(day_of(at), rehearsal is not None, len(questions), option, _paid(money.get(premises_id, ()), at))
        for premises_id, at, rehearsal, questions, option in rows.values_list(*columns)
    ]
    return outcomes(talks, today)


def _talks(actor: Actor, today: dt.date) -> QuerySet[Conversation]:
    first = dt.datetime.combine(since(today), dt.time(0), CHINA)
    rows: QuerySet[Conversation] = Conversation.objects.filter(
        within_reach(actor, "attempt__premises__estate"), attempt__at__gte=first, attempt__purpose__in=ABOUT_MONEY,
        attempt__corrected_by=None,
    )  # fmt: skip
    return rows


Paid = Sequence[tuple[dt.date, dt.datetime]]


def _money(rows: QuerySet[Conversation], today: dt.date) -> dict[int, Paid]:
    """Per premises talked with, (day of the money, when it was entered) in the order of the days."""
    premises: Any = rows.order_by().values("attempt__premises_id")
    found = receipts_for(premises, since=since(today))
    return {pk: [(each.paid_on, each.recorded_at) for each in receipts] for pk, receipts in found.items()}


def _paid(money: Paid, at: dt.datetime) -> bool:
    """Whether money came within the days after the talk; what had been entered by then came without it."""
    first, last = window(day_of(at))
    start = bisect_left(money, first, key=lambda each: each[0])
    return any(day <= last and (day > first or entered > at) for day, entered in money[start:])

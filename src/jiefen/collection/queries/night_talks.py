"""Talks and appointments as columns for the night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import Count, Max, Min, Q

from jiefen.collection.models import ContactAttempt, FollowUp, FollowUpKind, InitiatedBy, Purpose, Reached
from jiefen.collection.queries.night_agreements import Facts, Who, days
from jiefen.engine import nightly_kernel as column
from jiefen.rules.stage_codes import DEMAND_NOTICE, PHONE, VISIT
from jiefen.shared.clock import day_of

MEMORY: Final = dt.timedelta(days=730)  # older talks say nothing about these arrears
_WEEK: Final = dt.timedelta(days=7)
KEPT_APPOINTMENTS: Final = (FollowUpKind.APPOINTMENT, FollowUpKind.REPAIR_VISIT)


def talks(who: Who, at: dt.datetime, demanded: Iterable[int]) -> dict[int, Facts]:
    """Last talk with somebody there, ours of this week, and the highest rung taken. One query."""
    ours = Q(initiated_by=InitiatedBy.US)
    spoken = who.of(ContactAttempt.objects).filter(at__gte=at - MEMORY, at__lte=at, corrected_by=None)
    rows = spoken.exclude(reached=Reached.NOBODY).values("premises_id").annotate(
        last=Max("at"),
        week=Count("pk", filter=ours & Q(at__gte=at - _WEEK)),
        visits=Count("pk", filter=Q(channel="visit")),
        asked=Count("pk", filter=Q(purpose=Purpose.DEMAND)),
    )  # fmt: skip
    last, week, rung = {}, {}, {}
    for premises_id, on, many, visits, asked in rows.values_list("premises_id", "last", "week", "visits", "asked"):
        last[premises_id], week[premises_id] = day_of(on).toordinal(), many
        rung[premises_id] = DEMAND_NOTICE if asked else VISIT if visits else PHONE
    rung |= dict.fromkeys(demanded, DEMAND_NOTICE)
    return {column.CONTACT: last, column.CONTACTS_WEEK: week, column.STAGE: rung}


def appointments(who: Who) -> Facts:
    """The earliest day agreed with the owner and not done yet."""
    waiting = who.of(FollowUp.objects).filter(done_at=None, kind__in=KEPT_APPOINTMENTS)
    rows = waiting.values("premises_id").annotate(first=Min("due_on")).values_list("premises_id", "first")
    return days(rows)

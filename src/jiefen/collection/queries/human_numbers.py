"""What collection adds to the rates: promises that fell due, households reached, answers after a payment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet

from jiefen.collection.models import Aftercare, ContactAttempt, InitiatedBy, PromiseToPay, Reached
from jiefen.collection.states import PromiseState
from jiefen.rules.kpi import KpiFacts
from jiefen.shared.clock import CHINA

BUILDING = "premises__building_id"
SPOKEN_TO = (Reached.OWNER, Reached.FAMILY)


def human_facts(organisation_id: int, start: dt.date, end: dt.date) -> dict[int, KpiFacts]:
    """Per building number, from ``start`` to ``end``, both included. Three queries, whatever the number of rows.

    A promise counts once the ledger has decided it and its day has come. A household counts as tried when we addressed
    it, and as reached when owner or family then spoke with us, whoever began. Corrected contacts do not count.
    """
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for part in (_promises, _contacts, _aftercare):
        for building_id, counts in part(organisation_id, start, end):
            found[building_id] |= counts
    return {building_id: KpiFacts(**counts) for building_id, counts in found.items()}


def _promises(organisation_id: int, start: dt.date, end: dt.date) -> list[tuple[int, dict[str, int]]]:
    decided = PromiseToPay.objects.of(organisation_id).filter(
        state__in=(PromiseState.KEPT, PromiseState.BROKEN), due_on__gte=start, due_on__lte=end
    )
    kept = Count("pk", filter=Q(state=PromiseState.KEPT))
    return _counted(decided, promises_due=Count("pk"), promises_kept=kept)


def _contacts(organisation_id: int, start: dt.date, end: dt.date) -> list[tuple[int, dict[str, int]]]:
    standing = ContactAttempt.objects.of(organisation_id).filter(**_within("at", start, end), corrected_by=None)
    ours = standing.filter(initiated_by=InitiatedBy.US).values("premises_id")
    rows = standing.filter(premises_id__in=ours)
    reached = Count("premises_id", distinct=True, filter=Q(reached__in=SPOKEN_TO))
    return _counted(rows, households_attempted=Count("premises_id", distinct=True), households_reached=reached)


def _aftercare(organisation_id: int, start: dt.date, end: dt.date) -> list[tuple[int, dict[str, int]]]:
    answered = Aftercare.objects.of(organisation_id).filter(**_within("done_at", start, end), satisfied__isnull=False)
    satisfied = Count("pk", filter=Q(satisfied=True))
    return _counted(answered, aftercare_answered=Count("pk"), aftercare_satisfied=satisfied)


def _within(column: str, start: dt.date, end: dt.date) -> dict[str, dt.datetime]:
    midnight = dt.time(0)
    after = dt.datetime.combine(end + dt.timedelta(days=1), midnight, CHINA)
    return {f"{column}__gte": dt.datetime.combine(start, midnight, CHINA), f"{column}__lt": after}


def _counted(rows: QuerySet[Any], **counts: Any) -> list[tuple[int, dict[str, int]]]:
    found = rows.order_by().values(BUILDING).annotate(**counts)
    return [(row[BUILDING], {name: row[name] for name in counts}) for row in found]

"""Everything about some households that decides whom to talk to and whether one may: one query over all tables.

For a page's few dozen households. The night asks for all of them at once with ``commitments.facts_for``; both tell what
stands by the same functions (commitments.told).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet

from jiefen.collection.models import (
    ContactAttempt,
    ContactWish,
    FollowUp,
    FollowUpKind,
    Instalment,
    PlannedCharge,
    PromisedCharge,
)
from jiefen.collection.queries import commitments
from jiefen.collection.queries.commitment_facts import HouseholdCommitments
from jiefen.collection.queries.money_in import progress_of_plan, progress_of_promise
from jiefen.collection.queries.night_talks import KEPT_APPOINTMENTS
from jiefen.collection.states import PromiseState
from jiefen.estates.queries import let_to_tenants, owners_with_phone
from jiefen.ledger.models import Allocation, ChargePosition
from jiefen.ledger.queries.candidates import standing_events
from jiefen.ledger.queries.receipts import receipts_of, standing_payments
from jiefen.service_log.queries import waiting_of
from jiefen.shared.clock import CHINA, day_of
from jiefen.shared.together import Part, read_together

Rows = Mapping[str, list[Any]]
"""By kind the rows as models, in the order of their keys; see ``_FIELDS`` for what is loaded."""

LOOK_BACK: Final = dt.timedelta(days=8)  # the longest cap counts a week
_FIELDS: Final = {
    "promise": "id premises state amount_fen due_on made_at",
    "promised": "id promise charge",
    "past": "id premises state due_on",
    "plan": "id premises state principal_fen late_charge_fen late_charge_waived_fen proposed_at agreed_on default_rule",
    "planned": "id plan charge",
    "instalment": "id plan no due_on amount_fen",
    "dispute": "id premises state opened_on",
    "disputed": "id dispute charge",
    "open": "charge premises outstanding_fen due_on expires_on",
    "breathing": "id premises state until_on",
    "vacancy": "id premises state percent",
    "waiver": "id premises state condition_on",
    "aftercare": "id premises due_to",
    "payment": "id premises paid_on recorded_at amount_fen",
    "allocation": "id payment charge amount_fen",
    "contact": "id premises at channel purpose reached initiated_by",
    "wish": "id premises kind from_hour to_hour",
    "follow-up": "id premises kind due_on due_time what done_at",
    "ticket": "id premises what opened_on",
    "phone": "id premises",
    "tenant": "id premises",
    "event": "id premises on kind",
}


def known_of(premises_ids: Iterable[int], *, now: dt.datetime) -> Rows:
    """Of these premises (a list or a subquery), as of ``now``. One query. The caller has been let in to them."""
    querysets = _agreed(premises_ids, day_of(now)) | _money(premises_ids) | _around(premises_ids, now)
    parts = {kind: Part(rows, tuple(_FIELDS[kind].split()), None) for kind, rows in querysets.items()}
    return {kind: sorted(rows, key=lambda row: row.pk) for kind, rows in read_together(parts).items()}


def _agreed(ids: Iterable[int], today: dt.date) -> dict[str, QuerySet[Any]]:
    standing = commitments.querysets(ids, today)
    return standing | {
        "past": commitments.past_promises(ids, today),
        "promised": PromisedCharge.objects.filter(promise__premises_id__in=ids, promise__state=PromiseState.OPEN),
        "planned": PlannedCharge.objects.filter(plan__in=standing["plan"].order_by().values("pk")),
        "instalment": Instalment.objects.filter(plan__in=standing["plan"].order_by().values("pk")),
    }


def _money(ids: Iterable[int]) -> dict[str, QuerySet[Any]]:
    """What came in from whoever promised or pays by instalments, and open bills of whoever disputes some."""
    agreed = commitments.awaiting_money(ids)
    payments = standing_payments().filter(agreed)
    disputing = commitments.disputing(ids)
    return {
        "payment": payments,
        "allocation": Allocation.objects.filter(payment__in=payments.order_by().values("pk")),
        "open": ChargePosition.objects.filter(premises_id__in=disputing),
    }


def _around(ids: Iterable[int], now: dt.datetime) -> dict[str, QuerySet[Any]]:
    today = day_of(now)
    evening = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(0), CHINA)
    appointments = Q(done_at=None, kind__in=KEPT_APPOINTMENTS) | Q(kind=FollowUpKind.APPOINTMENT, due_on=today)
    return {
        "contact": ContactAttempt.objects.filter(
            premises_id__in=ids, at__gte=now - LOOK_BACK, at__lt=evening, corrected_by=None
        ),
        "wish": ContactWish.objects.filter(premises_id__in=ids, lifted_at=None, set_at__lte=now),
        "follow-up": FollowUp.objects.filter(appointments, premises_id__in=ids),
        "ticket": waiting_of(ids),
        "phone": owners_with_phone(ids),
        "tenant": let_to_tenants(ids, today),
        "event": standing_events().filter(premises_id__in=ids),
    }


def agreed_in(rows: Rows, *, today: dt.date) -> dict[int, HouseholdCommitments]:
    """What stands of every household about which something is known, as ``commitments.facts_for``. No query."""
    receipts = receipts_of(rows["payment"], rows["allocation"])
    charges, planned = _charges(rows["promised"], "promise_id"), _charges(rows["planned"], "plan_id")
    lines: dict[int, list[Instalment]] = defaultdict(list)
    for line in sorted(rows["instalment"], key=lambda each: each.no):
        lines[line.plan_id].append(line)
    promises = [
        progress_of_promise(row, charges[row.pk], receipts.get(row.premises_id, ()), today)
        for row in sorted(rows["promise"], key=lambda each: (each.due_on, each.pk))
    ]
    plans = {
        row.pk: progress_of_plan(row, planned[row.pk], lines[row.pk], receipts.get(row.premises_id, ()), today)
        for row in rows["plan"]
        if row.agreed_on
    }
    past = commitments.counted(rows["past"])
    return commitments.told(rows, promises=promises, plans=plans, past=past)


def _charges(rows: Iterable[Any], owner: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[getattr(row, owner)].add(row.charge_id)
    return found

"""Everything collection and the service log know of one household, in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet

from jiefen.collection.models import (
    Aftercare,
    Attachment,
    BreathingSpace,
    ContactAttempt,
    ContactWish,
    Conversation,
    ConversationObstacle,
    Dispute,
    FollowUp,
    Instalment,
    PlannedCharge,
    PromisedCharge,
    PromiseToPay,
    Rehearsal,
    RepaymentPlan,
    Vacancy,
    WaiverRequest,
)
from jiefen.collection.states import PlanState, PromiseState
from jiefen.service_log.queries import records_for_premises, tickets_for_premises
from jiefen.shared.together import Part, read_together

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

Rows = Mapping[str, list[Any]]
"""By kind the rows as models, newest entry first; see ``_FIELDS`` for what is loaded."""

NEWEST: Final = 40  # of each kind
OF_THESE: Final = 600  # bills and instalments behind what stands
RUNNING_PLAN: Final = (PlanState.PROPOSED, PlanState.AWAITING_APPROVAL, PlanState.ACTIVE, PlanState.DEFAULTED)

_FIELDS: Final = {
    "service": "id done_on what building entrance premises",
    "ticket": "id state what opened_on fixed_on what_was_done",
    "contact": "id at channel initiated_by purpose reached breach_rule corrects",
    "said": "id attempt owner_words chosen_option choice_words rehearsal",
    "heard": "id conversation code",
    "rehearsal": "id aim",
    "file": "id attempt kind",
    "promise": "id state amount_fen due_on made_at",
    "promised": "id promise charge",
    "plan": "id state principal_fen late_charge_fen late_charge_waived_fen proposed_at agreed_on default_rule closed_reason",
    "planned": "id plan charge",
    "instalment": "id plan no due_on amount_fen",
    "dispute": "id state reason words opened_on answer answered_on",
    "breathing": "id state reason words from_on until_on requested_at decision",
    "vacancy": "id state from_on notice_on until_on percent evidence applied_at",
    "waiver": "id state component amount_fen reason condition condition_on requested_at decision",
    "aftercare": "id state due_from due_to words thanks_for done_at",
    "wish": "id kind words from_hour to_hour set_at lifted_at lift_reason",
    "follow-up": "id what due_on done_at",
}


def rows_about(premises: Premises, *, since: dt.date) -> Rows:
    """What is known of premises the caller may see; services from the day after ``since``. One query."""
    parts = {kind: _part(kind, rows) for kind, rows in _querysets(premises, since).items()}
    found = read_together(parts)
    return {kind: sorted(rows, key=lambda row: row.pk, reverse=True) for kind, rows in found.items()}


def _part(kind: str, rows: QuerySet[Any]) -> Part:
    details = kind in ("promised", "planned", "instalment")
    ordered = rows if rows.ordered else rows.order_by("-pk")
    return Part(ordered, tuple(_FIELDS[kind].split()), OF_THESE if details else NEWEST)


def _querysets(premises: Premises, since: dt.date) -> dict[str, QuerySet[Any]]:
    here, of_attempt = {"premises_id": premises.pk}, {"attempt__premises_id": premises.pk}
    running = {"plan__premises_id": premises.pk, "plan__state__in": RUNNING_PLAN}
    return {
        "service": records_for_premises(premises, since=since),
        "ticket": tickets_for_premises(premises),
        "contact": ContactAttempt.objects.filter(**here).order_by("-at", "-pk"),
        "said": Conversation.objects.filter(**of_attempt),
        "heard": ConversationObstacle.objects.filter(conversation__attempt__premises_id=premises.pk),
        "rehearsal": Rehearsal.objects.filter(**here),
        "file": Attachment.objects.filter(**of_attempt),
        "promise": PromiseToPay.objects.filter(**here),
        "promised": PromisedCharge.objects.filter(promise__premises_id=premises.pk, promise__state=PromiseState.OPEN),
        "plan": RepaymentPlan.objects.filter(**here),
        "planned": PlannedCharge.objects.filter(**running),
        "instalment": Instalment.objects.filter(**running).order_by("-pk"),
        "dispute": Dispute.objects.filter(**here),
        "breathing": BreathingSpace.objects.filter(**here),
        "vacancy": Vacancy.objects.filter(**here),
        "waiver": WaiverRequest.objects.filter(**here),
        "aftercare": Aftercare.objects.filter(**here),
        "wish": ContactWish.objects.filter(**here),
        "follow-up": FollowUp.objects.filter(**here, done_at=None),
    }

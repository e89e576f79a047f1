"""What a conditional waiver waits for: the day it ends, whether the ledger shows it to be met, and what it comes to."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Max, QuerySet

from jiefen.collection.models import WaiverCondition, WaiverRequest
from jiefen.collection.states import WaiverState
from jiefen.ledger.models import Component
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.rules.plan_options import number
from jiefen.service_log.models import RepairTicket
from jiefen.service_log.states import WAITING
from jiefen.shared.clock import CHINA, day_of

YEAR: Final = dt.timedelta(days=365)


def chosen_before(premises_id: int) -> QuerySet[WaiverRequest]:
    """Late charges a choice of the owner would still bring, on a condition: a new choice takes their place."""
    rows: QuerySet[WaiverRequest] = WaiverRequest.objects.filter(
        premises_id=premises_id, component=Component.LATE_CHARGE, conversation__isnull=False,
        state__in=(WaiverState.REQUESTED, WaiverState.APPROVED),
    ).exclude(condition=WaiverCondition.NONE)  # fmt: skip
    return rows


def late_waived_within_a_year(premises_id: int, *, on: dt.date) -> int:
    """分 of late charge asked to be waived in the year before ``on``, but for what a new choice would replace. One query."""
    since = dt.datetime.combine(on - YEAR, dt.time(), CHINA)
    rows = WaiverRequest.objects.filter(
        premises_id=premises_id, component=Component.LATE_CHARGE, requested_at__gte=since
    ).exclude(state__in=(WaiverState.REFUSED, WaiverState.LAPSED))
    kept = rows.exclude(pk__in=chosen_before(premises_id).values("pk"))
    return sum(kept.values_list("amount_fen", flat=True))


def last_day_of(request: WaiverRequest) -> dt.date | None:
    """Until when the owner may pay; None while the repair he waits for is not confirmed, or without a condition.

    After a repair: some days from his confirmation, or the day he named himself when that is later. One query.
    """
    if request.condition != WaiverCondition.AFTER_REPAIR:
        return request.condition_on
    asked_on = day_of(request.requested_at)
    tickets = RepairTicket.objects.filter(premises_id=request.premises_id, opened_on__lte=asked_on)
    if tickets.filter(state__in=WAITING).exists():
        return None
    confirmed_on = tickets.aggregate(last=Max("closed_on"))["last"] or asked_on
    ends = max(confirmed_on, asked_on) + dt.timedelta(days=number("after_repair_days", asked_on))
    return max(ends, request.condition_on or ends)


def condition_met(request: WaiverRequest) -> bool:
    """Whether the owner has paid the rest of the bill in time: all but what is to be waived. Three queries."""
    found = accounts_of(request.premises_id, charge_ids=[request.charge_id])
    by_day = last_day_of(request) or (dt.date.max if request.condition == WaiverCondition.AFTER_REPAIR else None)
    if by_day is None or not found or found[0].is_reversed:
        return False
    account = found[0]
    waived = request.amount_fen if request.component == Component.PRINCIPAL else 0
    settled = [row for row in account.standing() if row.component == Component.PRINCIPAL and row.relieved_on <= by_day]
    if account.charge.amount_fen - sum(row.amount_fen for row in settled) > waived:
        return False
    if request.component == Component.PRINCIPAL:
        return True
    # Paid in full, the late charge stands still on the day of the last payment.
    late = late_charge_of(account, as_of=max((row.relieved_on for row in settled), default=by_day))
    return bool(late and late.open_fen >= (1 if request.is_whole else request.amount_fen))


def no_more_met(request: WaiverRequest) -> bool:
    """Whether what an applied waiver was given for is gone: the payment was reversed, the principal is open again.

    The waiver itself counts as settled here, so nothing of the principal may be left. Two queries.
    """
    found = accounts_of(request.premises_id, charge_ids=[request.charge_id])
    return bool(found) and not found[0].is_reversed and found[0].outstanding_fen > 0


def whole_late_charge(request: WaiverRequest, *, on: dt.date) -> int:
    """What is claimed of the bill's late charge on that day and not paid, 分. Two queries."""
    (account,) = accounts_of(request.premises_id, charge_ids=[request.charge_id])
    late = late_charge_of(account, as_of=on)
    return late.open_fen if late else 0

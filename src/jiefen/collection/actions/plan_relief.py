"""A plan that was paid as agreed: the late charge given up in it is waived in the ledger, in the approver's name."""

from __future__ import annotations

import dataclasses
import datetime as dt

from jiefen.accounts.actors import Actor, system_actor
from jiefen.collection.models import RepaymentPlan
from jiefen.ledger.actions.corrections import reverse_waiver
from jiefen.ledger.actions.waivers import record_waiver
from jiefen.ledger.models import Component, Waiver
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.rules.allocation import split_exactly
from jiefen.shared.clock import day_of


def waive_what_was_agreed(plan: RepaymentPlan, *, at: dt.datetime) -> None:
    """Waive the open late charge of the plan's bills, but for the part of it the owner agreed to pay.

    What ran on while he paid as agreed is given up as well, also by a plan that gave nothing else up: the sum he was
    told is the sum. Raises what record_waiver raises.
    """
    by = _by(plan)
    owed = _agreed_to_pay(plan)
    for account in accounts_of(plan.premises_id, charge_ids=list(owed)):
        late = late_charge_of(account, as_of=day_of(at))
        if late is None:
            continue
        waived_fen = late.open_fen - max(0, owed[account.charge.pk] - late.paid_fen)
        if waived_fen > 0:
            record_waiver(
                charge_id=account.charge.pk, amount_fen=waived_fen, component=Component.LATE_CHARGE,
                reason=_reason(plan), by=by, at=at,
            )  # fmt: skip


def take_back(plan: RepaymentPlan, *, at: dt.datetime) -> None:
    """The plan is not paid after all (a payment was reversed): what was waived for it is claimed again.

    What somebody took back by hand already stays as it is. Raises what reverse_waiver raises.
    """
    given = Waiver.objects.filter(
        charge_id__in=plan.planned.values("charge_id"), component=Component.LATE_CHARGE, reason=_reason(plan),
        reversal_of=None,
    )  # fmt: skip
    gone = Waiver.objects.filter(reversal_of__in=given).values("reversal_of")
    for waiver_id in list(given.exclude(pk__in=gone).values_list("pk", flat=True)):
        reverse_waiver(waiver_id=waiver_id, note=f"分期协议 {plan.pk} 号的付款已冲正", by=_by(plan), at=at)


def _by(plan: RepaymentPlan) -> Actor:
    """In whose name: who approved it; where nobody had to, who promised it."""
    who = plan.approved_by_no or plan.proposed_by_no
    return dataclasses.replace(system_actor(plan.organisation_id), membership_id=who)


def _reason(plan: RepaymentPlan) -> str:
    return f"分期协议 {plan.pk} 号已付清"


def _agreed_to_pay(plan: RepaymentPlan) -> dict[int, int]:
    """Per bill of the plan, the 分 of late charge the owner agreed to pay: the rest was given up."""
    rows = list(plan.planned.order_by("pk").values_list("charge_id", "late_charge_fen"))
    kept_fen = plan.late_charge_fen - plan.late_charge_waived_fen
    weights = [fen for _, fen in rows]
    shares = split_exactly(kept_fen, weights) if kept_fen else [0] * len(rows)
    return {charge_id: fen for (charge_id, _), fen in zip(rows, shares, strict=True)}

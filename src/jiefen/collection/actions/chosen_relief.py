"""The late charge an option gives up is asked for with the choice itself: what the owner reads is what is written down.

Wherever the choice comes from (page, phone, API), it brings its relief; nobody has to think of a second form.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from jiefen.accounts.actors import Actor
from jiefen.collection.actions import promises, waivers
from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.models import Conversation, WaiverCondition
from jiefen.collection.queries.options import options_of
from jiefen.collection.queries.plannable import plannable_debts
from jiefen.ledger.models import Component
from jiefen.rules.allocation import split_exactly
from jiefen.rules.plan_options import PlanOptionCode
from jiefen.shared.clock import day_of

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

REASONS: Final[dict[str, tuple[str, str]]] = {  # plans keep what they give up themselves (plan_relief)
    PlanOptionCode.PAY_NOW_WAIVE_LATE: (WaiverCondition.PAID_IN_FULL_BY, "业主一次付清本金，减免违约金"),
    PlanOptionCode.PAY_AFTER_REPAIR: (WaiverCondition.AFTER_REPAIR, "修好、业主确认后付清本金，减免违约金"),
}


def request_what_the_choice_promises(
    premises: Premises, draft: ContactDraft, talk: Conversation | None, *, by: Actor, at: dt.datetime
) -> None:
    """Ask for the late charge of each bill the chosen option gives up, as it was shown on the day of the talk.

    A bill with a request already in hand keeps that one; a draft with waivers of its own says itself what it wants.
    Call with the premises locked, after what was agreed is written down.
    """
    option = draft.talk.chosen_option if draft.talk else ""
    if option not in REASONS:
        return
    condition, reason = REASONS[PlanOptionCode(option)]
    if condition == WaiverCondition.AFTER_REPAIR and not draft.promise:
        promises.supersede(premises, by=by, at=at)  # an earlier day does not stand while he waits for us
    if draft.waivers:
        return
    said_on = day_of(draft.at)
    debts = plannable_debts(premises.pk, today=said_on)
    chosen = next(each for each in options_of(premises.pk, debts, today=said_on) if each.code == option)
    if not chosen.waived_fen:
        return
    weights = [debt.late_charge_fen for debt in debts]
    taken = set(waivers.in_hand(premises, Component.LATE_CHARGE).values_list("charge_id", flat=True))
    rows = [
        waivers.ask(
            premises, debt.charge_id, fen, reason, component=Component.LATE_CHARGE, condition=condition,
            condition_on=draft.promise.due_on if draft.promise else None, conversation=talk,
            is_whole=chosen.waived_fen == sum(weights), by=by, at=at,
        )
        for debt, fen in zip(debts, split_exactly(chosen.waived_fen, weights), strict=True)
        if fen > 0 and debt.charge_id not in taken
    ]  # fmt: skip
    waivers.grant_what_needs_nobody(rows, by=by, at=at)

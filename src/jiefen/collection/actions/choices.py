"""The option the owner chose, and what has to come with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.refusals import CollectionRefused
from jiefen.rules.plan_options import PlanOptionCode
from jiefen.service_log.queries import has_waiting_ticket

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

_NEEDS: Final[dict[str, tuple[str, str]]] = {
    PlanOptionCode.PAY_NOW_WAIVE_LATE: ("promise", "请填写付款的金额和日期。"),
    PlanOptionCode.PART_NOW: ("promise", "请填写先付多少、哪天付。"),
    PlanOptionCode.NAMED_DATE: ("promise", "请填写答应付的金额和日期。"),
    PlanOptionCode.DISPUTE_LINE: ("dispute", "请选有异议的账单和原因。"),
    PlanOptionCode.HARDSHIP: ("breathing", "请填写暂缓的原因和起止日期。"),
    PlanOptionCode.INSTALMENTS_3: ("plan", "请填写第一期的日期。"),
    PlanOptionCode.INSTALMENTS_6: ("plan", "请填写第一期的日期。"),
    PlanOptionCode.INSTALMENTS_12: ("plan", "请填写第一期的日期。"),
    PlanOptionCode.PAY_AFTER_REPAIR: ("tickets", "请写下业主要求维修的事。"),
}


def check_choice(premises: Premises, draft: ContactDraft) -> None:
    """The option the owner chose comes with what it needs; a repair may be one he waits for already.

    Raises CollectionRefused.
    """
    option = draft.talk.chosen_option if draft.talk else ""
    if not option:
        return
    if option not in _NEEDS:
        raise CollectionRefused("请从方案里选业主的决定。", code="collection.choice")
    needed, sentence = _NEEDS[option]
    if not getattr(draft, needed) and not (needed == "tickets" and has_waiting_ticket(premises.pk)):
        raise CollectionRefused(sentence, code=f"collection.{needed}_missing")
    months = option.removeprefix("instalments_")
    if draft.plan and months.isdigit() and draft.plan.months != int(months):
        raise CollectionRefused("分期的期数和业主选的方案不一样，请核对。", code="collection.months")

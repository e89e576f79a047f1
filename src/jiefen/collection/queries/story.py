"""What was said, agreed, objected to and relieved between us and one household, as entries of its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jiefen.collection.models import (
    Aftercare,
    BreathingSpace,
    ContactAttempt,
    ContactWish,
    Dispute,
    InitiatedBy,
    PromiseToPay,
    Reached,
    RepaymentPlan,
    Vacancy,
    WaiverRequest,
)
from jiefen.collection.queries.happenings import Happened, Happening
from jiefen.collection.states import AftercareState
from jiefen.shared.clock import day_of

TALKS: Final = 40  # contacts shown; the newest
ROWS: Final = 40  # of everything else, each kind


def our_story(premises_id: int) -> list[Happening]:
    """The household's own part of the timeline, in no order. Nine queries."""
    told = (
        _talks(premises_id), _promises(premises_id), _plans(premises_id), _disputes(premises_id),
        _breathing(premises_id), _vacancies(premises_id), _waivers(premises_id), _aftercare(premises_id), _wishes(premises_id),
    )  # fmt: skip
    return [each for part in told for each in part]


def _talks(premises_id: int) -> Iterator[Happening]:
    """Contacts as they stand after corrections, with the owner's own words where there are any."""
    rows = ContactAttempt.objects.filter(premises_id=premises_id, corrected_by=None).select_related("conversation")
    for row in rows.order_by("-at", "-pk")[:TALKS]:
        who = "业主联系我们" if row.initiated_by == InitiatedBy.OWNER else f"我们{row.get_channel_display()}联系"
        seen = "没有联系上" if row.reached == Reached.NOBODY else f"联系到{row.get_reached_display()}"
        words = row.conversation.owner_words if hasattr(row, "conversation") else ""
        detail = f"“{words}”" if words else row.get_purpose_display()
        if row.breach_rule:
            detail += "（已登记为违规联系）"
        yield Happening(day_of(row.at), Happened.TALK, f"{who}，{seen}", detail)


def _promises(premises_id: int) -> Iterator[Happening]:
    for row in PromiseToPay.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        what = f"答应 {row.due_on} 前付款"
        yield Happening(day_of(row.made_at), Happened.PROMISE, what, row.get_state_display(), row.amount_fen)


def _plans(premises_id: int) -> Iterator[Happening]:
    for row in RepaymentPlan.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        what = "同意分期" if row.agreed_on else "提出分期"
        on = row.agreed_on or day_of(row.proposed_at)
        yield Happening(on, Happened.PLAN, what, row.closed_reason or row.get_state_display(), row.total_fen)


def _disputes(premises_id: int) -> Iterator[Happening]:
    for row in Dispute.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        yield Happening(
            row.opened_on, Happened.DISPUTE, f"提出异议：{row.get_reason_display()}", row.get_state_display()
        )
        if row.answered_on:
            yield Happening(row.answered_on, Happened.DISPUTE, "答复异议", row.answer)


def _breathing(premises_id: int) -> Iterator[Happening]:
    for row in BreathingSpace.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        what = f"请求暂缓到 {row.until_on}：{row.get_reason_display()}"
        yield Happening(day_of(row.requested_at), Happened.RELIEF, what, row.decision or row.get_state_display())


def _vacancies(premises_id: int) -> Iterator[Happening]:
    for row in Vacancy.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        detail = (
            f"{row.get_state_display()}，按 {row.percent}% 付" if row.percent is not None else row.get_state_display()
        )
        yield Happening(day_of(row.applied_at), Happened.RELIEF, f"登记空置，从 {row.from_on} 起", detail)


def _waivers(premises_id: int) -> Iterator[Happening]:
    for row in WaiverRequest.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        detail = row.decision or row.get_state_display()
        yield Happening(day_of(row.requested_at), Happened.RELIEF, f"申请减免：{row.reason}", detail, row.amount_fen)


def _aftercare(premises_id: int) -> Iterator[Happening]:
    asked = (AftercareState.THANKED, AftercareState.TICKET_OPENED)
    for row in Aftercare.objects.filter(premises_id=premises_id, state__in=asked).order_by("-pk")[:ROWS]:
        on = day_of(row.done_at) if row.done_at else row.due_to
        thanked = row.state == AftercareState.THANKED
        what = f"回访并感谢：{row.thanks_for}" if thanked else "回访时业主不满意，已转报修"
        yield Happening(on, Happened.AFTERCARE, what, row.words)


def _wishes(premises_id: int) -> Iterator[Happening]:
    for row in ContactWish.objects.filter(premises_id=premises_id).order_by("-pk")[:ROWS]:
        yield Happening(day_of(row.set_at), Happened.WISH, f"业主说：{row.get_kind_display()}", row.words)
        if row.lifted_at:
            yield Happening(day_of(row.lifted_at), Happened.WISH, f"取消：{row.get_kind_display()}", row.lift_reason)

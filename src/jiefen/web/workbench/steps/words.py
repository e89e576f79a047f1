"""What a row is about, in facts a person reads before taking a step with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from jiefen.collection.models import WaiverCondition
from jiefen.ledger.models import Component
from jiefen.rules.day_words import full_day
from jiefen.shared.clock import day_of
from jiefen.web.ui.parts import Fact


def about(kind: str, row: Any) -> list[Fact]:
    """Term and value of what matters for this kind of row."""
    return [fact for fact in _ABOUT[kind](row) if fact is not None]


def in_short(kind: str, row: Any) -> list[Fact]:
    """The same for a line of a list: no instalments one by one, no query."""
    return (
        [Fact("一共", fen=row.total_fen), Fact("现在", row.get_state_display())] if kind == "plan" else about(kind, row)
    )


def _maybe(term: str, text: str) -> Fact | None:
    return Fact(term, text) if text else None


def _promise(row: Any) -> list[Fact | None]:
    return [Fact("答应付", fen=row.amount_fen), Fact("最晚", on=row.due_on), Fact("现在", row.get_state_display())]


def _plan(row: Any) -> list[Fact | None]:
    parts = [
        Fact(f"第 {each.no} 期，{full_day(each.due_on)}", fen=each.amount_fen)
        for each in row.instalments.order_by("no")
    ]
    return [
        Fact("一共", fen=row.total_fen), Fact("免去的违约金", fen=row.late_charge_waived_fen), *parts,
        Fact("现在", row.get_state_display()),
    ]  # fmt: skip


def _dispute(row: Any) -> list[Fact | None]:
    return [
        Fact("业主说", row.get_reason_display()), _maybe("原话", row.words), Fact("提出", on=row.opened_on),
        _maybe("我们的答复", row.answer), Fact("现在", row.get_state_display()),
    ]  # fmt: skip


def _breathing(row: Any) -> list[Fact | None]:
    return [
        Fact("因为", row.get_reason_display()), _maybe("原话", row.words), Fact("从", on=row.from_on),
        Fact("到", on=row.until_on), Fact("现在", row.get_state_display()),
    ]  # fmt: skip


def _vacancy(row: Any) -> list[Fact | None]:
    told = Fact("书面告知", on=row.notice_on) if row.notice_on else None
    return [
        Fact("从哪天空着", on=row.from_on),
        told,
        _maybe("材料", row.evidence),
        Fact("现在", row.get_state_display()),
    ]


def _waiver(row: Any) -> list[Fact | None]:
    by = Fact("条件：这天前付清", on=row.condition_on) if row.condition_on else None
    if row.condition == WaiverCondition.AFTER_REPAIR:
        by = Fact("条件", str(row.get_condition_display()))
    return [
        Fact("减免", fen=row.amount_fen), Fact("哪一部分", str(Component(row.component).label)), Fact("原因", row.reason), by,
        Fact("现在", row.get_state_display()),
    ]  # fmt: skip


def _aftercare(row: Any) -> list[Fact | None]:
    return [Fact("回访的日子", on=row.due_from), Fact("最晚", on=row.due_to), Fact("现在", row.get_state_display())]


def _ticket(row: Any) -> list[Fact | None]:
    return [
        Fact("要修的", row.what), Fact("报修", on=row.opened_on), _maybe("修了什么", row.what_was_done),
        Fact("现在", row.get_state_display()),
    ]  # fmt: skip


def _follow_up(row: Any) -> list[Fact | None]:
    return [Fact("要做的", row.what), Fact("哪天", on=row.due_on)]


def _wish(row: Any) -> list[Fact | None]:
    hours = f"{row.from_hour} 点到 {row.to_hour} 点" if row.to_hour else ""
    return [
        Fact("业主要求", row.get_kind_display()), _maybe("时段", hours), _maybe("原话", row.words),
        Fact("哪天说的", on=day_of(row.set_at)),
    ]  # fmt: skip


def _contact(row: Any) -> list[Fact | None]:
    return [
        Fact("哪天", on=day_of(row.at)), Fact("怎么联系的", row.get_channel_display()),
        Fact("联系上了谁", row.get_reached_display()), Fact("为了什么", row.get_purpose_display()), _maybe("备注", row.note),
    ]  # fmt: skip


_ABOUT: Final[dict[str, Callable[[Any], list[Fact | None]]]] = {
    "promise": _promise, "plan": _plan, "dispute": _dispute, "breathing": _breathing, "vacancy": _vacancy,
    "waiver": _waiver, "aftercare": _aftercare, "ticket": _ticket, "follow-up": _follow_up, "wish": _wish, "contact": _contact,
}  # fmt: skip

"""The team page's words: rules by name, options in short, talks as spans with their ranges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from jiefen.collection.queries.compliance import Compliance
from jiefen.collection.queries.team import Area, Blocked
from jiefen.rules.comparison import Comparison, Verdict, wilson
from jiefen.rules.plan_options import PlanOptionCode
from jiefen.rules.talk_outcomes import Approach, Outcomes
from jiefen.web.ui.parts import ChartPoint, Column, Span
from jiefen.web.ui.words import count

# Rules of rules/tables/contact_policy.toml by what a manager calls them; what nobody may ever do is one group.
RULES: Final = {
    "third_party": "对业主以外的人谈了账单",
    "public_disclosure": "在公开的地方点了名",
    "nothing_owed": "没有账单却谈了账单",
    "deceased": "业主过世，还没有继承人出面",
    "do_not_contact": "业主要求过请勿联系",
    "channel_refused": "用了业主不要的方式",
    "breathing_space": "暂缓期间谈了账单",
    "dispute": "异议没答复就谈了那笔账单",
    "open_ticket": "报修没完成就谈了账单",
    "standing_promise": "约定的日子还没到就催",
    "running_plan": "按期分期时另行催了",
    "stale_payment_data": "收款数据太旧就谈了账单",
    "holiday": "节假日联系",
    "quiet_hours": "休息时间联系",
    "owner_hours": "在业主说好的时段以外联系",
    "daily_cap": "一天里联系多了",
    "unanswered_cap": "没接通还一直打",
    "visit_cap": "上门多了",
    "weekly_cap": "一周里联系多了",
}
NEVER: Final = "做了任何时候都不能做的事"
OPTIONS: Final = {
    PlanOptionCode.PAY_NOW_WAIVE_LATE: "现在一次付清",
    PlanOptionCode.INSTALMENTS_3: "分 3 期",
    PlanOptionCode.INSTALMENTS_6: "分 6 期",
    PlanOptionCode.INSTALMENTS_12: "分 12 期",
    PlanOptionCode.PAY_AFTER_REPAIR: "修好再付",
    PlanOptionCode.PART_NOW: "先付一部分",
    PlanOptionCode.NAMED_DATE: "说好一个日子",
    PlanOptionCode.DISPUTE_LINE: "对一笔有异议",
    PlanOptionCode.HARDSHIP: "先缓一缓",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One comparison as the page shows it: spans for the eye, one sentence that may be said, and its tone."""

    title: str
    spans: list[Span]
    sentence: str
    tone: str


def questions(found: Outcomes, today: dt.date) -> list[Question]:
    """Rehearsed or not, and how many open questions were asked."""
    return [
        _question("预演和结果", found.rehearsal, found.by_rehearsal, today),
        _question("问开放的问题和结果", found.questions, found.by_questions, today),
    ]


def _question(title: str, ways: Iterable[Approach], comparison: Comparison, today: dt.date) -> Question:
    tone = "info" if comparison.verdict in (Verdict.HIGHER, Verdict.LOWER) else "neutral"
    return Question(title, [_span(way, today) for way in ways], comparison.sentence, tone)


def _span(way: Approach, today: dt.date) -> Span:
    interval, tally = wilson(way.tally, today), way.tally
    if interval is None:
        return Span(way.label, None, note="0 次")
    return Span(way.label, tally.share, interval.low, interval.high, f"{tally.trials} 次里 {tally.successes} 次")


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area as the table shows it. ``url``: where how many a day is agreed, "" for what nobody looks after."""

    area: Area
    capacity: int | None
    url: str


def with_capacity(found: Iterable[Area], agreed: Mapping[int, int], usual: int) -> list[AreaLine]:
    """Each area with how many households a day were agreed with its steward."""
    lines = []
    for area in found:
        pk = area.steward_id
        url = reverse("capacity", args=[pk]) if pk else ""
        lines.append(AreaLine(area, agreed.get(pk, usual) if pk else None, url))
    return lines


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at the top: in words or as money (分), and over what."""

    label: str
    value: str
    fen: int | None
    n: str


def figures(found: Sequence[Area], rules: Compliance, waiting: int) -> list[Figure]:
    """What waits, what is promised, what repairs hold up, what was done against the rules."""
    promises, tickets = sum(area.promises for area in found), sum(area.tickets for area in found)
    promised, held = sum(area.promised_fen for area in found), sum(area.blocked_fen for area in found)
    return [
        Figure("等批准", count(waiting), None, "分期、减免、暂缓、空置和异议的结果"),
        Figure("7 天内到期的约定", "", promised, f"{count(promises)} 笔，过了日子、还在宽限里的也算"),
        Figure("报修没好，一起等着的钱", "", held, f"{count(tickets)} 件没关的报修"),
        Figure(
            "登记的违规联系",
            count(rules.admitted),
            None,
            f"最近 90 天 {count(rules.contacts)} 次联系里；另有 {count(rules.refused)} 次被规则拦下",
        ),
    ]


HELD_COLUMNS: Final = (
    Column("where", "住户"),
    Column("what", "等着修的"),
    Column("outstanding_fen", "还没付的（元）", kind="money"),
)


@dataclass(frozen=True, slots=True)
class HeldUp:
    """One household whose repair and money wait together."""

    where: str
    what: str
    outstanding_fen: int
    url: str


def held_up(found: Iterable[Blocked]) -> list[HeldUp]:
    """The rows of the table, each a link to the household."""
    return [
        HeldUp(f"{row.estate} {row.label}", row.what, row.outstanding_fen, reverse("household", args=[row.premises_id]))
        for row in found
    ]


def options(found: Outcomes) -> list[ChartPoint]:
    """What owners chose, most frequent first."""
    return [ChartPoint(OPTIONS.get(PlanOptionCode(code), code), count) for code, count in found.options]


KEPT_COLUMNS: Final = (
    Column("rule", "规矩"),
    Column("admitted", "如实登记的违规", kind="count"),
    Column("stopped", "被规则拦下", kind="count"),
)


@dataclass(frozen=True, slots=True)
class RuleKept:
    """One rule: how often it was broken and admitted, and how often it stopped somebody."""

    rule: str
    admitted: int
    stopped: int


def rules_kept(found: Compliance) -> list[RuleKept]:
    """Every rule that was met, the most admitted first. What nobody may ever do is one line."""
    named: dict[str, RuleKept] = {}
    for code, admitted, refused in found.by_rule:
        rule = RULES.get(code, NEVER)
        before = named.get(rule, RuleKept(rule, 0, 0))
        named[rule] = RuleKept(rule, before.admitted + admitted, before.stopped + refused)
    return list(named.values())


def blocked(areas: Iterable[Area]) -> list[ChartPoint]:
    """The money repairs hold up, per area."""
    return [ChartPoint(area.name, area.blocked_fen, note=f"{area.tickets} 件报修") for area in areas if area.tickets]

"""昨晚: who moved on today's lists and why, as a difference a manager can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.collection.queries.nights import Flow, Moved, night_report
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column, Crumb
from jiefen.web.workbench.shell import shell

# Reasons of rules/stage_codes as a manager reads them; "" is: not on today's list.
REASONS: Final = {
    "": "不在今日",
    "reminder": "提醒", "phone": "打电话", "visit": "上门", "demand_notice": "催缴函", "lawyers_letter": "律师函",
    "mediation_or_payment_order": "调解或支付令", "litigation": "诉讼", "undelivered": "没交房，找建设单位",
    "breathing_space": "暂缓中", "do_not_contact": "请勿联系", "appointment": "约好了今天", "open_dispute": "有异议",
    "open_ticket": "报修没完", "instalment_missed": "分期没按期付", "plan_unproven": "分期要留书面", "promise_broken": "约定没兑现",
    "promise_unproven": "约定要留书面", "limitation": "快过时效", "proof_of_arrival_missing": "缺送达证明", "aftercare": "该回访",
    "just_paid": "刚付过，去感谢", "all_barred": "都过了时效", "relapse": "又没付", "phone_unknown": "没有电话",
    "stale_payments": "先导入收款", "settled": "付清了", "no_due_day": "账单没写日期", "not_due": "还没到期",
    "contact_cap": "这周联系够了", "appointment_ahead": "约了别的日子", "plan_running": "按期分期中", "promise_running": "约定还没到日子",
    "lately_paid": "刚付过", "contacted_lately": "刚联系过", "demand_running": "催告期没过", "in_court": "在法院",
    "disputed_limitation": "有异议的快过时效", "withdrawn": "导入撤销了", "aftercare_over": "回访过了",
}  # fmt: skip
COLUMNS: Final = [
    Column("who", "住户"), Column("before", "原来"), Column("after", "现在"), Column("fen", "未付（元）", kind="money")
]  # fmt: skip
FLOWS: Final = [Column("before", "原来"), Column("after", "现在"), Column("households", "户", kind="count")]


@dataclass(frozen=True)
class Line:
    """One household that moved. ``url``: its page."""

    who: str
    before: str
    after: str
    fen: int
    url: str


@require_safe
@signed_in(Capability.VIEW_TEAM)
def night(request: HttpRequest) -> HttpResponse:
    """The last night of the whole organisation."""
    report = night_report(actor_of(request).organisation_id)
    crumbs = [Crumb("团队", reverse("team")), Crumb("昨晚")]
    context = shell(
        request, "team", crumbs=crumbs, report=report, today=clock.today(), columns=COLUMNS, flow_columns=FLOWS,
        flows=_flows(report.flows) if report else [], lines=[_line(each) for each in report.moved] if report else [],
    )  # fmt: skip
    return render(request, "workbench/night.html", context)


def _flows(flows: Iterable[Flow]) -> list[dict[str, object]]:
    return [
        {"before": _word(each.from_reason), "after": _word(each.to_reason), "households": each.households}
        for each in flows
    ]


def _line(moved: Moved) -> Line:
    """Where nothing is proposed any more, why not."""
    after = _word(moved.to_reason) if moved.to_reason else f"不在今日：{_word(moved.why)}"
    who = f"{moved.owner_name or '姓名未登记'} {moved.label}"
    return Line(who, _word(moved.from_reason), after, moved.to_fen, reverse("household", args=[moved.premises_id]))


def _word(reason: str) -> str:
    return REASONS.get(reason, reason)

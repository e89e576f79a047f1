"""团队: how the work is shared out, what waits on us, how talks go, and which rules were broken. Nobody is ranked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.collection.queries.capacity import capacities, usual_cards
from jiefen.collection.queries.compliance import compliance
from jiefen.collection.queries.quality import talk_outcomes
from jiefen.collection.queries.team import areas, most_blocked
from jiefen.collection.queries.waiting import approvals_waiting
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column
from jiefen.web.workbench import team_words as words
from jiefen.web.workbench.shell import shell

COLUMNS = (
    Column("name", "片区"),
    Column("households", "户", kind="count"),
    Column("owing", "有未付账单", kind="count"),
    Column("proposals", "建议谈", kind="count"),
    Column("capacity", "一天最多谈", kind="count"),
    Column("contacts", "7 天联系", kind="count"),
    Column("reached", "联系上", kind="count"),
    Column("promises", "7 天内约定", kind="count"),
    Column("promised_fen", "约定金额（元）", kind="money"),
    Column("follow_ups", "7 天内要做", kind="count"),
    Column("tickets", "没关的报修", kind="count"),
)


@require_safe
@signed_in(Capability.VIEW_TEAM)
def team(request: HttpRequest) -> HttpResponse:
    """The page."""
    actor, today = actor_of(request), clock.today()
    found = areas(actor, today=today, now=clock.now())
    outcomes, rules = talk_outcomes(actor, today=today), compliance(actor, today=today)
    context = shell(
        request,
        "team",
        today=today,
        areas=words.with_capacity(found, capacities(actor.organisation_id, today), usual_cards(today)),
        may_agree=actor.can(Capability.APPROVE_RELIEF),
        columns=COLUMNS,
        figures=words.figures(found, rules, approvals_waiting(actor)),
        night_url=reverse("night"),
        approvals_url=reverse("approvals") if actor.can(Capability.APPROVE_RELIEF) else "",
        blocked=words.blocked(found),
        held_columns=words.HELD_COLUMNS,
        held_up=words.held_up(most_blocked(actor)),
        outcomes=outcomes,
        questions=words.questions(outcomes, today),
        options=words.options(outcomes),
        kept_columns=words.KEPT_COLUMNS,
        rules_kept=words.rules_kept(rules),
        rules=rules,
    )
    return render(request, "workbench/team.html", context)

"""跟进 and 审批: what waits, grouped by what it is, each with its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.queries.waiting import Waiting, approvals_board, follow_up_board
from jiefen.estates.queries import own_building_ids
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Fact
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.steps.registry import steps_from
from jiefen.web.workbench.steps.words import in_short

_ROWS = {"broken": "promise"}  # the board tells kept and broken promises apart, the steps do not


@dataclass(frozen=True)
class Line:
    """One row: whose it is, what it is about, and (words, address) of what may be done.

    On the household's own page ``who`` says what it is and ``where`` what to mind; there is no ``url``.
    """

    who: str
    where: str
    url: str
    facts: list[Fact]
    steps: list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """One kind with its lines."""

    waiting: Waiting
    lines: list[Line]


def lines_of(kind: str, rows: Any, actor: Actor, back: str) -> list[Line]:
    """The rows of one kind as lines; ``back``: where a step returns to."""
    of_rows = _ROWS.get(kind, kind)
    return [_line(of_rows, row, actor, back) for row in rows]


def _line(kind: str, row: Any, actor: Actor, back: str) -> Line:
    premises = row.premises
    where = f"{premises.estate.name} {premises.label}"
    url = reverse("household", args=[premises.pk])
    return Line(
        premises.owner_name or "姓名未登记", where, url, in_short(kind, row), step_links(kind, row, actor, back)
    )  # fmt: skip


def step_links(kind: str, row: Any, actor: Actor, back: str) -> list[tuple[str, str]]:
    """(words, address) of the steps that lead on from where ``row`` stands."""
    query = urlencode({"next": back})
    return [
        (step.title, f"{reverse('step', args=[kind, row.pk, name])}?{query}")
        for name, step in steps_from(kind, row, actor.can)
    ]


@require_safe
@signed_in(Capability.CONTACT)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What the steward follows up in the buildings he looks after; ``?all=1``: everywhere within his reach."""
    actor = actor_of(request)
    own = [] if actor.can(Capability.VIEW_ALL_ESTATES) else own_building_ids(actor)
    is_own = bool(own) and request.GET.get("all") != "1"
    board = follow_up_board(actor, today=clock.today(), building_ids=own if is_own else None)
    lead = "谈过以后，答应的事一件件落到实处"
    return _page(request, "follow_ups", "跟进", lead, board, has_area=bool(own), is_own=is_own)


@require_safe
@signed_in(Capability.APPROVE_RELIEF)
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for approval."""
    return _page(request, "approvals", "审批", "早一天定，业主就早一天安心", approvals_board(actor_of(request)))


def _page(
    request: HttpRequest, name: str, title: str, lead: str, board: list[Waiting], *, has_area: bool = False,
    is_own: bool = False,
) -> HttpResponse:  # fmt: skip
    actor, back = actor_of(request), request.get_full_path()
    groups = [Group(each, lines_of(each.kind, each.rows, actor, back)) for each in board if each.rows]
    context = shell(request, name, title=title, lead=lead, groups=groups, today=clock.today())
    context |= {"has_area": has_area, "is_own": is_own}
    return render(request, "workbench/steps/board.html", context)

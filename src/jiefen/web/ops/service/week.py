"""The coming week: how many lawyers each hour needs, and where they are missing."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.consultations.queries.roster import Roster, RosterHour, coming_week
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.ui.parts import Column

COLUMNS = [
    Column("when", "钟点"), Column("expected", "估计来访"), Column("needed", "要几位"), Column("rostered", "排了几位"),
    Column("missing", "缺"), Column("leaves", "照现在的排班会走的"),
]  # fmt: skip


@require_safe
@signed_in(Capability.RUN_SERVICE)
def roster(request: HttpRequest) -> HttpResponse:
    """By day; neighbouring hours with the same hole stand together."""
    found = coming_week(at=clock.now())
    context = {
        "found": found, "columns": COLUMNS, "rows": _rows(found), "hours": len(found.hours), "holes": len(found.holes),
        "a_day": f"{found.a_day:.0f}", "lawyer_hours": sum(each.missing for each in found.holes),
    }  # fmt: skip
    return render(request, "ops/service/roster.html", shell(request, "ops_roster", **context))


def _rows(found: Roster) -> list[dict[str, str]]:
    runs: list[list[RosterHour]] = []
    for each in found.holes:
        last = runs[-1][-1] if runs else None
        if last and each.starts_at - last.starts_at == dt.timedelta(hours=1) and _same(last, each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [_row(run) for run in runs]


def _same(one: RosterHour, other: RosterHour) -> bool:
    together = (one.needed, one.rostered, one.starts_at.date())
    return together == (other.needed, other.rostered, other.starts_at.date())


def _row(run: list[RosterHour]) -> dict[str, str]:
    first, last = run[0].starts_at, run[-1].starts_at + dt.timedelta(hours=1)
    leaves = max(each.leaves for each in run)
    return {
        "when": f"{first.month}月{first.day}日 {first:%H:%M}–{last:%H:%M}",
        "expected": f"{sum(each.expected for each in run):.1f}", "needed": str(run[0].needed),
        "rostered": str(run[0].rostered), "missing": str(run[0].missing), "leaves": f"{leaves:.0%}",
    }  # fmt: skip

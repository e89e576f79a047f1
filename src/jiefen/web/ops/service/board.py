"""The board: waiting now, the day's promise by hour with n, misses with their reasons, complaints; and its export."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import IO, Any, Final

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.consultations.queries.board import Board, board, in_play, readings_of_day, there
from jiefen.consultations.queries.readings import LawyerHour, lawyer_hours
from jiefen.consultations.wakeup import look_if_overdue
from jiefen.rules.service_clock import Share
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import ChartPoint
from jiefen.web.workbench.workbook import OPTIONS, download, heading

HEADS: Final = ("律师", "钟点", "问题数 n", "五分钟内", "中位（秒）", "95%（秒）")
CSV_NAME: Final = "jiefen-service"


@require_safe
@signed_in(Capability.RUN_SERVICE)
def board_page(request: HttpRequest) -> HttpResponse:
    """One day; today unless ``?day=`` says another."""
    day, now_at = _day(request), clock.now()
    found = board(actor_of(request), day=day, at=now_at)
    context = {
        "board": found, "day": day, "today": clock.today(), "is_today": day == clock.today(),
        "before": day - dt.timedelta(days=1), "after": day + dt.timedelta(days=1), **_figures(found),
        "bars": [_bar(hour, each) for hour, each in found.hours.items() if each.within is not None],
    }  # fmt: skip
    return render(request, "ops/service/board.html", shell(request, "ops", **context))


@require_safe
@signed_in(Capability.RUN_SERVICE)
def now(request: HttpRequest) -> HttpResponse:
    """Who waits and who is there, asked for every few seconds."""
    at = clock.now()
    look_if_overdue(at)
    return render(
        request, "ops/service/now.html", {"in_play": in_play(), "there": there(at), "today": clock.today(), "at": at}
    )


@require_safe
@signed_in(Capability.RUN_SERVICE)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Per lawyer and hour of one day, as csv or xlsx; the audit says how many rows left us."""
    day = _day(request)
    lines = lawyer_hours(readings_of_day(day, at=clock.now()))
    if kind == "xlsx":
        return download(
            request, code="consultations.hours_exported", name=f"service-{day}", write=lambda file: _book(file, lines)
        )
    if kind != "csv":
        raise Http404
    return _csv(request, lines, day)


def _csv(request: HttpRequest, lines: list[LawyerHour], day: dt.date) -> HttpResponse:
    actor, text = actor_of(request), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    writer.writerows([_plain(each.lawyer_name), *_cells(each)] for each in lines)
    record(
        organisation_id=actor.organisation_id, by=actor.membership_id, at=clock.now(),
        code="consultations.hours_exported", subject=("organisation", actor.organisation_id),
        data={"rows": len(lines)},
    )  # fmt: skip
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{CSV_NAME}-{day}.csv"'
    return response


def _plain(text: str) -> str:
    """No cell of a sheet may act as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _book(file: IO[bytes], lines: list[LawyerHour]) -> int:
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("律师与钟点")
        heading(sheet, book, HEADS)
        for line, each in enumerate(lines, start=1):
            sheet.write_string(line, 0, each.lawyer_name)
            for column, cell in enumerate(_cells(each), start=1):
                sheet.write(line, column, cell)
    return len(lines)


def _cells(each: LawyerHour) -> list[Any]:
    found = each.share
    return [each.hour, found.n, found.kept, _rounded(found.median_s), _rounded(found.p95_s)]


def _figures(found: Board) -> dict[str, Any]:
    share = found.today
    demo = f"，其中演示 {found.demo}" if found.demo else ""
    return {
        "within": "—" if share.within is None else f"{share.within:.1%}", "n": f"n = {share.n}{demo}", "median": _seconds(share.median_s), "p95": _seconds(share.p95_s),
        "leavers": f"{share.leavers} 人", "n_answered": f"答复了的 {share.answered} 人",
    }  # fmt: skip


def _bar(hour: int, share: Share) -> ChartPoint:
    return ChartPoint(f"{hour} 点", share.within or 0.0, note=f"n = {share.n}")


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f} 秒"


def _rounded(value: float | None) -> float | str:
    return "" if value is None else round(value)


def _day(request: HttpRequest) -> dt.date:
    """The day asked for; a day that is none, or one to come, is today."""
    try:
        day = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return min(day, clock.today())

"""关账: up to which month each estate is closed, and closing the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.accounts.roles import Capability
from jiefen.estates.access import get_estate_for
from jiefen.estates.queries import reachable_estates
from jiefen.ledger.actions.freeze import freeze_period
from jiefen.ledger.queries.closing import closed_months
from jiefen.ledger.refusals import month_words
from jiefen.rules.limitation_terms import add_months
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column, Crumb
from jiefen.web.workbench.entries.forms import ClosingForm
from jiefen.web.workbench.entries.frame import REFUSALS, show_beside
from jiefen.web.workbench.shell import shell

OFFERED: Final = 12  # months offered to an estate that was never closed
COLUMNS: Final = [
    Column("name", "小区"),
    Column("closed", "已关到"),
    Column("next", "接下来可以关"),
    Column("go", "操作"),
]


@dataclass(frozen=True)
class Standing:
    """One estate: its last closed month (first day) and those that are over and still open, oldest first."""

    estate_id: int
    name: str
    closed: dt.date | None
    months: tuple[dt.date, ...]
    today: dt.date

    @property
    def closed_words(self) -> str:
        """2026年9月."""
        return month_words(self.closed) if self.closed else "还没关过"

    @property
    def next_words(self) -> str:
        """Which month may be closed, or from when."""
        if not self.months:
            return f"{month_words(self.today)}过完以后"
        # An estate never closed is usually caught up in one go; one that was, month by month.
        return month_words(self.suggested)

    @property
    def suggested(self) -> dt.date:
        """The month the form begins with."""
        return self.months[0] if self.closed else self.months[-1]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The open months for a select."""
        return [(f"{month:%Y-%m}", month_words(month)) for month in self.months]


def _standing(estate_id: int, name: str, closed: dt.date | None, today: dt.date) -> Standing:
    this_month = today.replace(day=1)
    month = add_months(closed, 1) if closed else add_months(this_month, -OFFERED)
    months = []
    while month < this_month:
        months.append(month)
        month = add_months(month, 1)
    return Standing(estate_id, name, closed, tuple(months), today)


@require_safe
@signed_in(Capability.FREEZE_PERIOD)
def closing(request: HttpRequest) -> HttpResponse:
    """The estates."""
    estates, today = reachable_estates(actor_of(request)), clock.today()
    closed = closed_months([estate.pk for estate in estates])
    rows = [_standing(estate.pk, estate.name, closed.get(estate.pk), today) for estate in estates]
    crumbs = [Crumb("数字", reverse("numbers")), Crumb("关账")]
    return render(
        request, "workbench/entries/closing.html", shell(request, "numbers", crumbs=crumbs, rows=rows, columns=COLUMNS)
    )


@require_http_methods(["GET", "POST"])
@signed_in(Capability.FREEZE_PERIOD)
def closing_estate(request: HttpRequest, estate_id: int) -> HttpResponse:
    """Look once more, then close."""
    actor, today = actor_of(request), clock.today()
    estate = get_estate_for(actor, estate_id)
    standing = _standing(estate.pk, estate.name, closed_months([estate.pk]).get(estate.pk), today)
    if not standing.months:
        messages.info(request, f"{estate.name}已经关到{standing.closed_words}，{standing.next_words}再关下一个月。")
        return redirect("closing")
    form = ClosingForm(standing.choices, request.POST or None, initial={"month": f"{standing.suggested:%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        month = dt.date.fromisoformat(f"{form.cleaned_data['month']}-01")
        try:
            freeze_period(estate_id=estate.pk, month=month, by=actor, at=clock.now())
            messages.success(request, f"{estate.name}已关账：{month_words(month)}及以前。")
            return redirect("closing")
        except REFUSALS as error:
            show_beside(form, error)
    page = shell(
        request,
        "numbers",
        estate=estate,
        standing=standing,
        form=form,
        confirm_label="关账",
        cancel_url=reverse("closing"),
    )
    return render(request, "workbench/entries/closing_estate.html", page, status=422 if form.errors else 200)

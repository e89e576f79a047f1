"""数字: collection rates with their definitions, trend, aging, and the same as a workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.queries import reachable_estates, scope_names
from jiefen.ledger.queries.numbers import (
    MONEY_KPIS,
    SCOPES,
    TrendPoint,
    fee_item_names,
    frozen_trend,
    open_by_due_day,
)
from jiefen.ledger.queries.rates import HUMAN_KPIS, PEOPLE_SCOPES, ratios, scope_facts
from jiefen.ledger.snapshots import freeze_month
from jiefen.rules.aging import age, aging_buckets
from jiefen.rules.kpi import KPIS, Kpi, KpiFacts, Ratio
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import ChartPoint, Column, Filter, Option, Series
from jiefen.web.workbench.numbers_workbook import numbers_workbook
from jiefen.web.workbench.shell import shell

TREND_MONTHS = 12
HEADLINE = "current_collection_rate"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a month that is not in the future, and how to break the figures down."""

    month: dt.date
    scope: str


@dataclass(frozen=True)
class ScopeRow:
    """One line of the break-down table."""

    name: str
    facts: KpiFacts
    ratios: dict[str, Ratio]

    @property
    def money(self) -> list[tuple[str, Ratio]]:
        """(name of the rate, rate) of the money, in the order of the columns."""
        return [(KPIS[code].name, self.ratios[code]) for code in MONEY_KPIS]

    @property
    def people(self) -> list[tuple[str, Ratio, str]]:
        """(name, rate, both counts) of what happened between people, in the order of the columns."""
        return [(KPIS[code].name, self.ratios[code], _counts(self.ratios[code])) for code in HUMAN_KPIS]


@dataclass(frozen=True)
class Tile:
    """One rate with its definition and both counts."""

    kpi: Kpi
    ratio: Ratio

    @property
    def basis(self) -> str:
        """Numerator and denominator in words, so that the rate can be checked by hand."""
        if self.kpi.unit != "元":
            return f"{_counts(self.ratio)} {self.kpi.unit}"
        return f"{self.ratio.numerator / 100:,.2f} / {self.ratio.denominator / 100:,.2f} 元"


def _counts(ratio: Ratio) -> str:
    return f"{ratio.numerator:,} / {ratio.denominator:,}"


def _asked(request: HttpRequest, today: dt.date) -> Asked:
    try:
        month = dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        month = today.replace(day=1)
    scope = request.GET.get("by", "estate")
    return Asked(min(month, today.replace(day=1)), scope if scope in SCOPES else "estate")


def _visible(actor: Actor) -> list[int]:
    return [estate.pk for estate in reachable_estates(actor)]


def _breakdown(actor: Actor, asked: Asked, today: dt.date) -> tuple[KpiFacts, list[ScopeRow]]:
    """The whole, and one row per scope number, largest amount due first."""
    whole, parts = scope_facts(actor.organisation_id, asked.month, asked.scope, _visible(actor), today=today)
    names = _names(actor, asked.scope)
    ordered = sorted(parts.items(), key=lambda item: -item[1].current_charged_fen - item[1].prior_opening_arrears_fen)
    return whole, [
        ScopeRow(names.get(number, "未分配"), facts, ratios(facts, asked.scope)) for number, facts in ordered
    ]


def _names(actor: Actor, scope: str) -> dict[int, str]:
    if scope == "organisation":
        return {0: SCOPES[scope]}
    return fee_item_names(actor.organisation_id) if scope == "fee_item" else scope_names(actor.organisation_id, scope)


def _trend(actor: Actor, asked: Asked, live: Ratio) -> list[TrendPoint]:
    """Frozen months before the asked one, then the asked month as it stands."""
    frozen = [p for p in frozen_trend(actor.organisation_id, HEADLINE) if p.month < asked.month]
    return [*frozen[-(TREND_MONTHS - 1) :], TrendPoint(asked.month, live, False)]


def _aging_points(actor: Actor, today: dt.date) -> list[ChartPoint]:
    items = [(due, fen) for due, fen in open_by_due_day(actor.organisation_id, _visible(actor)) if due is not None]
    sums = age(items, today)
    return [ChartPoint(bucket.label, sums[bucket.code]) for bucket in aging_buckets(today)]


@require_GET
@signed_in(Capability.VIEW_NUMBERS)
def numbers(request: HttpRequest) -> HttpResponse:
    """The page."""
    actor, today = actor_of(request), clock.today()
    asked = _asked(request, today)
    whole, table = _breakdown(actor, asked, today)
    rates = ratios(whole, "organisation")
    trend = _trend(actor, asked, rates[HEADLINE]) if actor.can(Capability.VIEW_ALL_ESTATES) else []
    context = shell(
        request,
        "numbers",
        asked=asked,
        tiles=[Tile(KPIS[code], rates[code]) for code in MONEY_KPIS],
        people=[Tile(KPIS[code], rates[code]) for code in HUMAN_KPIS],
        filters=_filters(asked, today),
        table=table,
        columns=_columns(SCOPES[asked.scope]),
        people_columns=_people_columns(asked.scope),
        scope_name=SCOPES[asked.scope],
        scope_title=f"按{SCOPES[asked.scope]}看",
        people_title=f"按{SCOPES[asked.scope]}看人和人之间",
        trend_series=[Series(KPIS[HEADLINE].name, [_float(point.ratio) for point in trend])],
        trend_labels=[f"{point.month:%-m}月" for point in trend],
        trend_is_long_enough=len(trend) > 1,
        aging=_aging_points(actor, today),
        can_freeze=actor.can(Capability.FREEZE_PERIOD) and asked.month < today.replace(day=1),
        closing_url=reverse("closing") if actor.can(Capability.FREEZE_PERIOD) else "",
        can_export=actor.can(Capability.EXPORT),
        export_url=f"{reverse('numbers_export')}?month={asked.month:%Y-%m}&by={asked.scope}",
    )
    return render(request, "workbench/numbers.html", context)


def _filters(asked: Asked, today: dt.date) -> list[Filter]:
    months = [_months_back(today, back) for back in range(TREND_MONTHS)]
    by_month = [Option(f"{month:%Y-%m}", f"{month:%Y年%-m月}") for month in months]
    return [
        Filter("month", "截至", by_month, value=f"{asked.month:%Y-%m}"),
        Filter("by", "分开看", [Option(code, name) for code, name in SCOPES.items()], value=asked.scope),
    ]


def _columns(scope_name: str) -> list[Column]:
    money = [Column("charged", "当期应收(元)", kind="money"), Column("paid", "当期实收(元)", kind="money")]
    rates = [Column(code, KPIS[code].name, kind="percent") for code in MONEY_KPIS]
    return [Column("name", scope_name), *money, Column("prior", "往年余额(元)", kind="money"), *rates]


def _people_columns(scope: str) -> list[Column]:
    """Nothing for a scope in which nobody promises or answers."""
    if scope not in PEOPLE_SCOPES:
        return []
    return [Column("name", SCOPES[scope]), *(Column(code, KPIS[code].name, kind="percent") for code in HUMAN_KPIS)]


def _float(ratio: Ratio) -> float | None:
    return None if ratio.fraction is None else float(ratio.fraction)


def _months_back(today: dt.date, back: int) -> dt.date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return dt.date(year, month + 1, 1)


@require_GET
@signed_in(Capability.EXPORT)
def numbers_export(request: HttpRequest) -> HttpResponse:
    """The break-down as .xlsx, with the formulas in words on a second sheet."""
    actor, today = actor_of(request), clock.today()
    asked = _asked(request, today)
    _, table = _breakdown(actor, asked, today)
    data = numbers_workbook(SCOPES[asked.scope], asked.month, [(row.name, row.facts, row.ratios) for row in table])
    record(
        organisation_id=actor.organisation_id, by=actor.membership_id, at=clock.now(), code="ledger.numbers_exported",
        subject=("month", f"{asked.month:%Y-%m}"), data={"by": asked.scope},
    )  # fmt: skip
    response = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="jiefen-numbers-{asked.month:%Y-%m}.xlsx"'
    return response


@require_POST
@signed_in(Capability.FREEZE_PERIOD)
def numbers_freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a finished month."""
    month = dt.date.fromisoformat(f"{request.POST['month']}-01")
    freeze_month(by=actor_of(request), month=month, at=clock.now())
    return redirect(f"{reverse('numbers')}?month={month:%Y-%m}")

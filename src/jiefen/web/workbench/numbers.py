"""数字: collection rates with their definitions, trend, aging, and the same as a workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.collection.queries.compliance import compliance_between
from jiefen.estates.queries import reachable_buildings, reachable_estates, scope_names
from jiefen.ledger.queries.frozen import Frozen, frozen_facts
from jiefen.ledger.queries.numbers import (
    MONEY_KPIS,
    SCOPES,
    TrendPoint,
    fee_item_names,
    frozen_trend,
    month_end,
)
from jiefen.ledger.queries.numbers_memory import aging_by_due_day
from jiefen.ledger.queries.rates import HUMAN_KPIS, PEOPLE_SCOPES, ratios, scope_facts
from jiefen.ledger.snapshots import freeze_month, months_waiting
from jiefen.rules.aging import age, aging_buckets
from jiefen.rules.kpi import KPIS, Kpi, KpiFacts, Ratio
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import ChartPoint, Column, Filter, Option, Series
from jiefen.web.workbench.numbers_workbook import numbers_workbook
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.team_words import KEPT_COLUMNS, rules_kept
from jiefen.web.workbench.workbook import XLSX

TREND_MONTHS = 12
ROWS_PER_PAGE = 50
HEADLINE = "current_collection_rate"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a month that is not in the future, how to break the figures down, and whether a
    frozen month should be counted again from today's ledger (``live``).
    """

    month: dt.date
    scope: str
    live: bool
    today: dt.date

    @classmethod
    def of(cls, query: QueryDict, today: dt.date) -> Asked:
        """Read the address; what makes no sense counts as not given."""
        try:
            month = dt.date.fromisoformat(f"{query.get('month', '')}-01")
        except ValueError:
            month = today.replace(day=1)
        scope = query.get("by", "estate")
        return cls(
            min(month, today.replace(day=1)), scope if scope in SCOPES else "estate", query.get("live") == "1", today
        )

    @property
    def last_day(self) -> dt.date:
        """The last day that counts: the month's, or today."""
        return min(month_end(self.month), self.today)

    @property
    def is_over(self) -> bool:
        """Whether the month has ended."""
        return self.month < self.today.replace(day=1)

    @property
    def address(self) -> str:
        """As a query string."""
        return f"month={self.month:%Y-%m}&by={self.scope}{'&live=1' if self.live else ''}"

    @property
    def scope_name(self) -> str:
        """小区, 楼栋 …"""
        return SCOPES[self.scope]


@dataclass(frozen=True)
class Figures:
    """The whole and its parts. ``frozen_at``: when the month was frozen (None: it was not). ``is_frozen``: whether
    the whole is what was frozen then; ``parts_are_live``: the parts are counted now all the same.
    """

    whole: KpiFacts
    parts: dict[int, KpiFacts]
    frozen_at: dt.datetime | None = None
    is_frozen: bool = False
    parts_are_live: bool = False


def figures_for(actor: Actor, asked: Asked) -> Figures:
    """What was frozen, if the month was; else as the ledger stands."""
    estates = {estate.pk for estate in reachable_estates(actor)}
    frozen = _frozen(actor, asked, estates) if asked.is_over else None
    if frozen is None or asked.live:
        live = scope_facts(actor.organisation_id, asked.month, asked.scope, estates, today=asked.today)
        return Figures(*live, frozen_at=frozen.frozen_at if frozen else None)
    if frozen.parts is not None:
        return Figures(frozen.whole, frozen.parts, frozen.frozen_at, is_frozen=True)
    _, parts = scope_facts(actor.organisation_id, asked.month, asked.scope, estates, today=asked.today)
    return Figures(frozen.whole, parts, frozen.frozen_at, is_frozen=True, parts_are_live=True)


def _frozen(actor: Actor, asked: Asked, estates: set[int]) -> Frozen | None:
    if actor.can(Capability.VIEW_ALL_ESTATES):
        return frozen_facts(actor.organisation_id, asked.month, asked.scope)
    buildings = {each.id for each in reachable_buildings(actor)}
    return frozen_facts(actor.organisation_id, asked.month, asked.scope, estates=estates, buildings=buildings)


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


def _rows(actor: Actor, scope: str, parts: dict[int, KpiFacts]) -> list[ScopeRow]:
    """One row per scope number, largest amount due first."""
    names = _names(actor, scope)
    ordered = sorted(parts.items(), key=lambda item: -item[1].current_charged_fen - item[1].prior_opening_arrears_fen)
    return [ScopeRow(names.get(number, "未分配"), facts, ratios(facts, scope)) for number, facts in ordered]


def _names(actor: Actor, scope: str) -> dict[int, str]:
    if scope == "organisation":
        return {0: SCOPES[scope]}
    return fee_item_names(actor.organisation_id) if scope == "fee_item" else scope_names(actor.organisation_id, scope)


def _trend(actor: Actor, asked: Asked, last: Ratio) -> list[TrendPoint]:
    """Frozen months before the asked one, then the asked month as the page shows it."""
    frozen = [p for p in frozen_trend(actor.organisation_id, HEADLINE) if p.month < asked.month]
    return [*frozen[-(TREND_MONTHS - 1) :], TrendPoint(asked.month, last, False)]


def _aging_points(actor: Actor, today: dt.date) -> list[ChartPoint]:
    everywhere = actor.can(Capability.VIEW_ALL_ESTATES)
    estates = None if everywhere else [estate.pk for estate in reachable_estates(actor)]
    items = [(due, fen) for due, fen in aging_by_due_day(actor.organisation_id, estates) if due is not None]
    sums = age(items, today)
    return [ChartPoint(bucket.label, sums[bucket.code]) for bucket in aging_buckets(today)]


@require_GET
@signed_in(Capability.VIEW_NUMBERS)
def numbers(request: HttpRequest) -> HttpResponse:
    """The page."""
    actor, today = actor_of(request), clock.today()
    asked = Asked.of(request.GET, today)
    found = figures_for(actor, asked)
    rates = ratios(found.whole, "organisation")
    trend = _trend(actor, asked, rates[HEADLINE]) if actor.can(Capability.VIEW_ALL_ESTATES) else []
    page = Paginator(_rows(actor, asked.scope, found.parts), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    may_freeze = actor.can(Capability.FREEZE_PERIOD)
    rules = compliance_between(actor, asked.month.replace(month=1, day=1), asked.last_day)
    context = shell(
        request,
        "numbers",
        rules=rules,
        rules_kept=rules_kept(rules),
        kept_columns=KEPT_COLUMNS,
        asked=asked,
        found=found,
        today=today,
        tiles=[Tile(KPIS[code], rates[code]) for code in MONEY_KPIS],
        people=[Tile(KPIS[code], rates[code]) for code in HUMAN_KPIS],
        filters=_filters(asked),
        page=page,
        columns=_columns(asked.scope_name),
        people_columns=_people_columns(asked.scope),
        scope_title=f"按{asked.scope_name}看",
        people_title=f"按{asked.scope_name}看人和人之间",
        trend_series=[Series(KPIS[HEADLINE].name, [_float(point.ratio) for point in trend])],
        trend_labels=[_month_label(point.month, index) for index, point in enumerate(trend)],
        trend_is_long_enough=len(trend) > 1,
        months_waiting=months_waiting(actor.organisation_id) if len(trend) == 1 else 0,
        aging=_aging_points(actor, today),
        can_freeze=may_freeze and asked.is_over and found.frozen_at is None,
        closing_url=reverse("closing") if may_freeze else "",
        can_export=actor.can(Capability.EXPORT),
        export_url=f"{reverse('numbers_export')}?{asked.address}",
        live_url=f"?{replace(asked, live=True).address}",
        frozen_url=f"?{replace(asked, live=False).address}",
    )
    return render(request, "workbench/numbers.html", context)


def _month_label(month: dt.date, index: int) -> str:
    """The year where it begins: the rates start from nothing in January."""
    return f"{month:%Y年%-m月}" if month.month == 1 or index == 0 else f"{month:%-m月}"


def _filters(asked: Asked) -> list[Filter]:
    months = [_months_back(asked.today, back) for back in range(TREND_MONTHS)]
    by_month = [Option(f"{month:%Y-%m}", f"{month:%Y年%-m月}") for month in months]
    scopes = [Option(code, name) for code, name in SCOPES.items()]
    return [
        Filter("month", "截至", by_month, value=f"{asked.month:%Y-%m}", default=by_month[0].value),
        Filter("by", "分开看", scopes, value=asked.scope, default="estate"),
    ]


def _columns(scope_name: str) -> list[Column]:
    money = [Column("charged", "当期应收（元）", kind="money"), Column("paid", "当期实收（元）", kind="money")]
    rates = [Column(code, KPIS[code].name, kind="percent") for code in MONEY_KPIS]
    return [Column("name", scope_name), *money, Column("prior", "往年余额（元）", kind="money"), *rates]


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
    actor, asked = actor_of(request), Asked.of(request.GET, clock.today())
    found = figures_for(actor, asked)
    rows = [(row.name, row.facts, row.ratios) for row in _rows(actor, asked.scope, found.parts)]
    frozen_at = found.frozen_at if found.is_frozen and not found.parts_are_live else None
    data = numbers_workbook(
        asked.scope_name, asked.month, rows, frozen_on=clock.day_of(frozen_at) if frozen_at else None
    )
    record(
        organisation_id=actor.organisation_id, by=actor.membership_id, at=clock.now(), code="ledger.numbers_exported",
        subject=("month", f"{asked.month:%Y-%m}"), data={"by": asked.scope},
    )  # fmt: skip
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="jiefen-numbers-{asked.month:%Y-%m}.xlsx"'
    return response


@require_POST
@signed_in(Capability.FREEZE_PERIOD)
def numbers_freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a finished month."""
    asked = Asked.of(request.POST, clock.today())
    freeze_month(by=actor_of(request), month=asked.month, at=clock.now())
    messages.success(request, f"{asked.month:%Y年%-m月}的数字已定格。")
    return redirect(f"{reverse('numbers')}?month={asked.month:%Y-%m}")

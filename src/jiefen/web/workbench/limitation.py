"""时效守护: money that loses its claim, month by month, down to the bills and the chain of reasons behind each date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.queries import BuildingChoice
from jiefen.ledger.queries.limitation_board import AtRisk, Board, Falls, Month, add_up, board
from jiefen.ledger.queries.limitation_households import (
    PAGE_SIZE,
    BillAtRisk,
    every_bill_at_risk,
    households_at_risk,
    span_of,
)
from jiefen.rules.limitation import BANDS
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import ChartPoint, Column, Crumb, Filter, Option
from jiefen.web.workbench.household_filters import Places, number_in
from jiefen.web.workbench.household_view import period_words
from jiefen.web.workbench.limitation_workbook import write_bills
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.workbook import download

_MONTHS: Final = 9
_COLUMNS: Final = (
    ("d30", "30 天内（元）"), ("d90", "90 天内（元）"), ("d180", "180 天内（元）"), ("barred", "已过时效（元）"),
)  # fmt: skip
_TONES: Final = ("deadline", "attention", "attention")  # this month and the two after it; later months in indigo


@dataclass(frozen=True)
class Asked:
    """Which buildings the board covers, and the rest of the address that says so."""

    places: Places
    estate_id: int | None
    steward_id: int | None

    @classmethod
    def of(cls, actor: Actor, query: QueryDict) -> Asked:
        """Read the address. Two queries."""
        places = Places.of(actor)
        estate_id = number_in(query.get("estate"), (each.pk for each in places.estates))
        return cls(places, estate_id, number_in(query.get("steward"), places.stewards))

    @property
    def building_ids(self) -> list[int] | None:
        """None: all of the organisation."""
        if self.estate_id is None and self.steward_id is None and self.places.sees_all:
            return None
        return [each.id for each in self.places.buildings if self._covers(each)]

    def _covers(self, building: BuildingChoice) -> bool:
        return self.estate_id in (None, building.estate_id) and self.steward_id in (None, building.steward_id)

    def filters(self) -> list[Filter]:
        """Estate and steward, where there is a choice."""
        estates = [Option(str(each.pk), each.name) for each in self.places.estates]
        stewards = [Option(str(pk), name) for pk, name in self.places.stewards.items()]
        offered = (("estate", "小区", estates, self.estate_id), ("steward", "管家", stewards, self.steward_id))
        return [Filter(name, label, opts, value=str(at or "")) for name, label, opts, at in offered if len(opts) > 1]

    def url(self, band: str, **more: int | None) -> str:
        """The households of a band or month, within what is asked here."""
        query = QueryDict(mutable=True)
        query["band"] = band
        for name, value in {"estate": self.estate_id, "steward": self.steward_id, **more}.items():
            if value:
                query[name] = str(value)
        return f"{reverse('limitation_households')}?{query.urlencode()}"


def _points(months: Iterable[Month], asked: Asked) -> list[ChartPoint]:
    return [
        ChartPoint(
            f"{month.first.year}年{month.first.month}月{'剩下的日子' if place == 0 else ''}",
            month.falls.fen,
            url=asked.url(f"{month.first:%Y-%m}") if month.falls.fen else "",
            note=f"{month.falls.households} 户" if month.falls.fen else "",
            tone=_TONES[place] if place < len(_TONES) else "info",
        )
        for place, month in enumerate(months)
    ]


def _table(found: Board, asked: Asked, group: str) -> list[dict[str, str | int]]:
    """One line per ``estate`` or ``steward`` with anything at stake, the largest sum within 180 days first."""
    names = asked.places.stewards if group == "steward" else {each.pk: each.name for each in asked.places.estates}
    groups: dict[int, list[Falls]] = {}
    for building in asked.places.buildings:
        if building.id in found.by_building:
            number = building.steward_id if group == "steward" else building.estate_id
            groups.setdefault(number or 0, []).append(found.by_building[building.id])
    totals = sorted(
        ((number, add_up(parts)) for number, parts in groups.items()),
        key=lambda item: (-item[1].within[BANDS[-1]].fen, -item[1].barred.fen),
    )
    return [
        {
            "name": names.get(number, "还没有管家"),
            "url": asked.url(str(BANDS[-1]), **{group: number}) if number else "",
            **{f"d{days}": falls.within[days].fen for days in BANDS},
            "barred": falls.barred.fen,
        }
        for number, falls in totals
    ]


def _tiles(found: Board, asked: Asked) -> list[tuple[int, AtRisk, str, str]]:
    """(days, what is at stake, address, tone)."""
    tones = dict.fromkeys(BANDS, "attention") | {BANDS[0]: "deadline"}
    return [(days, found.total.within[days], asked.url(str(days)), tones[days]) for days in BANDS]


def _columns(first: str) -> list[Column]:
    return [Column("name", first), *(Column(key, label, kind="money") for key, label in _COLUMNS)]


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def limitation_board(request: HttpRequest) -> HttpResponse:
    """The board."""
    actor, today = actor_of(request), clock.today()
    asked = Asked.of(actor, request.GET)
    found = board(actor.organisation_id, today=today, building_ids=asked.building_ids, months=_MONTHS)
    context = shell(
        request,
        "limitation_board",
        total=found.total,
        tiles=_tiles(found, asked),
        barred_url=asked.url("barred"),
        points=_points(found.months, asked),
        safe_fen=found.safe_fen,
        estates=_table(found, asked, "estate"),
        estate_columns=_columns("小区"),
        stewards=_table(found, asked, "steward"),
        steward_columns=_columns("管家"),
        filters=asked.filters(),
        is_fresh=not asked.places.buildings,
        may_import=actor.can(Capability.IMPORT),
        export_url=f"{reverse('limitation_export')}?{request.GET.urlencode()}" if actor.can(Capability.EXPORT) else "",
        today=today,
    )
    return render(request, "workbench/limitation_board.html", context)


@dataclass(frozen=True)
class Bill:
    """A bill at risk in words."""

    bill: BillAtRisk

    @property
    def title(self) -> str:
        """2023年11月 物业费."""
        return f"{period_words(self.bill.period_start, self.bill.period_end)} {self.bill.fee_item}"

    @property
    def left(self) -> str:
        """How long the claim can still be brought."""
        days = self.bill.clock.days_left
        return "已过时效" if days < 0 else f"还有 {days} 天" if days else "就是今天"

    @property
    def tone(self) -> str:
        """Red within 30 days, grey when it is over."""
        days = self.bill.clock.days_left
        return "neutral" if days < 0 else "deadline" if days <= BANDS[0] else "attention"


def _title(band: str) -> str:
    if band == "barred":
        return "已经过时效的账单"
    if "-" in band:
        year, month = band.split("-")
        return f"{year}年{int(month)}月过时效的账单"
    return f"{band} 天内过时效的账单"


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def limitation_households(request: HttpRequest) -> HttpResponse:
    """The households of one band or month, each bill with its chain of reasons."""
    actor, today = actor_of(request), clock.today()
    asked, band = Asked.of(actor, request.GET), request.GET.get("band", "30")
    span = span_of(band, today)
    if span is None:
        raise NotFound
    page = request.GET.get("page", "")
    found = households_at_risk(
        actor.organisation_id, span, today=today, building_ids=asked.building_ids,
        number=int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )  # fmt: skip
    context = shell(
        request,
        "limitation_board",
        title=_title(band),
        is_barred=band == "barred",
        found=found,
        page=Paginator(range(found.total), PAGE_SIZE).page(found.number),
        households=[(each, [Bill(bill) for bill in each.bills]) for each in found.households],
        filters=asked.filters(),
        crumbs=[Crumb("时效守护", reverse("limitation_board")), Crumb(_title(band))],
        today=today,
    )
    return render(request, "workbench/limitation_households.html", context)


@require_safe
@signed_in(Capability.EXPORT)
def limitation_export(request: HttpRequest) -> HttpResponse:
    """Every bill that is barred or becomes so within 180 days."""
    actor, today = actor_of(request), clock.today()
    asked = Asked.of(actor, request.GET)
    bills = every_bill_at_risk(
        actor.organisation_id, today + dt.timedelta(days=BANDS[-1]), building_ids=asked.building_ids
    )
    return download(
        request,
        code="ledger.limitation_exported",
        name="limitation",
        write=lambda file: write_bills(file, bills, today=today),
    )

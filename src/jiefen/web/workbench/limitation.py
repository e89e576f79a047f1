"""时效守护: money that loses its claim, month by month, down to the bills and the chain of reasons behind each date."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.queries import BuildingChoice
from jiefen.ledger.queries.limitation_board import Board, Falls, Month, add_up, board
from jiefen.ledger.queries.limitation_households import (
    PAGE_SIZE,
    BillAtRisk,
    HouseholdAtRisk,
    RiskPage,
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
from jiefen.web.workbench.household_workbook import XLSX
from jiefen.web.workbench.limitation_workbook import write_bills
from jiefen.web.workbench.shell import shell

_SHOWN_MONTHS: Final = 9
_COLUMNS: Final = (
    ("d30", "30 天内(元)"), ("d90", "90 天内(元)"), ("d180", "180 天内(元)"), ("barred", "已过时效(元)"),
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


def _table(found: Board, asked: Asked, name: str, key: Callable[[BuildingChoice], int | None], names: dict[int, str]) -> list[dict[str, object]]:
    """One line per estate or steward with anything at stake, the largest sum within 180 days first."""
    groups: dict[int | None, list[Falls]] = {}
    for building in asked.places.buildings:
        if building.id in found.by_building:
            groups.setdefault(key(building), []).append(found.by_building[building.id])
    lines = []
    for number, parts in groups.items():
        falls = add_up(parts)
        amounts = {f"d{days}": falls.within[days].fen for days in BANDS} | {"barred": falls.barred.fen}
        url = asked.url("180", **{name: number}) if number else ""
        lines.append({"name": names.get(number or 0, "未分配管家"), "url": url, **amounts})
    return sorted(lines, key=lambda line: (-int(str(line["d180"])), -int(str(line["barred"]))))


def _columns(first: str) -> list[Column]:
    return [Column("name", first), *(Column(key, label, kind="money") for key, label in _COLUMNS)]


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def limitation_board(request: HttpRequest) -> HttpResponse:
    """The board."""
    actor, today = actor_of(request), clock.today()
    asked = Asked.of(actor, request.GET)
    found = board(actor.organisation_id, today=today, building_ids=asked.building_ids)
    context = shell(
        request,
        "limitation_board",
        total=found.total,
        tiles=[(days, found.total.within[days], asked.url(str(days)), "deadline" if days == 30 else "attention") for days in BANDS],
        barred_url=asked.url("barred"),
        points=_points(found.months[:_SHOWN_MONTHS], asked),
        safe=found.safe_fen + sum(month.falls.fen for month in found.months[_SHOWN_MONTHS:]),
        estates=_table(found, asked, "estate", lambda each: each.estate_id, {each.pk: each.name for each in asked.places.estates}),
        estate_columns=_columns("小区"),
        stewards=_table(found, asked, "steward", lambda each: each.steward_id, asked.places.stewards),
        steward_columns=_columns("管家"),
        filters=asked.filters(),
        is_fresh=not asked.places.buildings,
        may_import=actor.can(Capability.IMPORT),
        export_url=f"{reverse('limitation_export')}?{request.GET.urlencode()}" if actor.can(Capability.EXPORT) else "",
        today=today,
    )
    return render(request, "workbench/limitation_board.html", context)


class _Counted(Paginator[HouseholdAtRisk]):
    """Page numbers over households the database has already cut."""

    def __init__(self, page: RiskPage) -> None:
        super().__init__(page.households, PAGE_SIZE)
        self.count = page.total


@dataclass(frozen=True)
class Bill:
    """A bill at risk in words."""

    bill: BillAtRisk

    @property
    def title(self) -> str:
        """2023年11月 物业费."""
        return f"{period_words(self.bill.period_start, self.bill.period_end)} {self.bill.fee_item}"


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
        page=_Counted(found).page(found.number),
        households=[(each, [Bill(bill) for bill in each.bills]) for each in found.households],
        filters=asked.filters(),
        crumbs=[Crumb("时效守护", reverse("limitation_board")), Crumb(_title(band))],
        today=today,
    )
    return render(request, "workbench/limitation_households.html", context)


@require_safe
@signed_in(Capability.EXPORT)
def limitation_export(request: HttpRequest) -> FileResponse:
    """Every bill that is barred or becomes so within 180 days, as .xlsx."""
    actor, today = actor_of(request), clock.today()
    asked = Asked.of(actor, request.GET)
    last = span_of(str(BANDS[-1]), today)
    assert last is not None
    file = tempfile.TemporaryFile()  # noqa: SIM115 — FileResponse closes it
    count = write_bills(file, every_bill_at_risk(actor.organisation_id, last.last, building_ids=asked.building_ids), today=today)
    record(
        organisation_id=actor.organisation_id, by=actor.membership_id, at=clock.now(), code="ledger.limitation_exported",
        subject=("organisation", actor.organisation_id), data={"bills": count},
    )  # fmt: skip
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"jiefen-limitation-{today}.xlsx", content_type=XLSX)

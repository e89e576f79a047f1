"""What the address of the household list asks for, checked against what this person may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.http import QueryDict

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.queries import BuildingChoice, reachable_buildings, reachable_estates
from jiefen.estates.search import Search, SearchKind, search_premises
from jiefen.ledger.queries.household_list import SORTS, HouseholdFilter, fee_items
from jiefen.rules.aging import aging_buckets
from jiefen.web.ui.parts import Column, Filter, Option

if TYPE_CHECKING:
    from jiefen.estates.models import Estate

FEW: Final = 10_000  # found premises named one by one (SQLite takes 32,766); beyond that the search stays a subquery
BANDS: Final = {"30": "30 天内到期", "90": "90 天内到期", "180": "180 天内到期", "barred": "已过时效"}
OWING: Final = {"yes": "还有欠费", "no": "没有欠费"}
SORT_LABELS: Final = {"owed": "欠费多的在前", "oldest": "欠得久的在前", "expiry": "时效近的在前", "room": "按房号"}
KINDS: Final = {
    SearchKind.ROOM: "房号",
    SearchKind.NAME: "姓名",
    SearchKind.PINYIN: "拼音首字母",
    SearchKind.PHONE: "完整电话",
}


@dataclass(frozen=True)
class Places:
    """The estates and buildings this person may see. Two queries."""

    estates: Sequence[Estate]
    buildings: Sequence[BuildingChoice]
    sees_all: bool

    @classmethod
    def of(cls, actor: Actor) -> Places:
        """Load them."""
        return cls(reachable_estates(actor), reachable_buildings(actor), actor.can(Capability.VIEW_ALL_ESTATES))

    @property
    def stewards(self) -> dict[int, str]:
        """Who looks after at least one of these buildings, by name."""
        found = {each.steward_id: each.steward_name for each in self.buildings if each.steward_id}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def of_steward(self, steward_id: int) -> list[int]:
        """The building ids of one steward."""
        return [each.id for each in self.buildings if each.steward_id == steward_id]


def number_in(text: str | None, allowed: Iterable[int]) -> int | None:
    """The number in the address when it is one of ``allowed``, else None."""
    return int(text) if text and text.isascii() and text.isdigit() and int(text) in set(allowed) else None


@dataclass(frozen=True)
class Asked:
    """The list's address, understood. Unknown values count as not given."""

    query: QueryDict
    places: Places
    items: Sequence[tuple[int, str]]
    organisation_id: int
    today: dt.date

    @classmethod
    def of(cls, actor: Actor, query: QueryDict, today: dt.date) -> Asked:
        """Read the address of a request. Three queries."""
        return cls(query, Places.of(actor), fee_items(actor.organisation_id), actor.organisation_id, today)

    def _one_of(self, name: str, allowed: Iterable[str]) -> str:
        value = self.query.get(name, "")
        return value if value in set(allowed) else ""

    @cached_property
    def q(self) -> str:
        """The words searched."""
        return self.query.get("q", "").strip()

    @cached_property
    def estate_id(self) -> int | None:
        """The estate chosen; the only one there is counts as chosen for the building filter."""
        return number_in(self.query.get("estate"), (each.pk for each in self.places.estates))

    @cached_property
    def shown_buildings(self) -> list[BuildingChoice]:
        """Buildings offered: those of the chosen estate, or of the only one."""
        only = self.places.estates[0].pk if len(self.places.estates) == 1 else None
        return [each for each in self.places.buildings if each.estate_id == (self.estate_id or only)]

    @cached_property
    def building_id(self) -> int | None:
        """The building chosen."""
        return number_in(self.query.get("building"), (each.id for each in self.shown_buildings))

    @cached_property
    def steward_id(self) -> int | None:
        """The steward chosen."""
        return number_in(self.query.get("steward"), self.places.stewards)

    @cached_property
    def search(self) -> Search | None:
        """The search meant by ``q``."""
        return search_premises(self.organisation_id, self.q)

    @cached_property
    def sort(self) -> str:
        """One of SORTS."""
        return self._one_of("sort", SORTS) or "owed"

    @property
    def filter(self) -> HouseholdFilter:
        """For the ledger's list. One query when words are searched."""
        ids = self.search.ids(FEW) if self.search else None
        return HouseholdFilter(
            estate_ids=self._estate_ids(),
            building_ids=self._building_ids(),
            premises_ids=ids,
            premises=self.search.premises if self.search and ids is None else (),
            bucket=self._one_of("bucket", (each.code for each in aging_buckets(self.today))),
            band=self._one_of("band", BANDS),
            fee_item_id=number_in(self.query.get("item"), (pk for pk, _ in self.items)),
            owing=self._one_of("owing", OWING),
            sort=self.sort,
        )

    def _estate_ids(self) -> list[int] | None:
        """None where no estate has to be named: all of them are meant and may be seen."""
        if self.estate_id is not None and len(self.places.estates) > 1:
            return [self.estate_id]
        return None if self.places.sees_all else [each.pk for each in self.places.estates]

    def _building_ids(self) -> list[int] | None:
        chosen = [self.building_id] if self.building_id is not None else None
        if self.steward_id is None:
            return chosen
        mine = self.places.of_steward(self.steward_id)
        if chosen is not None:
            return [each for each in mine if each in chosen]
        return [each for each in mine if self.estate_id is None or each in {b.id for b in self.shown_buildings}]

    def filters(self) -> list[Filter]:
        """The selects of the filter bar; those with nothing to choose are left out."""
        buckets = [Option(each.code, each.label) for each in aging_buckets(self.today)]
        offered = [
            Filter("estate", "小区", [Option(str(each.pk), each.name) for each in self.places.estates]),
            Filter("building", "楼栋", [Option(str(each.id), each.name) for each in self.shown_buildings]),
            Filter("steward", "管家", [Option(str(pk), name) for pk, name in self.places.stewards.items()]),
            Filter("owing", "欠费", _options(OWING)),
            Filter("bucket", "最早一笔账龄", buckets),
            Filter("band", "诉讼时效", _options(BANDS)),
            Filter("item", "费用项", [Option(str(pk), name) for pk, name in self.items]),
        ]
        useful = [each for each in offered if len(each.options) > 1]
        return [Filter(each.name, each.label, each.options, value=self.query.get(each.name, "")) for each in useful]

    def columns(self) -> list[Column]:
        """The table's heads, sortable where the list can sort."""
        return [
            self._column("room", "住户", "asc"),
            self._column("owed", "欠费（元）", "desc", kind="money"),
            Column("charges", "笔数", kind="count"),
            self._column("oldest", "最早应付", "asc", kind="date"),
            self._column("expiry", "最早过时效", "asc", kind="date"),
            Column("paid", "最近付款", kind="date"),
        ]

    def _column(self, sort: str, label: str, direction: str, kind: str = "text") -> Column:
        query = self.query.copy()
        query["sort"] = sort
        query.pop("page", None)
        sorted_now = direction if self.sort == sort else ""
        return Column(sort, label, kind=kind, sort_url=f"?{query.urlencode()}", sorted=sorted_now)


def _options(labels: dict[str, str]) -> list[Option]:
    return [Option(code, label) for code, label in labels.items()]

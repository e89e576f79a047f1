"""服务记录 from a sheet."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from jiefen.collection.imports.base import Named, ServiceKind, has_day, one_estate, shortened
from jiefen.ledger.imports import ServiceRow, parse_service_records, rooms
from jiefen.ledger.imports.doubts import Doubts
from jiefen.ledger.imports.kinds.base import Source
from jiefen.ledger.imports.matching import Asked, Matcher
from jiefen.ledger.imports.rooms import RoomKey
from jiefen.ledger.imports.row_sheets import RowSheet, read_rows
from jiefen.service_log.actions import add_imported_records
from jiefen.service_log.already_there import known_records
from jiefen.service_log.imported import Added, RecordRow
from jiefen.service_log.models import ServiceCategory
from jiefen.service_log.sheet_rows import SheetRecord, resolve_records

if TYPE_CHECKING:
    from jiefen.estates.models import Estate

_ENTRANCE = re.compile(r"([A-Za-z0-9一二三四五六七八九十]{1,3})(?:单元|门栋)")


class NamedRecord(NamedTuple):
    """``entrance``: when the work was done for a whole staircase."""

    record: SheetRecord
    entrance: str = ""


class ServiceRecords(ServiceKind[ServiceRow, NamedRecord, RecordRow]):
    """The kind registered as ``service_records``."""

    code = "service_records"

    def read(self, source: Source) -> RowSheet[ServiceRow]:
        """Understand the sheets."""
        return read_rows(
            source, lambda book, plans, _: parse_service_records(book, plans), texts=("room", "entrance", "building")
        )

    def place(
        self, row: ServiceRow, sheet: RowSheet[ServiceRow], matcher: Matcher, doubts: Doubts, today: dt.date
    ) -> Named[NamedRecord] | None:
        """The narrowest of household, entrance, building and estate that the row names."""
        if not has_day(row, row.done_on, doubts, today) or row.done_on is None:
            return None
        spot = _Spot(row, sheet, matcher)
        what = shortened(row, spot.words + (row.content or row.category), doubts)
        record = SheetRecord(row.sheet, row.row, row.done_on, "", None, row.category, what, row.handler)
        return spot.at_room(record, row.done_on, doubts) if spot.key else spot.at_building(record, row.done_on, doubts)

    def resolve(self, estate: Estate, rows: list[NamedRecord]) -> list[RecordRow]:
        """The same rows with ids, one for one."""
        found = resolve_records(estate, [row.record for row in rows]).rows
        named = zip(rows, found, strict=True)
        return [dataclasses.replace(row, entrance=one.entrance or row.entrance) for one, row in named]

    def label(self, row: RecordRow) -> str:
        """Its category in words."""
        return str(ServiceCategory(row.category).label)

    def known(self, estate_id: int, rows: list[RecordRow]) -> set[str]:
        """Fingerprints of the rows that are there already."""
        return known_records(estate_id, rows)

    @property
    def add(self) -> Callable[..., Added]:
        """The service log's action."""
        return add_imported_records


class _Spot:
    """What one row says about its place. 东门 or 大堂 is no room: it stays in words."""

    def __init__(self, row: ServiceRow, sheet: RowSheet[ServiceRow], matcher: Matcher) -> None:
        self.row, self.matcher = row, matcher
        self.title = next((plan.estate for plan in sheet.plans if plan.sheet == row.sheet), "")
        where = (row.sheet, row.row)
        said = {part: sheet.texts.get(part, {}).get(where, "") for part in ("room", "entrance", "building")}
        self.entrance = row.entrance or _entrance(said)
        self.key: RoomKey | None = row.key if row.key and _is_room(row.key) else None
        names_place = row.key is not None and self.key is None and not _ENTRANCE.fullmatch(said["room"])
        self.words = f"{said['room']}:" if names_place else ""

    def at_room(self, record: SheetRecord, on: dt.date, doubts: Doubts) -> Named[NamedRecord] | None:
        """Done for one household."""
        found = self.matcher.find(Asked(self.key, self.row.estate, self.title))
        door = found.door
        if door is None:
            value = self.key.text if self.key else ""
            doubts.add(self.row, found.doubt, value, message=found.message, suggestion=found.suggestion)
            return None
        placed = record._replace(place=(door.building, door.entrance, door.room, door.kind))
        return Named(door.estate_id, door.label, on, NamedRecord(placed), self.row.row)

    def at_building(self, record: SheetRecord, on: dt.date, doubts: Doubts) -> Named[NamedRecord] | None:
        """Done for an entrance, a building or the whole estate."""
        estate_id = one_estate(self.matcher, self.row.estate, self.title)
        if estate_id is None:
            doubts.add(self.row, "estate_unknown" if self.row.estate else "estate_missing", self.row.estate)
            return None
        building = self.row.building
        name = self.matcher.directory.building_called(estate_id, building) if building else ""
        if name is None:
            doubts.add(self.row, "building_unknown", building)
            return None
        entrance = self.entrance if name else ""
        where = f"{name}{entrance and entrance + '单元'}" or f"{self.matcher.directory.estates[estate_id]}(整个小区)"
        return Named(estate_id, where, on, NamedRecord(record._replace(building=name), entrance), self.row.row)


def _is_room(key: RoomKey) -> bool:
    """A room has a number; 地下车库 and 东门 have none, 1单元 is an entrance."""
    return bool(re.search(r"\d", key.room)) and not _ENTRANCE.fullmatch(key.room)


def _entrance(said: dict[str, str]) -> str:
    """From its own column, else from 3栋1单元 in another."""
    if said["entrance"]:
        return rooms.entrance_of(said["entrance"])
    found = _ENTRANCE.search(said["room"]) or _ENTRANCE.search(said["building"])
    return rooms.entrance_of(found[0]) if found else ""

"""Premises of a file: found by estate and room key, merged across spellings, sheets and rows."""

from __future__ import annotations

import re
from typing import Any, Final

from jiefen.ledger.imports import rooms
from jiefen.ledger.imports.cells import compact, hundredths, id_number, is_mobile, joined, phones, text_of
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.plan import SheetPlan
from jiefen.ledger.imports.problems import Problems
from jiefen.ledger.imports.result import Premises
from jiefen.ledger.imports.rooms import Place, RoomKey

_SHOPS = re.compile(r"铺|档口|摊位|店")  # a room column of shops
_SPLIT = re.compile(r"[、,/;]|(?<=[\u4e00-\u9fa5]) (?=[\u4e00-\u9fa5])")
LOCATION: Final = ("estate", "phase", "building", "entrance", "floor", "room")
PERSON: Final = ("owner", "phone", "id_no", "area", "unit_price", "steward")
IDENTITY: Final = (*LOCATION, *PERSON)


class Registry:
    """All premises of the file, each once."""

    def __init__(self, problems: Problems) -> None:
        self.premises: list[Premises] = []
        self.problems = problems
        self._index: dict[tuple[str, RoomKey], int] = {}

    def find(self, estate: str, key: RoomKey, sheet: str, row: int) -> int:
        """Index of the premises, created on first sight."""
        at = self.place_of(estate, key)
        if at == len(self.premises):
            self.premises.append(Premises(key, estate, sheet=sheet, row=row))
        return at

    def place_of(self, estate: str, key: RoomKey) -> int:
        """Index of the premises; that of the end when they are new: the caller appends them."""
        return self._index.setdefault((estate, key), len(self.premises))


class Household:
    """Turns the identity cells of a row into a premises index, for one sheet."""

    def __init__(self, registry: Registry, plan: SheetPlan) -> None:
        self.registry, self.problems, self.plan = registry, registry.problems, plan
        self.place = Place(plan.default_phase, plan.default_building, plan.default_entrance)
        self.columns = {name: [c.index for c in plan.by_field(name)] for name in IDENTITY}
        self._has_place = bool(self.columns["phase"] or self.columns["building"] or self.columns["entrance"])
        self.labels = {c.index: c.label for c in plan.columns}
        self.carried = False  # whether the building of the last row came from a row above
        self._last_building = self._last_entrance = ""
        self.unclear: list[tuple[int, Any]] = []
        self._sells = any(_SHOPS.search(self.labels[i]) for i in self.columns["room"])
        self.named_rooms = 0
        self.fill: dict[str, Any] = {}

    def cell(self, row: Row, name: str) -> Any:
        """The first cell of a field, '' when the sheet has no such column."""
        index = self.columns[name]
        return row[index[0]] if index and index[0] < len(row) else ""

    def room_text(self, row: Row) -> Any:
        """The cell that names the room; without a room column, the owner's name."""
        if self.columns["room"]:
            return self.cell(row, "room")
        return self.cell(row, "owner")

    def around(self, row: Row) -> Place:
        """Phase, building and entrance of a row: its own columns, else the section it stands in."""
        phase, building, entrance = self.place
        if not self._has_place:
            return self.place
        if text := compact(self.cell(row, "phase")):
            phase = rooms.phase_in(rooms.without_noise(text))
        self.carried = False
        if text := compact(self.cell(row, "building")):
            own = rooms.building_of(text)
            if own.building != self._last_building:
                self._last_entrance = ""
            phase, building = own.phase or phase, own.building
            entrance = own.entrance or entrance
            self._last_building = building
        elif self.columns["building"] and not building:
            building, self.carried = self._last_building, True  # written once, blank below
        if text := compact(self.cell(row, "entrance")):
            entrance = self._last_entrance = rooms.entrance_of(text)
        elif self.columns["entrance"] and not entrance and self.carried:
            entrance = self._last_entrance
        return Place(phase, building, entrance)

    def identify(self, row: Row, number: int) -> int:
        """Premises index of a household row; -1 when the room cannot be used (reported)."""
        value = self.room_text(row)
        if self.columns["room"] and rooms.looks_like_date(value):
            value = self._recovered(value, number)
            if not value:
                self._describe(
                    Premises(RoomKey("", "", "", "", "")), row, number
                )  # its phone and ID number are checked all the same
                return -1
        text, phone = rooms.split_phone(text_of(value))
        if (
            self.columns["floor"]
            and text.isdigit()
            and len(text) <= 2
            and (floor := compact(self.cell(row, "floor"))).isdigit()
        ):
            text = f"{int(floor)}{int(text):02d}"
        key = rooms.parse_room(text, self.around(row), first_is_building=self.plan.first_is_building)
        if key is None:
            return -1
        at = self.enter(key, row, number)
        self._called(self.registry.premises[at], phone)
        if not self.columns["owner"] and (named := rooms.split_owner(text)) and key.kind != rooms.OTHER:
            self._owners(self.registry.premises[at], named[1], number)
        return at

    def enter(self, key: RoomKey, row: Row, number: int) -> int:
        """Premises index of a known room key under the row's estate."""
        estate = (joined(self.cell(row, "estate")) if self.columns["estate"] else "") or self.plan.estate
        if self._sells and key.kind in (rooms.OTHER, rooms.PARKING):  # B1-023 under 铺位 is no parking space
            key = rooms.parse_room(f"商铺{text_of(self.cell(row, 'room'))}", self.place) or key
        before = len(self.registry.premises)
        at = self.registry.find(estate, key, self.plan.sheet, number)
        if at == before and self.columns["room"]:
            self.named_rooms += 1
            if key.kind == rooms.OTHER and not rooms._OTHER_WORD.search(key.text):
                self.unclear.append((number, self.cell(row, "room")))
        return at

    def _recovered(self, value: Any, number: int) -> str:
        """What the clerk may have typed before Excel made a date of it; '' holds the row back."""
        candidates = rooms.recover_from_date(value)
        likely = (
            candidates[-1]
            if self.columns["building"] or self.plan.default_building
            else candidates[0]
            if candidates
            else ""
        )
        index = self.columns["room"][0]
        hint = f"原来可能是“{'”或“'.join(candidates)}”。请填上正确的房号。" if candidates else "请填上正确的房号。"
        go_on = self.problems.add(
            self.plan.sheet,
            number,
            "room_date_mutilated",
            index=index,
            label=self.labels[index],
            value=value,
            suggestion=hint,
        )
        return likely if go_on else ""

    def describe(self, who: int, row: Row, number: int) -> None:
        """Take owner, phones, area … of a row whose person cells were not seen before for these premises."""
        self._describe(self.registry.premises[who], row, number)

    def _describe(self, home: Premises, row: Row, number: int) -> None:
        owner = self.cell(row, "owner")
        if not home.owners and owner.__class__ is str and owner.isalpha():
            home.owners.append(owner)
        elif owner not in home.owners:
            name, phone = rooms.split_phone(text_of(owner))  # 王建国13812345671: a number is no part of a name
            self._called(home, phone)
            self._owners(home, name, number)
        self._phones(home, row, number)
        if self.columns["id_no"] and (value := self.cell(row, "id_no")) not in ("", None) and not home.id_no:
            home.id_no, code = id_number(value)
            if code:
                self._flag(number, code, "id_no", value)
        if home.area_x100 is None and (value := self.cell(row, "area")) not in ("", None):
            home.area_x100 = hundredths(value)
            if home.area_x100 is None and compact(value) not in ("", "-", "—", "/", "无"):
                self._flag(number, "area_unreadable", "area", value)
        if home.unit_price_x100 is None and self.columns["unit_price"]:
            home.unit_price_x100 = hundredths(self.cell(row, "unit_price"))
        if not home.steward and self.columns["steward"]:
            home.steward = text_of(self.cell(row, "steward"))

    def _owners(self, home: Premises, text: str, number: int) -> None:
        for name in _SPLIT.split(text):
            name = name.strip()
            if name and name not in home.owners and name not in ("-", "—", "/", "无"):
                home.owners.append(name)
                if len(home.owners) > 1 and home.row != number:
                    self._flag(number, "owner_differs", "owner", name)

    def _called(self, home: Premises, phone: str) -> None:
        """Keep a phone that stood in another cell where phones belong."""
        if phone and phone not in home.phones:
            home.phones.append(phone)

    def _phones(self, home: Premises, row: Row, number: int) -> None:
        for index in self.columns["phone"]:
            value = row[index] if index < len(row) else ""
            if value in ("", None) or value in home.phones:
                continue
            if is_mobile(value):
                home.phones.append(value)
                continue
            found = phones(value)
            home.phones.extend(n for n in found.numbers if n not in home.phones)
            if found.code:
                self.problems.add(
                    self.plan.sheet, number, found.code, index=index, label=self.labels[index], value=value
                )

    def _flag(self, number: int, code: str, name: str, value: Any) -> None:
        index = self.columns[name][0]
        self.problems.add(self.plan.sheet, number, code, index=index, label=self.labels[index], value=value)

    def finish(self) -> None:
        """Report odd room numbers: each when few, once for the sheet when the company numbers its rooms differently."""
        index = (self.columns["room"] or [-1])[0]
        if self.unclear and len(self.unclear) > 20 and len(self.unclear) * 2 > self.named_rooms:
            self.problems.add(
                self.plan.sheet,
                0,
                "room_unclear",
                index=index,
                label=self.labels.get(index, ""),
                value=self.unclear[0][1],
                message=f"这一列有 {len(self.unclear)} 个房号不像“栋-单元-室”的样子，已照原文记。",
            )
            return
        for number, value in self.unclear:
            self.problems.add(
                self.plan.sheet, number, "room_unclear", index=index, label=self.labels.get(index, ""), value=value
            )

"""Which premises a row of a sheet means: by its room, else by a name only one owner has, else by a phone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from jiefen.ledger.imports.directory import Directory, Door, is_one_of
from jiefen.ledger.imports.items import PARKING, kind_of
from jiefen.ledger.imports.rooms import RESIDENCE, RoomKey

# Who pays through them stays unknown: their name says nothing about the owner.
_GO_BETWEEN: Final = re.compile(r"财付通|微信|支付宝|银联|网联|清算|备付金|美团|收单|待清算|代收|POS", re.IGNORECASE)
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row says about where it belongs. ``text``: everything else written in it."""

    key: RoomKey | None
    estate: str = ""
    title_estate: str = ""  # what the sheet's title says; only a hint
    person: str = ""
    phone: str = ""
    text: str = ""

    @property
    def names(self) -> list[str]:
        """The people it names."""
        return [name for name in re.split(r"[、,,/;;\s]+", self.person) if name and not _GO_BETWEEN.search(name)]

    @property
    def phones(self) -> list[str]:
        """Phones in its own column or anywhere else."""
        own = _MOBILE.findall(self.phone) or [self.phone]  # 13987654320/13800000000
        return list(dict.fromkeys([*filter(None, own), *_MOBILE.findall(f"{self.person} {self.text}")]))


class Found(NamedTuple):
    """``how``: room, owner, phone. ``doubt``: a code of imports/doubts, "" when there is none."""

    door: Door | None
    how: str = ""
    doubt: str = ""
    message: str = ""
    suggestion: str = ""


class Matcher:
    """Finds premises in a directory. ``estate_name``: what the clerk said the whole file is about."""

    def __init__(self, directory: Directory, estate_name: str = "") -> None:
        self.directory = directory
        self.chosen = directory.estate_called(estate_name)
        self.is_lost = bool(estate_name) and self.chosen is None

    def prepare(self, rows: Iterable[Asked]) -> None:
        """Look up in one go every phone that may be needed: those of rows without a room."""
        self.directory.learn_phones(phone for asked in rows if not asked.key for phone in asked.phones)

    def estates_for(self, asked: Asked) -> list[int]:
        """Where to look; empty when the row names an estate nobody knows."""
        own = self.directory.estate_called(asked.estate)
        if own is not None:
            return [own]
        if asked.estate and asked.estate != asked.title_estate:
            return []
        return [self.chosen] if self.chosen is not None else list(self.directory.estates)

    def find(self, asked: Asked) -> Found:
        """The premises, or why there is none."""
        estates = self.estates_for(asked)
        if not estates:
            return Found(None, doubt="estate_unknown")
        return self._by_room(asked, asked.key, estates) if asked.key else self._by_person(asked, estates)

    def _by_room(self, asked: Asked, key: RoomKey, estates: list[int]) -> Found:
        doors = self._narrowed(asked, self.directory.at(key, estates))
        if not doors:
            said = f"账上没有 {key.text} 这个房号。"
            return Found(None, doubt="room_unknown", message=said, suggestion=self._hint(asked, estates))
        if len(doors) > 1:
            named = "、".join(f"{self.directory.estates[d.estate_id]}{d.label}" for d in doors[:3])
            return Found(None, doubt="several_rooms", message=f"这个房号对得上 {len(doors)} 户：{named}。")
        door = doors[0]
        if not asked.names or any(is_one_of(name, door.owners) for name in asked.names) or not door.owners:
            return Found(door, "room")
        if not key.building and key.kind == RESIDENCE:
            return Found(door, "room", "room_incomplete")
        said = f"付款人“{asked.person}”不是 {door.label} 登记的业主{door.owner_name}，已按房号记。"
        return Found(door, "room", "payer_differs", said)

    def _narrowed(self, asked: Asked, doors: list[Door]) -> list[Door]:
        """Of several candidates those whose estate, then whose owner the row also names."""
        if len(doors) < 2:
            return doors
        words = f"{asked.text}{asked.person}"
        here = [door for door in doors if self.directory.estates[door.estate_id] in words] or doors
        own = [door for door in here if any(is_one_of(name, door.owners) for name in asked.names)]
        return own or here

    def _hint(self, asked: Asked, estates: list[int]) -> str:
        """Where somebody of that name does own something."""
        own = [door for name in asked.names for door in self.directory.of_owner(name, estates)]
        if len(own) != 1:
            return ""
        return f"{asked.names[0]}登记的是 {own[0].label}；如果是这一户，请把房号改过来。"

    def _by_person(self, asked: Asked, estates: list[int]) -> Found:
        doors = {door for name in asked.names for door in self.directory.of_owner(name, estates)}
        if len(doors) > 1:
            doors = _of_the_kind_meant(asked, doors)
        if len(doors) == 1:
            door = doors.pop()
            return Found(door, "owner", "matched_by_name", f"没有写房号，按姓名记到 {door.label}。")
        reached = {door for phone in asked.phones for door in self.directory.of_phone(phone, estates)}
        reached = _of_the_kind_meant(asked, reached) if len(reached) > 1 else reached
        if len(reached) == 1:
            door = reached.pop()
            return Found(door, "phone", "matched_by_phone", f"没有写房号，按电话记到 {door.label}。")
        if doors:
            labels = "、".join(sorted(door.label for door in doors)[:3])
            return Found(None, doubt="several_owners", message=f"没有写房号，同名的业主有 {len(doors)} 户：{labels}。")
        who = f"按“{asked.person}”" if asked.person else "按姓名和电话"
        return Found(None, doubt="room_not_named", message=f"没有写房号，{who}也没有找到唯一的一户。")


def _of_the_kind_meant(asked: Asked, doors: set[Door]) -> set[Door]:
    """Somebody owns a flat and a parking space: what is paid for says which is meant."""
    wants_parking = kind_of(asked.text) == PARKING
    return {door for door in doors if (door.kind == "parking") == wants_parking} or doors

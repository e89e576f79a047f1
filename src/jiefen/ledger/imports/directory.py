"""Who lives where, for sheets that name premises the database already knows. Only one organisation's, ever."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from jiefen.estates.identities import PHONE_INDEX, IdentityRefused, canonical_phone
from jiefen.estates.models import Building, Estate, Ownership, Premises
from jiefen.estates.names import SEPARATOR
from jiefen.ledger.imports import rooms
from jiefen.ledger.imports.rooms import RoomKey
from jiefen.shared.crypto import blind_index


class Door(NamedTuple):
    """One known premises."""

    premises_id: int
    estate_id: int
    building: str
    entrance: str
    room: str
    kind: str
    label: str
    owner_name: str

    @property
    def owners(self) -> list[str]:
        """The names of its owners of today."""
        return [name for name in self.owner_name.split(SEPARATOR) if name]


@lru_cache(maxsize=10_000)
def bare_building(name: str) -> str:
    """``3栋``, ``3号楼`` and ``3`` are the same building; ``未分栋`` is none."""
    if name in ("", "未分栋"):
        return ""
    place = rooms.building_of(name)
    return f"{place.phase}{place.building}"


class Directory:
    """Every premises of an organisation that was not withdrawn, by room and by owner. Three queries."""

    def __init__(self, organisation_id: int) -> None:
        self._organisation_id = organisation_id
        self.estates: dict[int, str] = dict(Estate.objects.of(organisation_id).values_list("pk", "name"))
        self._at: dict[tuple[str, str], list[Door]] = defaultdict(list)  # building, room
        self._numbered: dict[str, list[Door]] = defaultdict(list)  # room
        self._of: dict[str, list[Door]] = defaultdict(list)  # owner
        self._reached: dict[str, list[Door]] = defaultdict(list)  # phone
        self._doors: dict[int, Door] = {}
        rows = Premises.objects.of(organisation_id).filter(withdrawn_at=None)
        names = ("pk", "estate_id", "building__name", "entrance", "room", "kind", "label", "owner_name")
        for row in rows.values_list(*names).iterator():
            self._enter(Door(*row))
        buildings = Building.objects.of(organisation_id).values_list("estate_id", "name")
        self._buildings = {(estate_id, bare_building(name)): name for estate_id, name in buildings}

    def _enter(self, door: Door) -> None:
        self._doors[door.premises_id] = door
        self._at[bare_building(door.building), door.room].append(door)
        self._numbered[door.room].append(door)
        for name in door.owners:
            self._of[name].append(door)

    def estate_called(self, name: str) -> int | None:
        """The estate of that name; 云栖里小区 is found by 云栖里 and the other way round when only one fits."""
        exact = [pk for pk, known in self.estates.items() if known == name]
        near = exact or [pk for pk, known in self.estates.items() if known in name or name in known]
        return near[0] if name and len(near) == 1 else None

    def building_called(self, estate_id: int, name: str) -> str | None:
        """The name of a building as it is stored, however it is written here."""
        return self._buildings.get((estate_id, bare_building(name)))

    def at(self, key: RoomKey, within: Iterable[int]) -> list[Door]:
        """Premises that a room may mean. A missing building or entrance fits any; a wrong one fits none."""
        found = self._at.get((key.building, key.room), []) if key.building else self._numbered.get(key.room, [])
        found = _inside(found, within)
        found = [door for door in found if door.kind == key.kind] or found
        if not key.building:
            without = [door for door in found if not bare_building(door.building)]
            found = without or (found if key.kind == rooms.RESIDENCE else [])
        exact = [door for door in found if door.entrance == key.entrance]
        return exact or [door for door in found if not (key.entrance and door.entrance)]

    def of_owner(self, name: str, within: Iterable[int]) -> list[Door]:
        """What somebody of this name owns today."""
        return _inside(self._of.get(name, []), within)

    def learn_phones(self, phones: Iterable[str]) -> None:
        """Find out whose phones these are. One query per 500."""
        index_of = {mark: digits for phone in phones if (digits := _digits(phone)) for mark in [_mark(digits)]}
        marks = list(index_of)
        for start in range(0, len(marks), 500):
            rows = Ownership.objects.of(self._organisation_id).filter(
                until_on=None, owner__phone_index__in=marks[start : start + 500]
            )
            for mark, premises_id in rows.order_by("pk").values_list("owner__phone_index", "premises_id"):
                if premises_id in self._doors:
                    self._reached[index_of[mark]].append(self._doors[premises_id])

    def of_phone(self, phone: str, within: Iterable[int]) -> list[Door]:
        """What the owner with this phone owns today; only for phones it has learnt."""
        return _inside(self._reached.get(_digits(phone), []), within)


def _digits(phone: str) -> str:
    try:
        return canonical_phone(phone)
    except IdentityRefused:
        return ""


def _mark(digits: str) -> str:
    return blind_index(digits, purpose=PHONE_INDEX)


def _inside(doors: Iterable[Door], within: Iterable[int]) -> list[Door]:
    estates = set(within)
    return [door for door in doors if door.estate_id in estates]


def is_one_of(name: str, owners: Iterable[str]) -> bool:
    """Whether ``name`` is one of the owners; a bank's 王*芳 counts as 王芳 with any letters in place of the stars."""
    bare = re.sub(r"\s", "", name)
    pattern = re.escape(bare).replace(r"\*", ".?") if "*" in bare else re.escape(bare)
    return any(re.fullmatch(pattern, owner) for owner in owners)

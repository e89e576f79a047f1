"""Many premises at once, from an imported sheet: find what is there, create what is missing, touch nothing else.

Owners of premises that already exist are not overwritten: a sheet that names somebody else is reported, and a person
decides (estates.actions.change_owner).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from jiefen.estates.identities import ID_NO_INDEX, PHONE_INDEX, IdentityRefused, canonical_phone
from jiefen.estates.models import Building, Estate, Ownership, Party, Premises, PremisesKind
from jiefen.estates.names import SEPARATOR, initials
from jiefen.shared.bulk import Inserts
from jiefen.shared.crypto import blind_indexes, encrypt_all

Key = tuple[str, str, str, str]  # building name, entrance, room, kind
_DIGITS = re.compile(r"\d+")
_BLOCK: Final = 1_000
_initials = lru_cache(maxsize=65536)(initials)  # a sheet repeats names and buildings by the thousand


class PremisesDraft(NamedTuple):
    """One premises as a sheet describes it. ``area_x100``: m² × 100; ``unit_price_x10000``: 元/m²·month × 10,000."""

    building: str
    entrance: str
    room: str
    kind: str = PremisesKind.RESIDENCE
    owners: tuple[str, ...] = ()
    phone: str = ""
    id_no: str = ""
    area_x100: int | None = None
    unit_price_x10000: int | None = None
    note: str = ""

    @property
    def key(self) -> Key:
        """What makes it the same premises inside one estate."""
        return (_building_name(self.building), self.entrance, self.room, self.kind)


Drafts = dict[Key, PremisesDraft]


@dataclass(frozen=True, slots=True)
class Found:
    """Premises of an estate that are already known."""

    premises_id: int
    owner_name: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Ensured:
    """Premises that all have their ids now; the rows of those that are ``new`` are still to be inserted, by
    ``insert_premises`` and then ``insert_owners``.
    """

    estate: Estate
    premises_ids: list[int]  # in the order of the drafts
    building_ids: list[int]  # of the new ones, in their order
    came_back: int
    new: Drafts
    ids: dict[Key, int]
    party_ids: range

    @property
    def created(self) -> int:
        """How many premises people see now that they did not see before."""
        return len(self.new) + self.came_back


def building_name(text: str) -> str:
    """``8`` → ``8栋``, ``A`` → ``A栋``; what already says what it is stays; none → ``未分栋``."""
    if not text:
        return "未分栋"
    return f"{text}栋" if re.fullmatch(r"[A-Za-z]{0,2}\d{0,3}[A-Za-z]?", text) else text


_building_name = lru_cache(maxsize=4096)(building_name)


def _phone(text: str) -> str:
    """The canonical number; one that cannot be is not stored (the import has flagged it)."""
    try:
        return canonical_phone(text)
    except IdentityRefused:
        return ""


def label_of(building: str, entrance: str, room: str) -> str:
    """As people say it: 8栋1单元2602."""
    return _before_room(building, entrance)[0] + room


def sort_key_of(label: str) -> str:
    """Numbers padded so that 2栋 comes before 10栋."""
    return _DIGITS.sub(lambda match: match.group().zfill(6), label)[:80]


@lru_cache(maxsize=4096)
def _before_room(building: str, entrance: str) -> tuple[str, str]:
    """What stands before the room in a label, and its sort key; no sort key where a digit would meet the room's."""
    place = "" if building == "未分栋" else building
    before = f"{place}{entrance}{'单元' if entrance.isalnum() and entrance else ''}"
    return before, "" if before[-1:].isdigit() else sort_key_of(before)


def _label_and_sort_key(building: str, entrance: str, room: str) -> tuple[str, str]:
    """``label_of`` and the ``sort_key_of`` it, quickly for a room that is a number."""
    before, sorted_before = _before_room(building, entrance)
    label = before + room
    if sorted_before and room.isascii() and room.isdigit():
        return label, (sorted_before + room.zfill(6))[:80]
    return label, sort_key_of(label)


def known_premises(estate: Estate) -> dict[Key, Found]:
    """Every premises of the estate by key. One query."""
    rows = Premises.objects.filter(estate=estate).values_list(
        "building__name", "entrance", "room", "kind", "pk", "owner_name", "withdrawn_at"
    )
    return {(b, e, r, k): Found(pk, owner, gone is not None) for b, e, r, k, pk, owner, gone in rows.iterator()}


def ensure_premises(
    estate: Estate, drafts: Sequence[PremisesDraft], *, known: dict[Key, Found], batch_no: int | None, inserts: Inserts
) -> Ensured:
    """Give the drafts that are not known yet their ids, and bring withdrawn premises back."""
    keys = [draft.key for draft in drafts]
    new = {key: draft for key, draft in zip(keys, drafts, strict=True) if key not in known}
    ids = dict(zip(new, inserts.reserve_ids(Premises, len(new)), strict=True))
    found = [known[key] for key in keys if key in known] if known else []
    back = [item.premises_id for item in found if item.withdrawn]
    for start in range(0, len(back), 500):
        Premises.objects.filter(pk__in=back[start : start + 500]).update(withdrawn_at=None, batch_no=batch_no)
    every = [ids[key] if key in ids else known[key].premises_id for key in keys]
    buildings = _buildings(estate, {key[0] for key in new})
    party_ids = inserts.reserve_ids(Party, sum(len(draft.owners) for draft in new.values()))
    return Ensured(estate, every, [buildings[key[0]] for key in new], len(back), new, ids, party_ids)


def withdraw(premises_ids: Sequence[int], *, at: dt.datetime) -> None:
    """Hide premises whose import was undone; the ledger rows that name them stay."""
    for start in range(0, len(premises_ids), 500):
        Premises.objects.filter(pk__in=premises_ids[start : start + 500]).update(withdrawn_at=at)


def _buildings(estate: Estate, names: set[str]) -> dict[str, int]:
    """Ids of the named buildings, created where missing."""
    known = dict(Building.objects.filter(estate=estate).values_list("name", "pk"))
    for name in sorted(names - known.keys()):
        number = _DIGITS.search(name)
        known[name] = Building.objects.create(
            organisation_id=estate.organisation_id,
            estate=estate,
            name=name,
            sort_no=int(number.group()) if number else 0,
        ).pk
    return known


def insert_premises(ensured: Ensured, *, batch_no: int | None, inserts: Inserts) -> None:
    """The rows of the new premises."""
    estate = ensured.estate
    same = {
        "organisation_id": estate.organisation_id, "estate_id": estate.pk, "batch_no": batch_no,
        "is_delivered": True, "is_vacant": False, "do_not_contact": False,
    }  # fmt: skip
    columns = (
        "id", "building_id", "entrance", "room", "kind", "label", "sort_key", "area_x100", "unit_price_x10000",
        "owner_name", "pinyin", "note",
    )  # fmt: skip
    inserts.rows(Premises, columns, _premises_rows(ensured), same=same)


def _premises_rows(ensured: Ensured) -> Iterator[tuple[Any, ...]]:
    new = zip(ensured.new.items(), ensured.ids.values(), ensured.building_ids, strict=True)
    for (key, draft), premises_id, building_id in new:
        building, entrance, room, kind = key
        _, _, _, _, owners, _, _, area, price, note = draft
        owner = owners[0][:120] if len(owners) == 1 else SEPARATOR.join(owners)[:120]
        yield (
            premises_id, building_id, entrance, room, kind, *_label_and_sort_key(building, entrance, room),
            area, price, owner, _initials(owner)[:60], note[:200],
        )  # fmt: skip


def insert_owners(ensured: Ensured, *, inserts: Inserts) -> None:
    """One party per name, its first carrying the phone and ID number, and its ownership without known dates."""
    owned = [(key, draft, name) for key, draft in ensured.new.items() for name in draft.owners]
    columns = ("id", "name", "pinyin", "phone", "phone_index", "id_no", "id_no_index")
    same = {"organisation_id": ensured.estate.organisation_id}
    inserts.rows(Party, columns, _party_rows(owned, ensured.party_ids), same={**same, "is_company": False})
    ids = ensured.ids
    ownerships = ((ids[key], party_id) for party_id, (key, *_) in zip(ensured.party_ids, owned, strict=True))
    inserts.rows(Ownership, ("premises_id", "owner_id"), ownerships, same=same)


def _party_rows(owned: list[tuple[Key, PremisesDraft, str]], ids: range) -> Iterator[tuple[Any, ...]]:
    """A block at a time, so that one is being encrypted while the database takes the one before."""
    for start in range(0, len(owned), _BLOCK):
        block = owned[start : start + _BLOCK]
        firsts = [draft if name == draft.owners[0] else None for _, draft, name in block]
        phones = [_phone(draft.phone) if draft else "" for draft in firsts]
        id_nos = [draft.id_no if draft else "" for draft in firsts]
        yield from zip(
            ids[start : start + _BLOCK],
            [name[:80] for *_, name in block],
            [_initials(name)[:40] for *_, name in block],
            encrypt_all(phones, column="estates_party.phone"),
            blind_indexes(phones, purpose=PHONE_INDEX),
            encrypt_all(id_nos, column="estates_party.id_no"),
            blind_indexes(id_nos, purpose=ID_NO_INDEX),
            strict=True,
        )

"""Many premises at once, from an imported sheet: find what is there, create what is missing, touch nothing else.

Owners of premises that already exist are not overwritten: a sheet that names somebody else is reported, and a person
decides (estates.actions.change_owner).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jiefen.estates.identities import ID_NO_INDEX, PHONE_INDEX, IdentityRefused, canonical_phone
from jiefen.estates.models import Building, Estate, Ownership, Party, Premises, PremisesKind
from jiefen.estates.names import SEPARATOR, initials
from jiefen.shared.bulk import insert_rows, reserve_ids
from jiefen.shared.crypto import blind_index, encrypt

Key = tuple[str, str, str, str]  # building name, entrance, room, kind
_DIGITS = re.compile(r"\d+")
_initials = lru_cache(maxsize=65536)(initials)  # a sheet repeats names and buildings by the thousand


@dataclass(frozen=True, slots=True)
class PremisesDraft:
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


@dataclass(frozen=True, slots=True)
class Found:
    """Premises of an estate that are already known."""

    premises_id: int
    owner_name: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Ensured:
    """Ids in the order of the drafts, and how many premises are new."""

    premises_ids: list[int]
    created: int


def building_name(text: str) -> str:
    """``8`` → ``8栋``, ``A`` → ``A栋``; what already says what it is stays; none → ``未分栋``."""
    if not text:
        return "未分栋"
    return f"{text}栋" if re.fullmatch(r"[A-Za-z]{0,2}\d{0,3}[A-Za-z]?", text) else text


_building_name = lru_cache(maxsize=4096)(building_name)


@lru_cache(maxsize=4096)
def _phone(text: str) -> str:
    """The canonical number; one that cannot be is not stored (the import has flagged it)."""
    try:
        return canonical_phone(text)
    except IdentityRefused:
        return ""


def label_of(building: str, entrance: str, room: str) -> str:
    """As people say it: 8栋1单元2602."""
    place = "" if building == "未分栋" else building
    return f"{place}{entrance}{'单元' if entrance.isalnum() and entrance else ''}{room}"


def sort_key_of(label: str) -> str:
    """Numbers padded so that 2栋 comes before 10栋."""
    return _DIGITS.sub(lambda match: match.group().zfill(6), label)[:80]


def known_premises(estate: Estate) -> dict[Key, Found]:
    """Every premises of the estate by key. One query."""
    rows = Premises.objects.filter(estate=estate).values_list(
        "building__name", "entrance", "room", "kind", "pk", "owner_name", "withdrawn_at"
    )
    return {(b, e, r, k): Found(pk, owner, gone is not None) for b, e, r, k, pk, owner, gone in rows.iterator()}


def ensure_premises(
    estate: Estate, drafts: Sequence[PremisesDraft], *, known: dict[Key, Found], batch_no: int | None
) -> Ensured:
    """Create the drafts that are not known yet (with parties and ownerships); bring withdrawn ones back."""
    keys = [draft.key for draft in drafts]
    missing = [draft for draft, key in zip(drafts, keys, strict=True) if key not in known]
    ids = dict(zip((draft.key for draft in missing), reserve_ids(Premises, len(missing)), strict=True))
    _insert_premises(estate, missing, ids, batch_no)
    _insert_owners(estate.organisation_id, missing, ids)
    found = [known[key] for key in keys if key in known]
    back = [item.premises_id for item in found if item.withdrawn]
    for start in range(0, len(back), 500):
        Premises.objects.filter(pk__in=back[start : start + 500]).update(withdrawn_at=None, batch_no=batch_no)
    every = [known[key].premises_id if key in known else ids[key] for key in keys]
    return Ensured(every, len(missing) + len(back))


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


def _insert_premises(
    estate: Estate, drafts: Sequence[PremisesDraft], ids: dict[Key, int], batch_no: int | None
) -> None:
    buildings = _buildings(estate, {draft.key[0] for draft in drafts})
    columns = (
        "id", "organisation_id", "estate_id", "building_id", "entrance", "room", "kind", "label", "sort_key", "area_x100",
        "unit_price_x10000", "is_delivered", "is_vacant", "do_not_contact", "owner_name", "pinyin", "note", "batch_no",
    )  # fmt: skip
    rows = []
    for draft in drafts:
        building, entrance, room, kind = key = draft.key
        label = label_of(building, entrance, room)
        owner = SEPARATOR.join(draft.owners)[:120]
        place = (ids[key], estate.organisation_id, estate.pk, buildings[building], entrance, room, kind)
        size = (label, sort_key_of(label), draft.area_x100, draft.unit_price_x10000)
        flags = (True, False, False)  # delivered; neither vacant nor do-not-contact
        rows.append((*place, *size, *flags, owner, _initials(owner)[:60], draft.note[:200], batch_no))
    insert_rows(Premises, columns, rows)


def _insert_owners(organisation_id: int, drafts: Sequence[PremisesDraft], ids: dict[Key, int]) -> None:
    """One party per name, its first carrying the phone and ID number, and its ownership without known dates."""
    owners = [(draft, place, name) for draft in drafts for place, name in enumerate(draft.owners)]
    party_ids = reserve_ids(Party, len(owners))
    parties, ownerships = [], []
    for party_id, (draft, place, name) in zip(party_ids, owners, strict=True):
        phone, id_no = (_phone(draft.phone), draft.id_no) if place == 0 else ("", "")
        sealed_phone = (encrypt(phone, column="estates_party.phone"), blind_index(phone, purpose=PHONE_INDEX))
        sealed_id_no = (encrypt(id_no, column="estates_party.id_no"), blind_index(id_no, purpose=ID_NO_INDEX))
        person = (party_id, organisation_id, name[:80], _initials(name)[:40])
        parties.append((*person, *sealed_phone, *sealed_id_no, False))
        ownerships.append((organisation_id, ids[draft.key], party_id))
    insert_rows(
        Party,
        ("id", "organisation_id", "name", "pinyin", "phone", "phone_index", "id_no", "id_no_index", "is_company"),
        parties,
    )
    insert_rows(Ownership, ("organisation_id", "premises_id", "owner_id"), ownerships)

"""Finding premises by what a steward types: a room, a name, pinyin initials or a whole phone number.

Answers are subqueries of premises ids, so that a list can combine them with its own filters in one statement. Only
households of today are found: somebody who has sold is looked up under the room.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from jiefen.estates.identities import PHONE_INDEX, IdentityRefused, canonical_phone
from jiefen.estates.models import Occupancy, Ownership, Premises
from jiefen.shared.crypto import blind_index

LONGEST: Final = 60  # nobody types more to find a household
_TERMS: Final = 3
_PLACE_SIGNS: Final = frozenset("栋幢座楼车铺储室库区苑期号")
_TOKEN = re.compile(r"[A-Z]{0,2}\d+[A-Z]?|[A-Z]{1,2}(?=[栋幢座#\-])")
_BUILDING_ONLY = re.compile(r"\D*\d+[A-Z]?(?:栋|幢|座|号楼|#|楼)")
_ENTRANCE_FIRST = re.compile(r"[A-Z]?\d+单元")
_TELLING: Final = 3  # that many figures may stand in the middle of a room number, e.g. 118 in B2-118


class SearchKind(StrEnum):
    """What the words were taken for."""

    ROOM = "room"
    NAME = "name"
    PINYIN = "pinyin"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Search:
    """``kinds``: what each word was taken for. ``premises``: one subquery of premises ids per word, all must hold."""

    kinds: tuple[SearchKind, ...]
    premises: tuple[QuerySet[Any, Any], ...]

    def ids(self, limit: int) -> list[int] | None:
        """The premises that match all words, or None when there are more than ``limit``. One query."""
        rows = Premises.objects.filter(withdrawn_at=None)
        for found in self.premises:
            rows = rows.filter(pk__in=found)
        ids = list(rows.values_list("pk", flat=True)[: limit + 1])
        return None if len(ids) > limit else ids

    @property
    def is_digits_only(self) -> bool:
        """Whether a room was looked for (a clerk may have meant the end of a phone number)."""
        return self.kinds == (SearchKind.ROOM,)


def search_premises(organisation_id: int, text: str) -> Search | None:
    """What ``text`` asks for within one organisation; None for blank. Nothing is queried yet.

    ``3-1-1201``, ``3栋1单元1201``, ``3栋``, ``1201`` and ``12`` are rooms; ``王芳`` a name; ``wf`` initials; a whole
    phone number a phone (only its keyed index is stored, so its last digits cannot be found). Words combine.
    """
    plain = re.sub(r"\s*[-—–_]+\s*", "-", unicodedata.normalize("NFKC", text[:LONGEST])).strip()
    if not plain:
        return None
    phone = _phone(plain)
    terms = [plain] if phone else plain.split()[:_TERMS]
    found = [_by_phone(organisation_id, phone)] if phone else [_term(organisation_id, term) for term in terms]
    return Search(tuple(kind for kind, _ in found), tuple(rows for _, rows in found))


def _phone(text: str) -> str:
    """The canonical number when ``text`` is a whole one, else "". ``12-2-1201`` is a room, not a landline."""
    is_likely = re.fullmatch(r"(?:\+?86[\s-]?)?1[3-9][\d\s-]{9,11}|0\d{2,3}[\s-]?\d{7,8}|\d{7,8}|400[\d-]{7,9}", text)
    try:
        return canonical_phone(text) if is_likely else ""
    except IdentityRefused:
        return ""


def _term(organisation_id: int, term: str) -> tuple[SearchKind, QuerySet[Any, Any]]:
    if re.fullmatch(r"[A-Za-z]+", term):
        rows = Premises.objects.filter(organisation_id=organisation_id, pinyin__contains=term.lower())
        return SearchKind.PINYIN, rows.values("pk")
    if any(char.isdigit() for char in term):
        rows = Premises.objects.filter(_room(term.upper()), organisation_id=organisation_id)
        return SearchKind.ROOM, rows.values("pk")
    if _PLACE_SIGNS & set(term):
        rows = Premises.objects.filter(_near(term), organisation_id=organisation_id)
        return SearchKind.ROOM, rows.values("pk")
    return SearchKind.NAME, _people(organisation_id, name__contains=term)


def _by_phone(organisation_id: int, phone: str) -> tuple[SearchKind, QuerySet[Any, Any]]:
    return SearchKind.PHONE, _people(organisation_id, phone_index=blind_index(phone, purpose=PHONE_INDEX))


def _people(organisation_id: int, **wanted: str) -> QuerySet[Any, Any]:
    """Premises that a matching person owns or occupies now."""

    def among(role: str) -> dict[str, Any]:
        conditions = {f"{role}__{key}": value for key, value in wanted.items()}
        return {f"{role}__organisation_id": organisation_id, "until_on": None, **conditions}

    owned = Ownership.objects.filter(**among("owner")).values("premises_id")
    return owned.union(Occupancy.objects.filter(**among("occupier")).values("premises_id"))


def _room(text: str) -> Q:
    """The condition for a room typed in any spelling. ``sort_key`` comes first: an index answers it alone."""
    tokens = [re.sub(r"(?<!\d)0+(?=\d)", "", token) for token in _TOKEN.findall(text)]
    if not tokens:
        return _near(text)
    first, rest = tokens[0], tokens[1:]
    near = _near(_padded(tokens[-1]))
    if _ENTRANCE_FIRST.match(text):
        return _near(_padded(first)) & Q(entrance=first, room__startswith="".join(rest[:1]))
    if not rest and _BUILDING_ONLY.fullmatch(text):
        return near & _in_building(first, text)
    if not rest:
        part = "contains" if len(first) >= _TELLING else "startswith"
        return _near(first) & Q(**{f"room__{part}": first})
    if len(rest) == 1:
        spelt = re.sub(r"^[^\dA-Z]+", "", text)  # a parking space such as 车位B2-118
        there = Q(sort_key__contains=rest[0]) & (Q(room__startswith=rest[0]) | Q(entrance=rest[0]))
        return (_in_building(first) & there) | (near & Q(room=spelt))
    # the room is in the sort key as well: the index alone leaves few premises to be looked at
    return _in_building(first) & Q(sort_key__contains=rest[1], entrance=rest[0], room__startswith=rest[1])


def _in_building(number: str, spelt: str = "") -> Q:
    """Buildings called by this number, whatever word stands behind it; ``spelt`` as typed, for 东区3栋."""
    names = [f"{number}{word}" for word in ("栋", "号楼", "幢", "座", "#", "楼", "")]
    return _near(_padded(number)) & Q(building__name__in=[*names, *filter(None, [spelt])])


def _near(part: str) -> Q:
    """``part`` somewhere in the sort key; the empty lower bound makes SQLite read the index that holds it."""
    return Q(sort_key__gte="", sort_key__contains=part)


def _padded(token: str) -> str:
    """Numbers as ``sort_key`` holds them: B2 → B000002."""
    return re.sub(r"\d+", lambda match: match.group().zfill(6), token)

"""Households met for the first time whose room, owner, phone and area are written in the commonest way.

They are nearly all households of nearly every sheet, so the few questions that decide about them are asked here in one
place, without a call for each. Every other row, and whatever is not plain about one, is left to ``oddrows.classify`` and
``Household.describe``, which would say the same of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jiefen.ledger.imports import oddrows, rooms
from jiefen.ledger.imports.cells import hundredths, is_mobile, joined
from jiefen.ledger.imports.columnwise import tuple_of
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.result import Premises

if TYPE_CHECKING:
    from jiefen.ledger.imports.walk import SheetWalk

_ELSEWHERE: Final = ("phase", "building", "entrance", "floor")
_MORE: Final = ("id_no", "unit_price", "steward")


def fits(walk: SheetWalk) -> bool:
    """Whether the room column alone says where a household is, and nothing is told about people beyond the usual."""
    columns = walk.home.columns
    told = len(columns["phone"]) <= 1 and not any(columns[name] for name in _MORE)
    return bool(columns["room"]) and told and not any(columns[name] for name in _ELSEWHERE)


class PlainRows:
    """Takes such rows of one sheet."""

    def __init__(self, walk: SheetWalk) -> None:
        self.home, self.harmless, self.described = walk.home, walk.harmless, walk.described
        self.sheet, self.registry = walk.plan.sheet, walk.home.registry
        columns = walk.home.columns
        self._width = 0
        self._words = self._figures = tuple_of(())
        self.room = columns["room"][0]
        self.owner, self.phone, self.area = ((columns[name] or [-1])[0] for name in ("owner", "phone", "area"))

    def take(self, row: Row, number: int, facts: Any) -> int:
        """Index of the new premises of a plain row, described by ``facts``; -1 when anything else has to be thought of."""
        home, room = self.home, row[self.room]
        if room.__class__ is not str or (key := rooms.plain_room(room, home.place)) is None:
            return -1
        owner = row[self.owner] if self.owner >= 0 else ""
        phone = row[self.phone] if self.phone >= 0 else ""
        area = row[self.area] if self.area >= 0 else ""
        is_named = owner.__class__ is str and owner.isalpha()
        if not is_named and (owner != "" or float not in map(type, row)):
            return -1
        if phone != "" and not is_mobile(phone):
            return -1
        size = None if area == "" else hundredths(area)
        if (size is None and area != "") or self._may_hold_total(row):
            return -1
        estate = (joined(home.cell(row, "estate")) if home.columns["estate"] else "") or home.plan.estate
        premises = self.registry.premises
        at = self.registry.place_of(estate, key)
        if at < len(premises):  # written in another way further up
            return at
        people, numbers = [owner] if is_named else [], [phone] if phone else []
        premises.append(Premises(key, estate, people, numbers, "", size, None, "", "", self.sheet, number))
        home.named_rooms += 1
        self.described[at] = facts
        return at

    def _may_hold_total(self, row: Row) -> bool:
        """As ``oddrows.may_hold_total`` says, which is asked only when a cell holds something new or of another kind than
        in the first row. Room and phone are known to be numbers by now.
        """
        if len(row) != self._width:
            others = [i for i in range(len(row)) if i not in (self.room, self.phone)]
            words = [i for i in others if row[i].__class__ is str]
            figures = [i for i in others if i not in words]
            self._width, self._words, self._figures = len(row), tuple_of(words), tuple_of(figures)
        if self.harmless.issuperset(self._words(row)) and str not in map(type, self._figures(row)):
            return False
        return oddrows.may_hold_total(row, self.harmless)

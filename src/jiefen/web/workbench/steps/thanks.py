"""What a steward may thank an owner for, by the books: said above the form, and put into it to be changed."""

from __future__ import annotations

from typing import Any

from jiefen.collection.models import Aftercare
from jiefen.collection.queries.thanks import thanks_of
from jiefen.shared import clock
from jiefen.web.ui.parts import Fact


def right_thing(row: Aftercare) -> dict[str, Any]:
    """The most telling right thing, for the form."""
    found = thanks_of(row, today=clock.today())
    return {"thanks_for": found[0].right_thing} if found else {}


def words(row: Aftercare) -> list[Fact]:
    """Up to two sentences that name it."""
    found = thanks_of(row, today=clock.today())
    return [Fact("可以这样谢他", each.sentence) for each in found[:2]]

"""Who reads: a person, a visitor with a cookie, or nobody we know. Always a keyed hash, never an address."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.shared.crypto import blind_index

_KNOWN: Final = "article.reader"
_PASSING: Final = "article.passing_reader"
_ADDRESS: Final = "article.address"


def person(user_id: int) -> str:
    """Somebody signed in."""
    return blind_index(f"person {user_id}", purpose=_KNOWN)


def visitor(visitor_id: int) -> str:
    """Somebody without an account whose browser keeps our secret."""
    return blind_index(f"visitor {visitor_id}", purpose=_KNOWN)


def passing(address: str, agent: str, day: dt.date) -> str:
    """Somebody we know nothing of: the same all day, another one tomorrow; good for counting reads only."""
    return blind_index(f"{day.isoformat()} {address} {agent[:200]}", purpose=_PASSING)


def address_index(address: str, day: dt.date) -> str:
    """A network address of that day, for limits; empty for none."""
    return blind_index(f"{day.isoformat()} {address}", purpose=_ADDRESS) if address else ""

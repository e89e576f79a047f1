"""An entry of the relationship's timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Happened(StrEnum):
    """What kind of thing an entry of the timeline is."""

    PAYMENT = "payment"
    TICKET = "ticket"
    SERVICE = "service"
    LIMITATION = "limitation"
    OWNER = "owner"
    TALK = "talk"
    PROMISE = "promise"
    PLAN = "plan"
    DISPUTE = "dispute"
    RELIEF = "relief"
    AFTERCARE = "aftercare"
    WISH = "wish"


@dataclass(frozen=True, slots=True)
class Ref:
    """A row one may open from an entry: ``kind`` is contact or file."""

    kind: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the relationship's timeline. ``what`` and ``detail`` are for people; ``amount_fen`` 分."""

    on: dt.date
    kind: Happened
    what: str
    detail: str = ""
    amount_fen: int | None = None
    refs: tuple[Ref, ...] = ()

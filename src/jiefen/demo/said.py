"""The shape of what happened between the company and one household: contacts, talks, and what was agreed.

Days are days; hours are on the clock of the place. Amounts are integer 分. Written by write_talks.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from jiefen.demo.book import Bill, Receipt, Relief
from jiefen.demo.places import Home


@dataclass(slots=True, eq=False)
class Rehearsed:
    """The minute before a talk."""

    owner_side: str
    picture: str
    aim: str
    number: int = 0


@dataclass(slots=True, eq=False)
class Contact:
    """One contact; one that reached somebody is also a talk. ``number`` is the attempt's id once written."""

    home: Home
    on: dt.date
    hour: int
    minute: int = 0
    channel: str = "phone"
    reached: str = "nobody"
    purpose: str = "bill"
    initiated_by: str = "us"
    identity: str = "not_checked"
    proof: str = ""
    note: str = ""
    breach: str = ""
    words: str = ""
    mood: str = "unknown"
    obstacle: str = ""
    questions: tuple[str, ...] = ()
    have: str = ""
    want: str = ""
    option: str = ""
    choice: str = ""
    next_on: dt.date | None = None
    next_what: str = ""
    rehearsed: Rehearsed | None = None
    number: int = 0
    talk_number: int = 0


@dataclass(slots=True, eq=False)
class Promised:
    """A promise of ``fen`` 分 by ``due_on``, made in ``talk``; any money of the household counts."""

    talk: Contact
    fen: int
    due_on: dt.date


@dataclass(slots=True, eq=False)
class Planned:
    """A plan over ``bills`` (bill, open 分 then). ``agreed_by`` empty: proposed only."""

    talk: Contact
    bills: tuple[tuple[Bill, int], ...]
    months: int
    first_due_on: dt.date
    agreed_by: str = ""
    is_waiting: bool = False  # for approval


@dataclass(slots=True, eq=False)
class Disputed:
    """A dispute of ``bills``; ``answered_on`` and ``decided`` (state, day) when it went that far."""

    talk: Contact
    bills: tuple[Bill, ...]
    reason: str
    words: str
    answer: str = ""
    answered_on: dt.date | None = None
    state: str = "open"
    decided_on: dt.date | None = None


@dataclass(slots=True, eq=False)
class Paused:
    """A breathing space asked for in ``talk``."""

    talk: Contact
    reason: str
    words: str
    until_on: dt.date
    state: str = "requested"


@dataclass(slots=True, eq=False)
class Empty:
    """An empty home: applied for, confirmed or over."""

    home: Home
    from_on: dt.date
    applied_on: dt.date
    state: str
    until_on: dt.date | None = None
    percent: int | None = None


@dataclass(slots=True, eq=False)
class Asked:
    """A waiver asked for. ``relief``: the ledger's own waiver, when it was granted and applied."""

    home: Home
    bill: Bill
    fen: int
    reason: str
    on: dt.date
    component: str = "principal"
    talk: Contact | None = None
    relief: Relief | None = None


@dataclass(slots=True, eq=False)
class Cared:
    """Aftercare of one receipt that is over: thanked, ticket_opened or lapsed."""

    home: Home
    receipt: Receipt
    state: str
    on: dt.date | None = None
    words: str = ""
    thanks_for: str = ""
    ticket: str = ""


@dataclass(slots=True, eq=False)
class Wished:
    """How an owner wants to be contacted."""

    home: Home
    kind: str
    on: dt.date
    words: str
    from_hour: int | None = None
    to_hour: int | None = None


@dataclass(slots=True)
class History:
    """Everything said and agreed, in no order."""

    contacts: list[Contact] = field(default_factory=list)
    promises: list[Promised] = field(default_factory=list)
    plans: list[Planned] = field(default_factory=list)
    disputes: list[Disputed] = field(default_factory=list)
    pauses: list[Paused] = field(default_factory=list)
    vacancies: list[Empty] = field(default_factory=list)
    waivers: list[Asked] = field(default_factory=list)
    aftercare: list[Cared] = field(default_factory=list)
    wishes: list[Wished] = field(default_factory=list)

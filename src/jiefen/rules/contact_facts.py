"""What is asked before a household is contacted, and what is known of it.

Instants are aware; days and hours are those of China (UTC+8, no daylight saving). Numbers, hours, bans and words are
rows of the table ``contact_policy``. See docs/algorithms/contact_policy.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from jiefen.rules.contact_limits import Hours, Limits, hours_on, limits_on, rows_on
from jiefen.rules.contact_terms import (
    ABOUT_MONEY,
    CHINA,
    DISTURBING,
    TABLE,
    WRITTEN_STEPS,
    Channel,
    ContactPolicyError,
    Initiator,
    Purpose,
    Recipient,
)

__all__ = [
    "ABOUT_MONEY",
    "CHINA",
    "DISTURBING",
    "TABLE",
    "WRITTEN_STEPS",
    "Channel",
    "ContactPolicyError",
    "ContactRequest",
    "Hours",
    "Household",
    "Initiator",
    "Limits",
    "PastContact",
    "Purpose",
    "Recipient",
    "hours_on",
    "limits_on",
    "rows_on",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """What stands between this household and a contact at the moment asked. Days include themselves.

    ``open_ticket``: what a repair ticket that bears on the bill says. ``disputed``: charge ids under an unanswered
    dispute. ``breathing_space_until``: ``date.max`` without an end. ``plan_next_due_on``: ``date.max`` when unknown.
    ``payments_known_on``: last payment import; None = not judged, ``date.min`` = never.
    ``only_hours``: spans the owner asked for (they replace the company's quiet hours, never the floor);
    ``quiet``: spans he asked us to leave out.
    """

    owes_nothing: bool = False
    do_not_contact: bool = False
    do_not_contact_until: date | None = None
    refused_channels: frozenset[Channel] = frozenset()
    deceased: bool = False
    tenant_lives_there: bool = False
    open_ticket: str | None = None
    everything_disputed: bool = False
    disputed: frozenset[str] = frozenset()
    breathing_space_until: date | None = None
    promise_due_on: date | None = None
    promise_fen: int | None = None
    plan_running: bool = False
    plan_next_due_on: date = date.max
    payments_known_on: date | None = None
    only_hours: tuple[Hours, ...] = ()
    quiet: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class PastContact:
    """One contact that took place. ``is_reached`` False: the phone rang, nobody answered."""

    at: datetime
    channel: Channel
    purpose: Purpose = Purpose.BILL
    is_reached: bool = True
    initiated_by: Initiator = Initiator.US


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRequest:
    """May this be done at ``at``? ``charges``: the bills it would speak of (empty = all that is owed).

    ``ban``: the code of a thing never done. ``is_agreed_time``: the owner agreed to this very time.
    ``protects_claim``: a sealed letter a manager decided on because limitation would run out during a pause.
    ``recipient`` None: the owner is meant, but nobody said who will be met. ``names_people``: of an announcement.
    """

    at: datetime
    channel: Channel
    purpose: Purpose = Purpose.BILL
    recipient: Recipient | None = None
    initiated_by: Initiator = Initiator.US
    charges: frozenset[str] = frozenset()
    ban: str = ""
    is_agreed_time: bool = False
    protects_claim: bool = False
    names_people: bool = True
    household: Household = field(default_factory=Household)
    history: tuple[PastContact, ...] = ()
    limits: Limits | None = None

    def __post_init__(self) -> None:
        """Refuse an instant without a time zone and a history that has not happened yet."""
        if self.at.tzinfo is None:
            raise ContactPolicyError("要问的时间没有时区。")
        if any(past.at > self.at for past in self.history):
            raise ContactPolicyError("联系记录里有一条晚于要问的时间，请核对。")

    @property
    def is_about_money(self) -> bool:
        """Whether the bill would be mentioned."""
        return self.purpose in ABOUT_MONEY

    @property
    def is_written_step(self) -> bool:
        """A sealed letter that informs, demands or prepares a legal step."""
        return self.channel is Channel.LETTER and self.purpose in WRITTEN_STEPS

"""What is asked before a household is contacted, and the numbers and words the answer needs.

Instants are aware; days and hours are those of China (UTC+8, no daylight saving). Numbers, hours, bans and words are
rows of the table ``contact_policy``. See docs/algorithms/contact_policy.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import Row, load_table, row_on

CHINA: Final = timezone(timedelta(hours=8))
TABLE: Final = "contact_policy"


class ContactPolicyError(RuleError):
    """A request or a setting that contradicts itself or the law."""

    code = "contact_policy.invalid"


class Channel(StrEnum):
    """The way a household is reached. The first five are those of a ContactAttempt."""

    PHONE = "phone"
    VISIT = "visit"
    MESSAGE = "message"
    LETTER = "letter"  # paper in a sealed envelope, by post or courier
    IN_PERSON_OFFICE = "in_person_office"
    ANNOUNCEMENT = "announcement"


class Purpose(StrEnum):
    """What it is about. ``care`` and ``emergency`` never mention the bill."""

    BILL = "bill"
    CARE = "care"
    AFTERCARE = "aftercare"
    DEMAND = "demand"
    PROMISE_CHECK = "promise_check"
    LEGAL = "legal"
    EMERGENCY = "emergency"


class Recipient(StrEnum):
    """Who is meant to be reached; ``agent`` was authorised by the owner or by law."""

    OWNER = "owner"
    AGENT = "agent"
    FAMILY = "family"  # an adult relative who lives there
    TENANT = "tenant"
    OUTSIDER = "outsider"
    UNVERIFIED = "unverified"


class Initiator(StrEnum):
    """Who began it."""

    US = "us"
    OWNER = "owner"
    THIRD_PARTY = "third_party"


ABOUT_MONEY: Final = frozenset({Purpose.BILL, Purpose.DEMAND, Purpose.PROMISE_CHECK, Purpose.LEGAL})
WRITTEN_STEPS: Final = frozenset({Purpose.BILL, Purpose.DEMAND, Purpose.LEGAL})  # what a sealed letter may carry
DISTURBING: Final = frozenset({Channel.PHONE, Channel.VISIT, Channel.MESSAGE})  # it rings, knocks or lights up


@dataclass(frozen=True, slots=True)
class Hours:
    """A daily span from ``start`` to before ``end``, over midnight when ``end`` is not later."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether the moment lies in the span: the first included, the last not."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def lies_in(self, other: Hours) -> bool:
        """Whether every moment of this span also lies in ``other``."""
        ahead = (_seconds(self.start) - _seconds(other.start)) % _DAY_SECONDS
        return ahead + self.seconds <= other.seconds

    @property
    def seconds(self) -> int:
        """How long it is."""
        return (_seconds(self.end) - _seconds(self.start)) % _DAY_SECONDS


_DAY_SECONDS: Final = 86_400


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


@dataclass(frozen=True, slots=True)
class Limits:
    """The hours and numbers of one company. Build it with ``limits_on``: it refuses what is looser than allowed."""

    quiet: Hours
    floor: Hours
    numbers: Mapping[str, int]


@lru_cache(maxsize=64)
def _defaults(day: date) -> Limits:
    numbers = {row.text("code"): row.number("value") for row in rows_on("number", day)}
    return Limits(hours_on("quiet", day), hours_on("floor", day), MappingProxyType(numbers))


def limits_on(day: date, quiet: Hours | None = None, **numbers: int) -> Limits:
    """The limits in force on ``day``, with a company's own where given.

    Raises ContactPolicyError by name: ``contact_policy.quiet_hours_too_loose`` when ``quiet`` leaves part of the legal
    floor open, ``contact_policy.cap_too_loose`` above the loosest value allowed, ``contact_policy.unknown_cap``.
    """
    base = _defaults(day)
    if quiet is None and not numbers:
        return base
    if quiet and not base.floor.lies_in(quiet):
        raise ContactPolicyError(
            f"安静时段只能更严：{_clock(base.floor.start)} 到次日 {_clock(base.floor.end)} 一定要包括在内，"
            f"现在填的是 {_clock(quiet.start)} 到 {_clock(quiet.end)}。",
            code="contact_policy.quiet_hours_too_loose",
        )
    for code, value in numbers.items():
        _check_number(code, value, day)
    return Limits(quiet or base.quiet, base.floor, MappingProxyType({**base.numbers, **numbers}))


def _check_number(code: str, value: int, day: date) -> None:
    row = next((row for row in rows_on("number", day) if row.text("code") == code), None)
    if row is None:
        raise ContactPolicyError(f"没有名为“{code}”的次数上限。", code="contact_policy.unknown_cap")
    if not 0 <= value <= row.number("most"):
        raise ContactPolicyError(
            f"{row.text('label')}要在 0 到 {row.number('most')} 之间，只能更严，现在填的是 {value}。",
            code="contact_policy.cap_too_loose",
        )


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


@lru_cache(maxsize=256)
def rows_on(section: str, day: date) -> tuple[Row, ...]:
    """The rows of one section in force on ``day``, in file order."""
    return tuple(row for row in load_table(TABLE, section) if row.covers(day))


@lru_cache(maxsize=64)
def hours_on(code: str, day: date) -> Hours:
    """The default quiet hours (``quiet``) or the legal ``floor`` in force on ``day``."""
    row = row_on((row for row in load_table(TABLE, "hours") if row.text("code") == code), day)
    return Hours(time.fromisoformat(row.text("from")), time.fromisoformat(row.text("to")))


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"

"""Hours and numbers of the contact policy: the defaults of a day, and what a company may set instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from jiefen.rules.contact_terms import TABLE, ContactPolicyError
from jiefen.rules.tables_io import Row, load_table, row_on


class LooserThanTheLaw(UserWarning):
    """A setting of the company gave way to the law. ``str()`` is a sentence."""


Hear = Callable[[UserWarning], object]
"""What to do with a notice beside the answer: this one, or a year whose holidays are not known."""


def silent(notice: UserWarning) -> None:
    """Say nothing."""


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

    def joined_with(self, floor: Hours) -> Hours:
        """The span that holds ``floor`` and what of this one touches it."""
        start = self.start if self.holds(floor.start) else floor.start
        end = self.end if self.holds(floor.end) else floor.end
        return Hours(start, end) if start != end and floor.lies_in(Hours(start, end)) else floor

    def __str__(self) -> str:
        """22:00 到次日 8:00."""
        next_day = "" if self.start < self.end else "次日 "
        return f"{_clock(self.start)} 到{next_day or ' '}{_clock(self.end)}"

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
            f"安静时段只能更严：{base.floor} 一定要包括在内，现在填的是 {quiet}。",
            code="contact_policy.quiet_hours_too_loose",
        )
    for code, value in numbers.items():
        _check_number(code, value, day)
    return Limits(quiet or base.quiet, base.floor, MappingProxyType({**base.numbers, **numbers}))


def within_the_law(day: date, quiet: Hours | None, numbers: Mapping[str, int], hear: Hear) -> Limits:
    """A company's own limits where they are looser than allowed: the law's instead, and ``hear`` is told of each."""
    floor = _defaults(day).floor
    if quiet and not floor.lies_in(quiet):
        hear(LooserThanTheLaw(f"公司设的安静时段 {quiet} 比底线松，{floor} 也不打扰。"))
        quiet = quiet.joined_with(floor)
    most = {row.text("code"): row for row in rows_on("number", day)}
    held = {code: min(value, most[code].number("most")) for code, value in numbers.items()}
    for code in (code for code, value in numbers.items() if value != held[code]):
        label = most[code].text("label")
        hear(LooserThanTheLaw(f"公司设的{label}是 {numbers[code]}，比底线松，按最多 {held[code]} 算。"))
    return limits_on(day, quiet, **held)


def _check_number(code: str, value: int, day: date) -> None:
    row = next((row for row in rows_on("number", day) if row.text("code") == code), None)
    if row is None:
        raise ContactPolicyError(f"没有名为“{code}”的次数上限。", code="contact_policy.unknown_cap")
    if not 0 <= value <= row.number("most"):
        raise ContactPolicyError(
            f"{row.text('label')}要在 0 到 {row.number('most')} 之间，只能更严，现在填的是 {value}。",
            code="contact_policy.cap_too_loose",
        )


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

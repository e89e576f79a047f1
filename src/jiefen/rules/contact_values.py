"""Reading single values of a contact request written by hand: instants, days, hours, yes or no, words.

Lenient in spelling, strict in meaning: what cannot be read is refused with its path and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, Final

from jiefen.rules.contact_facts import CHINA, Hours
from jiefen.rules.contact_names import ContactFileError, Contradiction, find_word

_YES: Final = frozenset({"true", "yes", "y", "1", "on", "是", "有", "active", "open"})
_NO: Final = frozenset({"false", "no", "n", "0", "off", "none", "null", "", "否", "无", "没有"})
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:：点时](\d{1,2})?分?)?(?:[:：](\d{1,2}))?")
_FIRST, _LAST = date(1990, 1, 1), date(2200, 12, 31)


# --- scalars --------------------------------------------------------------------------------------------------


def flag(value: object, path: str) -> bool:
    """Yes or no in the ways people write it; nothing is no."""
    if value is None or isinstance(value, bool):
        return bool(value)
    text = str(value).strip().lower() if isinstance(value, str | int | float) else "?"
    if text not in _YES | _NO:
        raise ContactFileError(path, "true 或 false", value)
    return text in _YES


def instant(value: object, path: str) -> datetime:
    """An ISO instant; without an offset it is China's time."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip().replace("/", "-"))
    except ValueError:
        found = None
    is_text = isinstance(value, str | datetime)
    if found is None or not is_text or not _FIRST <= found.date() <= _LAST:
        raise ContactFileError(path, "ISO 时间，例如 2026-11-23T20:05:00+08:00（不写时区按北京时间）", value)
    return found.replace(tzinfo=CHINA) if found.tzinfo is None else found.astimezone(CHINA)


def is_bare_day(value: object) -> bool:
    """Whether a text names a day without a time."""
    return isinstance(value, str) and _DAY.fullmatch(value.strip()) is not None


def is_bare_time(text: str) -> bool:
    """Whether a text begins like a date."""
    return _DAY.match(text.strip()) is not None


def day(value: object, path: str) -> date:
    """A day, or the day in China of an instant."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        found = date(*(int(part) for part in match.groups())) if match else instant(value, path).date()
    except (ValueError, ContactFileError):
        raise ContactFileError(path, "日期，例如 2026-11-23", value) from None
    if not _FIRST <= found <= _LAST:
        raise ContactFileError(path, f"{_FIRST} 到 {_LAST} 之间的日期", value)
    return found


def number(value: object, path: str) -> int:
    """A whole number, not negative."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ContactFileError(path, "不小于 0 的整数", value)
    return value


def clock(value: object, path: str) -> time:
    """A time of day: ``20:00``, ``20``, ``9点``; 24 is midnight."""
    match = _CLOCK.fullmatch(str(value).strip()) if isinstance(value, str | int) and value is not True else None
    try:
        hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
        return time(0 if (hour, minute, second) == (24, 0, 0) else hour, minute, second)
    except ValueError:
        raise ContactFileError(path, "一天里的时刻，例如 20:00", value) from None


def hours(value: object, path: str) -> Hours:
    """A span: ``{"from": "20:00", "to": "09:00"}``, ``"20:00-09:00"`` or ``["20:00", "09:00"]``."""
    parts: list[object] = []
    if isinstance(value, Mapping):
        parts = [pick(value, _STARTS), pick(value, _ENDS)]
    elif isinstance(value, str):
        parts = list(re.split(r"\s*(?:-|–|—|~|至|到)\s*", value.strip()))
    elif isinstance(value, list):
        parts = value
    if len(parts) != 2 or None in parts:
        raise ContactFileError(path, "一段时间，例如 20:00-09:00", value)
    span = Hours(clock(parts[0], f"{path}.from"), clock(parts[1], f"{path}.to"))
    if span.start == span.end:
        raise Contradiction(path, "起点和终点是同一时刻")
    return span


_STARTS: Final = ("from", "start", "from_hour", "begin", "starts", "after", "从", "开始")
_ENDS: Final = ("to", "end", "to_hour", "until", "ends", "before", "到", "结束")


# --- objects --------------------------------------------------------------------------------------------------


def pick(raw: Mapping[str, Any], names: Collection[str]) -> Any:
    """The first value present under any of ``names`` that is not None."""
    return next((raw[name] for name in names if raw.get(name) is not None), None)


def items(value: object) -> list[Any]:
    """A list as it is, one thing as a list of one, nothing as none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def all_of(raw: Mapping[str, Any], names: Collection[str]) -> list[Any]:
    """Everything that stands under any of ``names``: an empty list beside a true flag must not hide it."""
    return [each for name in names for each in items(raw.get(name))]


def objects(value: object, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a list with their paths; missing is empty."""
    if value is None:
        return
    if not isinstance(value, list):
        raise ContactFileError(path, "一个列表", value)
    for place, each in enumerate(value):
        one = {"at": each} if isinstance(each, str) and is_bare_time(each) else each
        if not isinstance(one, Mapping):
            raise ContactFileError(f"{path}[{place}]", "一个对象", each)
        yield f"{path}[{place}]", one


def refuse_slips(raw: Mapping[str, Any], known: Collection[str], path: str) -> None:
    """An unknown key is let pass, unless it looks like a slip of a known one: a guard rail must not vanish by a typo."""
    for key in raw:
        close = [] if key in known else get_close_matches(str(key), known, 1, 0.86)
        if close:
            raise ContactFileError(f"{path}{key}", f"认识的键（您是不是想写 {close[0]}）", key)


def is_closed(raw: Mapping[str, Any], path: str) -> bool:
    """Whether a ticket, dispute, promise or plan no longer stands, by its state, its flags or its end."""
    state = pick(raw, ("state", "status", "状态"))
    ended = pick(raw, ("closed_on", "closed_at", "decided_on", "decided_at", "lifted_at", "ended_on", "kept_at"))
    says_open = pick(raw, ("open", "active", "is_open", "is_active"))
    by_state = isinstance(state, str) and find_word("closed", state) is not None
    if says_open is not None and flag(says_open, f"{path}.open") and (by_state or ended):
        raise Contradiction(path, "一处说还开着，一处说已经结束")
    gone = any(
        flag(raw.get(name), f"{path}.{name}") for name in ("closed", "kept", "broken", "in_default", "defaulted")
    )
    return by_state or ended is not None or gone or (says_open is not None and not flag(says_open, path))

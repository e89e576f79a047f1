"""English words for a time in the figures everything else reads: ``Jan-24`` → ``2024年1月``, ``H1 2024`` → ``2024年H1``."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD: Final = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
)
_MONTH: Final = rf"(?<![a-z]){_WORD}"
_YEAR: Final = r"(20\d\d|\d\d)(?!\d)"
_GAP: Final = r"[-–'’ ,./]*"
_LETTERS: Final = re.compile(r"[a-z]{3}|[qh][1-4]", re.IGNORECASE)
_TO: Final = re.compile(rf"(?<=[a-z\d.]) ?(?:to|through|thru) ?(?={_WORD})", re.IGNORECASE)
_DAY: Final = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}{_WORD}{_GAP}(20\d\d)(?!\d)", re.IGNORECASE)
_DAY_AFTER: Final = re.compile(rf"{_MONTH}{_GAP}(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(20\d\d)(?!\d)", re.IGNORECASE)
_SPAN: Final = re.compile(rf"{_MONTH} ?[-–~] ?{_MONTH}{_GAP}{_YEAR}", re.IGNORECASE)
_DATED: Final = re.compile(rf"{_MONTH}{_GAP}{_YEAR}", re.IGNORECASE)
_AFTER: Final = re.compile(rf"(20\d\d){_GAP}{_MONTH}", re.IGNORECASE)
_BARE: Final = re.compile(rf"(?<![a-z\d-]){_WORD}", re.IGNORECASE)
_PART: Final = re.compile(rf"(?<![a-z\d])([qh][1-4]){_GAP}(20\d\d)(?!\d)", re.IGNORECASE)


def in_figures(text: str) -> str:
    """The text with English months, and quarters before their year, written as Chinese sheets write them."""
    if not _LETTERS.search(text):
        return text
    text = _PART.sub(lambda m: f"{m[2]}年{m[1].upper()}", _TO.sub("-", text))
    text = _DAY.sub(lambda m: f"{m[3]}年{_number(m[2])}月{m[1]}日", text)
    text = _DAY_AFTER.sub(lambda m: f"{m[3]}年{_number(m[1])}月{m[2]}日", text)
    text = _SPAN.sub(lambda m: f"{_year(m[3])}年{_number(m[1])}月-{_number(m[2])}月", text)
    text = _AFTER.sub(lambda m: f"{m[1]}年{_number(m[2])}月", _DATED.sub(_month_of_year, text))
    return _BARE.sub(lambda m: f"{_number(m[1])}月", text)


def _month_of_year(match: re.Match[str]) -> str:
    return f"{_year(match[2])}年{_number(match[1])}月"


def _number(name: str) -> int:
    return _NAMES.index(name[:3].lower()) + 1


def _year(text: str) -> str:
    return text if len(text) == 4 else f"20{text}"

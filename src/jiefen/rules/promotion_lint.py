"""Promotion lint: what a lawyer's card, article or chat opener may not say, which rule says so, and the lawful way.

The patterns are dated rows of the table ``promotion_lint``, applied to folded text (full-width forms, spaces, commas
inside digits, zero-width characters and traditional look-alikes of spacing do not hide anything). A finding points at the
words as the author wrote them. It is a help for author and reviewer, not a verdict: see docs/algorithms/promotion_lint.md.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from jiefen.rules.tables_io import Row, load_table

_CLAUSE: Final = re.compile(r"[。！？!?；;\n\r]")
_HIDDEN: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff*_~`|·•・\u00ad]")
_NEAR: Final = 14  # characters before and after a match in which a denial takes it back


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in the text. ``start``/``end`` index the text as given; ``words`` are its characters there."""

    code: str
    title: str
    words: str
    start: int
    end: int
    rule: str
    say: str


@dataclass(frozen=True, slots=True)
class _Rule:
    row: Row
    pattern: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]


def promotion_findings(text: str, day: date) -> tuple[Finding, ...]:
    """Every forbidden phrase in ``text`` under the rules in force on ``day``, in reading order, one per place.

    Source: 律师业务推广行为规则（试行）9, 10; 律师法 26, 38; 广告法 9 (see the table's rows).
    """
    folded, places = fold(text)
    found = [finding for rule in _rules(day) for finding in _matches(rule, folded, places, text)]
    return _one_per_place(sorted(found, key=lambda each: (each.start, each.start - each.end)))


def fold(text: str) -> tuple[str, list[int]]:
    """The text as patterns see it, and for each of its characters the index in ``text`` it came from."""
    folded, places = [], []
    for index, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character):
            if not _HIDDEN.match(plain) or plain in "\n\r":
                folded.append(plain)
                places.append(index)
    return "".join(folded), places


def _matches(rule: _Rule, folded: str, places: list[int], text: str) -> list[Finding]:
    found = []
    for match in rule.pattern.finditer(folded):
        if match.end() == match.start() or _taken_back(rule, folded, match):
            continue
        start, end = places[match.start()], places[match.end() - 1] + 1
        row = rule.row
        found.append(
            Finding(row.text("code"), row.text("title"), text[start:end], start, end, row.text("rule"), row.text("say"))
        )
    return found


def _taken_back(rule: _Rule, folded: str, match: re.Match[str]) -> bool:
    """Whether the same clause denies it or it is a term of law: an ``unless`` touching the match, or just around it.

    An expression that ends in ``$`` looks at the words just before, one that begins with ``^`` at those just after.
    """
    before, after = _clause_around(folded, match.start(), match.end())
    wide = before[-_NEAR:] + match.group() + after[:_NEAR]
    for expression in rule.unless:
        source = expression.pattern
        if source.endswith("$"):
            if expression.search(before[-_NEAR:]):
                return True
        elif source.startswith("^"):
            if expression.search(after[:_NEAR]):
                return True
        elif _touches(expression, wide, len(before[-_NEAR:]), match):
            return True
    return False


def _touches(expression: re.Pattern[str], wide: str, offset: int, match: re.Match[str]) -> bool:
    length = match.end() - match.start()
    return any(
        each.start() < offset + length + _NEAR and each.end() > offset - _NEAR for each in expression.finditer(wide)
    )


def _clause_around(folded: str, start: int, end: int) -> tuple[str, str]:
    before = _CLAUSE.split(folded[max(0, start - 60) : start])[-1]
    after = _CLAUSE.split(folded[end : end + 60])[0]
    return before, after


def _one_per_place(ordered: list[Finding]) -> tuple[Finding, ...]:
    """Overlapping findings of the same rule become one; different rules may speak of the same words."""
    kept: list[Finding] = []
    for finding in ordered:
        if not any(each.code == finding.code and finding.start < each.end for each in kept):
            kept.append(finding)
    return tuple(kept)


@lru_cache(maxsize=8)
def _rules(day: date) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(row, re.compile("|".join(row.texts("pattern"))), tuple(re.compile(each) for each in row.texts("unless")))
        for row in load_table("promotion_lint", "rule")
        if row.covers(day)
    )

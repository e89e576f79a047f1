"""Promotion lint: what a lawyer's card, article or chat opener may not say, which rule says so, and the lawful way.

The rules are dated rows of the table ``promotion_lint``: word classes and short patterns over them
(``promotion_grammar``), applied to folded text, so that full-width forms, spaces, emoji and traditional characters hide
nothing. A finding points at the words as the author wrote them. It helps author and reviewer and is no verdict: see
docs/algorithms/promotion_lint.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from jiefen.rules.promotion_grammar import SEGMENT_ENDS, SENTENCE_ENDS, Lexicon, Pattern, Span, Spotted, find, starting
from jiefen.rules.tables_io import Row, load_table, row_on

TABLE: Final = "promotion_lint"
_DROPPED: Final = frozenset("*_~|<>=·•・'\"“”‘’「」『』《》〈〉【】[](){}#@&\\")
_DROPPED_KINDS: Final = frozenset(("So", "Sk", "Mn", "Me", "Cf", "Zs", "Cc", "Cs", "Cn", "Co", "Zl", "Zp"))
_KEPT_IN_NUMBERS: Final = frozenset(".-/+^")
_DENIAL_REACH: Final = 12  # characters before a finding, inside its comma segment
_WARNING_REACH: Final = 24  # characters on either side, inside its sentence


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
    confidence: str = "H"  # of the rule: what is not H is for a person to judge


@dataclass(frozen=True, slots=True)
class _Book:
    """The rules in force on a day with the words they are made of."""

    lexicon: Lexicon
    rows: tuple[Row, ...]
    patterns: Mapping[str, list[tuple[int, Pattern]]]  # by their key, each with the number of its row
    letters: _Letters


def promotion_findings(text: str, day: date) -> tuple[Finding, ...]:
    """Every forbidden phrase in ``text`` under the rules in force on ``day``, in reading order, one per place and rule.

    Source: 律师业务推广行为规则（试行）9, 10; 律师法 26, 38; 广告法 9 (see the table's rows).
    """
    book = _book(day)
    folded, places = _fold(text, book.letters)
    spots = book.lexicon.spot(folded)
    found = [
        _finding(book.rows[rule], text, places[start], places[end - 1] + 1)
        for rule, spans in _spans(book, spots, folded).items()
        for start, end in _joined(spans)
        if not _taken_back(book.rows[rule], (start, end), spots, folded)
    ]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))


def fold(text: str, day: date) -> tuple[str, list[int]]:
    """The text as the patterns see it, and for each of its characters the index in ``text`` it came from."""
    return _fold(text, _book(day).letters)


def _fold(text: str, letters: _Letters) -> tuple[str, list[int]]:
    parts = [letters[character] for character in text]
    if not _KEPT_IN_NUMBERS.isdisjoint(parts):
        _drop_signs(parts)
    return "".join(parts), [index for index, plain in enumerate(parts) for _ in plain]


def _drop_signs(parts: list[str]) -> None:
    """Points and dashes stay only behind a digit or a Latin letter."""
    before = ""
    for index, plain in enumerate(parts):
        if plain in _KEPT_IN_NUMBERS and not (before.isascii() and before.isalnum()):
            parts[index] = ""
        elif plain:
            before = plain[-1]


class _Letters(dict[str, str]):
    """Character → what it stands for: full width to half width, traditional to simplified, lower case.

    Decoration becomes nothing; line ends stay, for they end a sentence. Filled as characters are met.
    """

    def __missing__(self, character: str) -> str:
        parts = "\n" if character in "\n\r" else unicodedata.normalize("NFKC", character).lower()
        plain = "".join(self.get(each, each) for each in parts if each == "\n" or not _is_decoration(each))
        self[character] = plain
        return plain


def _is_decoration(character: str) -> bool:
    return character in _DROPPED or unicodedata.category(character) in _DROPPED_KINDS


def _spans(book: _Book, spots: Spotted, folded: str) -> dict[int, list[Span]]:
    """Places by rule."""
    found: dict[int, list[Span]] = {}
    for name in (*(spots.names & book.patterns.keys()), ""):
        for rule, pattern in book.patterns.get(name, ()):
            spans = find(pattern, spots, folded)
            if spans:
                found.setdefault(rule, []).extend(spans)
    return found


def _joined(spans: list[Span]) -> list[Span]:
    """In reading order, overlapping ones as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _taken_back(row: Row, span: Span, spots: Spotted, folded: str) -> bool:
    """Whether the sentence denies the phrase, warns of it, asks about it, or is plain law about somebody else."""
    start, end = span
    segment = _around(folded, span, SEGMENT_ENDS)
    sentence = _around(folded, span, SENTENCE_ENDS)
    near = (max(sentence[0], start - _WARNING_REACH), min(sentence[1], end + _WARNING_REACH))
    return (
        _denied(spots, span, segment)
        or _any_in(spots, "warning", near)
        or (row.flag("unless_asked") and _asked(spots, span, segment, sentence))
        or (row.flag("unless_prose") and _any_in(spots, "prose", sentence) and not _any_in(spots, "self", sentence))
        or any(_any_in(spots, name, sentence) for name in row.texts("unless"))
    )


def _denied(spots: Spotted, span: Span, segment: Span) -> bool:
    """A denial that begins shortly before the phrase; its last characters may be the phrase's first (不|保证)."""
    begins = starting(spots.places("denial"), max(segment[0], span[0] - _DENIAL_REACH), span[0] - 1)
    return any(end <= span[1] for _, end in begins)


def _asked(spots: Spotted, span: Span, segment: Span, sentence: Span) -> bool:
    return _any_in(spots, "question", segment) or _any_in(spots, "asked_after", (span[1], sentence[1]))


def _any_in(spots: Spotted, name: str, span: Span) -> bool:
    return any(end <= span[1] for _, end in starting(spots.places(name), *span))


def _around(folded: str, span: Span, ends: frozenset[str]) -> Span:
    start, end = span
    while start > 0 and folded[start - 1] not in ends:
        start -= 1
    while end < len(folded) and folded[end] not in ends:
        end += 1
    return start, end


def _finding(row: Row, text: str, start: int, end: int) -> Finding:
    words = text[start:end]
    return Finding(
        row.text("code"), row.text("title"), words, start, end, row.text("rule"), row.text("say"), row.confidence
    )


def _book(day: date) -> _Book:
    """Words and rules of ``day``. Raises TableError where the table has no words for that day."""
    return _book_since(_last_change(day))


@lru_cache(maxsize=256)
def _last_change(day: date) -> date:
    """The day from which the rows in force on ``day`` have been in force together: days between share one book."""
    rows = (*load_table(TABLE, "words"), *load_table(TABLE, "rule"))
    changes = [row.valid_from for row in rows] + [row.valid_to + timedelta(days=1) for row in rows if row.valid_to]
    return max((change for change in changes if change <= day), default=day)


@lru_cache(maxsize=8)
def _book_since(day: date) -> _Book:
    """The same, compiled once."""
    words = row_on(load_table(TABLE, "words"), day)
    lexicon = Lexicon(words.values["classes"], words.values["tokens"], words.text("neutral"))
    rows = tuple(row for row in load_table(TABLE, "rule") if row.covers(day))
    patterns: dict[str, list[tuple[int, Pattern]]] = {}
    for number, row in enumerate(rows):
        for line in filter(None, map(str.strip, row.text("patterns").splitlines())):
            for pattern in lexicon.compile(line):
                patterns.setdefault(pattern.key, []).append((number, pattern))
    letters = _Letters({pair[0]: pair[1:] for pair in words.text("letters").split()})
    return _Book(lexicon, rows, patterns, letters)

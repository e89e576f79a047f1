"""What in a question cannot wait: detention, violence, deadlines. And where to turn now.

Rows are ``tables/urgency.toml``: how people say it (``says``; ``needs``: at least one of these characters, looked for
first because it is quick), what only sounds like it (``ignore``, taken out of the text first), what takes it back
(``unless``), what to do. A row holds from ``valid_from`` to ``valid_to`` and is chosen by the day the question is asked.

Some hundred ways of saying it are looked for in every message of a client. Most of them are out of the question by the
characters alone: a pattern is searched only in a text that has all the characters it cannot do without. Where they hear
no danger, a small trained model may still suspect it (``danger``); the sentence for the person then says that it may be
wrong (``suspected``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from typing import Final

from jiefen.engine.danger import suspected
from jiefen.rules.tables_io import Row, parse_table

SAFETY: Final = "safety"  # the kind of flag where somebody may be in danger
CUT: Final = "□"  # stands where an idiom was


@dataclass(frozen=True)
class Flag:
    """One urgent matter: ``code`` for programs, a sentence for the person, numbers to call, the source in law.

    ``kind``: safety (somebody may be in danger), deadline (time is running) or help (what one can do at once).
    """

    code: str
    kind: str
    message: str
    turn_to: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class _Watch:
    row: Row
    needs: frozenset[str]
    says: tuple[_Saying, ...]
    ignore: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    flag: Flag
    suspicion: Flag | None


@dataclass(frozen=True)
class _Saying:
    """One way of saying it, and the characters every text has in which ``pattern`` can be found."""

    required: frozenset[str]
    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first looked for: all of them at once would hold up the first message for a tenth of a second."""
        return re.compile(self.words)


def flags_in(question: str, *, today: date, most: int = 3, only: Collection[str] = ()) -> tuple[Flag, ...]:
    """Up to ``most`` flags for a question asked on ``today``, most urgent first; ``only`` those codes, if any are named.

    A suspected danger stands first, in its own careful words, and only where none is said.
    """
    said = flags_said(question, today=today, only=only)
    if any(flag.kind == SAFETY for flag in said):
        return said[:most]
    return (*_suspicions(question, today, only), *said)[:most]


def flags_said(question: str, *, today: date, only: Collection[str] = ()) -> tuple[Flag, ...]:
    """What the patterns alone hear, most urgent first."""
    text = unicodedata.normalize("NFKC", question).lower()
    watched = (watch for watch in _watches() if watch.row.covers(today) and (not only or watch.flag.code in only))
    return tuple(dict.fromkeys(watch.flag for watch in watched if _sees(watch, text)))


def _suspicions(question: str, today: date, only: Collection[str]) -> tuple[Flag, ...]:
    watches = [watch for watch in _watches() if watch.suspicion and watch.row.covers(today)]
    if only and not any(watch.flag.code in only for watch in watches):
        return ()
    code = suspected(question)
    return tuple(
        watch.suspicion
        for watch in watches
        if watch.suspicion and watch.flag.code == code and (not only or code in only)
    )


def flags_named(codes: Collection[str], *, today: date) -> tuple[Flag, ...]:
    """The flags of these codes in force on ``today``, most urgent first."""
    return tuple(watch.flag for watch in _watches() if watch.flag.code in codes and watch.row.covers(today))


def _sees(watch: _Watch, text: str) -> bool:
    if watch.needs and watch.needs.isdisjoint(text):
        return False
    sayings = _possible(watch, text)
    if not sayings:
        return False
    heard = watch.ignore.sub(CUT, text) if watch.ignore else text
    is_said = any(saying.pattern.search(heard) for saying in sayings)
    return is_said and not (watch.unless and watch.unless.search(text))


def _possible(watch: _Watch, text: str) -> list[_Saying]:
    """Those whose characters are all there. To take idioms out of the text only takes characters away."""
    there = set(text)
    return [saying for saying in watch.says if saying.required <= there]


@lru_cache
def _watches() -> tuple[_Watch, ...]:
    text = (resources.files("jiefen.engine") / "tables" / "urgency.toml").read_text(encoding="utf-8")
    return tuple(_watch(row) for row in parse_table(text, "urgency")["flag"])


def _watch(row: Row) -> _Watch:
    says, ignore, unless = row.texts("says"), row.texts("ignore"), row.texts("unless")
    flag = Flag(row.text("code"), row.text("kind"), row.text("message"), row.texts("turn_to"), row.source)
    careful = row.text("suspected")
    return _Watch(
        row, frozenset(row.text("needs")), tuple(_Saying(required_in(each), each) for each in says),
        re.compile(_either(ignore)) if ignore else None, re.compile(_either(unless)) if unless else None, flag,
        replace(flag, message=careful) if careful else None,
    )  # fmt: skip


def _either(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def required_in(pattern: str) -> frozenset[str]:
    """Chinese characters that are in every text this pattern finds; a careful guess, so never one too many.

    Only what stands outside all brackets counts, and is not optional; nothing at all where the pattern has a choice there.
    """
    bare = _without_brackets(re.sub(r"\\.", "", pattern))
    if "|" in bare:
        return frozenset()
    return frozenset(re.findall(r"([\u4e00-\u9fff])(?![?*{])", bare))


def _without_brackets(pattern: str) -> str:
    """Groups and sets taken out, the innermost first."""
    sets_out = re.sub(r"\[[^\]]*\]", "", pattern)
    while sets_out != (fewer := re.sub(r"\([^()]*\)", "", sets_out)):
        sets_out = fewer
    return sets_out

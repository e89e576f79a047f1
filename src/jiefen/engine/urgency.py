"""What in a question cannot wait: detention, violence, deadlines. And where to turn now.

Rows are ``tables/urgency.toml``: how people say it (``says``), what takes it back (``unless``), what to do. A row
holds from ``valid_from`` to ``valid_to`` and is chosen by the day the question is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from jiefen.rules.tables_io import Row, parse_table


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
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    flag: Flag


def flags_in(question: str, *, today: date, most: int = 3) -> tuple[Flag, ...]:
    """Up to ``most`` flags for a question asked on ``today``, most urgent first."""
    text = unicodedata.normalize("NFKC", question).lower()
    found = (watch.flag for watch in _watches() if watch.row.covers(today) and _sees(watch, text))
    return tuple(dict.fromkeys(found))[:most]


def _sees(watch: _Watch, text: str) -> bool:
    return bool(watch.says.search(text)) and not (watch.unless and watch.unless.search(text))


@lru_cache
def _watches() -> tuple[_Watch, ...]:
    text = (resources.files("jiefen.engine") / "tables" / "urgency.toml").read_text(encoding="utf-8")
    return tuple(_watch(row) for row in parse_table(text, "urgency")["flag"])


def _watch(row: Row) -> _Watch:
    says, unless = row.texts("says"), row.texts("unless")
    flag = Flag(row.text("code"), row.text("kind"), row.text("message"), row.texts("turn_to"), row.source)
    return _Watch(row, _either(says), _either(unless) if unless else None, flag)


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

"""The words people write for channels, purposes, people and outcomes (table ``contact_policy``), and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from jiefen.rules.contact_terms import TABLE
from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import load_table


class ContactFileError(RuleError):
    """A field of the request cannot be read. ``path`` names it, for example ``history[0].at``."""

    code = "contact_policy.file"

    def __init__(self, path: str, expected: str, value: object = None) -> None:
        """``expected`` is a Chinese phrase; ``value`` what stands there now (None = nothing)."""
        shown = "空的" if value is None else f"“{_shown(value)}”"
        super().__init__(f"{path}：应为{expected}，现在是{shown}，请改正后重试。")
        self.path = path


class Contradiction(ContactFileError):
    """Two fields cannot both be true; ``sentence`` says which two and why."""

    code = "contact_policy.contradiction"

    def __init__(self, path: str, sentence: str) -> None:
        RuleError.__init__(self, f"{path}：{sentence}，两处对不上，请核对后重试。")
        self.path = path


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}…"


def normal(name: str) -> str:
    """A name as all comparisons use it: lower case, one underscore for spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", name.strip().lower())


@lru_cache
def _words(field: str) -> Mapping[str, tuple[str, str]]:
    """Every word of a field → (code, the purpose that goes with it or "")."""
    found: dict[str, tuple[str, str]] = {}
    for row in load_table(TABLE, "word"):
        if row.text("field") == field:
            for word in (row.text("code"), *row.texts("words")):
                found.setdefault(normal(word), (row.text("code"), row.text("purpose")))
    return found


def find_word(field: str, value: str) -> tuple[str, str] | None:
    """(code, purpose) of a word of ``field``, or None."""
    return _words(field).get(normal(value))


def word(field: str, value: object, path: str) -> str:
    """The code of a word. Raises ContactFileError listing the codes known."""
    found = find_word(field, value) if isinstance(value, str) else None
    if found is None:
        raise ContactFileError(path, f"下列之一：{'、'.join(codes(field))}", value)
    return found[0]


def codes(field: str) -> list[str]:
    """The codes of a field in table order."""
    return list(dict.fromkeys(code for code, _ in _words(field).values()))


def ban_in(text: str) -> str:
    """The code of the hard ban that a text names, or empty."""
    name = normal(text)
    rows = load_table(TABLE, "ban")
    hits = (row for row in rows if name == row.text("code") or any(word in name for word in row.texts("words")))
    return next((row.text("code") for row in hits), "")

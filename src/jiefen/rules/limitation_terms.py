"""The vocabulary of limitation: which word means which event or proof, and how long each period is.

Everything here reads ``tables/limitation.toml``. Names are matched without regard to case, spaces or hyphens: first
exactly (code, alias, Chinese label), then by the fragments of the column ``contains``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import Row, load_table, row_on

TABLE: Final = "limitation"
_YEARS: Final = {2: "二年", 3: "三年"}


class LimitationError(RuleError):
    """A charge, an event or a rule of due dates that cannot be read."""

    code = "limitation.invalid"


def add_years(day: date, years: int) -> date:
    """The same calendar day ``years`` later; 29 February becomes 28 February (民法典 202)."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later (or earlier), else the last day of that month (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def period_end(start: date, years: int | None = None) -> date:
    """Last day of a period that starts to run after ``start``: ``years``, or the law of the time.

    A period that was complete under the old law before the new one began stays complete (法释〔2018〕12号 3).
    """
    if years is not None:
        return add_years(start, years)
    rows = load_table(TABLE, "period")
    if start < rows[0].valid_from:
        raise LimitationError(f"{start} 太早，规则表里没有当时的诉讼时效期间，请检查日期。")
    ends = ((row, add_years(start, row.number("years"))) for row in rows)
    return next(end for row, end in ends if row.valid_to is None or end <= row.valid_to)


def years_text(start: date, end: date) -> str:
    """How the length of a period is said: 三年."""
    years = end.year - start.year
    return _YEARS.get(years, f"{years}年")


@lru_cache(maxsize=4096)
def rule(section: str, code: str, on: date) -> Row:
    """The row ``code`` of ``section`` in force on ``on``. Raises TableError when there is none."""
    return row_on((row for row in load_table(TABLE, section) if row.text("code") == code), on)


def span(code: str, column: str, on: date) -> int:
    """A length from the section ``span``: ``longest`` (years), ``after_suspension`` (months), ``enforcement``."""
    return rule("span", code, on).number(column)


def article(code: str, on: date) -> str:
    """The articles cited with a reason."""
    return rule("article", code, on).text("text")


def normal(name: str) -> str:
    """A name without case, spaces or hyphens, as all comparisons use it."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


@lru_cache
def _names(section: str, target: str) -> Mapping[str, str]:
    """Every exact name of a section → the value of ``target`` (its code, or the kind a channel stands for)."""
    names: dict[str, str] = {}
    for row in load_table(TABLE, section):
        for name in (row.text("code"), row.text("label"), *row.texts("aliases")):
            if name or section == "proof":
                names.setdefault(normal(name), row.text(target))
    return names


def _by_fragment(section: str, name: str) -> str | None:
    rows = load_table(TABLE, section)
    return next((row.text("code") for row in rows if any(part in name for part in row.texts("contains"))), None)


@lru_cache(maxsize=1024)
def kind_code(name: str) -> tuple[str, str | None]:
    """A kind of event by any of its names → (code, the proof that goes without saying, or None).

    A bare channel (``sms``, 电话) is a demand whose only proof is having used it. Raises LimitationError for a name
    nobody knows: an event must never lose or gain its effect through a slip of the pen.
    """
    key = normal(name)
    if key in _names("kind", "code"):
        return _names("kind", "code")[key], None
    if key in _names("channel", "kind"):
        return _names("channel", "kind")[key], _names("channel", "proof")[key]
    negations = [word for row in load_table(TABLE, "fuzzy") for word in row.texts("words")]
    guess = None if any(word in key for word in negations) else _by_fragment("kind", key)
    if guess is None:
        raise LimitationError(f"不认识的事件种类“{name}”，请使用：{known_kinds()}。", code="limitation.unknown_kind")
    return guess, None


@lru_cache(maxsize=1024)
def proof_code(name: str | None) -> str:
    """A grade of proof by any of its names → its code; None and blank are ``none``, a strange word is ``unknown``."""
    key = normal(name or "")
    return _names("proof", "code").get(key) or _by_fragment("proof", key) or "unknown"


@lru_cache(maxsize=1024)
def conditions_in(text: str | None) -> frozenset[str]:
    """The conditions of weak proof that a text names, such as ``door_photo_with_two_witnesses``."""
    key = normal(text or "")
    return frozenset(code for name, code in _names("condition", "code").items() if name in key)


def is_fulfilled(proof: Row, need: str, conditions: frozenset[str]) -> bool:
    """Whether ``proof`` shows ``need`` (``arrival`` or ``record``; empty = nothing to show)."""
    grade = proof.text(need) if need else "yes"
    return grade == "yes" or (grade == "weak" and conditions.issuperset(proof.texts("needs")))


@lru_cache
def recommended_proofs() -> str:
    """The proofs a demand should have, best first, as one Chinese phrase."""
    rows = (row for row in load_table(TABLE, "proof") if row.flag("recommend"))
    return "、".join(row.text("label") for row in sorted(rows, key=lambda row: row.number("rank")))


def known_kinds() -> str:
    """Every kind of event with its Chinese label, for a message that refuses an unknown one."""
    return "、".join(f"{row.text('code')}（{row.text('label')}）" for row in load_table(TABLE, "kind"))

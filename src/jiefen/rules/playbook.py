"""What helps in a talk: for each obstacle and sub-reason open questions, what to show, what never to say.

The words are the table ``playbook``; obstacles and sub-reasons are those of ``engine/obstacle_lines``.
See docs/algorithms/playbook.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import Row, load_table


class PlaybookError(RuleError):
    """An obstacle nobody knows."""

    code = "playbook.unknown"


@dataclass(frozen=True, slots=True)
class Show:
    """One thing to show: ``code`` for the screen that opens it, ``label`` and ``how`` for the steward."""

    code: str
    label: str
    how: str


@dataclass(frozen=True, slots=True)
class Play:
    """For one obstacle (and sub-reason, "" = none known): what the talk is for, and the means.

    ``first``: the first thing to do. ``questions``: the sub-reason's own before the obstacle's, at least five.
    ``never``: sentences that close the talk, besides the banned phrases.
    """

    obstacle: str
    reason: str
    aim: str
    first: str
    questions: tuple[str, ...]
    show: tuple[Show, ...]
    never: tuple[str, ...]


def play_for(obstacle: str, reason: str = "", *, on: date | None = None) -> Play:
    """The play for an obstacle. An unknown sub-reason (retrained models may name their own) falls back to the obstacle's.

    Raises PlaybookError for an unknown obstacle.
    """
    day = on or date.max
    row = next((row for row in _rows("obstacle", day) if row.text("code") == obstacle), None)
    if row is None:
        raise PlaybookError(f"没有名为“{obstacle}”的障碍，可用的是 {'、'.join(obstacles())}。")
    fine = next(
        (one for one in _rows("reason", day) if (one.text("obstacle"), one.text("name")) == (obstacle, reason)), None
    )
    own, shown = (fine.texts("questions"), fine.texts("show")) if fine else ((), ())
    return Play(
        obstacle=obstacle,
        reason=reason if fine else "",
        aim=row.text("aim"),
        first=fine.text("first") if fine else row.text("aim"),
        questions=tuple(dict.fromkeys((*own, *row.texts("questions")))),
        show=tuple(_show(code, day) for code in dict.fromkeys((*shown, *row.texts("show")))),
        never=row.texts("never"),
    )


def obstacles() -> tuple[str, ...]:
    """The obstacle codes with a play."""
    return tuple(row.text("code") for row in load_table("playbook", "obstacle"))


def reasons(obstacle: str) -> tuple[str, ...]:
    """The sub-reasons of an obstacle that have questions of their own."""
    rows = load_table("playbook", "reason")
    return tuple(row.text("name") for row in rows if row.text("obstacle") == obstacle)


def _show(code: str, day: date) -> Show:
    row = next(row for row in _rows("show", day) if row.text("code") == code)
    return Show(code, row.text("label"), row.text("how"))


@lru_cache(maxsize=32)
def _rows(section: str, day: date) -> tuple[Row, ...]:
    return tuple(row for row in load_table("playbook", section) if row.covers(day))

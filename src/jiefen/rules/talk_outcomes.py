"""What came of talks, grouped by how they were held: rehearsed or not, questions asked, the option the owner chose.

A talk is looked at once ``outcome_days`` have passed, so that a fresh talk is not counted as one without result.
Pure counting; whether a difference may be spoken of is ``comparison``'s. See docs/algorithms/talk_outcomes.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jiefen.rules.comparison import Comparison, Tally, compare, number

REHEARSED: Final = "预演过"
NOT_REHEARSED: Final = "没有预演"
# Open questions asked in a talk: (at least, label), most first.
QUESTION_BANDS: Final = ((3, "问了 3 个以上"), (1, "问了 1–2 个"), (0, "没有问"))


@dataclass(frozen=True, slots=True)
class TalkSeen:
    """One talk about money. ``questions``: open questions asked. ``paid``: money came within ``outcome_days``."""

    on: date
    rehearsed: bool
    questions: int
    option: str
    paid: bool


@dataclass(frozen=True, slots=True)
class Approach:
    """Talks held in one way and how many led to a payment."""

    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Outcomes:
    """``mature``: talks old enough to be judged; ``fresh``: those still inside their days; ``options``: all of them."""

    mature: int
    fresh: int
    rehearsal: tuple[Approach, ...]
    questions: tuple[Approach, ...]
    by_rehearsal: Comparison
    by_questions: Comparison
    options: tuple[tuple[str, int], ...]


def window(talked_on: date) -> tuple[date, date]:
    """The days on which a payment counts as what came of a talk, both included."""
    return talked_on, talked_on + timedelta(days=number("outcome_days", talked_on))


def since(today: date) -> date:
    """The first day whose talks are looked at."""
    return today - timedelta(days=number("look_back_days", today))


def outcomes(talks: Iterable[TalkSeen], today: date) -> Outcomes:
    """Group and compare the talks of the look-back. ``today``: talks whose days are not over are only counted."""
    seen = [talk for talk in talks if since(today) <= talk.on <= today]
    mature = [talk for talk in seen if window(talk.on)[1] < today]
    rehearsal = _split(
        mature, ((REHEARSED, lambda talk: talk.rehearsed), (NOT_REHEARSED, lambda talk: not talk.rehearsed))
    )
    questions = _split(mature, tuple((label, _asked(least)) for least, label in QUESTION_BANDS))
    with_rehearsal, without = rehearsal
    most, _, none = questions
    return Outcomes(
        mature=len(mature),
        fresh=len(seen) - len(mature),
        rehearsal=rehearsal,
        questions=questions,
        by_rehearsal=_compared(with_rehearsal, without, today),
        by_questions=_compared(most, none, today),
        options=tuple(Counter(talk.option for talk in seen if talk.option).most_common()),
    )


def band(questions: int) -> str:
    """The label of a number of questions."""
    return next(label for least, label in QUESTION_BANDS if questions >= least)


def _asked(least: int) -> Callable[[TalkSeen], bool]:
    label = band(least)
    return lambda talk: band(talk.questions) == label


def _split(talks: list[TalkSeen], ways: tuple[tuple[str, Callable[[TalkSeen], bool]], ...]) -> tuple[Approach, ...]:
    found = []
    for label, belongs in ways:
        held = [talk for talk in talks if belongs(talk)]
        found.append(Approach(label, Tally(sum(talk.paid for talk in held), len(held))))
    return tuple(found)


def _compared(ours: Approach, theirs: Approach, today: date) -> Comparison:
    return compare(ours.tally, theirs.tally, today, us=ours.label, them=theirs.label)

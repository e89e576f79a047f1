"""Who is ever shown, and what that costs the people who ask: in a country that stands still and in one that lives.

frozen   presence, load and everything else stay as drawn; bench/ranker_world.py as it always was
live     the same country and questions in the order of time; bench/ranker_live.py
cards    the live country with cards and questions as the product fills them today; bench/ranker_cards.py

Loss: base score of what is shown, discounted by 1/log2(rank + 1), against what merit alone would show for the same need
at the same moment in the same state of the world: what this person gives up. A world that always went by merit has other
loads (those most in demand are busier); the loss against it is printed beside (``loss_percent_against_merit_world``).

"Ever shown" says nothing without a period, so one run is written down at several marks (``by_needs``): the more people
have asked, the more lawyers have been shown. The figures without a mark are those after ``needs``.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench import ranker_cards as cards
from bench import ranker_world as country
from bench.ranker_live import ASSUMED, LAWYERS, NEEDS_A_DAY, LiveCountry, moments
from jiefen.engine.ranker import Match, Need, Ranker, in_pages
from jiefen.engine.ranker_columns import build, open_columns
from jiefen.rules.ranking import RankingWeights

WORLDS: Final = {
    "frozen": "presence and load never change",
    "live": "the same country and needs in the order of time: presence by the hour, load by hires and endings",
    "cards": "the live country with cards and questions as the product fills them today",
}
K: Final = 10
DISCOUNT: Final = 1 / np.log2(np.arange(2, K + 2))
MONTH: Final = 274_813  # people who ask in a month (portal.md, dispatch), in the whole country
MARKS: Final = (25_000, 50_000, 100_000, MONTH)  # likewise; a smaller country is looked at after the same days
PROGRESS: Final = 10_000  # needs between two lines of progress


@dataclass(frozen=True)
class Mark:
    """One run as it stands after ``needs`` needs. ``merit``: what merit alone would have shown at the same moments."""

    needs: int
    days: float
    shown_percent_with_bonus: float
    shown_percent_merit_same_moments: float
    shown_twice_percent_with_bonus: float
    base_score_loss_percent: float
    gini_with_bonus: float
    gini_merit_same_moments: float

    def said(self) -> dict[str, float]:
        """For the report, under the number of needs."""
        return {name: value for name, value in vars(self).items() if name != "needs"}


@dataclass
class Shown:
    """How often each lawyer (by row) was shown in one run, the sums of base scores, and how it stood at the marks."""

    times: Any
    times_by_merit: Any  # how often merit alone would have shown him at the same moments
    given: float = 0.0
    best: float = 0.0  # of merit alone at the same moments
    early: float = 0.0  # loss over the first quarter of the needs
    hires: int = 0
    busy: tuple[float, float] = (0.0, 0.0)  # share of the capacity in use before and after
    marks: list[Mark] = field(default_factory=list)


def exposure(
    world: str, folder: Path, *, lawyers: int, needs: int, day: dt.date, weights: RankingWeights,
    to_a_month: bool = False, with_merit_world: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """The figures of one of ``WORLDS``, on columns of its own in ``folder``.

    ``to_a_month``: go on to a month of needs; everything but ``by_needs`` stays as it was after ``needs``.
    ``with_merit_world``: run a live world that always goes by merit as well.
    """
    names = country.words()
    source = country.lawyers(lawyers, names, day)
    if world == "cards":
        source, names = cards.lawyers(source, names, day), cards.words(names)
    build(folder, source, names, weights)
    ranker = Ranker(open_columns(folder))
    wanted = max(needs, round(in_country(MONTH, lawyers))) if to_a_month else needs
    if world == "cards":
        asked = cards.needs(wanted, names, source.ids)
    else:
        asked = country.needs(wanted, names, np.asarray(ranker.columns.ids))
    live = world != "frozen"
    given: dict[str, Any] = {"live": live, "day": day, "seed": country.SEED, "first": needs}
    merit = None
    if live and with_merit_world:
        merit = run(ranker, asked[:needs], with_bonus=False, name=f"{world}, by merit", **given)
    fair = run(ranker, asked, with_bonus=True, name=world, **given)
    bonus = f"{weights.exposure:g}/(1+n)^{weights.exposure_fade:g}"
    return {
        "world": WORLDS[world],
        "needs": needs,
        "bonus": bonus,
        **figures(merit, fair, live=live),
        "by_needs": {str(each.needs): each.said() for each in fair.marks},
        **({"assumed": ASSUMED} if live else {}),
    }


def run(
    ranker: Ranker, needs: Sequence[Need], *, with_bonus: bool, live: bool, day: dt.date, seed: int,
    first: int | None = None, name: str = "",
) -> Shown:  # fmt: skip
    """Show the needs their pages one after another. Resets the showings; in a live run presence and load as well.

    The counts are those after ``first`` needs (all of them when left out), the marks those of all. ``name``: of the
    lines of progress; none without it.
    """
    table, count = ranker.columns.table, len(ranker.columns.ids)
    first = min(first or len(needs), len(needs))
    table.shown[:] = 0
    found = Shown(np.zeros(count, "i8"), np.zeros(count, "i8"))
    after_first = found
    needs_a_day = in_country(NEEDS_A_DAY, count)
    time = LiveCountry(ranker, needs_a_day=needs_a_day, day=day, seed=seed) if live else None
    began = time.busy() if time else 0.0
    marks = marks_of(len(needs), count, first)
    times = moments(len(needs), needs_a_day, day, seed, first=first)
    for number, (moment, need) in enumerate(zip(times, needs, strict=True), 1):
        if time:
            time.reach(moment)
        merit = ranker.top(need, K, with_exposure=False)
        page = in_pages(ranker.top(need, K), K) if with_bonus else merit
        found.best += discounted(merit)
        found.given += discounted(page)
        found.times_by_merit[[match.row for match in merit]] += 1
        found.times[[match.row for match in page]] += 1
        ranker.note_shown(page)
        if time:
            time.choose(page)
        if number == first // 4 + 1:
            found.early = _lost(found.given, found.best)
        if number in marks:
            found.marks.append(mark(found, number, number / needs_a_day))
            _say(name, json.dumps({"needs": number, **found.marks[-1].said()}))
        elif number % PROGRESS == 0:
            _say(name, f"{number} of {len(needs)} needs")
        if number == first:
            if time:
                found.hires, found.busy = time.hired, (began, time.busy())
            after_first = replace(found, times=found.times.copy(), times_by_merit=found.times_by_merit.copy())
    return after_first  # its list of marks is the one that grew on


def in_country(of_all: float, lawyers: int) -> float:
    """What ``of_all`` needs of the whole country are in one of so many lawyers."""
    return of_all * lawyers / LAWYERS


def marks_of(needs: int, lawyers: int, first: int) -> set[int]:
    """After how many needs a run of so many is written down: MARKS, after ``first`` and at the end."""
    scaled = {round(in_country(each, lawyers)) for each in MARKS}
    return {each for each in scaled if 0 < each <= needs} | {first, needs}


def mark(found: Shown, needs: int, days: float) -> Mark:
    """How the run stands."""
    return Mark(
        needs, round(days, 1), share(found.times), share(found.times_by_merit), share(found.times, 2),
        _lost(found.given, found.best), gini(found.times), gini(found.times_by_merit),
    )  # fmt: skip


def figures(merit: Shown | None, fair: Shown, *, live: bool) -> dict[str, Any]:
    """What the runs say. ``merit``: the live world that always went by merit, when it was run.

    In a live world without it, the figures of that world are left out; one that stands still needs no second run.
    """
    found: dict[str, Any] = {}
    by_merit = merit.times if merit else None if live else fair.times_by_merit
    if by_merit is not None:
        found |= {"shown_percent_merit": share(by_merit), "gini_merit": gini(by_merit)}
    found |= {
        "shown_percent_with_bonus": share(fair.times), "shown_twice_percent_with_bonus": share(fair.times, 2),
        "gini_with_bonus": gini(fair.times),
        "base_score_loss_percent": _lost(fair.given, fair.best), "loss_percent_first_quarter": fair.early,
    }  # fmt: skip
    if merit:
        found["loss_percent_against_merit_world"] = _lost(fair.given, merit.best)
    if live:
        found["hires"], found["busy_percent"] = fair.hires, [round(100 * each, 2) for each in fair.busy]
    return found


def discounted(page: Sequence[Match]) -> float:
    """Merit of a page, the second place counting 63 %, the tenth 29 %."""
    return float(DISCOUNT[: len(page)] @ [match.merit for match in page])


def share(times: Any, least: int = 1) -> float:
    """Per cent of lawyers shown at least so often."""
    return round(100 * float((times >= least).mean()), 1)


def gini(times: Any) -> float:
    """0: everybody shown alike; 1: one alone."""
    ordered = np.sort(times)
    n = len(ordered)
    return round(float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum())), 3)


def _lost(given: float, best: float) -> float:
    return round(100 * (1 - given / best), 3) if best else 0.0


def _say(name: str, words: str) -> None:
    if name:
        print(f"{name}: {words}", file=sys.stderr, flush=True)

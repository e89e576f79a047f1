"""Who is ever shown, and what that costs the people who ask: in a country that stands still and in one that lives.

frozen   presence, load and everything else stay as drawn; bench/ranker_world.py as it always was
live     the same country and questions in the order of time; bench/ranker_live.py
cards    the live country with cards and questions as the product fills them today; bench/ranker_cards.py

Loss: base score of what is shown, discounted by 1/log2(rank + 1), against what merit alone would show for the same need
at the same moment in the same state of the world: what this person gives up. A world that always went by merit has other
loads (those most in demand are busier); the loss against it is printed beside (``loss_percent_against_merit_world``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass
class Shown:
    """How often each lawyer (by row) was shown in one run, and the sums of base scores."""

    times: Any
    times_by_merit: Any  # how often merit alone would have shown him at the same moments
    given: float = 0.0
    best: float = 0.0  # of merit alone at the same moments
    early: float = 0.0  # loss over the first quarter of the needs
    hires: int = 0
    busy: tuple[float, float] = (0.0, 0.0)  # share of the capacity in use before and after


def exposure(
    world: str, folder: Path, *, lawyers: int, needs: int, day: dt.date, weights: RankingWeights
) -> dict[str, Any]:  # fmt: skip
    """The figures of one of ``WORLDS``, on columns of its own in ``folder``."""
    names = country.words()
    source = country.lawyers(lawyers, names, day)
    if world == "cards":
        source, names = cards.lawyers(source, names, day), cards.words(names)
    build(folder, source, names, weights)
    ranker = Ranker(open_columns(folder))
    if world == "cards":
        asked = cards.needs(needs, names, source.ids)
    else:
        asked = country.needs(needs, names, np.asarray(ranker.columns.ids))
    live = world != "frozen"
    merit = run(ranker, asked, with_bonus=False, live=live, day=day, seed=country.SEED) if live else None
    fair = run(ranker, asked, with_bonus=True, live=live, day=day, seed=country.SEED)
    bonus = f"{weights.exposure:g}/(1+n)^{weights.exposure_fade:g}"
    return {
        "world": WORLDS[world],
        "needs": needs,
        "bonus": bonus,
        **figures(merit, fair),
        **({"assumed": ASSUMED} if live else {}),
    }


def run(
    ranker: Ranker, needs: Sequence[Need], *, with_bonus: bool, live: bool, day: dt.date, seed: int
) -> Shown:  # fmt: skip
    """Show the needs their pages one after another. Resets the showings; in a live run presence and load as well."""
    table, count = ranker.columns.table, len(ranker.columns.ids)
    table.shown[:] = 0
    found = Shown(np.zeros(count, "i8"), np.zeros(count, "i8"))
    needs_a_day = NEEDS_A_DAY * count / LAWYERS
    time = LiveCountry(ranker, needs_a_day=needs_a_day, day=day, seed=seed) if live else None
    began = time.busy() if time else 0.0
    for number, (moment, need) in enumerate(zip(moments(len(needs), needs_a_day, day, seed), needs, strict=True)):
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
        if number == len(needs) // 4:
            found.early = _lost(found.given, found.best)
    if time:
        found.hires, found.busy = time.hired, (began, time.busy())
    return found


def figures(merit: Shown | None, fair: Shown) -> dict[str, Any]:
    """What the runs say. ``merit``: the live world that always went by merit; None in the world that stands still."""
    by_merit = merit.times if merit else fair.times_by_merit
    found = {
        "shown_percent_merit": share(by_merit), "shown_percent_with_bonus": share(fair.times),
        "shown_twice_percent_with_bonus": share(fair.times, 2),
        "gini_merit": gini(by_merit), "gini_with_bonus": gini(fair.times),
        "base_score_loss_percent": _lost(fair.given, fair.best), "loss_percent_first_quarter": fair.early,
    }  # fmt: skip
    if merit:
        found["loss_percent_against_merit_world"] = _lost(fair.given, merit.best)
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

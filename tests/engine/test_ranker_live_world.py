"""The bench's living country: load within the capacity, presence by the day's curve, the same from the same seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bench import ranker_cards as cards
from bench.ranker_exposure import DISCOUNT, MARKS, K, exposure, figures, marks_of, run
from bench.ranker_live import BUSY, DESK_HOURS, HIRE_RATE, LAWYERS, NEEDS_A_DAY, LiveCountry, moments
from bench.ranker_world import lawyers, needs, words
from jiefen.engine.practice_areas import OTHER, areas
from jiefen.engine.ranker import Match, Need, Ranker, in_pages
from jiefen.engine.ranker_columns import build, open_columns
from jiefen.engine.ranker_kernel import ONLINE
from jiefen.lawyers import columns as product
from jiefen.rules.dispatch import day_curve
from jiefen.rules.ranking import weights_on
from jiefen.web.portal import fitting_lawyers
from jiefen.web.portal.directory import reading_words

DAY = date(2026, 11, 27)
WORDS = words()
SOURCE = lawyers(2000, WORDS, DAY)


@pytest.fixture
def ranker(tmp_path: Path) -> Ranker:
    build(tmp_path, SOURCE, WORDS, weights_on(DAY))
    return Ranker(open_columns(tmp_path))


def _country(ranker: Ranker, *, needs_a_day: float = 20.0, seed: int = 1) -> LiveCountry:
    return LiveCountry(ranker, needs_a_day=needs_a_day, day=DAY, seed=seed)


def _page(ranker: Ranker, country: LiveCountry, size: int = 10) -> list[Match]:
    return [Match(int(each), ranker.row_of(int(each)) or 0, 0.5, 0.5, "刑事") for each in country.ids[:size]]


def test_load_stays_within_the_capacity_and_the_columns_say_the_same(ranker: Ranker) -> None:
    country = _country(ranker)
    page = _page(ranker, country, 3)
    for hour in range(0, 24 * 30, 3):
        country.reach(hour + 0.5)
        for _ in range(5):
            country.choose(page)
        assert (country.load >= 0).all() and (country.load <= country.capacity).all()
    table, by_id = ranker.columns.table, ranker.columns.by_id
    assert np.array_equal(table.load[by_id], country.load)
    assert np.array_equal(table.flags[by_id] & ONLINE > 0, country.present)
    assert country.hired > 0


def test_the_load_of_the_whole_country_stays_where_it_began(ranker: Ranker) -> None:
    country = _country(ranker, needs_a_day=0.0)
    assert country.busy() == pytest.approx(BUSY, abs=0.02)
    country.reach(24 * 60)
    assert country.busy() == pytest.approx(BUSY, abs=0.02)


def test_who_is_present_follows_the_curve_of_the_day(ranker: Ranker) -> None:
    country, curve = _country(ranker), day_curve(DAY)
    shares = []
    for hour in range(24, 72):
        country.reach(hour)
        shares.append(country.present.mean())
        wanted = sum(curve[(hour - back) % 24] for back in range(DESK_HOURS))
        assert shares[-1] == pytest.approx(wanted, abs=0.03)
    assert np.mean(shares) == pytest.approx(DESK_HOURS / 24, abs=0.002)


def test_the_upper_places_are_chosen_more_often_and_the_full_never(ranker: Ranker) -> None:
    country = _country(ranker)
    page = _page(ranker, country)
    country.capacity[:] = 10**6
    country.load[:10] = 0
    country.load[4] = 10**6
    chosen = [country.choose(page) for _ in range(4000)]
    times = [chosen.count(match.lawyer_id) for match in page]
    assert sum(times) == pytest.approx(4000 * HIRE_RATE, rel=0.2)
    assert times[0] > 2 * times[9] and times[4] == 0
    country.load[:10] = 10**6
    assert {country.choose(page) for _ in range(100)} == {None}
    assert {country.choose([]) for _ in range(100)} == {None}


def test_needs_come_in_order_and_most_of_them_by_day() -> None:
    times = moments(5000, 500.0, DAY, 3)
    assert (np.diff(times) >= 0).all() and times[0] >= 0 and times[-1] < 240
    hours = times % 24
    assert ((hours >= 9) & (hours < 12)).mean() == pytest.approx(sum(day_curve(DAY)[9:12]), abs=0.03)


@pytest.mark.parametrize("live", [True, False])
def test_a_run_is_the_same_from_the_same_seed(ranker: Ranker, live: bool) -> None:
    asked = needs(60, WORDS, SOURCE.ids, 5)
    runs = [run(ranker, asked, with_bonus=True, live=live, day=DAY, seed=seed) for seed in (1, 1, 2)]
    assert np.array_equal(runs[0].times, runs[1].times) and runs[0].given == runs[1].given
    assert (runs[0].given == runs[2].given) is not live
    assert runs[0].times.sum() <= 600 and 0 < runs[0].given <= runs[0].best


def test_merit_alone_loses_nothing_and_the_bonus_shows_more(ranker: Ranker) -> None:
    asked = needs(200, WORDS, SOURCE.ids, 5)
    merit, fair = (run(ranker, asked, with_bonus=each, live=True, day=DAY, seed=1) for each in (False, True))
    said = figures(merit, fair, live=True)
    still = figures(None, run(ranker, asked, with_bonus=True, live=False, day=DAY, seed=1), live=False)
    alone = figures(None, fair, live=True)
    assert set(said) - set(alone) == {"shown_percent_merit", "gini_merit", "loss_percent_against_merit_world"}
    assert alone.items() <= said.items()
    assert "hires" not in still and still["shown_percent_with_bonus"] > still["shown_percent_merit"] > 0
    assert merit.given == merit.best
    assert said["shown_percent_with_bonus"] > said["shown_percent_merit"] > 0
    assert said["base_score_loss_percent"] > 0 and said["hires"] == fair.hires > 0


def _counted(ranker: Ranker, asked: list[Need]) -> dict[str, float]:
    """The frozen world's figures after all of ``asked``, counted with plain Python."""
    ranker.columns.table.shown[:] = 0
    shown: dict[int, int] = {}
    by_merit: set[int] = set()
    given = best = 0.0
    for need in asked:
        merit, page = ranker.top(need, K, with_exposure=False), in_pages(ranker.top(need, K), K)
        given += sum(match.merit * cut for match, cut in zip(page, DISCOUNT, strict=False))
        best += sum(match.merit * cut for match, cut in zip(merit, DISCOUNT, strict=False))
        by_merit |= {match.lawyer_id for match in merit}
        for match in page:
            shown[match.lawyer_id] = shown.get(match.lawyer_id, 0) + 1
        ranker.note_shown(page)
    everybody, times = len(ranker.columns.ids), sorted(shown.values())
    times = [0] * (everybody - len(times)) + times
    apart = sum(abs(one - other) for one in times for other in times)
    return {
        "shown_percent_with_bonus": 100 * len(shown) / everybody,
        "shown_percent_merit_same_moments": 100 * len(by_merit) / everybody,
        "shown_twice_percent_with_bonus": 100 * sum(each > 1 for each in times) / everybody,
        "base_score_loss_percent": 100 * (1 - given / best),
        "gini_with_bonus": apart / (2 * everybody * sum(times)),
    }


def test_the_marks_of_one_run_are_what_runs_of_those_lengths_come_to(ranker: Ranker) -> None:
    asked = needs(300, WORDS, SOURCE.ids, 5)
    ran = run(ranker, asked, with_bonus=True, live=False, day=DAY, seed=1, first=150)
    assert [mark.needs for mark in ran.marks] == [60, 120, 150, 241, 300]
    for mark in (ran.marks[0], ran.marks[3], ran.marks[4]):
        said = mark.said()
        for name, wanted in _counted(ranker, asked[: mark.needs]).items():
            assert said[name] == pytest.approx(wanted, abs=0.051 if "shown" in name else 0.00051), name
        assert mark.days == pytest.approx(mark.needs / (NEEDS_A_DAY * 2000 / LAWYERS), abs=0.051)


def test_marks_lie_after_the_same_days_in_a_smaller_country() -> None:
    assert sorted(marks_of(274_813, LAWYERS, 100_000)) == list(MARKS)
    assert sorted(marks_of(100_000, LAWYERS, 100_000)) == [25_000, 50_000, 100_000]
    assert sorted(marks_of(20_000, LAWYERS // 5, 20_000)) == [5_000, 10_000, 20_000]
    assert marks_of(7, 1, 7) == {7}


def test_the_first_needs_of_a_longer_run_come_when_they_come_in_a_run_of_their_own() -> None:
    alone, longer = moments(200, 30.0, DAY, 3), moments(500, 30.0, DAY, 3, first=200)
    assert np.array_equal(longer[:200], alone)
    assert (np.diff(longer) >= 0).all() and longer[200] >= 24 * (200 // 30) and longer[-1] < 24 * 17


@pytest.mark.parametrize("world", ["frozen", "live", "cards"])
def test_going_on_to_a_month_changes_nothing_but_the_marks(tmp_path: Path, world: str) -> None:
    given = {"lawyers": 1000, "needs": 120, "day": DAY, "weights": weights_on(DAY), "with_merit_world": world == "live"}
    short, month = (exposure(world, tmp_path / str(each), to_a_month=each, **given) for each in (False, True))
    marks = short.pop("by_needs"), month.pop("by_needs")
    assert short == month
    assert list(marks[0]) == ["30", "60", "120"] and list(marks[1]) == ["30", "60", "120", "331"]
    assert marks[0].items() <= marks[1].items()
    last = marks[0]["120"]
    for name in set(short) & set(last):
        assert short[name] == last[name], name
    assert {"shown_percent_with_bonus", "base_score_loss_percent", "gini_with_bonus"} <= set(short) & set(last)
    assert marks[1]["331"]["shown_percent_with_bonus"] > last["shown_percent_with_bonus"]
    assert ("loss_percent_against_merit_world" in short) == (world == "live")


def test_cards_are_filled_as_the_product_fills_them(tmp_path: Path) -> None:
    assert cards.FIT_BY_PLACE == product.FIT_BY_PLACE and cards.SHARE == fitting_lawyers.SHARE == reading_words.SHARE
    names, source = cards.words(WORDS), cards.lawyers(SOURCE, WORDS, DAY)
    own = {area.name: {topic.name for topic in area.topics} for area in areas()}
    of_lawyer: list[set[str]] = [set() for _ in source.ids]
    for row, area in zip(source.slot_row, source.slot_area, strict=True):
        of_lawyer[row] |= own[names.areas[area]]
    for topics, written in zip(of_lawyer, source.columns["terms"], strict=True):
        said = [names.terms[each - 1] for each in written if each]
        assert set(said) <= topics and len(set(said)) == len(said) <= cards.MOST_TOPICS
        assert len(said) >= min(cards.FEWEST_TOPICS, len(topics))
    assert set(np.unique(source.slot_fit)) == set(cards.FIT_BY_PLACE)
    build(tmp_path, source, names, weights_on(DAY))
    ranker = Ranker(open_columns(tmp_path))
    for need in cards.needs(100, names, source.ids):
        assert OTHER not in need.areas and min(need.areas.values()) >= cards.SHARE
        assert set(need.words) <= set(names.terms) and not need.cause
        assert ranker.top(need)

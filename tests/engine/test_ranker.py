"""The ranker: exact against the exhaustive reference, ties, filters, live deltas, reasons, builds."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.ranker_reference import exhaustive, page
from bench.ranker_world import lawyers, needs, words
from jiefen.engine.ranker import BadQuestion, Match, Need, Ranker, RankerShelf, exposure_bonus, in_pages
from jiefen.engine.ranker_columns import NoColumns, Source, build, open_columns
from jiefen.engine.ranker_reasons import reasons
from jiefen.rules.ranking import weights_on
from jiefen.rules.tables_io import TableError

DAY = date(2026, 11, 27)
WORDS = words()
SOURCE = lawyers(600, WORDS, DAY)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("columns")
    build(folder, SOURCE, WORDS, weights_on(DAY))
    return folder


@pytest.fixture
def ranker(tmp_path: Path) -> Ranker:
    build(tmp_path, SOURCE, WORDS, weights_on(DAY))
    return Ranker(open_columns(tmp_path))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 50), st.booleans(), st.booleans(), st.sampled_from([(), ("粤语",)]))
def test_exact_to_the_last_bit(
    root: Path, seed: int, k: int, with_exposure: bool, with_matters: bool, must_speak: tuple[str, ...]
) -> None:
    ranker = Ranker(open_columns(root))
    need = needs(1, WORDS, SOURCE.ids, seed)[0]
    need = dataclasses.replace(need, with_matters=with_matters, must_speak=must_speak)
    found = ranker.top(need, k, with_exposure=with_exposure)
    wanted = exhaustive(ranker, need, k, with_exposure=with_exposure)
    assert [(match.row, match.score, match.merit) for match in found] == wanted


def test_compiled_and_plain_agree(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranker = Ranker(open_columns(root))
    asked = needs(20, WORDS, SOURCE.ids, 4)
    plain = [ranker.top(need) for need in asked]
    monkeypatch.setattr("jiefen.engine.ranker.COMPILE_FROM", 0)
    assert [ranker.top(need) for need in asked] == plain


def test_equal_scores_come_by_id(tmp_path: Path) -> None:
    twins = {name: np.repeat(np.asarray(values)[:1], 5, axis=0) for name, values in SOURCE.columns.items()}
    twins["flags"] = np.ones(5, "u1")
    nothing, area = np.zeros(5, "i4"), int(SOURCE.slot_area[0])
    source = Source(
        np.arange(10, 60, 10), twins, nothing, nothing, np.arange(5), nothing + area, nothing + 200, nothing
    )
    build(tmp_path, source, WORDS, weights_on(DAY))
    found = Ranker(open_columns(tmp_path)).top(Need({WORDS.areas[area]: 1.0}), 3)
    assert [match.lawyer_id for match in found] == [10, 20, 30]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 30), st.integers(1, 12), st.lists(st.integers(0, 3), max_size=40))
def test_who_is_on_a_page_goes_by_score_and_in_which_order_by_merit(
    root: Path, seed: int, k: int, size: int, showings: list[int]
) -> None:
    ranker = Ranker(open_columns(root))
    ranker.columns.table.shown[: len(showings)] = showings
    need = needs(1, WORDS, SOURCE.ids, seed)[0]
    by_score = exhaustive(ranker, need, k)
    pages = in_pages(ranker.top(need, k), size)
    for first in range(0, len(by_score), size):
        wanted = sorted(by_score[first : first + size], key=lambda each: (-each[2], each[0]))
        found = pages[first : first + size]
        assert [(match.row, match.score, match.merit) for match in found] == wanted
    assert [match.row for match in pages[:size]] == page(ranker, need, min(size, k))
    ranker.columns.table.shown[:] = 0


def test_a_newcomer_enters_the_page_and_passes_nobody_on_it(ranker: Ranker) -> None:
    need = Need({"劳动社保": 1.0})
    by_merit = ranker.top(need, 11, with_exposure=False)
    last, newcomer = by_merit[9], by_merit[10]
    assert last.merit - newcomer.merit < weights_on(DAY).exposure
    ranker.columns.table.shown[:] = 1000
    ranker.columns.table.shown[newcomer.row] = 0
    shown = in_pages(ranker.top(need, 10), 10)
    assert [match.row for match in shown] == [match.row for match in by_merit[:9]] + [newcomer.row]
    assert [match.merit for match in shown] == sorted((match.merit for match in shown), reverse=True)
    ranker.note_shown([newcomer] * 1000)
    again = in_pages(ranker.top(need, 10), 10)
    assert [match.row for match in again] == [match.row for match in by_merit[:10]]


def test_equal_merit_on_a_page_goes_by_row() -> None:
    matches = [Match(9, 3, 0.9, 0.5, "刑事"), Match(8, 1, 0.8, 0.5, "刑事"), Match(7, 2, 0.7, 0.6, "刑事")]
    assert [match.row for match in in_pages(matches, 3)] == [2, 1, 3]
    assert [match.row for match in in_pages(matches, 2)] == [1, 3, 2]
    assert in_pages([], 10) == []


def test_filters_and_live_deltas_need_no_rebuild(ranker: Ranker) -> None:
    need = Need({"婚姻家庭": 1.0}, city="1100")
    first, second = (match.lawyer_id for match in ranker.top(need, 2))
    firm = int(ranker.columns.table.firm[ranker.row_of(first)])
    assert ranker.top(dataclasses.replace(need, without=[first]), 1)[0].lawyer_id == second
    kept_out = ranker.top(dataclasses.replace(need, without_firms=[firm]), 50)
    assert first not in [match.lawyer_id for match in kept_out]
    assert ranker.set_live(first, is_showable=False)
    assert ranker.top(need, 1)[0].lawyer_id == second
    ranker.set_live(first, is_showable=True, is_online=False)
    online = dataclasses.replace(need, online_only=True)
    assert first not in [match.lawyer_id for match in ranker.top(online, 50)]
    ranker.set_live(first, is_online=True)
    assert first in [match.lawyer_id for match in ranker.top(online, 50)]
    assert not ranker.set_live(999_999, is_online=True)


_FLAG = st.sampled_from([None, True, False])
_COUNT = st.sampled_from([None, -1, 0, 3, 255, 300])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-3, 620), unique=True, max_size=30), _FLAG, _FLAG, _COUNT, _COUNT)
def test_many_at_once_is_one_after_another(
    root: Path,
    places: list[int],
    is_showable: bool | None,
    is_online: bool | None,
    load: int | None,
    capacity: int | None,
) -> None:
    ranker = Ranker(open_columns(root))
    live = (ranker.columns.table.flags, ranker.columns.table.load, ranker.columns.table.capacity)
    before, ids = [each.copy() for each in live], [3 * place + 1 * (place % 7 == 0) for place in places]
    changes = {"is_showable": is_showable, "is_online": is_online, "load": load, "capacity": capacity}
    known = sum(ranker.set_live(each, **changes) for each in ids)
    wanted = [each.copy() for each in live]
    for column, stood in zip(live, before, strict=True):
        column[:] = stood
    of_each = {name: None if value is None else [value] * len(ids) for name, value in changes.items()}
    assert ranker.set_live_many(ids, **of_each) == known
    assert [each.tolist() for each in live] == [each.tolist() for each in wanted]
    assert ranker.set_live_many(ids, **changes) == known
    assert [each.tolist() for each in live] == [each.tolist() for each in wanted]
    for column, stood in zip(live, before, strict=True):
        column[:] = stood


def test_many_at_once_each_with_a_value_of_his_own(ranker: Ranker) -> None:
    ids, table = [int(each) for each in SOURCE.ids[:3]], ranker.columns.table
    assert ranker.set_live_many([ids[2], 1, ids[0]], load=[7, 9, 5], is_online=[True, True, False]) == 2
    first, _, third = (ranker.row_of(each) for each in ids)
    assert (int(table.load[first]), int(table.load[third])) == (5, 7)
    assert (int(table.flags[first]) & 2, int(table.flags[third]) & 2) == (0, 2)
    assert ranker.set_live_many([], load=3) == 0


def test_load_and_showings_lower_the_score_by_the_published_amount(ranker: Ranker) -> None:
    need = Need({"劳动社保": 1.0})
    best = ranker.top(need, 1)[0]
    ranker.set_live(best.lawyer_id, load=0, capacity=4)
    free = _score(ranker, need, best.lawyer_id)
    ranker.set_live(best.lawyer_id, load=4)
    assert free - _score(ranker, need, best.lawyer_id) == pytest.approx(0.08)
    ranker.note_shown([best] * 3)
    assert free - _score(ranker, need, best.lawyer_id) == pytest.approx(0.08 + 0.045 * 15 / 16)


def _score(ranker: Ranker, need: Need, lawyer_id: int) -> float:
    scores = {ranker.columns.ids[row]: score for row, score, _ in exhaustive(ranker, need, 600)}
    assert [match.score for match in ranker.top(need, 10)] == [score for _, score, _ in exhaustive(ranker, need, 10)]
    return float(scores[lawyer_id])


def test_another_process_sees_a_delta_at_once(ranker: Ranker) -> None:
    other = Ranker(open_columns(ranker.columns.folder.parent))
    best = ranker.top(Need({"刑事": 1.0}), 1)[0]
    ranker.set_live(best.lawyer_id, is_showable=False)
    assert other.top(Need({"刑事": 1.0}), 1)[0].lawyer_id != best.lawyer_id


def test_reasons_add_up_to_the_score(ranker: Ranker) -> None:
    for need in needs(30, WORDS, SOURCE.ids, 9):
        for match in ranker.top(need, 5):
            found = reasons(ranker, need, match)
            assert sum(each.points for each in found) == pytest.approx(100 * match.score)
            assert [each.points for each in found] == sorted((each.points for each in found), reverse=True)
            assert all(each.sentence and 0 < each.value <= 1 for each in found)


def test_reasons_admit_what_was_not_measured(ranker: Ranker) -> None:
    ranker = Ranker(dataclasses.replace(ranker.columns, reply_n=np.zeros(600, "i4"), rating_n=np.zeros(600, "i4")))
    need = Need({"继承": 1.0})
    said = {each.part: each.sentence for each in reasons(ranker, need, ranker.top(need, 1)[0])}
    assert said["reply"] == "还没有回复记录，先按平均水平计"
    assert said["rating"] == "还没有评价，先按平均水平计"


def test_rebuild_keeps_showings_and_is_picked_up(tmp_path: Path) -> None:
    build(tmp_path, SOURCE, WORDS, weights_on(DAY))
    shelf = RankerShelf(tmp_path)
    ranker = shelf.ranker()
    best = ranker.top(Need({"刑事": 1.0}), 1)[0]
    ranker.note_shown([best])
    assert shelf.ranker() is ranker
    build(tmp_path, SOURCE, WORDS, weights_on(DAY))
    again = shelf.ranker()
    assert again is not ranker
    assert int(again.columns.table.shown.sum()) == int(again.columns.table.shown[again.row_of(best.lawyer_id)]) == 1


@pytest.mark.parametrize("seed", range(8))
def test_among_some_is_the_best_of_them(ranker: Ranker, seed: int) -> None:
    need = needs(1, WORDS, SOURCE.ids, seed)[0]
    everybody = ranker.top(need, 50)
    some = {match.lawyer_id for match in everybody[::2]}
    found = ranker.top(dataclasses.replace(need, among=some), 50)
    assert found == [match for match in everybody if match.lawyer_id in some]
    assert ranker.top(dataclasses.replace(need, among=[]), 5) == []


def test_lists_by_area_city_both_or_neither(ranker: Ranker) -> None:
    by_city, by_area = ranker.on_show()
    assert ranker.neutral()[1] == sum(by_city.values())
    assert ranker.neutral(city="1100")[1] == by_city["1100"]
    assert ranker.neutral(area="婚姻家庭")[1] == by_area["婚姻家庭"]
    both, count = ranker.neutral(area="婚姻家庭", city="1100", take=1000)
    assert len(both) == count < by_city["1100"]
    assert set(both) <= set(ranker.neutral(city="1100", take=1000)[0])


def test_filters_of_a_list(ranker: Ranker) -> None:
    everybody, _ = ranker.neutral(area="婚姻家庭", take=1000)
    table = ranker.columns.table
    bit = 1 << WORDS.languages.index("粤语")
    speak = [each for each in everybody if table.languages[ranker.row_of(each)] & bit]
    assert ranker.neutral(area="婚姻家庭", must_speak=["粤语"], take=1000)[0] == speak
    some = everybody[::3]
    assert ranker.neutral(area="婚姻家庭", among=some, take=1000) == (some, len(some))
    seasoned, _ = ranker.neutral(area="婚姻家庭", with_matters=True, take=1000)
    assert 0 < len(seasoned) < len(everybody)
    assert set(ranker.neutral(with_matters=True, take=1000)[0]) <= set(ranker.neutral(take=1000)[0])


def test_neutral_order_ignores_the_question(ranker: Ranker) -> None:
    first, count = ranker.neutral(area="婚姻家庭", city="1100", take=3)
    rest, _ = ranker.neutral(area="婚姻家庭", city="1100", skip=3, take=1000)
    assert len(first) + len(rest) == count == len(set(first + rest))
    ranker.set_live(first[0], is_showable=False)
    assert ranker.neutral(area="婚姻家庭", city="1100")[1] == count - 1


def test_words_in_finds_known_words_once(ranker: Ranker) -> None:
    assert ranker.words_in("婚姻家庭词7又婚姻家庭词7与别的") == ["婚姻家庭词7"]
    assert ranker.words_in("") == []


def test_the_bonus_by_the_row_of_the_day() -> None:
    for day, most, fade in ((date(2026, 11, 25), 0.05, 0.5), (date(2026, 11, 26), 0.047, 2.0), (DAY, 0.045, 2.0)):
        weights = weights_on(day)
        assert (weights.exposure, weights.exposure_fade) == (most, fade)
        assert exposure_bonus(most, fade)[[0, 3]] == pytest.approx([most, most / 4**fade])


@pytest.mark.parametrize(
    "need",
    [
        Need({}), Need({"没有的领域": 1.0}), Need({"刑事": 0.0}), Need({"刑事": 1.5}), Need({"刑事": 1.0}, city="0000"),
        Need({"刑事": 1.0}, languages=["克林贡语"]),
    ],
)  # fmt: skip
def test_bad_questions(ranker: Ranker, need: Need) -> None:
    with pytest.raises(BadQuestion):
        ranker.top(need)


def test_refusals_around_builds(tmp_path: Path, ranker: Ranker) -> None:
    with pytest.raises(BadQuestion, match="1 到 50"):
        ranker.top(Need({"刑事": 1.0}), 51)
    for opening in (open_columns, lambda folder: RankerShelf(folder).ranker()):
        with pytest.raises(NoColumns):
            opening(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="ascend"):
        build(tmp_path, dataclasses.replace(SOURCE, ids=SOURCE.ids[::-1]), WORDS, weights_on(DAY))
    with pytest.raises(TableError):
        weights_on(date(2025, 12, 31))


def test_nobody_at_all(tmp_path: Path) -> None:
    none = {name: np.asarray(values)[:0] for name, values in SOURCE.columns.items()}
    nothing = np.zeros(0, "i4")
    build(tmp_path, Source(nothing, none, nothing, nothing, nothing, nothing, nothing, nothing), WORDS, weights_on(DAY))
    assert Ranker(open_columns(tmp_path)).top(Need({"刑事": 1.0}, city="1100", words=["刑事词1"])) == []

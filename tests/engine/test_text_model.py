"""The small linear text classifier: features, training, calibration, explanation, storage."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.engine import text_model
from jiefen.engine.text_features import learn_space, matrix, stretches
from jiefen.engine.text_model import Settings, cross_validate, fit, load, save
from jiefen.engine.text_normal import BOUNDARY, normalise
from jiefen.engine.text_training import minimise, one_vs_rest_loss, platt, softmax_loss, temperature
from jiefen.rules.errors import RuleError

FRUIT = ["苹果很甜", "苹果红了", "吃苹果", "买苹果去", "苹果树下", "大苹果"]
CARS = ["汽车很快", "开汽车", "汽车坏了", "买汽车去", "汽车修好", "大汽车"]
TEXTS = FRUIT + CARS
LABELS = ["fruit"] * 6 + ["car"] * 6
LOOSE = Settings(min_count=1, penalty=0.1)


def test_normalising_folds_width_case_digits_and_punctuation():
    assert normalise("ＡＢc １２３块!!!  好").text == "·abc·0块·好·"
    assert normalise("物業費還沒交").text == "·物业费还没交·"
    assert normalise("哈哈哈哈哈").text == "·哈哈·"
    assert normalise("").text == BOUNDARY


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_normalised_text_knows_where_it_came_from(original):
    seen = normalise(original)
    assert len(seen.text) == len(seen.origin)
    assert list(seen.origin) == sorted(seen.origin)
    assert all(0 <= place < max(len(original), 1) for place in seen.origin)
    assert BOUNDARY * 2 not in seen.text


def test_stretches_cross_boundaries_but_a_boundary_alone_is_nothing():
    assert [term for term, _ in stretches("·没钱·", 2)] == ["没", "钱", "·没", "没钱", "钱·"]


def test_a_row_has_length_one_and_then_the_lexicon():
    space = learn_space(
        TEXTS, longest=2, min_count=2, max_terms=100, lexicon={"fast": [r"快|迅速"]}, lexicon_weight=0.5
    )
    columns, values = space.row("汽车迅速")
    assert columns[-1] == len(space.terms)
    assert values[-1] == 0.5
    assert float(values[:-1] @ values[:-1]) == pytest.approx(1.0)
    assert space.row("完全无关")[0].size == 0


def test_rare_stretches_are_left_out_and_the_most_frequent_kept():
    def space(**changes):
        rules = {"longest": 1, "min_count": 2, "max_terms": 100, "lexicon": {}, "lexicon_weight": 1.0, **changes}
        return learn_space(["天天", "天地", "地球"], **rules)

    assert space().terms == ("地", "天")
    assert space(max_terms=1).terms == ("地",)


def test_the_sparse_products_equal_the_dense_ones():
    space = learn_space(TEXTS, longest=2, min_count=1, max_terms=99, lexicon={}, lexicon_weight=1.0)
    rows = matrix(space, TEXTS)
    dense = np.zeros((rows.height, rows.width))
    dense[rows.rows, rows.columns] = rows.values
    right = np.arange(rows.width * 2, dtype=float).reshape(-1, 2)
    left = np.arange(rows.height * 2, dtype=float).reshape(-1, 2)
    np.testing.assert_allclose(rows.times(right), dense @ right)
    np.testing.assert_allclose(rows.transposed_times(left), dense.T @ left)


@pytest.mark.parametrize("loss", [softmax_loss, one_vs_rest_loss])
def test_the_slope_is_the_derivative_of_the_loss(loss):
    scores, targets = np.array([[0.3, -1.2, 2.0]]), np.array([[0.7, 0.3, 0.0]])
    _, slope = loss(scores, targets)
    for column in range(3):
        step = np.zeros_like(scores)
        step[0, column] = 1e-6
        change = loss(scores + step, targets)[0] - loss(scores - step, targets)[0]
        assert change[0] / 2e-6 == pytest.approx(slope[0, column], abs=1e-6)


def test_the_minimiser_finds_the_bottom_of_a_long_valley():
    stretch = np.array([1.0, 30.0, 900.0])
    centre = np.array([3.0, -2.0, 0.5])
    found = minimise(
        lambda x: (0.5 * float(stretch @ (x - centre) ** 2), stretch * (x - centre)), np.zeros(3), rounds=200
    )
    np.testing.assert_allclose(found, centre, atol=1e-2)


def test_calibration_recovers_a_known_scale():
    scores = np.array([[2.0, 0.0]] * 100)
    targets = np.array([[1.0, 0.0]] * 73 + [[0.0, 1.0]] * 27)
    assert temperature(scores, targets) * 2.0 == pytest.approx(np.log(73 / 27), abs=0.01)
    a, b = platt(np.array([1.0] * 80 + [-1.0] * 80), np.array([1.0] * 60 + [0.0] * 20 + [1.0] * 20 + [0.0] * 60))
    assert a + b == pytest.approx(np.log(3), abs=0.02)
    assert b == pytest.approx(0.0, abs=0.02)


def test_it_learns_ranks_and_sums_to_one():
    model = fit(TEXTS, LABELS, settings=LOOSE)
    ranking = model.predict("这苹果")
    assert [label for label, _ in ranking] == ["fruit", "car"]
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0)
    assert fit(TEXTS, LABELS, settings=LOOSE).predict("这苹果") == ranking


def test_independent_labels_may_both_be_likely():
    both = ["苹果装进汽车", "汽车运苹果", "汽车里有苹果", "苹果砸汽车"]
    labels = [*LABELS, *([["fruit", "car"]] * 4)]
    model = fit(TEXTS + both, labels, settings=Settings(min_count=1, penalty=0.1, multi_label=True))
    chances = dict(model.predict("苹果和汽车"))
    assert min(chances.values()) > 0.5
    assert dict(model.predict("苹果"))["car"] < 0.5


def test_an_example_of_no_weight_is_not_learned_from():
    odd = fit([*TEXTS, "飞机"], [*LABELS, "fruit"], weights=[1.0] * 12 + [0.0], settings=LOOSE, calibrate=False)
    even = dict(odd.predict("飞机"))
    assert even["fruit"] == pytest.approx(0.5, abs=0.02)


def test_the_explanation_quotes_the_text_as_it_was_written():
    model = fit(TEXTS, LABELS, settings=LOOSE)
    text = "昨天很早就跟邻居家的老人一起去买了一大筐苹果回来分给大家,汽车停在路边。"
    quoted = model.explain(text, "fruit")
    assert "苹果" in quoted[0]
    assert all(phrase in text for phrase in quoted)
    assert model.explain("", "fruit") == []


def test_a_lexicon_reaches_words_that_no_example_holds():
    lexicon = {"fruit": ["苹果", "香蕉", "梨"], "car": ["汽车", "卡车"]}
    model = fit(TEXTS, LABELS, settings=Settings(min_count=2, penalty=0.1, lexicon=lexicon))
    assert model.predict("香蕉")[0][0] == "fruit"
    assert model.explain("一辆卡车", "car") == ["一辆卡车"]


def test_what_is_stored_comes_back(tmp_path):
    model = fit(TEXTS, LABELS, settings=Settings(min_count=1, lexicon={"x": ["苹果"]}))
    save(model, tmp_path / "m.npz")
    again = load(tmp_path / "m.npz")
    assert again.labels == model.labels
    assert dict(again.predict("买苹果")) == pytest.approx(dict(model.predict("买苹果")), abs=2e-3)


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "m.npz").write_bytes(b"not a model")
    with pytest.raises(RuleError) as refused:
        load(tmp_path / "m.npz")
    assert refused.value.code == "text_model.unreadable"
    header = np.frombuffer(json.dumps({"format": 0}).encode(), np.uint8)
    np.savez(tmp_path / "old.npz", header=header)
    with pytest.raises(RuleError) as refused:
        load(tmp_path / "old.npz")
    assert refused.value.code == "text_model.other_format"


def test_one_label_is_too_few_to_learn():
    with pytest.raises(RuleError) as refused:
        fit(["甲", "乙"], ["a", "a"])
    assert refused.value.code == "text_model.too_few"


def test_cross_validation_never_shows_a_text_to_its_own_judge():
    result = cross_validate(TEXTS, LABELS, settings=LOOSE, folds=3)
    assert result.top(1) == 1.0
    assert sum(result.confusion().values()) == 12
    secret = [*TEXTS, "无双", "无双", "绝对", "绝对"]
    names = [*LABELS, "fruit", "fruit", "car", "car"]
    judged = cross_validate(secret, names, settings=LOOSE, folds=2).predictions
    assert dict(judged[12]) == pytest.approx(dict(judged[13]))
    assert max(dict(judged[12]).values()) < 0.75


def test_rare_labels_get_a_say_when_balanced():
    texts, labels = [*FRUIT * 5, "汽车"], ["fruit"] * 30 + ["car"]
    chance = {
        balance: dict(
            fit(texts, labels, settings=Settings(min_count=1, balance=balance), calibrate=False).predict("自行")
        )["car"]
        for balance in (0.0, 1.0)
    }
    assert chance[0.0] < 0.2 < chance[1.0]
    assert text_model.FORMAT == 1

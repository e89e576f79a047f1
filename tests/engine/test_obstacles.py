"""Obstacles behind an owner's words: the examples, the shipped models, and what they say of unseen utterances."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from jiefen.engine import obstacles
from jiefen.engine.obstacle_lines import OBSTACLES, Example, correction, fingerprint, lexicon, packaged_examples
from jiefen.engine.text_normal import normalise
from jiefen.rules.errors import RuleError

DATA = Path(__file__).parent / "data"
UNSEEN = (
    "obstacles_holdout.jsonl",
    "obstacles_holdout_plain.jsonl",
    "obstacles_holdout_third.jsonl",
    "obstacles_holdout_voices.jsonl",
)


def heard(name: str) -> list[tuple[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(row["words"], row["code"]) for row in map(json.loads, lines)]


def hit_rates(utterances):
    places = []
    for words, code in utterances:
        places.append([found for found, _ in obstacles.packaged().suggest(words).obstacles].index(code))
    return sum(at == 0 for at in places) / len(places), sum(at < 2 for at in places) / len(places)


def test_the_examples_are_many_balanced_and_labelled():
    examples = packaged_examples()
    per_code = Counter(one.code for one in examples)
    assert len(examples) >= 900
    assert set(per_code) == set(OBSTACLES)
    assert max(per_code.values()) < 2 * min(per_code.values())
    assert all(one.also == "" or one.also in OBSTACLES for one in examples)
    assert all(one.reason and one.words == one.words.strip() and one.words for one in examples)
    assert len({one.words for one in examples}) == len(examples)


def test_every_sub_reason_has_examples_enough():
    per_reason = Counter((one.code, one.reason) for one in packaged_examples())
    assert min(per_reason.values()) >= 12


def test_no_unseen_utterance_is_among_the_examples():
    known = {normalise(one.words).text for one in packaged_examples()}
    for name in UNSEEN:
        assert not known & {normalise(words).text for words, _ in heard(name)}


def test_every_pattern_compiles_and_matches_nothing_in_nothing():
    for name, patterns in lexicon().items():
        assert name.partition(".")[0] in {
            "distrust",
            "unserved",
            "worse",
            "later",
            "hardship",
            "factual",
            "legal",
            "away",
            "theme",
        }
        for pattern in patterns:
            found = re.compile(pattern).search("")
            assert found is None or pattern.startswith("^")


def test_the_shipped_models_were_trained_on_these_examples():
    known = json.loads((obstacles.PACKAGED / "obstacles.json").read_text(encoding="utf-8"))
    assert known["fingerprint"] == fingerprint()  # else: ./run manage train_obstacles --packaged --output …
    assert known["top1"] >= 0.85
    assert known["top2"] >= 0.94  # the later examples are the oblique ones; what nobody has trained on is below
    assert sum(path.stat().st_size for path in obstacles.PACKAGED.glob("obstacle*")) < 2_000_000


def test_unseen_utterances_are_understood():
    every = [one for name in UNSEEN for one in heard(name)]
    assert len(every) >= 540
    top1, top2 = hit_rates(every)
    assert top1 >= 0.85
    assert top2 >= 0.95


@pytest.mark.parametrize("name", UNSEEN)
def test_no_style_of_utterance_is_far_below_the_rest(name):
    top1, top2 = hit_rates(heard(name))
    assert top1 >= 0.78  # the smallest set, 64 oblique stories, has 51
    assert top2 >= 0.95


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("漏水没修,我不交", "no_perceived_service"),
        ("你们账乱收我不信", "distrust"),
        ("隔壁小区才1块5", "worse_than_peers"),
        ("过阵子再说,年底一起", "no_urgency"),
        ("我下岗了", "hardship"),
        ("房子卖了", "factual"),
        ("租客交的", "factual"),
        ("还没交房呢", "factual"),
        ("已经交过了", "factual"),
        ("都过了三年时效了", "legal_objection"),
        ("我没签合同", "legal_objection"),
        ("涨价没通过业主大会", "legal_objection"),
        ("违约金太高", "legal_objection"),
        ("关机", "unreachable"),
        ("搬走了", "unreachable"),
        ("家里没人", "unreachable"),
    ],
)
def test_near_misses_are_told_apart(words, code):
    assert obstacles.packaged().suggest(words).obstacles[0][0] == code


def test_a_suggestion_sums_to_one_names_reasons_and_quotes_the_words():
    words = "厨房下水堵了半个月,报修三回没人来,修好我马上交"
    found = obstacles.packaged().suggest(words)
    assert sum(chance for _, chance in found.obstacles) == pytest.approx(1.0)
    assert {code for code, _ in found.obstacles} == set(OBSTACLES)
    assert sum(chance for _, chance in found.reasons) == pytest.approx(1.0)
    assert found.reasons[0][0] == "报修未结"
    assert "报修三回没人来" in found.phrases
    assert all(phrase in words for phrase in found.phrases)


def test_at_least_two_codes_are_shown_and_nothing_below_two_per_cent():
    shown = obstacles.packaged().suggest("电话停机").shown()
    assert len(shown) == 2
    doubtful = obstacles.packaged().suggest("嗯").shown()
    assert len(doubtful) >= 2
    assert all(chance >= 0.02 for _, chance in doubtful)


@pytest.mark.parametrize("words", ["", "  ", "……!?"])
def test_without_words_nothing_is_claimed(words):
    found = obstacles.packaged().suggest(words)
    assert {chance for _, chance in found.obstacles} == {0.125}
    assert (found.reasons, found.phrases) == ((), ())


def test_a_very_long_story_is_read_from_its_beginning():
    story = "漏水一直没人修,报修好几回。" * 2000
    assert obstacles.packaged().suggest(story).obstacles[0][0] == "no_perceived_service"


def test_a_correction_is_checked():
    assert correction({"words": " 灯坏了 ", "code": "no_perceived_service"}) == Example(
        "灯坏了", "no_perceived_service"
    )
    for wrong in (
        {"code": "distrust"},
        {"words": " ", "code": "distrust"},
        {"words": "灯坏了"},
        {"words": "灯坏了", "code": "angry"},
        {"words": "灯坏了", "code": "distrust", "also": "angry"},
    ):
        with pytest.raises(RuleError) as refused:
            correction(wrong)
        assert refused.value.code == "obstacles.bad_correction"


@pytest.fixture
def few_examples(monkeypatch):
    chosen = packaged_examples()[::12]
    monkeypatch.setattr(obstacles, "packaged_examples", lambda: chosen)
    return chosen


def test_corrections_are_learned(few_examples):
    taught = [Example(f"俺就认那个秃尾巴鸡{tail}", "worse_than_peers") for tail in ("", "呗", "嘛", "哈")]
    assert obstacles.train().suggest("秃尾巴鸡").obstacles[0][0] != "worse_than_peers"
    assert obstacles.train(taught).suggest("秃尾巴鸡").obstacles[0][0] == "worse_than_peers"
    ours, theirs = obstacles.cross_validated(taught)
    assert (ours.examples, theirs.examples, theirs.top1) == (len(few_examples), 4, 1.0)
    assert obstacles.cross_validated(taught, learn=False)[1].top1 < 1.0


def test_retrained_models_take_the_place_of_the_shipped_ones(few_examples, tmp_path):
    assert obstacles.current(tmp_path) is obstacles.packaged()
    mine = obstacles.train()
    obstacles.save(mine, tmp_path)
    again = obstacles.current(tmp_path).suggest("电话停机")
    assert again.obstacles[0][0] == mine.suggest("电话停机").obstacles[0][0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["obstacle_reasons.npz", "obstacles.npz"]

"""The recogniser of danger: it belongs to its sentences, listens line by line, and can be taught anew."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from jiefen.engine import danger, danger_training
from jiefen.engine.text_model import load
from jiefen.rules.asking import SAFETY


def test_the_shipped_model_was_taught_with_the_shipped_sentences():
    known = json.loads((danger.PACKAGED / danger_training.QUALITY_FILE).read_text(encoding="utf-8"))
    assert known["fingerprint"] == danger_training.fingerprint()  # else: ./run manage train_danger
    assert known["false_alarms_ordinary"] <= 0.01
    assert (danger.PACKAGED / danger.MODEL_FILE).stat().st_size < 2**20


def test_every_kind_has_help_lines_and_no_sentence_stands_twice():
    kinds = danger_training.examples()
    assert set(kinds) <= {*SAFETY, danger.NONE}
    lines = [line for each in kinds.values() for line in each]
    assert len(lines) == len(set(lines)) > 1000


def test_one_line_of_a_long_story_counts():
    story = "租房合同去年三月签的。押金三千。" * 20
    assert danger.suspected(story) == ""
    assert danger.suspected(f"{story}遗书写好了放在抽屉里，下辈子再孝顺爸妈。{story}") == "self_harm"


@pytest.mark.parametrize("text", ["", "。。。", "嗯", "1", "a" * 5000, "\x00\ud83d"])
def test_what_says_nothing_is_no_danger(text):
    assert danger.suspected(text) == ""


def test_it_can_be_taught_anew(tmp_path, monkeypatch):
    few = {kind: lines[:30] for kind, lines in danger_training.examples().items()}
    monkeypatch.setattr(danger_training, "examples", lambda: few)
    monkeypatch.setattr(danger_training, "ordinary", lambda: ("物业费怎么算", "押金不退怎么办", "公司拖欠工资"))
    out = StringIO()
    call_command("train_danger", output=tmp_path, stdout=out)
    assert "五折交叉验证" in out.getvalue()
    assert load(tmp_path / danger.MODEL_FILE).labels == tuple(sorted(few))
    quality = json.loads((tmp_path / danger_training.QUALITY_FILE).read_text(encoding="utf-8"))
    assert (quality["examples"], quality["ordinary"]) == (150, 3)

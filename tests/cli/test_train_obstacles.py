"""From a steward's correction in a talk to the model in use: nothing in between is a stand-in, only the examples are fewer."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jiefen.collection import actions
from jiefen.collection.actions import ObstacleDraft
from jiefen.collection.models import ObstacleSource
from jiefen.engine import obstacles
from jiefen.engine.obstacle_lines import packaged_examples
from tests.factories.talks import AT, Talk, make_home

pytestmark = pytest.mark.django_db

# A word of this estate that no example knows: the bamboo raft of the pond, whose rent nobody has seen.
WORDS = "竹筏的事不了结，什么都别谈"
CORRECTIONS = [
    "竹筏租金呢", "竹筏那笔说清楚", "先说竹筏", "竹筏归谁了", "竹筏竹筏，问了几年了", "池塘的竹筏谁租的", "还是竹筏那档子事",
    "竹筏没有下文，我不谈", "你们心里清楚竹筏", "竹筏的钱到哪一步了", "竹筏拿个说法来", "竹筏这件不提，别的不说",
]  # fmt: skip


@pytest.fixture
def few(monkeypatch):
    """Every tenth example, so that cross-validation takes seconds; the shipped model was measured on others."""
    some = packaged_examples()[::10]
    monkeypatch.setattr(obstacles, "packaged_examples", lambda: some)
    monkeypatch.setattr("jiefen.cli.management.commands.train_obstacles.fingerprint", lambda: "few")


@pytest.fixture
def in_use(settings, tmp_path):
    """An empty data folder, and the command's default output in it."""
    settings.DATA_FOLDER = tmp_path
    return tmp_path / "models"


def corrected(code: str, *, is_allowed: bool = True) -> None:
    """Stewards put ``code`` instead of what was suggested, in as many talks as there are corrections."""
    home = make_home(10_000, 20_000)
    if is_allowed:
        actions.set_learning_consent(is_given=True, by=home.admin, at=AT)
    for words in CORRECTIONS:
        chosen = ObstacleDraft(code, "", None, ObstacleSource.CORRECTED)
        home.talk(talk=Talk(owner_words=words, obstacles=(chosen,)))


def chance(folder, code: str) -> float:
    """What the model in use gives ``code`` for WORDS."""
    return dict(obstacles.current(folder).suggest(WORDS).obstacles)[code]


def test_stored_corrections_are_learnt_judged_and_put_to_use(few, in_use, capsys):
    before = chance(in_use, "distrust")
    corrected("distrust")
    call_command("train_obstacles", "--output", str(in_use))
    said = capsys.readouterr().out
    assert "管家改过的：12 句更正" in said and "学习前首选命中" in said and "留出不学的" in said
    known = json.loads((in_use / "obstacles.json").read_text(encoding="utf-8"))
    learnt, held = known["corrections"], 12 - known["corrections"]
    assert learnt > 0 and held > 0
    assert before < 0.3 < 0.5 < chance(in_use, "distrust")


def test_a_new_model_that_is_worse_on_what_nobody_learnt_replaces_nothing(few, in_use):
    corrected("distrust")
    call_command("train_obstacles", "--output", str(in_use))
    kept = {path.name: path.read_bytes() for path in in_use.iterdir()}
    file = in_use.parent / "wrong.jsonl"
    lines = [{"words": words, "code": "distrust"} for words in CORRECTIONS]
    learnt, held = obstacles.held_out([obstacles.Example(line["words"], line["code"]) for line in lines])
    twisted = [{"words": one.words, "code": "hardship"} for one in learnt]  # whoever wrote this file was mistaken
    twisted += [{"words": one.words, "code": "distrust"} for one in held]
    file.write_text("\n".join(json.dumps(line) for line in twisted), encoding="utf-8")
    with pytest.raises(CommandError, match="没有替换"):
        call_command("train_obstacles", "--corrections", str(file), "--output", str(in_use))
    assert {path.name: path.read_bytes() for path in in_use.iterdir()} == kept


def test_without_consent_nothing_leaves_the_talks(few, in_use, capsys):
    corrected("distrust", is_allowed=False)
    call_command("train_obstacles", "--output", str(in_use))
    assert "没有可以学的更正" in capsys.readouterr().out
    assert json.loads((in_use / "obstacles.json").read_text(encoding="utf-8"))["corrections"] == 0

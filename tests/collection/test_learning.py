"""Which corrections leave the database: only of who allowed it, only what the steward wrote, without whom it is about."""

from __future__ import annotations

import json
import stat

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from jiefen.audit.models import Event
from jiefen.collection import actions
from jiefen.collection.actions import ObstacleDraft
from jiefen.collection.models import LearningConsent, ObstacleSource
from jiefen.engine.obstacle_lines import correction
from jiefen.shared.errors import NotPermitted
from tests.factories.talks import AT, Talk, make_home, new_key

pytestmark = pytest.mark.django_db
CORRECTED, CONFIRMED = ObstacleSource.CORRECTED, ObstacleSource.SUGGESTED_CONFIRMED


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def said(home, words, *obstacles):
    return home.talk(talk=Talk(owner_words=words, obstacles=tuple(obstacles)))


def allow(home, is_given=True):
    return actions.set_learning_consent(is_given=is_given, by=home.admin, at=AT)


def exported(**which):
    return [each.line() for each in actions.export_corrections(at=AT, **which)]


def test_nothing_without_consent_and_nothing_after_it_was_taken_back(home):
    said(home, "电梯停了半个月", ObstacleDraft("no_perceived_service", "", None, CORRECTED))
    assert exported() == []
    allow(home)
    assert exported() == [{"words": "电梯停了半个月", "code": "no_perceived_service"}]
    allow(home, is_given=False)
    assert exported() == []
    assert Event.objects.filter(code="collection.learning_consent_set").count() == 2


def test_only_corrections_with_the_confirmed_one_beside(home):
    allow(home)
    said(
        home,
        "灯坏了，钱也紧",
        ObstacleDraft("hardship", "", 800, CONFIRMED),
        ObstacleDraft("distrust", "", None, CORRECTED),
    )
    said(home, "年底再说吧", ObstacleDraft("no_urgency", "", 900, CONFIRMED))
    said(home, "我自己写的", ObstacleDraft("distrust"))
    said(home, "嗯", ObstacleDraft("distrust", "", None, CORRECTED))
    assert exported() == [{"words": "灯坏了,钱也紧", "code": "distrust", "also": "hardship"}]


def test_whom_it_is_about_is_not_told(home):
    allow(home)
    name = home.premises.owner_name or "王芳"
    text = f"我是{name}，{home.premises.label}，打13812345678，何苗知道"
    said(home, text, ObstacleDraft("factual", "", None, CORRECTED))
    (line,) = exported()
    for secret in (name, home.premises.label, "138", "何苗"):
        assert secret not in line["words"]


def test_a_corrected_record_is_left_out_and_each_text_told_once(home):
    allow(home)
    wrong = said(home, "电梯停了半个月", ObstacleDraft("distrust", "", None, CORRECTED))
    draft = home.draft(
        talk=Talk(owner_words="电梯停了半个月", obstacles=(ObstacleDraft("factual", "", None, CORRECTED),))
    )
    actions.correct_contact(attempt_id=wrong.pk, draft=draft, client_key=new_key(), by=home.steward, at=AT)
    said(home, "电梯停了半个月", ObstacleDraft("factual", "", None, CORRECTED))
    assert [line["code"] for line in exported()] == ["factual"]


def test_each_export_is_in_the_chain_of_whose_words_they_are(home):
    other = make_home(5_000)
    for one in (home, other):
        allow(one)
        said(one, "电梯停了半个月", ObstacleDraft("distrust", "", None, CORRECTED))
    assert len(exported(organisation_id=other.premises.organisation_id)) == 1
    events = Event.objects.filter(code="collection.corrections_exported")
    assert [(event.organisation_no, event.data) for event in events] == [
        (other.premises.organisation_id, {"corrections": 1})
    ]


def test_the_command_writes_what_training_reads(home, tmp_path, capsys):
    allow(home)
    said(home, "电梯停了半个月", ObstacleDraft("no_perceived_service", "", None, CORRECTED))
    path = tmp_path / "corrections.jsonl"
    call_command("obstacle_corrections", "--output", str(path))
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert correction(json.loads(line)).code == "no_perceived_service"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "1 句更正" in capsys.readouterr().out
    with pytest.raises(CommandError, match="写不了"):
        call_command("obstacle_corrections", "--output", str(tmp_path / "no" / "where"))


def test_who_may_allow_it(home):
    with pytest.raises(NotPermitted):
        actions.set_learning_consent(is_given=True, by=home.manager, at=AT)
    allow(home)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LearningConsent.objects.update(is_given=False)

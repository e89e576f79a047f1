"""From an asker's tick to a model that learned: who may see what, what is stored, what training is given."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from jiefen.area_learning import actions, queries
from jiefen.area_learning.models import AreaCorrection
from jiefen.area_learning.refusals import CorrectionRefused
from jiefen.audit.models import Event
from jiefen.consultations.actions import forgetting, talking
from jiefen.consultations.models import Question
from jiefen.engine import area_training, classify, own_models
from jiefen.engine.area_training import Estimate, Trained
from jiefen.engine.practice_areas import AreaError
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.consultations import later, make_lawyers, make_question
from tests.factories.lawyers import make_operator
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
TELLING = "我叫孙小云，手机13812345678，远航物业有限公司的王经理说要扣我押金"


@pytest.fixture(autouse=True)
def _own_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)


@pytest.fixture
def operator():
    return make_operator()


def allowed(**more) -> Question:
    question = make_question(**{"words": TELLING, "own_name": "孙小云", "others": ("远航物业有限公司",), **more})
    actions.allow_learning(question=question, at=AT)
    return question


def correct(question, operator, **changes):
    given = {"text": "物业说要扣我押金", "areas": ["房产物业"], "is_clean": True, **changes}
    return actions.correct(public_id=question.public_id, by=operator, at=AT, **given)


def test_only_words_whose_asker_allows_it_are_seen_without_their_persons(operator):
    silent = make_question()
    question = allowed()
    rows, count = queries.waiting(operator)
    assert ([one.public_id for one in rows], count) == ([question.public_id], 1)
    text = actions.look_at(public_id=question.public_id, by=operator, at=AT).text
    assert [word for word in ("孙小云", "138", "远航", "王经理") if word in text] == []
    assert "扣我押金" in text
    assert Event.objects.filter(code="area_learning.words_shown").count() == 1
    with pytest.raises(NotFound):
        actions.look_at(public_id=silent.public_id, by=operator, at=AT)


def test_only_an_operator_may(operator):
    question, (_, lawyer) = allowed(), make_lawyers(1)[0]
    for act in (lambda: queries.waiting(lawyer), lambda: correct(question, lawyer)):
        with pytest.raises(NotPermitted):
            act()


def test_a_correction_is_cleaned_again_kept_once_and_does_not_come_back(operator):
    question = allowed()
    row = correct(question, operator, text="张经理 13812345678 要扣押金", areas=["房产物业", "合同纠纷", "房产物业"])
    assert (row.text, row.areas) == ("某经理 00000000000 要扣押金", ["房产物业", "合同纠纷"])
    assert queries.waiting(operator) == ((), 0)
    correct(question, operator)
    assert (AreaCorrection.objects.count(), queries.stored()["to_learn"]) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"is_clean": False}, CorrectionRefused),
        ({"text": "啊"}, CorrectionRefused),
        ({"areas": []}, CorrectionRefused),
        ({"areas": ["继承", "保险", "税务", "刑事"]}, CorrectionRefused),
        ({"areas": ["没有这一类"]}, AreaError),
    ],
)
def test_what_teaches_nothing_or_was_not_read_is_refused(operator, changes, refusal):
    with pytest.raises(refusal):
        correct(allowed(), operator, **changes)
    assert AreaCorrection.objects.count() == 0


def test_put_aside_teaches_nothing(operator):
    question = allowed()
    actions.put_aside(public_id=question.public_id, by=operator, at=AT)
    assert (queries.waiting(operator)[1], queries.examples_to_learn()) == (0, [])


def test_taking_it_back_deletes_what_was_released(operator):
    question = allowed()
    correct(question, operator)
    actions.withdraw_learning(question=question, at=later(9))
    actions.withdraw_learning(question=question, at=later(9))
    assert (AreaCorrection.objects.count(), queries.waiting(operator)[1], queries.examples_to_learn()) == (0, 0, [])
    with pytest.raises(NotFound):
        correct(question, operator)


def test_deleted_words_and_invented_questions_teach_nothing(operator):
    question, invented = allowed(), allowed(words="房东不退我押金怎么办呢")
    correct(question, operator)
    correct(invented, operator)
    Question.objects.filter(pk=invented.pk).update(is_demo=True)
    assert len(queries.examples_to_learn()) == 1
    talking.leave(question=question, at=later(9))
    question.refresh_from_db()
    forgetting.forget_words(question=question, at=later(9))
    assert queries.examples_to_learn() == []


def test_training_is_given_what_is_stored_and_the_site_uses_the_new_model(operator, settings, tmp_path, monkeypatch):
    correct(allowed(), operator, text="物业说要扣我押金", areas=["房产物业", "合同纠纷"])
    settings.DATA_FOLDER, given = tmp_path, []

    def train(corrections=()):
        given.extend(corrections)
        return Trained(classify.packaged_model(), Estimate(0.99, 1.0, 10), Estimate(1.0, 1.0, len(corrections)))

    monkeypatch.setattr(area_training, "train", train)
    monkeypatch.setattr(own_models, "_folder", tmp_path / "models")
    assert classify.current_model() is classify.packaged_model()
    call_command("train_classifier", "--stored")
    assert [(one.question, one.areas) for one in given] == [("物业说要扣我押金", ("房产物业", "合同纠纷"))]
    assert classify.current_model() is not classify.packaged_model()
    record = json.loads((tmp_path / "models" / "areas.json").read_text(encoding="utf-8"))
    assert (queries.model_in_use().version, queries.model_in_use().corrections) == (record["version"], 1)
    assert Event.objects.filter(code="area_learning.model_replaced").count() == 1

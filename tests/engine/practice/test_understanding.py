"""What a sentence does: typical wording, denials, what was heard before, and sentences nobody prepared for."""

from __future__ import annotations

import pytest

from jiefen.engine import text_model
from jiefen.engine.practice import learned
from jiefen.engine.practice.clauses import is_negated, likeness, normalise, shared
from jiefen.engine.practice.understanding import Heard, Understood, understand
from jiefen.engine.practice.vocabulary import ACT_LABELS, OPTIONS, Act
from tests.engine.practice.utterances import OWNER_SAID, UTTERANCES
from tests.engine.practice.utterances_final import FINAL
from tests.engine.practice.utterances_ironic import IRONIC, LATER
from tests.engine.practice.utterances_last import LAST
from tests.engine.practice.utterances_unseen import UNSEEN

TOPICS = ("漏水", "厨房", "报修", "老伴", "端盆", "防水")


def heard(text: str, **more: object) -> Understood:
    return understand(text, Heard(OWNER_SAID, topics=TOPICS, **more))


def is_understood(text: str, seen: str, unseen: str) -> bool:
    acts = {str(act) for act in heard(text).evidence}
    return set(seen.split()) <= acts and not set(unseen.split()) & acts


@pytest.mark.parametrize(("text", "seen", "unseen"), [*UTTERANCES, *UNSEEN], ids=lambda each: str(each)[:20])
def test_typical_sentences(text, seen, unseen):
    assert is_understood(text, seen, unseen), heard(text).evidence


@pytest.mark.parametrize(("name", "sentences", "least"), [("last", LAST, 36), ("final", FINAL, 36)])
def test_sentences_nobody_prepared_for(name, sentences, least):
    assert sum(is_understood(*each) for each in sentences) >= least, name


def is_heard(text: str, one_of: str, none_of: str) -> bool:
    acts = {str(act) for act in heard(text).evidence}
    return (not one_of or bool(set(one_of.split()) & acts)) and not set(none_of.split()) & acts


@pytest.mark.parametrize(("text", "one_of", "none_of"), IRONIC, ids=lambda each: str(each)[:20])
def test_mockery_presses_and_warm_words_do_not(text, one_of, none_of):
    assert is_heard(text, one_of, none_of), heard(text).evidence


def test_mockery_nobody_prepared_for():
    assert sum(is_heard(*each) for each in LATER if each[1]) >= 5
    assert all(is_heard(*each) for each in LATER if not each[1]), "nobody is taken for mocking who does not"


def test_mockery_takes_back_what_sounds_warm():
    assert not heard("那您可真委屈，要不要我给您颁个奖").has(Act.FEELING)
    assert heard("对不起，是我们没跟上。您家的好车总被剐，真闹心").has(Act.APOLOGY, Act.FEELING)


def test_every_option_and_act_has_a_label():
    assert set(ACT_LABELS) == set(Act)
    assert len(OPTIONS) == len(set(OPTIONS.values()))


def test_the_options_are_told_apart():
    found = heard("三种办法：修好了您确认再交，或者分六期，违约金我申请免掉，您看哪个合适？")
    assert set(found.options) == {"pay_after_repair", "instalments", "pay_now_waive_late"}
    assert found.has(Act.OPTION, Act.CHOICE)


def test_what_was_said_can_be_picked_up():
    assert heard("厨房的防水周四上午来做").echo == "厨房"
    assert heard("周四上午我来").echo == "周四上午"
    assert heard("一共380元").echo == "380元"


def test_saying_the_same_again_is_noticed():
    again = heard("您能说说是怎么回事吗", said_before=["您能说说是怎么回事吗？"])
    assert again.has(Act.REPEATED)
    assert not heard("您能说说是怎么回事吗", said_before=["这周六我来看看"]).has(Act.REPEATED)


def test_talking_of_arrears_to_a_tenant_is_disclosure():
    assert heard("业主欠了三千八百块物业费", is_owner=False).has(Act.THIRD_PARTY)
    assert not heard("麻烦您转告房东，方便时回个电话", is_owner=False).has(Act.THIRD_PARTY)


@pytest.mark.parametrize("text", ["", "  ", "……", "？？？", "\u200b", "\n\n"])
def test_nothing_said_is_silence(text):
    assert set(heard(text).evidence) == {Act.SILENCE}


def test_full_width_letters_and_thousands_are_read():
    assert normalise("３，８００元!") == "3800元！"
    assert len(normalise("水" * 5000)) == 500


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("我们不会停您家的水", "停", True), ("不交就停水", "停水", False), ("要不停水", "停水", False),
        ("不得不停水", "停水", False), ("您怕我们停水", "停水", True), ("这不是耍赖吗", "耍赖", False),
        ("我不会停水，但是会起诉", "起诉", False), ("特别理解您", "理解", False),
    ],
)  # fmt: skip
def test_who_denies_what(sentence, word, expected):
    assert is_negated(sentence, sentence.index(word)) is expected


def test_likeness_and_what_two_sentences_share():
    assert likeness("漏水半年了", "漏水半年了。") == 1.0
    assert likeness("漏水半年了", "电梯坏了") < 0.3
    assert shared("报修三回没人来", OWNER_SAID[0]) >= 3
    assert likeness("水", "电") == 0.0


def test_the_shipped_model_belongs_to_the_examples():
    fresh, shipped = learned.train(), learned.packaged()
    texts = [text for texts in learned.examples().values() for text in texts]
    assert [fresh.predict(one)[0][0] for one in texts] == [shipped.predict(one)[0][0] for one in texts]
    assert isinstance(shipped, text_model.Model)

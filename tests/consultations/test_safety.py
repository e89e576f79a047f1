"""Help lines the moment somebody writes of suicide or violence, once a kind, logged; and not for 气死我了."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from jiefen.audit.models import Event
from jiefen.chat import listeners
from jiefen.consultations.actions import safety
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import Question
from jiefen.consultations.queries.desk import desk_of
from jiefen.engine.urgency import flags_in, flags_said
from jiefen.rules.asking import SAFETY
from jiefen.shared.live_topics.models import TopicEvent
from tests.factories.consultations import accepted, client_writes, later, make_question, said, writes
from tests.factories.conversations import make_talk, say

DATA = Path(__file__).parents[1] / "engine" / "data"
DAY = dt.date(2026, 11, 26)
HINT = "我把密码都写给我弟了，等过完妈妈的生日我就走，以后不用再为我操心"


def phrasings(name: str) -> list[tuple[str, set[str]]]:
    lines = (DATA / f"safety_{name}.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.partition(" | ") for line in lines if line and not line.startswith("#")]
    return [(words, set(kinds.split())) for words, _, kinds in parts]


def sounds_of(words: str) -> set[str]:
    return {flag.code for flag in flags_said(words, today=DAY, only=SAFETY)}


def asked_of(words: str) -> set[str]:
    """The same for a question, where the recogniser listens beside the patterns."""
    return {flag.code for flag in flags_in(words, today=DAY, most=10, only=SAFETY)}


def test_every_one_of_our_phrasings_is_understood_as_its_kind():
    wrong = [words for words, kinds in phrasings("danger") if not sounds_of(words) & kinds]
    assert (wrong, len(phrasings("danger")) >= 60) == ([], True)


def test_none_of_our_harmless_ones_alarms():
    wrong = [words for words, _ in phrasings("harmless") if sounds_of(words)]
    assert (wrong, len(phrasings("harmless")) >= 60) == ([], True)


@pytest.mark.parametrize(
    ("name", "missed"),
    [
        ("danger_unseen", 1), ("danger_last", 2), ("danger_indirect", 1), ("danger_indirect_last", 1),
        ("danger_third", 3),
    ],
)  # fmt: skip
def test_others_we_looked_at_later_stay_understood(name, missed):
    assert sum(not sounds_of(words) for words, _ in phrasings(name)) <= missed


@pytest.mark.parametrize(
    ("name", "alarms"),
    [
        ("harmless_unseen", 0), ("harmless_last", 0), ("harmless_indirect", 1), ("harmless_indirect_last", 1),
        ("harmless_third", 0),
    ],
)  # fmt: skip
def test_and_their_harmless_neighbours_stay_quiet(name, alarms):
    assert len([words for words, _ in phrasings(name) if sounds_of(words)]) <= alarms


@pytest.mark.parametrize(
    ("kind", "said", "asked"), [("self_harm", 1, 11), ("violence", 3, 14), ("threat", 1, 8), ("child", 3, 9)]
)
def test_of_the_held_out_list_no_less_is_heard_than_was_measured(kind, said, asked):
    of_this_kind = [words for words, kinds in phrasings("danger_recogniser") if kind in kinds]
    heard = [sum(map(bool, map(listen, of_this_kind))) for listen in (sounds_of, asked_of)]
    print(f"{kind}: patterns {heard[0]}, with the recogniser {heard[1]} of {len(of_this_kind)}")
    assert (len(of_this_kind), heard[0] >= said, heard[1] >= asked) == (20, True, True)


@pytest.mark.parametrize(("name", "said", "asked"), [("harmless_recogniser", 7, 7), ("harmless_chat", 0, 5)])
def test_of_harmless_lines_no_more_alarm_than_was_measured(name, said, asked):
    lines = [words for words, _ in phrasings(name)]
    assert sum(map(bool, map(sounds_of, lines))) <= said
    assert sum(map(bool, map(asked_of, lines))) <= asked


def test_a_suspicion_is_said_with_care_and_only_where_nothing_plain_is_said():
    (flag,) = flags_in(HINT, today=DAY, only=SAFETY)
    assert (flag.code, "如果我们会错了意" in flag.message, "12356" in flag.message) == ("self_harm", True, True)
    plain = flags_in(f"{HINT}。我不想活了", today=DAY, only=SAFETY)
    assert [("会错了意" in each.message, each.code) for each in plain] == [(False, "self_harm")]
    assert flags_in(HINT, today=DAY, only=("harm_others",)) == ()
    assert flags_in(HINT, today=dt.date(2012, 1, 1), only=SAFETY) == (), "not before the rows hold"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("气死我了", False), ("想死的心都有了", True),  # said lightly by many; a kind line costs less than silence
        ("老板真是要我的命，天天加班到半夜", False), ("我要他的命", True),
        ("我要是不在了，遗产怎么分给孩子", False),  # a will, not a farewell
    ],
)  # fmt: skip
def test_where_we_drew_the_line(words, shown):
    assert bool(sounds_of(words)) is shown


@pytest.mark.parametrize("words", ["", "。", "死" * 4000, "我" * 4000, "\x00想死\ud83d"])
def test_odd_texts_end_quickly(words):
    assert sounds_of(words) <= set(SAFETY)


def test_an_idiom_does_not_hide_what_stands_beside_it():
    assert sounds_of("气死我了，笑死，可是我真的不想活了") == {"self_harm"}


@pytest.mark.django_db
class TestInTheConversation:
    def test_a_question_that_only_hints_at_it_is_answered_with_care(self):
        question = make_question(words=HINT)
        assert question.flags == ["self_harm"]
        assert any("如果我们会错了意" in line and "12356" in line for line in said(question))

    def test_among_the_lines_of_a_talk_only_what_is_plain_counts(self):
        question, _, _ = accepted(make_question())
        before = len(said(question))
        client_writes(question, HINT, at=later(30))
        tick(at=later(31))
        assert len(said(question)) == before + 1
        assert "self_harm" not in Question.objects.get().flags

    def test_the_lines_are_there_with_the_post_itself(self):
        question, actor, _ = accepted(make_question())
        client_writes(question, "我真的活不下去了。", at=later(30))
        assert "12356" in said(question)[-1]
        assert Event.objects.filter(code="consultations.help_lines_shown").count() == 1
        assert "self_harm" in Question.objects.get().flags
        assert desk_of(actor, at=later(31)).talks[0].is_urgent
        assert TopicEvent.objects.filter(topic__startswith="desk:", kind="talk_changed").count() == 2

    def test_once_a_kind_also_when_the_tick_reads_along(self):
        question, _, _ = accepted(make_question())
        client_writes(question, "我真的活不下去了。", at=later(30))
        tick(at=later(31))
        client_writes(question, "想死。", at=later(40))
        tick(at=later(41))
        assert sum("12356" in line for line in said(question)) == 1
        client_writes(question, "他拿着刀站在门口", at=later(50))
        assert "12110" in said(question)[-1]

    def test_while_nobody_has_it_yet(self):
        question = make_question()
        client_writes(question, "再没人理我，我就从楼上跳下去", at=later(3))
        assert "12356" in said(question)[-1]

    def test_what_was_missed_at_the_post_the_tick_finds(self, monkeypatch):
        monkeypatch.setattr(listeners, "_LISTENERS", [])
        question, _, _ = accepted(make_question())
        client_writes(question, "我真的活不下去了。", at=later(30))
        assert not any("12356" in line for line in said(question))
        tick(at=later(31))
        assert sum("12356" in line for line in said(question)) == 1

    def test_a_failing_listener_costs_no_message(self, monkeypatch):
        monkeypatch.setattr(listeners, "_LISTENERS", [lambda *told: 1 / 0])
        question, _, _ = accepted(make_question())
        client_writes(question, "我真的活不下去了。", at=later(30))
        assert said(question)[-1] == "我真的活不下去了。"

    def test_a_first_question_of_danger_names_help_once(self):
        question = make_question(words="公司不给工资，我不想活了，怎么办？")
        tick(at=later(1))
        assert sum("12356" in line for line in said(question)) == 1

    def test_the_lawyers_words_and_harmless_ones_call_nobody(self):
        question, actor, _ = accepted(make_question())
        writes(actor, question, "对方说过想自杀吗？", at=later(30))
        client_writes(question, "气死我了，老板还要杀价", at=later(31))
        tick(at=later(32))
        assert not any("12356" in line or "110" in line for line in said(question))

    def test_a_conversation_without_a_question_is_left_alone(self):
        client, _ = make_talk()
        say(client, "不想活了")
        assert safety.read_along(at=later(1)) == 0
        assert not Event.objects.filter(code="consultations.help_lines_shown").exists()


def test_who_listens_already_by_name_is_not_told_twice():
    before = list(listeners._LISTENERS)
    listeners.register(safety.heard)
    assert before == listeners._LISTENERS

"""Asking: names first, limits, consents, the clock's start, help lines at once, drafts that go."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.visitors import new_visitor
from jiefen.chat.models import Message
from jiefen.consultations.access import question_of_visitor
from jiefen.consultations.actions import intake
from jiefen.consultations.actions.forgetting import forget_drafts
from jiefen.consultations.models import Consent, Question, QuestionEvent, QuestionParty
from jiefen.consultations.refusals import AskedTooOften, IntakeRefused
from jiefen.consultations.states import Purpose, QuestionState
from jiefen.rules.regions import UnknownRegion
from jiefen.rules.service_clock import Kind
from jiefen.shared.errors import NotFound
from tests.factories.consultations import CONSENTS, WORDS, later, make_question, said
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def drafted(own_name: str = "", others: tuple[str, ...] = ()) -> Question:
    visitor, _ = new_visitor(at=AT)
    return intake.draft(visitor_id=visitor, address="10.0.0.9", own_name=own_name, others=others, at=AT)


def test_asked_it_waits_and_the_clock_runs_from_the_first_message():
    question = make_question(own_name="孙小云", others=("远航物业有限公司",))
    assert (question.state, question.asked_at, question.area, question.label) == (
        QuestionState.WAITING, AT, "劳动社保", "劳动社保",
    )  # fmt: skip
    first = Message.objects.filter(thread=question.thread_id).order_by("seq").first()
    assert (first.body, first.seat.kind, first.seat.ref) == (WORDS, "client", question.visitor_id)
    assert list(QuestionEvent.objects.values_list("kind", "at")) == [(Kind.CLIENT, AT)]
    assert set(Consent.objects.values_list("purpose", flat=True)) == set(CONSENTS)


def test_the_words_and_names_are_encrypted_at_rest():
    from django.db import connection

    make_question(own_name="孙小云")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM consultations_question UNION SELECT name FROM consultations_questionparty")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert "工资" not in stored
    assert "孙小云" not in stored


def test_the_area_is_guessed_and_may_be_corrected():
    question = drafted()
    intake.describe(question=question, words="老公家暴我，想离婚，孩子归谁？", city_code="", at=AT)
    assert question.area == "婚姻家庭"
    asked = intake.ask(question=question, area="刑事", agreed=CONSENTS, at=AT)
    assert (asked.area, asked.label) == ("刑事", "刑事")


def test_help_lines_are_in_the_conversation_at_once():
    question = make_question(words="我真的不想活了，欠了这么多钱，活着没意思。")
    assert "self_harm" in question.flags
    assert any("12356" in line for line in said(question)[1:])


def test_nothing_dangerous_nothing_said():
    assert said(make_question()) == [WORDS]


@pytest.mark.parametrize(("words", "city"), [("太短", ""), ("长" * 2001, ""), ("   ", "")])
def test_words_that_cannot_be_taken(words, city):
    with pytest.raises(IntakeRefused):
        intake.describe(question=drafted(), words=words, city_code=city, at=AT)


def test_an_unknown_city():
    with pytest.raises(UnknownRegion):
        intake.describe(question=drafted(), words=WORDS, city_code="9999", at=AT)


def test_without_consent_nothing_is_handed_on():
    question = drafted(others=("远航物业",))
    intake.describe(question=question, words=WORDS, city_code="", at=AT)
    for agreed in (set(), {Purpose.ANSWER}, {Purpose.CONFLICT_CHECK}):
        with pytest.raises(IntakeRefused):
            intake.ask(question=question, area="劳动社保", agreed=agreed, at=AT)
    assert Question.objects.get().state == QuestionState.DRAFTED


def test_without_names_no_consent_for_them_is_needed():
    question = drafted()
    intake.describe(question=question, words=WORDS, city_code="", at=AT)
    intake.ask(question=question, area="劳动社保", agreed={Purpose.ANSWER}, at=AT)
    assert list(Consent.objects.values_list("purpose", flat=True)) == [Purpose.ANSWER]


def test_an_empty_draft_cannot_be_asked_and_an_asked_one_not_again():
    with pytest.raises(IntakeRefused):
        intake.ask(question=drafted(), area="劳动社保", agreed=CONSENTS, at=AT)
    question = make_question()
    with pytest.raises(IntakeRefused):
        intake.ask(question=question, area="劳动社保", agreed=CONSENTS, at=AT)
    with pytest.raises(IntakeRefused):
        intake.describe(question=question, words=WORDS, city_code="", at=AT)


def test_too_many_or_too_long_names():
    with pytest.raises(IntakeRefused):
        drafted(others=tuple(f"公司{each}" for each in range(7)))
    with pytest.raises(IntakeRefused):
        drafted(own_name="长" * 61)


def test_limits_per_person_and_per_network():
    visitor, _ = new_visitor(at=AT)
    for _ in range(2):
        make_question(visitor_id=visitor)
    with pytest.raises(AskedTooOften):
        make_question(visitor_id=visitor)
    for _ in range(18):
        drafted_from("10.0.0.1")
    with pytest.raises(AskedTooOften):
        drafted_from("10.0.0.1")
    drafted_from("10.0.0.2")
    intake.draft(visitor_id=new_visitor(at=AT)[0], address="10.0.0.1", own_name="", others=(), at=later(3601))


def drafted_from(address: str) -> Question:
    return intake.draft(visitor_id=new_visitor(at=AT)[0], address=address, own_name="", others=(), at=AT)


def test_somebody_elses_question_is_not_there():
    question = make_question()
    stranger, _ = new_visitor(at=AT)
    for visitor in (stranger, None):
        with pytest.raises(NotFound):
            question_of_visitor(visitor, question.public_id)
    assert question_of_visitor(question.visitor_id, question.public_id) == question


def test_a_draft_is_dropped_or_forgotten_with_its_names():
    intake.drop_draft(question=drafted(own_name="孙小云"), at=AT)
    drafted(own_name="李长河")
    assert forget_drafts(at=AT + dt.timedelta(hours=23)) == 0
    assert forget_drafts(at=AT + dt.timedelta(hours=25)) == 1
    assert (QuestionParty.objects.count(), set(Question.objects.values_list("state", flat=True))) == (0, {"void"})

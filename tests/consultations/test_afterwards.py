"""After the answer: feedback, a second lawyer, stars, one notice, complaints, forgetting."""

from __future__ import annotations

import pytest

from jiefen.accounts.phones import InvalidPhone
from jiefen.consultations.actions import afterwards, talking
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import (
    AnswerContact,
    Consent,
    Feedback,
    Grievance,
    Offer,
    Question,
)
from jiefen.consultations.refusals import AfterwardsRefused
from jiefen.consultations.states import GrievanceState, OfferState, Purpose, QuestionState
from jiefen.notify.models import OutgoingMessage
from jiefen.shared.errors import NotFound
from tests.factories.consultations import accepted, later, make_lawyers, make_question, said, seen, writes

pytestmark = pytest.mark.django_db


def answered(**named: object):
    question, actor, lawyer = accepted(make_question(**named))
    writes(actor, question, at=later(50))
    tick(at=later(51))
    question.refresh_from_db()
    return question, actor, lawyer


def feedback(question: Question, verdict: str = "not", **named: object) -> Feedback:
    given = {"missing": ("no_steps",), "words": "没说去哪里仲裁", "wants_second": False, "at": later(100), **named}
    return afterwards.give_feedback(question=question, verdict=verdict, **given)


def test_whether_it_helped_and_what_is_missing():
    question, _, lawyer = answered()
    given = feedback(question, "partly")
    assert (given.lawyer, given.missing, given.words) == (lawyer, ["no_steps"], "没说去哪里仲裁")


def test_dissatisfied_brings_a_second_lawyer_and_not_the_first_again():
    question, _, first = answered()
    make_lawyers(1, at=later(99))
    feedback(question, wants_second=True)
    question.refresh_from_db()
    assert (question.state, question.lawyer) == (QuestionState.WAITING, None)
    seen(later(101))
    assert tick(at=later(101)).offers == 1
    assert Offer.objects.filter(state=OfferState.OPEN).get().lawyer != first


def test_a_second_lawyer_also_after_the_talk_was_closed():
    question, actor, _ = answered()
    talking.close_by_lawyer(public_id=question.public_id, by=actor, at=later(90))
    question.refresh_from_db()
    feedback(question, wants_second=True)
    question.thread.refresh_from_db()
    assert (question.state, question.thread.state) == (QuestionState.WAITING, "open")
    told = [each for each in said(question) if "另一位律师的意见" in each]
    assert len(told) == 1, "said once, by the opening or by the leaving"


@pytest.mark.parametrize("wrong", [{"verdict": "great"}, {"missing": ("x",)}, {"words": "长" * 501}])
def test_feedback_that_says_nothing_known(wrong):
    question, _, _ = answered()
    with pytest.raises(AfterwardsRefused):
        feedback(question, **{"verdict": "not", **wrong})


def test_no_feedback_before_an_answer_and_no_second_lawyer_when_it_helped():
    with pytest.raises(AfterwardsRefused):
        feedback(make_question())
    with pytest.raises(AfterwardsRefused):
        feedback(answered()[0], "helped", wants_second=True)


def test_stars_once_and_only_from_a_closed_service():
    question, actor, lawyer = answered()
    with pytest.raises(AfterwardsRefused):
        afterwards.rate(question=question, stars=5, words="", at=later(100))
    talking.close_by_client(question=question, at=later(101))
    for stars in (0, 6):
        with pytest.raises(AfterwardsRefused):
            afterwards.rate(question=question, stars=stars, words="", at=later(102))
    given = afterwards.rate(question=question, stars=4, words="讲得清楚", at=later(102))
    assert given.lawyer == lawyer
    with pytest.raises(AfterwardsRefused):
        afterwards.rate(question=question, stars=1, words="", at=later(103))
    answer = afterwards.answer_rating(rating_id=given.pk, words="谢谢您。", by=actor, at=later(104))
    assert answer.answer == "谢谢您。"
    with pytest.raises(AfterwardsRefused):
        afterwards.answer_rating(rating_id=given.pk, words="再说一句", by=actor, at=later(105))


def test_no_stars_for_a_question_nobody_answered():
    question = make_question()
    talking.close_by_client(question=question, at=later(10))
    with pytest.raises(AfterwardsRefused):
        afterwards.rate(question=question, stars=1, words="", at=later(11))


def test_another_lawyer_does_not_find_the_rating():
    question, _, _ = answered()
    talking.close_by_client(question=question, at=later(101))
    given = afterwards.rate(question=question, stars=4, words="", at=later(102))
    [(_, stranger)] = make_lawyers(1, at=later(103))
    with pytest.raises(NotFound):
        afterwards.answer_rating(rating_id=given.pk, words="不是我的", by=stranger, at=later(104))


def test_one_notice_when_answered_and_the_number_is_gone():
    question = make_question()
    afterwards.leave_contact(question=question, phone="139 0000 8888", agreed=True, at=later(2))
    assert Consent.objects.filter(purpose=Purpose.CONTACT).exists()
    question, actor, _ = accepted(question)
    tick(at=later(20))
    assert not OutgoingMessage.objects.exists()
    writes(actor, question, at=later(30))
    tick(at=later(31))
    tick(at=later(33))
    message = OutgoingMessage.objects.get()
    assert (message.recipient, message.purpose) == ("13900008888", "consultations.answered")
    assert "工资" not in message.body
    assert not AnswerContact.objects.exists()


def test_a_number_keeps_the_question_waiting_and_can_be_taken_back():
    question = make_question()
    afterwards.leave_contact(question=question, phone="13900008888", agreed=True, at=later(2))
    assert tick(at=later(5000)).left == 0
    afterwards.withdraw_contact(question=question, at=later(5001))
    assert Consent.objects.get(purpose=Purpose.CONTACT).withdrawn_at == later(5001)
    assert tick(at=later(5002)).left == 1


def test_no_number_without_consent_nor_later_nor_odd():
    question = make_question()
    with pytest.raises(AfterwardsRefused):
        afterwards.leave_contact(question=question, phone="13900008888", agreed=False, at=later(1))
    with pytest.raises(InvalidPhone):
        afterwards.leave_contact(question=question, phone="12", agreed=True, at=later(1))
    with pytest.raises(AfterwardsRefused):
        afterwards.leave_contact(question=answered()[0], phone="13900008888", agreed=True, at=later(99))


def test_a_complaint():
    question = make_question()
    raised = afterwards.raise_grievance(question=question, words="等了很久", at=later(1))
    assert (raised.state, Grievance.objects.get().words) == (GrievanceState.OPEN, "等了很久")
    with pytest.raises(AfterwardsRefused):
        afterwards.raise_grievance(question=question, words=" ", at=later(1))

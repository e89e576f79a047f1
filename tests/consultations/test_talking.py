"""After a lawyer has it: back to the queue, handed over, ended, gone on with; the clock throughout; help lines while talking."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.actions.joining import seat_alone
from jiefen.chat.access import Person, seat_for
from jiefen.chat.models import Seat
from jiefen.consultations.actions import talking
from jiefen.consultations.actions.absence import return_of_absent
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.actions.offers import accept_offer
from jiefen.consultations.models import Offer, Question, QuestionEvent
from jiefen.consultations.queries.readings import reading_of
from jiefen.consultations.refusals import NotOnDuty
from jiefen.consultations.states import MoveRefused, OfferState, QuestionState
from jiefen.lawyers.models import Licence
from jiefen.lawyers.states import LicenceState
from jiefen.rules.service_clock import Kind, Verdict
from jiefen.shared.errors import NotFound
from tests.factories.consultations import (
    accepted,
    later,
    make_lawyers,
    make_question,
    said,
    seen,
    writes,
)
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(QuestionEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_the_lawyer_has_a_seat_only_after_accepting():
    [(_, actor)] = make_lawyers(1)
    question = make_question()
    tick(at=later(1))
    person = Person(membership_id=actor.membership_id)
    with pytest.raises(NotFound):
        seat_for(person, question.thread.public_id)
    accept_offer(offer_id=Offer.objects.get().pk, by=actor, at=later(2))
    assert seat_for(person, question.thread.public_id).can_write
    assert said(question)[-1] == "陆知远律师接下了您的问题，正在看。"


def test_the_first_human_message_stops_the_clock_and_automatic_text_does_not():
    question, actor, lawyer = accepted(make_question())
    tick(at=later(40))
    assert reading_of(question.pk, at=later(40)).verdict == Verdict.RUNNING
    writes(actor, question, at=later(55))
    writes(actor, question, at=later(200))
    tick(at=later(201))
    found = reading_of(question.pk, at=later(500))
    assert (found.verdict, found.seconds, found.lawyer) == (Verdict.IN_TIME, 55, lawyer.pk)
    assert events() == [Kind.CLIENT, Kind.HUMAN]
    question.refresh_from_db()
    assert (question.answered_at, question.answered_by) == (later(55), lawyer)


def test_given_back_it_keeps_its_clock_and_he_is_not_asked_again():
    question, actor, _lawyer = accepted(make_question())
    talking.return_to_queue(public_id=question.public_id, reason="not_my_field", by=actor, at=later(60))
    question.refresh_from_db()
    assert (question.state, question.lawyer, question.asked_at) == (QuestionState.WAITING, None, AT)
    assert Offer.objects.get().state == OfferState.RETURNED
    assert Seat.objects.get(kind="lawyer").left_at == later(60)
    with pytest.raises(NotFound):
        talking.close_by_lawyer(public_id=question.public_id, by=actor, at=later(61))
    seen(later(62))
    assert tick(at=later(62)).offers == 0
    other, second, _ = accepted(question, at=later(70))
    writes(second, other, at=later(290))
    tick(at=later(291))
    assert (reading_of(question.pk, at=later(999)).seconds, events()) == (290, [Kind.CLIENT, Kind.MOVED, Kind.HUMAN])


def test_a_return_needs_a_known_reason():
    question, actor, _ = accepted(make_question())
    with pytest.raises(MoveRefused):
        talking.return_to_queue(public_id=question.public_id, reason="bored", by=actor, at=later(60))


def test_handed_to_a_colleague_of_the_firm_who_is_there():
    (first, one), (second, two) = make_lawyers(2)
    question = make_question()
    tick(at=later(1))
    accept_offer(offer_id=Offer.objects.get(lawyer=first).pk, by=one, at=later(2))
    moved = talking.transfer(public_id=question.public_id, to_lawyer_id=second.pk, by=one, at=later(30))
    assert (moved.state, moved.lawyer) == (QuestionState.ACCEPTED, second)
    assert not seat_for(Person(membership_id=one.membership_id), question.thread.public_id).can_write
    writes(two, question, at=later(100))
    tick(at=later(101))
    assert (reading_of(question.pk, at=later(101)).seconds, reading_of(question.pk, at=later(101)).lawyer) == (
        100, second.pk,
    )  # fmt: skip


def test_not_to_another_firm_nor_to_himself_nor_to_nobody():
    question, actor, lawyer = accepted(make_question())
    [(stranger, _)] = make_lawyers(1, at=later(6))
    for number in (stranger.pk, lawyer.pk, 0):
        with pytest.raises(NotOnDuty):
            talking.transfer(public_id=question.public_id, to_lawyer_id=number, by=actor, at=later(7))


def test_ended_by_the_lawyer_and_gone_on_with_by_the_client():
    question, actor, lawyer = accepted(make_question())
    writes(actor, question, at=later(50))
    talking.close_by_lawyer(public_id=question.public_id, by=actor, at=later(900))
    question.refresh_from_db()
    assert (question.state, question.reason) == (QuestionState.CLOSED, "by_lawyer")
    seen(later(1000))
    again = talking.reopen(question=question, at=later(1000))
    assert (again.state, again.lawyer) == (QuestionState.ACCEPTED, lawyer)
    writes(actor, question, "还在。", at=later(2000))
    found = reading_of(question.pk, at=later(9000))
    assert (found.verdict, found.seconds) == (Verdict.IN_TIME, 50)


def test_going_on_without_the_lawyer_waits_and_asks_him_first():
    question, actor, lawyer = accepted(make_question())
    talking.close_by_lawyer(public_id=question.public_id, by=actor, at=later(90))
    question.refresh_from_db()
    from jiefen.consultations.actions.duty import go_offline

    go_offline(by=actor, at=later(91))
    again = talking.reopen(question=question, at=later(100))
    assert (again.state, again.lawyer_id, again.returning_to) == (QuestionState.WAITING, None, lawyer)


def test_ended_twice_is_refused_and_a_stranger_finds_nothing():
    question, actor, _ = accepted(make_question())
    talking.close_by_client(question=question, at=later(100))
    with pytest.raises(MoveRefused):
        talking.close_by_client(question=question, at=later(101))
    [(_, stranger)] = make_lawyers(1)
    with pytest.raises(NotFound):
        talking.close_by_lawyer(public_id=question.public_id, by=stranger, at=later(102))
    assert actor != stranger


def test_leaving_and_coming_back():
    question = make_question()
    make_lawyers(1)
    tick(at=later(1))
    talking.leave(question=question, at=later(90))
    assert Offer.objects.get().state == OfferState.WITHDRAWN
    assert reading_of(question.pk, at=later(91)).verdict == Verdict.LEFT
    talking.come_back(question=question, at=later(120))
    assert reading_of(question.pk, at=later(121)).verdict == Verdict.RUNNING
    assert question.asked_at == AT
    with pytest.raises(MoveRefused):
        talking.come_back(question=question, at=later(122))


def test_a_talk_nobody_goes_on_with_ends_by_itself():
    question, actor, _ = accepted(make_question())
    writes(actor, question, at=later(60))
    assert talking.close_quiet(at=later(60) + dt.timedelta(days=2)) == 0
    assert talking.close_quiet(at=later(61) + dt.timedelta(days=2)) == 1
    assert Question.objects.get().state == QuestionState.CLOSED


def test_a_lawyer_who_cannot_go_on_leaves_nobody_waiting_before_him():
    question, actor, lawyer = accepted(make_question())
    writes(actor, question, at=later(50))
    assert return_of_absent(at=later(60)) == 0
    seat_alone(user_id=lawyer.user_id, at=later(70))  # he left his firm
    assert return_of_absent(at=later(80)) == 1
    question.refresh_from_db()
    assert (question.state, question.lawyer_id, question.answered_by_id) == (QuestionState.WAITING, None, lawyer.pk)
    assert "正在为您找下一位" in said(question)[-1]
    assert return_of_absent(at=later(90)) == 0


@pytest.mark.parametrize("state", [LicenceState.SUSPENDED, LicenceState.REVOKED])
def test_a_licence_stopped_in_the_middle_gives_the_talk_back(state):
    question, _, lawyer = accepted(make_question())
    Licence.objects.filter(lawyer=lawyer).update(state=LicenceState.DUE_FOR_RECHECK)
    assert return_of_absent(at=later(60)) == 0
    Licence.objects.filter(lawyer=lawyer).update(state=state)
    assert return_of_absent(at=later(61)) == 1
    question.refresh_from_db()
    assert question.state == QuestionState.WAITING

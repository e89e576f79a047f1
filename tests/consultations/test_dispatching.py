"""Offers as rows: who is asked, what ends an offer, conflicts, places, the lawyer who went away, the client who left."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.consultations.actions import duty
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.actions.offers import accept_offer, decline_offer
from jiefen.consultations.models import Desk, Offer, Question, QuestionEvent
from jiefen.consultations.refusals import NoPlace, NotOnDuty, OfferOver
from jiefen.consultations.states import OfferState, QuestionState
from jiefen.consultations.tasks import go_on_looking
from jiefen.lawyers.actions.conflicts import Party, add_party
from jiefen.lawyers.models import PartySide
from jiefen.rules.service_clock import Kind
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.live_topics.models import TopicEvent
from tests.factories.consultations import accepted, later, make_lawyers, make_question, seen, writes
from tests.factories.lawyers import make_lawyer_actor, make_office, make_operator
from tests.factories.world import AT, make_actor, make_organisation

pytestmark = pytest.mark.django_db


def states() -> dict[int, str]:
    return dict(Offer.objects.values_list("lawyer", "state"))


def test_three_of_four_are_asked_and_their_pages_are_told():
    people = make_lawyers(4)
    question = make_question()
    found = tick(at=later(1))
    assert (found.offers, found.is_busy) == (3, True)
    question.refresh_from_db()
    assert question.state == QuestionState.OFFERED
    asked = [lawyer.pk for lawyer, _ in people[:3]]
    assert list(Offer.objects.order_by("pk").values_list("lawyer", flat=True)) == asked
    assert Offer.objects.first().until == later(31)
    told = TopicEvent.objects.filter(kind="offer").values_list("topic", flat=True)
    assert set(told) == {f"desk:{actor.membership_id}" for _, actor in people[:3]}


def test_the_first_to_accept_has_it_and_the_others_are_told_it_is_over():
    people = make_lawyers(2)
    question = make_question()
    tick(at=later(1))
    (first, one), (second, two) = people
    offers = {each.lawyer_id: each.pk for each in Offer.objects.all()}
    won = accept_offer(offer_id=offers[second.pk], by=two, at=later(9))
    assert (won.state, won.lawyer) == (QuestionState.ACCEPTED, second)
    with pytest.raises(OfferOver):
        accept_offer(offer_id=offers[first.pk], by=one, at=later(9))
    assert states() == {first.pk: OfferState.WITHDRAWN, second.pk: OfferState.ACCEPTED}
    assert Desk.objects.get(lawyer=first).acceptance == 0.5
    assert Desk.objects.get(lawyer=second).acceptance == pytest.approx(0.55)
    over = TopicEvent.objects.filter(kind="offer_over").values_list("topic", flat=True)
    assert list(over) == [f"desk:{one.membership_id}"]
    assert question.pk == won.pk


def test_accepted_twice_by_the_same_lawyer_is_refused():
    _, actor, lawyer = accepted(make_question())
    with pytest.raises(OfferOver):
        accept_offer(offer_id=Offer.objects.get(lawyer=lawyer).pk, by=actor, at=later(6))


def test_too_late_is_over():
    [(_, actor)] = make_lawyers(1)
    make_question()
    tick(at=later(1))
    with pytest.raises(OfferOver):
        accept_offer(offer_id=Offer.objects.get().pk, by=actor, at=later(31))


def test_saying_no_brings_the_next_one_and_not_him_again():
    people = make_lawyers(1)
    make_question()
    tick(at=later(1))
    decline_offer(offer_id=Offer.objects.get().pk, reason="busy", by=people[0][1], at=later(3))
    assert Question.objects.get().state == QuestionState.WAITING
    seen(later(500))
    Question.objects.update(seen_at=later(500))
    assert tick(at=later(500)).offers == 0
    make_lawyers(1, at=later(501))
    assert tick(at=later(502)).offers == 1


def test_a_reason_is_needed_and_no_twice_is_no_once():
    [(_, actor)] = make_lawyers(1)
    make_question()
    tick(at=later(1))
    offer = Offer.objects.get()
    with pytest.raises(OfferOver):
        decline_offer(offer_id=offer.pk, reason="because", by=actor, at=later(2))
    for _ in range(2):
        decline_offer(offer_id=offer.pk, reason="busy", by=actor, at=later(2))
    assert Desk.objects.get().acceptance == 0.5


def test_three_ignored_in_a_row_and_he_is_offline():
    [(lawyer, _)] = make_lawyers(1)
    make_question()
    at = 1.0
    for _ in range(3):
        seen(later(at))
        Question.objects.update(seen_at=later(at))
        assert tick(at=later(at)).offers == 1
        at += 31
        tick(at=later(at))
        at += 61
    desk = Desk.objects.get(lawyer=lawyer)
    assert (desk.is_online, desk.offline_reason, desk.ignored) == (False, "ignored", 3)
    assert not desk.lawyer.is_online  # the card says what the desk says
    assert Question.objects.get().state == QuestionState.WAITING
    assert TopicEvent.objects.filter(kind="offline").count() == 1


def test_a_firm_for_the_other_side_is_never_asked():
    firm, [(lawyer, actor)] = make_office(make_operator())
    add_party(party=Party("远航物业有限公司", PartySide.ACTS_FOR), is_mine=False, by=actor, at=AT)
    duty.go_online(places=3, by=actor, at=AT)
    make_question(others=("远航物业有限公司",))
    assert tick(at=later(1)).offers == 0
    [(free, _)] = make_lawyers(1)
    assert tick(at=later(3)).offers == 1
    assert Offer.objects.get().lawyer == free
    assert firm.pk != lawyer.pk or free.pk != lawyer.pk


def test_the_firm_that_advised_one_side_is_not_asked_by_the_other():
    """After an answer the firm's book knows the client: his opponent's question goes elsewhere."""
    question, _, lawyer = accepted(make_question(own_name="孙小云", others=("远航物业有限公司",)))
    seen(later(10))
    make_question(own_name="远航物业有限公司", others=("孙小云",), at=later(10))
    assert tick(at=later(11)).offers == 0
    make_question(own_name="别的人", others=("不相干的公司",), at=later(12))
    tick(at=later(13))
    assert Offer.objects.filter(state=OfferState.OPEN).get().lawyer == lawyer
    assert question.lawyer == lawyer


def test_never_more_than_his_places():
    [(_, actor)] = make_lawyers(1, places=1)
    make_question()
    make_question(at=later(1))
    assert tick(at=later(2)).offers == 1
    accept_offer(offer_id=Offer.objects.get().pk, by=actor, at=later(3))
    assert tick(at=later(4)).offers == 0


def test_a_place_taken_meanwhile_is_refused():
    [(lawyer, actor)] = make_lawyers(1, places=2)
    make_question()
    make_question(at=later(1))
    tick(at=later(2))
    Desk.objects.filter(lawyer=lawyer).update(places=1)
    first, second = Offer.objects.order_by("pk")
    accept_offer(offer_id=first.pk, by=actor, at=later(3))
    with pytest.raises(NoPlace):
        accept_offer(offer_id=second.pk, by=actor, at=later(3))


def test_a_page_that_is_closed_is_nobody():
    make_lawyers(1)
    make_question(at=later(61))
    assert tick(at=later(61)).offers == 0
    assert Desk.objects.get().is_online
    tick(at=later(301))
    assert (Desk.objects.get().is_online, Desk.objects.get().offline_reason) == (False, "away")
    assert not Desk.objects.get().lawyer.is_online


def test_going_offline_gives_open_offers_back_without_a_mark():
    [(_, actor)] = make_lawyers(1)
    make_question()
    tick(at=later(1))
    duty.go_offline(by=actor, at=later(2))
    assert (Offer.objects.get().state, Question.objects.get().state) == (OfferState.WITHDRAWN, QuestionState.WAITING)
    assert Desk.objects.get().acceptance == 0.5
    with pytest.raises(OfferOver):
        accept_offer(offer_id=Offer.objects.get().pk, by=actor, at=later(2))


def test_who_closed_the_page_and_left_no_number_has_left_when_he_was_last_seen():
    make_question()
    tick(at=later(299))
    assert Question.objects.get().state == QuestionState.WAITING
    assert tick(at=later(301)).left == 1
    assert Question.objects.get().state == QuestionState.LEFT
    assert list(QuestionEvent.objects.filter(kind=Kind.LEFT).values_list("at", flat=True)) == [AT]


def test_the_lawyer_who_helped_last_is_asked_first_and_alone():
    question, actor, lawyer = accepted(make_question())
    writes(actor, question, at=later(20))
    tick(at=later(21))
    make_lawyers(3, at=later(21))
    again = make_question(visitor_id=question.visitor_id, at=later(30))
    assert tick(at=later(31)).offers == 1
    assert Offer.objects.get(question=again).lawyer == lawyer
    assert tick(at=later(46)).offers == 2


def test_who_may_not_be_asked():
    _firm, [(_, actor)] = make_office(make_operator())
    with pytest.raises(NotOnDuty):
        duty.go_online(places=0, by=actor, at=AT)
    with pytest.raises(NotPermitted):
        duty.go_online(places=1, by=make_actor(make_organisation(), Role.STEWARD), at=AT)
    with pytest.raises(NotFound):
        duty.go_online(places=1, by=make_lawyer_actor(), at=AT)


def test_somebody_elses_offer_is_not_there():
    people = make_lawyers(1)
    make_question()
    tick(at=later(1))
    [(_, stranger)] = make_lawyers(1)
    for action in (
        lambda: accept_offer(offer_id=Offer.objects.get().pk, by=stranger, at=later(2)),
        lambda: decline_offer(offer_id=Offer.objects.get().pk, reason="busy", by=stranger, at=later(2)),
    ):
        with pytest.raises(NotFound):
            action()
    assert people


def test_one_chain_of_ticks_whoever_starts_it(monkeypatch):
    planned = []
    monkeypatch.setattr("jiefen.consultations.tasks.look.schedule", lambda **named: planned.append(named))
    assert go_on_looking(AT)
    assert not go_on_looking(AT + dt.timedelta(seconds=1))
    assert go_on_looking(AT + dt.timedelta(seconds=2))
    assert len(planned) == 2


def test_the_decision_asks_the_database_no_more_often_when_more_wait(django_assert_max_num_queries):
    make_lawyers(1, places=1)
    for each in range(2):
        make_question(at=later(each))
    tick(at=later(3))
    with django_assert_max_num_queries(40):
        tick(at=later(5))
    for each in range(6):
        make_question(at=later(5 + each))
    with django_assert_max_num_queries(40):
        tick(at=later(12))

"""The operator: reassign, void, read with a reason, answer complaints; lawyers and strangers may not."""

from __future__ import annotations

import pytest

from jiefen.audit.models import Event
from jiefen.consultations.actions import afterwards, staff
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import Offer, TranscriptReading
from jiefen.consultations.queries.readings import reading_of
from jiefen.consultations.refusals import AfterwardsRefused, Conflicted, NotOnDuty
from jiefen.consultations.states import OfferState, QuestionState
from jiefen.lawyers.actions.conflicts import Party, add_party
from jiefen.lawyers.models import PartySide
from jiefen.rules.service_clock import Verdict
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.consultations import accepted, later, make_lawyers, make_question, said, writes
from tests.factories.lawyers import make_operator
from tests.factories.world import AT

pytestmark = pytest.mark.django_db


def test_by_hand_to_a_lawyer_who_is_there():
    operator, question = make_operator(), make_question()
    [(lawyer, _)] = make_lawyers(1)
    tick(at=later(1))
    moved = staff.reassign(
        public_id=question.public_id, to_lawyer_id=lawyer.pk, reason="等得太久", by=operator, at=later(9)
    )
    assert (moved.state, moved.lawyer) == (QuestionState.ACCEPTED, lawyer)
    assert set(Offer.objects.values_list("state", flat=True)) == {OfferState.WITHDRAWN, OfferState.ACCEPTED}
    event = Event.objects.get(code="consultations.reassigned_by_hand")
    assert (event.actor_no, event.data) == (operator.membership_id, {"lawyer": lawyer.pk, "reason": "等得太久"})


def test_from_one_lawyer_to_another():
    question, actor, first = accepted(make_question())
    [(second, _)] = make_lawyers(1, at=later(6))
    staff.reassign(
        public_id=question.public_id, to_lawyer_id=second.pk, reason="没有回应", by=make_operator(), at=later(9)
    )
    question.refresh_from_db()
    assert question.lawyer == second
    assert Offer.objects.get(lawyer=first).state == OfferState.RETURNED
    with pytest.raises(NotFound):
        writes_after(actor, question)


def writes_after(actor, question):
    from jiefen.consultations.access import question_for_lawyer

    question_for_lawyer(actor, question.public_id)


def test_not_to_somebody_away_conflicted_or_without_a_reason():
    operator, question = make_operator(), make_question(others=("远航物业有限公司",))
    [(lawyer, actor)] = make_lawyers(1)
    with pytest.raises(NotOnDuty):
        staff.reassign(public_id=question.public_id, to_lawyer_id=0, reason="等得太久", by=operator, at=later(1))
    with pytest.raises(AfterwardsRefused):
        staff.reassign(public_id=question.public_id, to_lawyer_id=lawyer.pk, reason=" ", by=operator, at=later(1))
    add_party(party=Party("远航物业有限公司", PartySide.ACTS_FOR), is_mine=False, by=actor, at=AT)
    with pytest.raises(Conflicted):
        staff.reassign(
            public_id=question.public_id, to_lawyer_id=lawyer.pk, reason="等得太久", by=operator, at=later(1)
        )


def test_spam_leaves_every_figure():
    operator, question = make_operator(), make_question()
    staff.void(public_id=question.public_id, reason="是一条广告", by=operator, at=later(500))
    assert reading_of(question.pk, at=later(501)).verdict == Verdict.NOT_COUNTED
    question.thread.refresh_from_db()
    assert question.thread.state == "closed"


def test_reading_a_conversation_is_written_down_and_shown():
    operator = make_operator()
    question, actor, _ = accepted(make_question())
    writes(actor, question, at=later(30))
    seat = staff.read_transcript(public_id=question.public_id, reason="咨询人投诉", by=operator, at=later(60))
    assert (seat.kind, seat.can_write) == ("operator", False)
    assert "原因：咨询人投诉" in said(question)[-1]
    assert list(TranscriptReading.objects.values_list("membership_id", "reason")) == [
        (operator.membership_id, "咨询人投诉")
    ]
    assert Event.objects.filter(code="consultations.transcript_read").count() == 1
    with pytest.raises(AfterwardsRefused):
        staff.read_transcript(public_id=question.public_id, reason="", by=operator, at=later(61))


def test_a_complaint_is_answered_once():
    operator, question = make_operator(), make_question()
    raised = afterwards.raise_grievance(question=question, words="等了很久", at=later(1))
    staff.answer_grievance(grievance_id=raised.pk, words="已补上值班律师。", by=operator, at=later(60))
    with pytest.raises(AfterwardsRefused):
        staff.answer_grievance(grievance_id=raised.pk, words="再答一次", by=operator, at=later(61))
    with pytest.raises(NotFound):
        staff.answer_grievance(grievance_id=0, words="没有", by=operator, at=later(61))


def test_a_lawyer_may_do_none_of_it():
    question, actor, lawyer = accepted(make_question())
    for action in (
        lambda: staff.reassign(
            public_id=question.public_id, to_lawyer_id=lawyer.pk, reason="我想要这单", by=actor, at=AT
        ),
        lambda: staff.void(public_id=question.public_id, reason="是一条广告", by=actor, at=AT),
        lambda: staff.read_transcript(public_id=question.public_id, reason="只是好奇", by=actor, at=AT),
        lambda: staff.answer_grievance(grievance_id=1, words="好", by=actor, at=AT),
    ):
        with pytest.raises(NotPermitted):
            action()


def test_a_draft_is_nobodys_business():
    from tests.consultations.test_intake import drafted

    draft = drafted()
    with pytest.raises(NotFound):
        staff.void(public_id=draft.public_id, reason="是一条广告", by=make_operator(), at=AT)

"""Deleting: what goes, what stays, what is barred and by which rule, and what goes by itself when its time is over."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.visitors import new_visitor
from jiefen.audit.models import Event
from jiefen.chat.models import Message, ThreadKey
from jiefen.chat.sealing import GONE
from jiefen.consultations.access import question_of_visitor
from jiefen.consultations.actions import afterwards, records, staff, talking
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.actions.forgetting import forget_what_is_due, forget_words
from jiefen.consultations.models import Consent, Feedback, Grievance, Question, QuestionParty, Rating, RecordHold
from jiefen.consultations.queries.client import own_questions
from jiefen.consultations.queries.desk import desk_of
from jiefen.consultations.queries.keeping import preview
from jiefen.consultations.queries.readings import reading_of
from jiefen.consultations.refusals import AfterwardsRefused, KeptByRule
from jiefen.consultations.states import MoveRefused
from jiefen.shared.errors import NotFound
from tests.factories.consultations import accepted, later, make_lawyers, make_question, said, writes
from tests.factories.lawyers import make_operator
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def answered(**named):
    question, actor, lawyer = accepted(make_question(**named))
    writes(actor, question, at=later(50))
    tick(at=later(51))
    question.refresh_from_db()
    return question, actor, lawyer


def ended(**named):
    question, actor, lawyer = answered(**named)
    talking.close_by_client(question=question, at=later(100))
    return Question.objects.select_related("thread").get(pk=question.pk), actor, lawyer


def test_everything_written_goes_and_the_clock_stays():
    question, _, lawyer = answered(own_name="孙小云", others=("远航物业",))
    afterwards.give_feedback(
        question=question, verdict="partly", missing=(), words="没说去哪", wants_second=False, at=later(90)
    )
    talking.close_by_client(question=question, at=later(100))
    afterwards.rate(question=question, stars=4, words="讲得清楚", at=later(102))
    before = reading_of(question.pk, at=later(200))
    forget_words(question=question, at=later(103))
    question = Question.objects.get(pk=question.pk)
    assert (question.words, question.flags, question.address_index) == ("", [], "")
    assert question.forgotten_at == later(103)
    assert not QuestionParty.objects.exists()
    assert (Feedback.objects.get().words, Rating.objects.get().words, Rating.objects.get().stars) == ("", "", 4)
    assert set(said(question)[:-1]) == {GONE}
    assert said(question)[-1].startswith("咨询人要求删除")
    assert reading_of(question.pk, at=later(200)) == before
    assert (before.seconds, before.lawyer) == (50, lawyer.pk)
    assert Consent.objects.count() == 2


def test_it_is_in_the_audit_without_a_word():
    question, _, _ = ended()
    forget_words(question=question, at=later(103))
    events = Event.objects.filter(code__in=["consultations.words_forgotten", "chat.thread_forgotten"])
    assert {each.code for each in events} == {"consultations.words_forgotten", "chat.thread_forgotten"}
    assert "工资" not in str([each.data for each in events])


def test_not_while_it_is_open_and_the_rule_is_named():
    for question in (make_question(), answered()[0]):
        with pytest.raises(KeptByRule, match=r"第四十七条.*请先结束"):
            forget_words(question=question, at=later(60))
    assert ThreadKey.objects.count() == 2


def test_not_while_a_complaint_is_under_way():
    question, _, _ = ended()
    raised = afterwards.raise_grievance(question=question, words="说得太快", at=later(110))
    with pytest.raises(KeptByRule, match="第五十条"):
        forget_words(question=question, at=later(111))
    staff.answer_grievance(grievance_id=raised.pk, words="已请律师补充。", by=make_operator(), at=later(120))
    forget_words(question=question, at=later(121))
    assert (Grievance.objects.get().words, Grievance.objects.get().answer) == ("", "已请律师补充。")


def test_not_while_the_lawyer_keeps_the_record_by_rule():
    question, actor, _ = ended()
    held = records.hold_record(public_id=question.public_id, reason="engaged", by=actor, at=later(110))
    assert held.until_on == AT.date() + 1095 * DAY
    with pytest.raises(KeptByRule, match=r"2029年11月22日.*律师法第二十三条"):
        forget_words(question=question, at=later(111))
    assert records.release_record(public_id=question.public_id, by=actor, at=later(112)) == 1
    forget_words(question=question, at=later(113))


def test_a_hold_needs_a_known_reason_and_something_to_hold_and_his_own_talk():
    question, actor, _ = ended()
    with pytest.raises(AfterwardsRefused):
        records.hold_record(public_id=question.public_id, reason="curious", by=actor, at=later(110))
    [(_, stranger)] = make_lawyers(1, at=later(110))
    for act in (records.hold_record, records.release_record):
        more = {"reason": "engaged"} if act is records.hold_record else {}
        with pytest.raises(NotFound):
            act(public_id=question.public_id, by=stranger, at=later(111), **more)
    forget_words(question=question, at=later(112))
    with pytest.raises(AfterwardsRefused):
        records.hold_record(public_id=question.public_id, reason="engaged", by=actor, at=later(113))
    assert not RecordHold.objects.exists()


def test_the_platform_ends_a_hold_without_ground():
    question, actor, _ = ended()
    records.hold_record(public_id=question.public_id, reason="dispute", by=actor, at=later(110))
    operator = make_operator()
    with pytest.raises(AfterwardsRefused):
        records.release_by_operator(public_id=question.public_id, reason="无", by=operator, at=later(111))
    ended_holds = records.release_by_operator(
        public_id=question.public_id, reason="没有这样的投诉", by=operator, at=later(112)
    )
    assert (ended_holds, preview(question, at=later(113)).may_go) == (1, True)


def test_another_person_does_not_even_find_it():
    question, _, _ = ended()
    stranger = new_visitor(at=AT)[0]
    for visitor in (stranger, None, 0):
        with pytest.raises(NotFound):
            question_of_visitor(visitor, question.public_id)
    assert question_of_visitor(question.visitor_id, question.public_id) == question


def test_only_ones_own_words_are_forgotten():
    mine, other = ended()[0], ended()[0]
    forget_words(question=mine, at=later(200))
    assert said(other)[0].startswith("公司拖欠")
    assert Question.objects.get(pk=other.pk).words.startswith("公司拖欠")


def test_afterwards_nobody_goes_on_with_it_nor_reads_it():
    question, actor, _ = ended()
    forget_words(question=question, at=later(103))
    with pytest.raises(MoveRefused, match="重新提一个"):
        talking.reopen(question=question, at=later(104))
    with pytest.raises(MoveRefused):
        afterwards.give_feedback(
            question=question, verdict="not", missing=(), words="", wants_second=True, at=later(104)
        )
    with pytest.raises(AfterwardsRefused, match="已经按规定删除"):
        staff.read_transcript(public_id=question.public_id, reason="核实一件投诉", by=make_operator(), at=later(105))
    assert [each.words for each in own_questions(question.visitor_id)] == ["（内容已删除）"]
    assert desk_of(actor, at=later(105)).talks == ()


def test_somebody_who_left_may_delete_and_not_come_back():
    question = make_question()
    talking.leave(question=question, at=later(90))
    forget_words(question=question, at=later(91))
    with pytest.raises(MoveRefused):
        talking.come_back(question=question, at=later(92))
    question.thread.refresh_from_db()
    assert question.thread.state == "closed"


def test_the_preview_counts_and_says_what_stays_and_until_when():
    question, _, _ = ended()
    plan = preview(question, at=later(110))
    assert (plan.counts, plan.may_go, plan.bars) == ("2 条文字", True, ())
    stays = {each.code: each.until for each in plan.stays}
    ended_on = AT.date()
    assert stays == {
        "clock": None, "audit": None, "consents": ended_on + 1095 * DAY, "grievances": ended_on + 1095 * DAY,
        "conflicts": ended_on + 365 * DAY,
    }  # fmt: skip
    assert plan.by_itself_on == ended_on + 1095 * DAY


@pytest.mark.parametrize(("make", "days"), [(lambda: ended()[0], 1095), (lambda: left(), 180), (lambda: void(), 30)])
def test_kept_long_enough_it_goes_by_itself(make, days):
    question = make()
    assert forget_what_is_due(at=AT + days * DAY) == 0
    assert Message.objects.filter(thread=question.thread).order_by("seq").first().body != GONE
    assert forget_what_is_due(at=AT + (days + 1) * DAY) == 1
    assert said(question)[0] == GONE
    assert said(question)[-1].startswith("保存期限已到")
    assert forget_what_is_due(at=AT + (days + 1) * DAY) == 0


def left() -> Question:
    question = make_question()
    talking.leave(question=question, at=later(90))
    return question


def void() -> Question:
    question = make_question()
    return staff.void(public_id=question.public_id, reason="重复的提问", by=make_operator(), at=later(90))


def test_what_a_rule_keeps_does_not_go_at_night_and_open_ones_never():
    held, actor, _ = ended()
    records.hold_record(public_id=held.public_id, reason="engaged", by=actor, at=AT + 1000 * DAY)
    complained = ended()[0]
    afterwards.raise_grievance(question=complained, words="太慢", at=later(110))
    answered()
    assert forget_what_is_due(at=AT + 1200 * DAY) == 0


def test_proof_of_consent_goes_after_its_three_years():
    question, _, _ = ended()
    forget_words(question=question, at=later(103))
    forget_what_is_due(at=AT + 1095 * DAY)
    assert Consent.objects.count() == 1
    forget_what_is_due(at=AT + 1096 * DAY)
    assert Consent.objects.count() == 0

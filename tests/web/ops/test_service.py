"""The operator's board, its export, the roster's holes, and what is done by hand."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from jiefen.accounts.actors import Actor
from jiefen.audit.models import Event
from jiefen.consultations.actions import afterwards, duty, forgetting, records, talking
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import Grievance, Question, TranscriptReading
from jiefen.consultations.states import QuestionState
from jiefen.lawyers.models import Lawyer
from jiefen.shared import clock
from tests.factories.consultations import accepted, make_lawyers, make_question, writes
from tests.factories.lawyers import make_operator
from tests.web.desk.test_reception import _own_columns, at_work, text  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return at_work(make_operator())


LAWYERS: dict[int, Actor] = {}


def answered() -> Question:
    question, actor, _ = accepted(make_question(at=clock.now()), at=clock.now())
    writes(actor, question, at=clock.now())
    tick(at=clock.now())
    question.refresh_from_db()
    LAWYERS[question.pk] = actor
    return question


def test_the_board_shows_the_measured_seconds_with_n(client):
    answered()
    make_question(at=clock.now(), address="10.8.0.1")
    page = text(client, "ops")
    assert ("100.0%" in page, "n = 1" in page, "在线律师" in page) == (True, True, True)
    assert "工资" not in page
    assert "此刻（2）" in text(client, "ops_now")


def test_an_hour_in_which_nothing_counts_yet_has_no_bar(client):
    make_question(at=clock.now(), address="10.8.0.1")
    assert "各钟点五分钟内由人答复" not in text(client, "ops")
    answered()
    assert "各钟点五分钟内由人答复" in text(client, "ops")


def test_a_day_long_ago_and_a_day_that_is_none(client):
    for day in ("2020-01-01", "9999-01-01", "soon"):
        response = client.get(reverse("ops"), {"day": day})
        assert response.status_code == 200


def test_the_export_per_lawyer_and_hour(client):
    answered()
    Lawyer.objects.update(name="=1+1")
    text_of = client.get(reverse("ops_export", args=["csv"])).content.decode("utf-8-sig")
    assert text_of.splitlines()[0] == "律师,钟点,问题数 n,五分钟内,中位（秒）,95%（秒）"
    assert text_of.splitlines()[1].startswith("'=1+1,")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(reverse("ops_export", args=["xlsx"])).content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["=1+1", clock.now().hour, 1, 1]
    assert sheet["A2"].data_type == "s"
    assert client.get(reverse("ops_export", args=["pdf"])).status_code == 404
    assert Event.objects.filter(code="consultations.hours_exported").count() == 2


def test_the_holes_of_the_coming_week(client):
    assert "还没有自己的来访数" in text(client, "ops_roster")
    make_lawyers(1, at=clock.now())
    assert "缺人的钟点" in text(client, "ops_roster")


def test_by_hand(client):
    question = make_question(at=clock.now())
    [(lawyer, _)] = make_lawyers(1, at=clock.now())
    url = reverse("ops_reassign", args=[question.public_id])
    assert "请写明原因" in client.post(url, {"lawyer": lawyer.pk, "reason": ""}, follow=True).content.decode()
    client.post(url, {"lawyer": lawyer.pk, "reason": "等得太久"})
    question.refresh_from_db()
    assert (question.state, question.lawyer) == (QuestionState.ACCEPTED, lawyer)
    client.post(reverse("ops_void", args=[question.public_id]), {"reason": "是一条测试"})
    question.refresh_from_db()
    assert question.state == QuestionState.VOID


def test_reading_needs_a_reason_and_leaves_a_trace(client):
    question = answered()
    page = text(client, "ops_question", question.public_id)
    assert "工资" not in page
    url = reverse("ops_read", args=[question.public_id])
    assert "请写明原因" in client.post(url, {"reason": ""}, follow=True).content.decode()
    assert not TranscriptReading.objects.exists()
    assert "工资" in client.post(url, {"reason": "处理咨询人的投诉"}).content.decode()
    assert TranscriptReading.objects.count() == 1


def test_a_complaint_is_answered(client):
    question = answered()
    raised = afterwards.raise_grievance(question=question, words="等得有点久", at=clock.now())
    assert "待答复的意见" in text(client, "ops")
    client.post(reverse("ops_grievance", args=[raised.pk]), {"words": "已补上值班律师。"})
    assert Grievance.objects.get().answer == "已补上值班律师。"
    assert client.post(reverse("ops_grievance", args=[0]), {"words": "x"}).status_code == 404


def test_a_lawyer_is_not_an_operator():
    question = make_question(at=clock.now())
    [(_, actor)] = make_lawyers(1, at=clock.now())
    lawyer = at_work(actor)
    for name, args in (("ops", []), ("ops_roster", []), ("ops_question", [question.public_id])):
        assert lawyer.get(reverse(name, args=args)).status_code == 403
    duty.go_offline(by=actor, at=clock.now())


def test_the_board_costs_the_same_at_one_and_at_five(client, django_assert_max_num_queries):
    for each in range(5):
        make_question(at=clock.now(), address=f"10.8.1.{each}")
    with django_assert_max_num_queries(16):
        client.get(reverse("ops"))


def test_a_hold_is_shown_and_ended_with_a_reason(client):
    question = answered()
    actor = LAWYERS[question.pk]
    records.hold_record(public_id=question.public_id, reason="dispute", by=actor, at=clock.now())
    assert "依规定留存到" in text(client, "ops_question", question.public_id)
    client.post(reverse("ops_release", args=[question.public_id]), {"reason": "没有这样的投诉"})
    assert "依规定留存到" not in text(client, "ops_question", question.public_id)


def test_what_was_forgotten_cannot_be_read_by_staff(client):
    question = answered()
    talking.close_by_client(question=question, at=clock.now())
    forgetting.forget_words(question=Question.objects.get(), at=clock.now())
    page = text(client, "ops_question", question.public_id)
    assert ("没有可以看的" in page, "已删除；时间" in page) == (True, True)
    client.post(reverse("ops_read", args=[question.public_id]), {"reason": "核实一件投诉"})
    assert not TranscriptReading.objects.exists()

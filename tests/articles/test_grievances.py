"""Complaints from the first word to the last decision, and what each does to the article."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from jiefen.articles.access import get_grievance_for_author, get_grievance_for_operator, get_grievance_for_reader
from jiefen.articles.actions import grievances as act
from jiefen.articles.models import Article, ContentGrievance, GrievanceEntry
from jiefen.articles.queries.grievances import against, board, board_line, told_to, waiting_complaints
from jiefen.articles.refusals import GrievanceRefused, ReviewRefused, TooManyGrievances
from jiefen.articles.states import ArticleState, GrievanceState, MoveRefused, Outcome
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.articles import HOUR, OTHER_READER, READER, make_desk, make_grievance
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def decided(desk, outcome, note="第二段已更正。", **more):
    filed = make_grievance(desk.published(), **more)
    act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT + HOUR)
    decide(desk, filed, outcome, note)
    return ContentGrievance.objects.select_related("article").get(pk=filed.pk)


def decide(desk, filed, outcome, note="说明。", at=AT + 2 * HOUR):
    act.decide(
        grievance_id=filed.pk, outcome=outcome, reasons="核对过原文。", public_note=note, by=desk.operator, at=at
    )


def article_state(row) -> str:
    return Article.objects.get(pk=row.article_id).state


def test_filing_starts_the_clock():
    filed = make_grievance(make_desk().published(), contact="13900000000")
    assert (filed.state, filed.acknowledge_by) == (GrievanceState.FILED, AT + dt.timedelta(hours=24))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact FROM articles_contentgrievance WHERE id = %s", [filed.pk])
        stored = cursor.fetchone()
    assert "写错" not in stored[0] and "139" not in stored[1]
    assert board_line(filed, now=AT + HOUR).time_left == "还剩 23 小时 0 分"
    assert told_to("operator", filed, now=AT + 25 * HOUR).is_late


@pytest.mark.parametrize("values", [{"kind": "x"}, {"text": "坏"}, {"text": "长" * 2001}, {"contact": "1" * 121}])
def test_what_cannot_be_filed(values):
    article = make_desk().published()
    with pytest.raises(GrievanceRefused):
        make_grievance(article, **values)
    assert not ContentGrievance.objects.exists()


def test_only_about_public_texts_one_at_a_time_and_not_too_many():
    desk = make_desk()
    with pytest.raises(NotFound):
        make_grievance(desk.draft())
    articles = [desk.published(title=f"第{number}篇讲押金的文章") for number in range(6)]
    for article in articles[:5]:
        make_grievance(article, address_index="x" * 32)
    with pytest.raises(GrievanceRefused) as refused:
        make_grievance(articles[0])
    assert refused.value.code == "articles.grievance_open"
    with pytest.raises(TooManyGrievances):
        make_grievance(articles[5])
    with pytest.raises(TooManyGrievances):
        make_grievance(articles[5], OTHER_READER, address_index="x" * 32)
    make_grievance(articles[5], OTHER_READER, at=AT + HOUR)


def test_whose_complaint_it_is():
    desk, other = make_desk(), make_desk()
    filed = make_grievance(desk.published())
    assert get_grievance_for_reader(READER, filed.pk).pk == get_grievance_for_author(desk.author, filed.pk).pk
    for get in (
        lambda: get_grievance_for_reader(OTHER_READER, filed.pk),
        lambda: get_grievance_for_reader("", filed.pk),
        lambda: get_grievance_for_author(other.author, filed.pk),
    ):
        with pytest.raises(NotFound):
            get()
    with pytest.raises(NotPermitted):
        get_grievance_for_operator(desk.author, filed.pk)
    assert list(against(other.author)) == []
    assert told_to("author", filed, now=AT).contact == ""


def test_nobody_decides_before_acknowledging():
    desk = make_desk()
    filed = make_grievance(desk.published())
    with pytest.raises(MoveRefused):
        decide(desk, filed, Outcome.NO_ACTION)
    act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT)
    with pytest.raises(MoveRefused):
        act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT)
    for bad in ({"outcome": "x"}, {"reasons": ""}):
        with pytest.raises(GrievanceRefused):
            act.decide(
                **{"outcome": "no_action", "reasons": "核对过原文。", **bad},
                grievance_id=filed.pk,
                by=desk.operator,
                at=AT,
            )


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("no_action", ArticleState.PUBLISHED),
        ("correction", ArticleState.CORRECTED),
        ("takedown", ArticleState.TAKEN_DOWN),
    ],
)
def test_what_a_decision_does(outcome, state):
    row = decided(make_desk(), outcome)
    assert (row.state, row.outcome, article_state(row)) == (GrievanceState.DECIDED, outcome, state)


def test_a_decision_that_readers_notice_needs_a_note_and_is_taken_back_without():
    desk = make_desk()
    filed = make_grievance(desk.published())
    act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT)
    with pytest.raises(ReviewRefused):
        decide(desk, filed, Outcome.TAKEDOWN, note="")
    filed.refresh_from_db()
    assert (filed.state, article_state(filed)) == (GrievanceState.ACKNOWLEDGED, ArticleState.PUBLISHED)


def test_the_author_says_how_he_sees_it_while_it_is_open():
    desk = make_desk()
    filed = make_grievance(desk.published())
    act.answer(grievance_id=filed.pk, text="第二段引的是旧法，我来改。", by=desk.author, at=AT)
    act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT)
    decide(desk, filed, Outcome.NO_ACTION)
    with pytest.raises(GrievanceRefused):
        act.answer(grievance_id=filed.pk, text="还想说几句话。", by=desk.author, at=AT)
    steps = list(GrievanceEntry.objects.order_by("pk").values_list("side", "kind"))
    assert steps == [
        ("complainant", "filed"), ("author", "answered"), ("operator", "acknowledged"), ("operator", "decided"),
    ]  # fmt: skip


def test_withdrawing():
    desk = make_desk()
    filed = make_grievance(desk.published())
    with pytest.raises(NotFound):
        act.withdraw_grievance(grievance_id=filed.pk, reader=OTHER_READER, at=AT)
    act.withdraw_grievance(grievance_id=filed.pk, reader=READER, at=AT)
    with pytest.raises(MoveRefused):
        act.acknowledge(grievance_id=filed.pk, by=desk.operator, at=AT)
    assert list(against(desk.author)) == []


def test_each_side_appeals_once_and_in_time():
    desk = make_desk()
    row = decided(desk, "takedown")
    with pytest.raises(GrievanceRefused) as refused:
        act.appeal_as_author(grievance_id=row.pk, text="这段没有错，请再看。", by=desk.author, at=AT + 16 * DAY)
    assert refused.value.code == "articles.appeal_late"
    act.appeal_as_author(grievance_id=row.pk, text="这段没有错，请再看。", by=desk.author, at=AT + DAY)
    with pytest.raises(MoveRefused):
        act.appeal_as_complainant(grievance_id=row.pk, text="我也有话要说。", reader=READER, at=AT + DAY)
    decide(desk, row, Outcome.NO_ACTION, note="复核后恢复。", at=AT + 2 * DAY)
    assert article_state(row) == ArticleState.PUBLISHED
    with pytest.raises(GrievanceRefused) as again:
        act.appeal_as_author(grievance_id=row.pk, text="再申诉一次试试。", by=desk.author, at=AT + 2 * DAY)
    assert again.value.code == "articles.appeal_twice"
    act.appeal_as_complainant(grievance_id=row.pk, text="恢复得不对，请再看。", reader=READER, at=AT + 3 * DAY)
    decide(desk, row, Outcome.CORRECTION, note="加一条更正。", at=AT + 4 * DAY)
    assert article_state(row) == ArticleState.CORRECTED
    told = told_to("complainant", ContentGrievance.objects.get(pk=row.pk), now=AT + 4 * DAY)
    assert not told.may_appeal and told.outcome_name == "更正"


def test_no_appeal_before_a_decision():
    desk = make_desk()
    filed = make_grievance(desk.published())
    with pytest.raises(MoveRefused):
        act.appeal_as_complainant(grievance_id=filed.pk, text="想申诉这件事。", reader=READER, at=AT)


def test_history_cannot_be_changed():
    from django.db import DatabaseError, transaction

    make_grievance(make_desk().published())
    with pytest.raises(DatabaseError), transaction.atomic():
        GrievanceEntry.objects.update(kind="decided")


def test_the_board_shows_what_is_due_first_in_the_same_queries(django_assert_num_queries):
    desk = make_desk()
    articles = [desk.published(title=f"第{number}篇讲押金的文章") for number in range(3)]
    made = [make_grievance(article, at=AT + number * HOUR) for number, article in enumerate(articles)]
    act.acknowledge(grievance_id=made[0].pk, by=desk.operator, at=AT + HOUR)
    with django_assert_num_queries(1):
        lines = [board_line(row, now=AT + 2 * HOUR) for row in board(desk.operator)]
    assert [line.grievance_id for line in lines] == [made[1].pk, made[2].pk, made[0].pk]
    assert waiting_complaints() == (2, 3)
    with pytest.raises(NotPermitted):
        board(desk.author)

"""The whole from × to matrix of articles, reviews and complaints."""

from __future__ import annotations

import pytest

from jiefen.articles.models import Article, ContentGrievance, Review
from jiefen.articles.states import (
    LIFECYCLES,
    PUBLIC,
    ArticleState,
    GrievanceState,
    MovedMeanwhile,
    MoveRefused,
    ReviewState,
    move,
)
from tests.factories.articles import make_desk, make_grievance
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
STATES = {"Article": ArticleState, "Review": ReviewState, "ContentGrievance": GrievanceState}
PAIRS = [(name, here, there) for name, states in STATES.items() for here in states for there in states]


def test_every_state_has_its_line_in_the_table():
    for name, states in STATES.items():
        assert set(LIFECYCLES[name].moves) == set(states)


def test_events_are_named_in_the_past_and_belong_here():
    codes = {code for life in LIFECYCLES.values() for moves in life.moves.values() for code in moves.values()}
    assert all(code.startswith("articles.") for code in codes)


@pytest.mark.parametrize(("name", "here", "there"), PAIRS)
def test_matrix(name, here, there):
    desk = make_desk()
    if name == "ContentGrievance":
        row = make_grievance(desk.published())
    elif name == "Review":
        row = desk.submitted()
    else:
        row = desk.draft()
    model = {"Article": Article, "Review": Review, "ContentGrievance": ContentGrievance}[name]
    model.objects.filter(pk=row.pk).update(state=here)
    row = model.objects.get(pk=row.pk)
    if there in LIFECYCLES[name].moves[here]:
        move(row, to=there, by_no=None, at=AT)
        assert model.objects.get(pk=row.pk).state == there
    else:
        with pytest.raises(MoveRefused):
            move(row, to=there, by_no=None, at=AT)
        assert model.objects.get(pk=row.pk).state == here


def test_somebody_was_quicker():
    article = make_desk().draft()
    Article.objects.filter(pk=article.pk).update(state=ArticleState.SUBMITTED)
    with pytest.raises(MovedMeanwhile):
        move(article, to=ArticleState.DISCARDED, by_no=None, at=AT)


def test_what_readers_may_see():
    assert set(PUBLIC) == {ArticleState.PUBLISHED, ArticleState.CORRECTED}

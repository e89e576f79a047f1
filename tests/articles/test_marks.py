"""Reads once a day, likes and favourites once a reader."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.articles import readers
from jiefen.articles.actions.marks import count_read, forget_reads, set_favourite, set_like
from jiefen.articles.models import Article, Read
from jiefen.articles.queries.public import favourites, marks_of
from jiefen.shared.errors import NotFound
from tests.factories.articles import OTHER_READER, READER, make_desk
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db


def counts(article) -> tuple[int, int, int]:
    row = Article.objects.get(pk=article.pk)
    return row.read_count, row.like_count, row.favourite_count


def test_a_reader_counts_once_a_day():
    article = make_desk().published()
    days = (TODAY, TODAY, TODAY + dt.timedelta(days=1))
    assert [count_read(article_id=article.pk, reader=READER, on=day) for day in days] == [True, False, True]
    assert count_read(article_id=article.pk, reader=OTHER_READER, on=TODAY)
    assert counts(article)[0] == 3


def test_a_reader_who_became_known_today_counts_once():
    article = make_desk().published()
    assert count_read(article_id=article.pk, reader=READER, on=TODAY)
    assert not count_read(article_id=article.pk, reader=OTHER_READER, on=TODAY, also=READER)
    assert counts(article)[0] == 1


def test_who_read_is_forgotten_and_the_count_stays():
    article = make_desk().published()
    count_read(article_id=article.pk, reader=READER, on=TODAY - dt.timedelta(days=2))
    assert forget_reads(before=TODAY) == 1
    assert (Read.objects.count(), counts(article)[0]) == (0, 1)


@pytest.mark.parametrize(("act", "place"), [(set_like, 1), (set_favourite, 2)])
def test_twice_is_once_and_back(act, place):
    article = make_desk().published()
    wanted = [True, True, False, False]
    changed = [act(article_id=article.pk, reader=READER, wanted=each, at=AT) for each in wanted]
    assert changed == [True, False, True, False]
    act(article_id=article.pk, reader=OTHER_READER, wanted=True, at=AT)
    assert counts(article)[place] == 1


def test_only_public_texts_can_be_liked_and_any_can_be_let_go():
    desk = make_desk()
    draft = desk.draft()
    with pytest.raises(NotFound):
        set_like(article_id=draft.pk, reader=READER, wanted=True, at=AT)
    with pytest.raises(NotFound):
        set_favourite(article_id=draft.pk + 99, reader=READER, wanted=True, at=AT)
    assert not set_favourite(article_id=draft.pk, reader=READER, wanted=False, at=AT)


def test_marks_and_favourites_are_ones_own():
    article = make_desk().published()
    set_favourite(article_id=article.pk, reader=READER, wanted=True, at=AT)
    assert marks_of(READER, article.pk).kept and not marks_of(OTHER_READER, article.pk).kept
    assert [row.article_id for row in favourites(READER)] == [article.pk]
    assert list(favourites(OTHER_READER)) == list(favourites("")) == []


def test_keys_say_nothing_and_differ():
    keys = {
        readers.person(1), readers.visitor(1), readers.passing("10.0.0.1", "agent", TODAY),
        readers.passing("10.0.0.1", "agent", TODAY + dt.timedelta(days=1)), readers.address_index("10.0.0.1", TODAY),
    }  # fmt: skip
    assert len(keys) == 5
    assert all(len(key) == 32 and "10.0" not in key for key in keys)
    assert readers.address_index("", TODAY) == ""

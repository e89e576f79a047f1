"""The demo's articles: each cites law that is there, says nothing the promotion rules forbid, and can be loaded."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.articles.folding import proposed_area
from jiefen.articles.markdown import plain_text
from jiefen.articles.models import Article, Citation, Review
from jiefen.demo.lawyers import load_lawyers
from jiefen.demo.legal_staff import hire_legal_staff
from jiefen.demo.load_articles import load_articles, read, written
from jiefen.engine.practice_areas import area_named
from jiefen.rules.article_terms import graded_findings
from tests.factories.world import AT, TODAY

FINISHED = [text for text in written() if text.state != "draft"]
# Cited by number, checked in a law collection, but not among the shipped gists.
CHECKED = {("民法典", 710), ("律师法", 25), ("律师法", 38), ("法律援助法", 31), ("法律援助法", 32)}


@pytest.mark.parametrize("text", FINISHED, ids=lambda text: text.name)
def test_each_is_long_enough_clean_and_in_its_area(text):
    words = plain_text(text.body)
    assert 900 <= len(words) <= 1800
    assert graded_findings(f"{text.title}\n{text.lead}\n{words}", TODAY) == ((), ())
    assert not text.topic or text.topic in {topic.name for topic in area_named(text.area).topics}
    assert proposed_area(text.title, text.body, today=TODAY)[0] == text.area
    assert len(text.lead) <= 120 and "！" not in words


def test_at_least_eight_from_both_sides():
    assert len(FINISHED) >= 8 and {text.author for text in FINISHED} == {1, 2, 3}


def test_front_matter_is_read():
    text = read("x.md", "---\ntitle: 题: 副题\nauthor: 2\narea: 其他\ndays_ago: 3\n---\n正文\n\n---\n\n还有\n")
    assert (text.title, text.author, text.days_ago, text.state) == ("题: 副题", 2, 3, "published")
    assert text.body == "正文\n\n---\n\n还有\n"


@pytest.mark.django_db
def test_loading_once(tmp_path, monkeypatch):
    monkeypatch.setattr("jiefen.lawyers.columns.folder", lambda: tmp_path)
    load_lawyers(today=TODAY, at=AT, firms=12, lawyers=60)
    hire_legal_staff(at=AT)
    assert load_articles(at=AT) == len(written()) and load_articles(at=AT) == 0
    rows = Article.objects.all()
    assert all(row.is_demo for row in rows)
    assert sorted(rows.values_list("state", flat=True)).count("published") >= 8
    assert Review.objects.filter(state="waiting").count() == 2  # a first version, and a revision with its changes
    unknown = Citation.objects.filter(is_known=False).values_list("law", "number")
    assert set(unknown) <= CHECKED
    assert not Citation.objects.filter(is_changed=True).exists()
    newest = max(row.published_at for row in rows if row.published_at)
    assert AT - dt.timedelta(days=60) < newest < AT

"""Importing collections of laws."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import checks
from django.db import IntegrityError, transaction

from jiefen.audit.models import Event
from jiefen.statutes.actions import import_collection
from jiefen.statutes.models import ArticleVersion, Law
from jiefen.statutes.queries import article_on, linked_citations, newer_version
from jiefen.statutes.reading import CollectionUnreadable, read_collection
from tests.statutes.collections import MARKDOWN, ROWS, jsonl

AT = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def bring(path, rows=ROWS):
    return import_collection(rows=read_collection(jsonl(path / "laws.jsonl", rows)), at=AT)


def snapshot():
    return list(ArticleVersion.objects.order_by("pk").values())


@pytest.mark.django_db
def test_import_twice_changes_nothing(tmp_path):
    first = bring(tmp_path)
    assert (first.laws, first.articles, first.added, first.changed, first.unchanged) == (2, 4, 4, 0, 0)
    before = snapshot()
    second = bring(tmp_path)
    assert (second.added, second.changed, second.unchanged, second.closed) == (0, 0, 4, 0)
    assert snapshot() == before
    assert Event.objects.filter(code="statutes.collection_imported").count() == 1


@pytest.mark.django_db
def test_rows_say_what_the_collection_said(tmp_path):
    bring(tmp_path)
    article = article_on("中华人民共和国渔船条例", 3, 1)
    assert (article.label, article.reference, article.version) == ("第三条之一", "4", dt.date(2019, 3, 2))
    assert article_on("民法典", 944).effective_from == dt.date(2021, 1, 1)
    assert article_on("民法典", 945) is None


@pytest.mark.django_db
def test_another_wording_is_corrected_in_place(tmp_path):
    bring(tmp_path)
    done = bring(tmp_path, [{**ROWS[2], "text": "改过的文字。"}])
    assert (done.added, done.changed, done.unchanged) == (0, 1, 0)
    assert ArticleVersion.objects.count() == 4
    assert article_on("渔船条例", 3).text == "改过的文字。"


@pytest.mark.django_db
def test_a_later_version_closes_the_earlier(tmp_path):
    bring(tmp_path)
    later = {**ROWS[2], "id": 9, "version": "2024-05-01", "effective_from": "2024-07-01", "text": "新的规定。"}
    done = bring(tmp_path, [later])
    assert (done.added, done.closed) == (1, 2)  # 第三条 is replaced, 第三条之一 is gone
    old = article_on("渔船条例", 3, on=dt.date(2024, 6, 30))
    assert (old.reference, old.effective_to) == ("3", dt.date(2024, 7, 1))
    assert article_on("渔船条例", 3, on=dt.date(2024, 7, 1)).reference == "9"
    assert newer_version(old).reference == "9"
    assert newer_version(article_on("渔船条例", 3)) is None


@pytest.mark.django_db
def test_an_earlier_version_brought_later_is_closed_too(tmp_path):
    bring(tmp_path)
    bring(tmp_path, [{**ROWS[2], "id": 7, "version": "2010-01-01", "text": "旧的规定。"}])
    assert article_on("渔船条例", 3).reference == "3"
    assert article_on("渔船条例", 3, on=dt.date(2015, 1, 1)).reference == "7"


@pytest.mark.django_db
def test_markdown_folder(tmp_path):
    (tmp_path / "渔船.md").write_text(MARKDOWN, encoding="utf-8")
    rows = read_collection(tmp_path)
    assert [(row.label, row.heading) for row in rows] == [
        ("第一条", "总则"),
        ("第二条", "总则"),
        ("第三条之一", "停泊"),
    ]
    assert rows[1].text == "渔船分为两类：\n（一）近海渔船；\n（二）远洋渔船。"
    assert {(row.law, row.version) for row in rows} == {("渔船条例", dt.date(2019, 3, 2))}
    import_collection(rows=rows, at=AT)
    assert json.loads(article_on("渔船条例", 2).reference) == "渔船条例第二条"


def test_packed_and_plain_are_the_same(tmp_path):
    plain = read_collection(jsonl(tmp_path / "a.jsonl", ROWS))
    assert read_collection(jsonl(tmp_path / "a.jsonl.gz", ROWS, packed=True)) == plain


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "没有读到法条"),
        (b"not json", "第 1 行读不懂"),
        (b"[1]", "第 1 行读不懂"),
        ('{"law": "", "article": "第一条", "text": "x"}'.encode(), "第 1 行读不懂"),
        ('{"law": "甲法", "article": "第一条", "text": "x", "version": "去年"}'.encode(), "第 1 行的日期"),
        ("《民法典》".encode("gb18030"), "不是 UTF-8"),
        (b"\x1f\x8b broken", "打不开"),
    ],
)
def test_unreadable(tmp_path, raw, said):
    path = tmp_path / "laws.jsonl"
    path.write_bytes(raw)
    with pytest.raises(CollectionUnreadable, match=said):
        read_collection(path)


def test_no_such_file(tmp_path):
    with pytest.raises(CollectionUnreadable, match="没有找到文件"):
        read_collection(tmp_path / "none.jsonl.gz")


@pytest.mark.django_db
def test_citations_are_linked(tmp_path, django_assert_num_queries):
    bring(tmp_path)
    with django_assert_num_queries(3):
        linked = linked_citations("《民法典》第九百四十四条、第一条，渔船条例第三条之一")
    assert [one.article_id and ArticleVersion.objects.get(pk=one.article_id).reference for one in linked] == [
        "1",
        None,
        "4",
    ]


@pytest.mark.django_db
def test_laws_are_named_once(tmp_path):
    bring(tmp_path, [*ROWS, {**ROWS[3], "law": "《中华人民共和国渔船条例》", "article": "第九条", "id": 12}])
    assert sorted(Law.objects.values_list("name", flat=True)) == ["民法典", "渔船条例"]


@pytest.mark.django_db
@pytest.mark.parametrize("version", [dt.date(2019, 3, 2), None])
def test_the_database_itself_keeps_a_version_from_standing_twice(tmp_path, version):
    """On both databases, also for a law whose version nobody knows."""
    bring(tmp_path)
    ArticleVersion.objects.filter(reference="4").update(version=version)
    row = ArticleVersion.objects.get(reference="4")
    row.pk, row.reference = None, "5"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.label = "第三条之二"
    row.save(force_insert=True)
    assert ArticleVersion.objects.filter(version=version, label="第三条之二").count() == 1


@pytest.mark.django_db
def test_every_constraint_of_the_statutes_stands_in_every_database():
    """Nothing for Django to warn of: models.W047, a constraint that SQLite leaves out."""
    assert [each for each in checks.run_checks(databases=["default"]) if each.id == "models.W047"] == []

"""Articles as people read them: plain words without a collection, wordings and versions with one."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from jiefen.statutes import articles, search
from jiefen.statutes.gists import gist_for, gists
from tests.statutes.collections import ROWS, jsonl

TODAY = date(2026, 11, 26)


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def imported(folder, db):
    old = {**ROWS[2], "version": "2015-05-01", "effective_from": "2015-06-01", "id": 30, "text": "渔船应当登记。"}
    new = {**ROWS[2], "effective_from": "2019-06-01"}
    late = {
        "id": 9,
        "law": "公司法",
        "article": "第二十六条",
        "category": "民法商法",
        "version": "2018-10-26",
        "text": "旧文。",
    }
    call_command("import_statutes", jsonl(folder / "laws.jsonl", [*ROWS[:2], old, new, ROWS[3], late]))


@pytest.mark.django_db
def test_without_a_collection_an_article_is_its_gist():
    one = articles.article("中华人民共和国民法典", 944)
    assert (one.name, one.text, one.slug) == ("《民法典》第九百四十四条", "", "944")
    assert "不能用停水停电" in one.gist and one.effective_from == date(2021, 1, 1)
    assert articles.article("民法典", 1) is None
    assert articles.article("民法典", 944, on=TODAY) is None  # no wording, so none of a day


@pytest.mark.django_db
def test_laws_without_a_collection_are_those_with_gists():
    found = {law.name: law for law in articles.laws()}
    assert found["劳动合同法"].category == "劳动社保" and found["民法典"].category == articles.GENERAL
    assert sum(law.articles for law in found.values()) == len(gists())


@pytest.mark.django_db
def test_neighbours_without_a_collection():
    before, after = articles.neighbours(articles.article("民法典", 17))
    assert before is None or before.number < 17
    assert after.number == 18


def test_with_a_collection_the_wording_stands_beside_the_gist(imported):
    one = articles.article("民法典", 944)
    assert one.text == ROWS[0]["text"] and one.gist
    assert articles.article("民法典", 17).text == ""  # not imported: the gist alone


def test_search_results_keep_their_order_and_cost_one_query(imported, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = articles.found([4, 1, 99])
    assert [one.slug for one in found.values()] == ["3-1", "944"]
    gist_name = gists()[("民法典", 944, 0)].reference
    with django_assert_num_queries(0):
        assert articles.found([gist_name])[gist_name].number == 944


def test_versions_and_the_wording_of_a_day(imported):
    newest, older = articles.versions("渔船条例", 3)
    assert (newest.effective_from, older.effective_from, older.effective_to) == (
        date(2019, 6, 1), date(2015, 6, 1), date(2019, 6, 1),
    )  # fmt: skip
    assert articles.article("渔船条例", 3, on=date(2019, 5, 31)).text == "渔船应当登记。"
    assert articles.article("渔船条例", 3, on=date(2019, 6, 1)).text == ROWS[2]["text"]
    assert articles.article("渔船条例", 3, on=date(2010, 1, 1)) is None


def test_a_wording_older_than_a_known_revision_says_so(imported):
    one = articles.article("公司法", 26)
    assert articles.amended_on(one, today=date(2024, 6, 30)) is None
    assert articles.amended_on(one, today=date(2024, 7, 1)).effective == date(2024, 7, 1)
    assert one.gist == ""  # what we say of the revised article is not said of the old one
    assert articles.amended_on(articles.article("民法典", 944), today=TODAY) is None


def test_laws_of_a_collection_come_by_category(imported, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = articles.laws()
    ours = [(law.name, law.category, law.articles) for law in found if law.name in ("民法典", "公司法", "渔船条例")]
    assert ours == [("民法典", "民法典", 2), ("公司法", "民法商法", 1), ("渔船条例", "行政法规", 3)]
    assert "劳动合同法" in [law.name for law in found]  # not imported, told in plain words
    assert len({law.name for law in found}) == len(found)


def test_articles_of_a_law_leave_earlier_wordings_out(imported):
    assert [one.slug for one in articles.articles_of("渔船条例")] == ["3", "3-1"]
    assert articles.articles_of("没有这部法") == ()


def test_which_articles_have_a_page(imported, django_assert_num_queries):
    wanted = [("民法典", 188), ("渔船条例", 3), ("渔船条例", 7)]
    with django_assert_num_queries(1):
        assert articles.here(wanted) == {("民法典", 188), ("渔船条例", 3)}
    with django_assert_num_queries(0):
        assert articles.here([("民法典", 188)]) == {("民法典", 188)}


def test_a_law_that_only_changed_its_numbers_keeps_its_plain_words():
    now, then = gist_for("民事诉讼法", 250), gist_for("民事诉讼法", 246, version=date(2021, 12, 24))
    assert now.gist == then.gist and "二年" in now.gist
    assert then.effective == date(2022, 1, 1)
    assert gist_for("民事诉讼法", 171, version=date(2021, 12, 24)).gist == gist_for("民事诉讼法", 171).gist
    assert "指定" not in (gist_for("民事诉讼法", 194, version=date(2021, 12, 24)) or now).gist
    assert gist_for("民事诉讼法", 246, version=date(2012, 8, 31)) is None


@pytest.mark.django_db
def test_an_old_version_is_not_given_the_day_of_the_new_one(folder):
    def row(number, version):
        return {"id": number, "law": "民事诉讼法", "article": f"第{number}条", "version": version, "text": "文。"}

    rows = [row("一百七十一", "2012-08-31"), row("一百二十二", "2021-12-24"), row("六十七", "2023-09-01")]
    call_command("import_statutes", jsonl(folder / "laws.jsonl", rows))
    since = {number: articles.versions("民事诉讼法", number)[0].effective_from for number in (171, 122, 67)}
    assert since == {171: date(2012, 8, 31), 122: date(2022, 1, 1), 67: date(2024, 1, 1)}


def test_the_index_of_gists_is_the_one_in_use_without_a_collection(folder):
    assert search.current_index() is search.gist_index()

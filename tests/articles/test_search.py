"""Finding articles, related ones, and lists with a constant number of queries."""

from __future__ import annotations

import pytest

from jiefen.articles.actions.publishing import take_down
from jiefen.articles.folding import folded, proposed_area, slug_of
from jiefen.articles.queries import search
from jiefen.articles.queries.desk import own_articles, own_lines
from jiefen.articles.queries.ops import look_at, review_queue
from jiefen.articles.queries.public import (
    areas_in_use,
    by_author,
    favourites,
    found_of,
    in_order,
    listed,
    of_area,
    public,
    ranked,
    related,
    titles,
)
from jiefen.shared.errors import NotPermitted
from tests.factories.articles import BODY, READER, TITLE, make_desk
from tests.factories.world import AT, TODAY

pytestmark = pytest.mark.django_db
WAGES = BODY.replace("押金", "工资").replace("《民法典》第七百一十一条", "《劳动合同法》第三十条")


def found(words, limit=10):
    return [one.title for one in search(words, limit)]


@pytest.fixture
def desk():
    desk = make_desk()
    desk.published()
    desk.published(title="工资拖着不发怎么办", body=WAGES, area="劳动社保", topic="")
    return desk


def test_words_find_titles_before_texts(desk):
    desk.published(title="租房之前看什么 ABC", body=BODY)
    assert found("押金") == [TITLE, "租房之前看什么 ABC"]
    assert found("工资") == ["工资拖着不发怎么办"]
    assert found("工资 押金")[0] in (TITLE, "工资拖着不发怎么办") and len(found("工资 押金")) == 3
    assert found("ａｂｃ") == found("Abc") == ["租房之前看什么 ABC"]
    assert found("押金", 1) == [TITLE]


def test_a_long_question_finds_what_it_is_about(desk):
    assert found("房东不退我的押金我已经退租了该怎么办")[0] == TITLE


@pytest.mark.parametrize("words", ["", "  ", "，。", "%", "_", "火星移民", "'; DROP TABLE"])
def test_what_finds_nothing(desk, words):
    assert found(words) == []
    assert search("押金", 0) == search("押金", -3) == ()


def test_only_public_texts_are_found(desk):
    desk.draft(title="押金的草稿")
    desk.submitted(title="押金在审核")
    take_down(article_id=desk.published(title="押金下架了").pk, note="核对中。", by=desk.operator, at=AT)
    assert found("押金") == [TITLE]


def test_lists_by_area(desk):
    assert [row.live.title for row in listed(area="劳动社保")] == ["工资拖着不发怎么办"]
    both = ranked("工资 押金")
    assert len(both) == 2 and [row.pk for row in in_order(both)] == both == of_area(both, "")
    assert [row.live.title for row in in_order(of_area(both, "劳动社保"))] == ["工资拖着不发怎么办"]
    assert ranked("，") == in_order([]) == []
    assert dict(areas_in_use()) == {"房产物业": 1, "劳动社保": 1}


def test_related_by_law_and_matter(desk, django_assert_num_queries):
    twin = desk.published(title="押金被扣了一半", body=BODY)
    desk.published(title="邻居漏水怎么赔", body=BODY.replace("《民法典》第七百一十一条", "合同"), topic="邻里相邻")
    with django_assert_num_queries(3):
        near = related(twin)
    assert [one.title for one in near] == [TITLE, "邻居漏水怎么赔"]


def test_an_authors_own(desk):
    other = make_desk(desk.operator)
    other.published(title="别人写的押金文章")
    author = public().get(live__title=TITLE).author_id
    assert {one.title for one in by_author(author)} == {TITLE, "工资拖着不发怎么办"}
    assert set(titles([one.article_id for one in by_author(author)]).values()) == {TITLE, "工资拖着不发怎么办"}


@pytest.mark.parametrize("many", [1, 3])
def test_lists_ask_the_same_number_of_queries(many, django_assert_num_queries):
    desk = make_desk()
    for number in range(many):
        desk.published(title=f"第{number}篇讲押金的文章")
        desk.submitted(title=f"第{number}篇在审核的文章")
    with django_assert_num_queries(1):
        assert len([found_of(row) for row in public()]) == many
    with django_assert_num_queries(2):
        assert len(search("押金", 10)) == many
    with django_assert_num_queries(3):
        assert len(own_lines(list(own_articles(desk.author)))) == 2 * many
    with django_assert_num_queries(2):
        assert len(review_queue(desk.operator)) == many
    with django_assert_num_queries(1):
        assert list(favourites(READER)) == []


def test_lists_of_the_house_are_closed():
    desk = make_desk()
    with pytest.raises(NotPermitted):
        review_queue(desk.author)
    with pytest.raises(NotPermitted):
        own_articles(desk.operator)


def test_a_look_shows_what_changed():
    desk = make_desk()
    first = desk.submitted()
    assert look_at(first).changes == () and look_at(first).previous is None
    article = desk.published(title="另一篇讲押金的文章")
    look = look_at(desk.revise(article, BODY + "\n新加的一段。\n"))
    assert any("新加的一段。" in piece.text for change in look.changes for piece in change.pieces)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("物业费", "wu-ye-fei"), ("N+1 补偿", "n-1-bu-chang"), ("？！", "article"), ("三" * 60, "-".join(["san"] * 15))],
)
def test_slugs(title, slug):
    assert slug_of(title) == slug


def test_folding():
    assert folded("ＡＢ c，《民法典》 1!") == "abc民法典1"


def test_the_area_is_voted_by_title_and_paragraphs():
    assert proposed_area(TITLE, BODY, today=TODAY) == ("房产物业", "房屋租赁")
    assert proposed_area("工资拖着不发怎么办", WAGES, today=TODAY)[0] == "劳动社保"
    assert proposed_area("", "", today=TODAY)[0] == "其他"

"""Citations and Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.statutes.citations import citations_in, label_of, parse_label
from jiefen.statutes.numerals import to_chinese, to_number

LAWS = ["民法典", "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", "物业管理条例"]


def short(text: str) -> list[tuple[str, int, int, int, int]]:
    return [(one.law, one.article, one.branch, one.paragraph, one.item) for one in citations_in(text, LAWS)]


@given(st.integers(1, 9999))
def test_numbers_survive_being_written(number):
    assert to_number(to_chinese(number)) == number
    assert to_number(str(number)) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("一千零二", 1002), ("二〇", 20), ("十", 10), ("一百一十", 110), ("两百", 200), ("９４４", 944), ("一百十", 110)],
)
def test_other_spellings(written, number):
    assert to_number(written) == number


@pytest.mark.parametrize("written", ["", "零", "0", "百百", "十千", "一二十", "甲", "12345", "零零零零"])
def test_no_numbers(written):
    assert to_number(written) is None


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_out_of_range(number):
    with pytest.raises(ValueError):
        to_chinese(number)


@given(st.integers(1, 9999), st.integers(0, 20))
def test_labels_survive(article, branch):
    assert parse_label(label_of(article, branch)) == (article, branch)


def test_label_without_article():
    assert parse_label("附则") == (0, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("依据《民法典》第九百四十四条第二款", ("民法典", 944, 0, 2, 0)),
        ("民法典944条说了", ("民法典", 944, 0, 0, 0)),
        ("《中华人民共和国刑法》第一百三十三条之一", ("刑法", 133, 1, 0, 0)),
        ("民法典第195条第一款第(三)项", ("民法典", 195, 0, 1, 3)),
        ("民诉法第六十七条", ("民事诉讼法", 67, 0, 0, 0)),
        ("《物业管理条例》（2018修正）第7条", ("物业管理条例", 7, 0, 0, 0)),
        (
            "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第九十条",
            ("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", 90, 0, 0, 0),
        ),
    ],
)
def test_ways_to_cite(text, found):
    assert short(text) == [found]


def test_several_articles_of_one_law():
    assert short("《民法典》第一条、第三条和第五条第一款，以及刑法第二条") == [
        ("民法典", 1, 0, 0, 0),
        ("民法典", 3, 0, 0, 0),
        ("民法典", 5, 0, 1, 0),
        ("刑法", 2, 0, 0, 0),
    ]


@pytest.mark.parametrize(
    "text", ["", "本法第十条", "第三条规定", "民法典", "民法典第条", "这三条路", "《民法典》第零条"]
)
def test_nothing_cited(text):
    assert short(text) == []


def test_places_point_into_the_text():
    text = "见《民法典》第十条。"
    (one,) = citations_in(text)
    assert text[one.start : one.end] == "《民法典》第十条"


@given(st.text(alphabet="《》民法典第一二十百条款项之、 944之中华人民共和国刑（）", max_size=60))
def test_any_text_is_read(text):
    for one in citations_in(text, LAWS):
        assert 1 <= one.article <= 9999 and 0 <= one.start < one.end <= len(text)

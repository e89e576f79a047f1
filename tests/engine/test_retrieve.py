"""The packed index and scoring, without Django."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.engine import law_standing, retrieve, statute_index, statute_query
from jiefen.engine.statute_index import Document
from jiefen.engine.statute_terms import fold, key_of, keys_of, occurrences

DOCUMENTS = [
    Document(10, "物业条例", "收费", "业主应当按照约定支付物业费。", area="房产物业"),
    Document(11, "动物法", "责任", "饲养的动物造成他人损害的，由饲养人承担责任。", words="狗咬人", area="人格与侵权"),
    Document("甲-3", "渔船条例", "登记", "渔船出海作业应当登记。"),
]


SMALL = statute_index.build(DOCUMENTS)


def references(question, *, index=SMALL, k=10, **options):
    return [hit.reference for hit in retrieve.retrieve(index, question, k=k, **options)]


def test_lay_words_find_the_article():
    assert references("我被邻居家宠物咬伤")[0] == 11


def test_words_of_a_gist_are_searched():
    assert references("狗咬人") == [11]


def test_nothing_in_common_is_not_returned():
    assert references("zzz") == []
    assert references("怎么办") == []
    assert references("") == []
    assert references("物业费", k=0) == []


def test_k_limits_the_answer():
    assert len(references("登记责任支付", k=1)) == 1


def test_standing_and_area_decide_between_equals():
    twins = [
        Document(1, "甲", "", "租金应当按期支付。", area="继承"),
        Document(2, "乙", "", "租金应当按期支付。", area="保险"),
    ]
    assert references("租金", index=statute_index.build(twins)) == [1, 2]
    assert references("租金", index=statute_index.build(twins), areas={"保险": 0.9}) == [2, 1]
    twins[1] = Document(2, "乙", "", "租金应当按期支付。", standing=0.5)
    assert references("租金", index=statute_index.build(twins)) == [2, 1]


def test_holding_more_of_the_question_counts():
    index = statute_index.build(
        [
            Document(1, "甲", "", "租金租金租金租金租金。"),
            Document(2, "乙", "", "租金押金。"),
            *(Document(n, "丙", "", "登记作业。") for n in range(3, 20)),
        ]
    )
    assert references("租金，押金", index=index) == [2, 1]


def test_saved_and_mapped_is_the_same(tmp_path):
    index = statute_index.build(DOCUMENTS)
    statute_index.save(index, tmp_path / "index")
    mapped = statute_index.load(tmp_path / "index")
    assert mapped.references == (10, 11, "甲-3") and mapped.area_names == index.area_names
    for name in ("keys", "starts", "documents", "impacts"):
        assert np.array_equal(getattr(mapped, name), getattr(index, name))
    assert references("物业费", index=mapped) == references("物业费", index=index)


def test_no_index_and_another_format(tmp_path):
    assert statute_index.load(tmp_path) is None
    (tmp_path / "index.json").write_text('{"format": 0}')
    assert statute_index.load(tmp_path) is None


def test_empty_collection():
    assert references("物业费", index=statute_index.build([])) == []


@given(st.lists(st.text(alphabet="业主物费，。 a1", max_size=12), min_size=1, max_size=6), st.integers(1, 2))
def test_occurrences_are_a_plain_count(texts, length):
    folded = [fold(text) for text in texts]
    found = occurrences(folded, length)
    expected = {
        (key, n): keys_of(text, length).count(key) for n, text in enumerate(folded) for key in keys_of(text, length)
    }
    columns = zip(found.keys.tolist(), found.documents.tolist(), found.counts.tolist(), strict=True)
    assert {(key, n): count for key, n, count in columns} == expected
    assert found.lengths.tolist() == [len(keys_of(text, length)) for text in folded]


@given(st.text(max_size=80))
def test_any_question_is_answered(question):
    assert set(references(question)) <= {10, 11, "甲-3"}


def test_said_weighs_more_than_suggested():
    terms = statute_query.terms_of("房东要卖房")
    assert terms[key_of("房东")] == 1.0
    assert terms[key_of("出租")] == statute_query.EXPANDED


@pytest.mark.parametrize(
    ("law", "category", "higher_than"),
    [
        ("民法典", "民法典/合同编", ("公司法", "民法商法")),
        ("公司法", "民法商法", ("渔船条例", "行政法规")),
        ("渔船条例", "", ("预备役军官法", "")),
    ],
)
def test_standing_follows_rank(law, category, higher_than):
    other, other_category = higher_than
    assert law_standing.standing(law, category=category) > law_standing.standing(other, category=other_category)


def test_standing_grows_with_citations_up_to_a_limit():
    once, often, endless = (law_standing.standing("甲法", cited_by=n) for n in (1, 100, 10**9))
    assert once < often < endless == law_standing.standing("甲法", cited_by=10**12)


def test_the_best_of_a_chapter_lends_to_those_behind_the_leaders(monkeypatch):
    twins = [Document(1, "甲", "一", "租金应当按期支付。"), Document(2, "甲", "二", "租金应当按期支付。")]
    chapter = [*twins, Document(3, "甲", "二", "租金应当按期支付，逾期的租金应当计息。")]
    assert references("租金计息", index=statute_index.build(chapter)) == [3, 1, 2]
    monkeypatch.setattr(retrieve, "LEADERS", 1)
    assert references("租金计息", index=statute_index.build(chapter)) == [3, 2, 1]

"""Service records by what the owner cares about: the examples of docs/algorithms/relevance.md and properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.engine.relevance import Nearness, Thing, rank, themes_of

TODAY = date(2026, 11, 23)


def _thing(key: str, what: str, days: int = 30, category: str = "", near: Nearness = Nearness.ESTATE) -> Thing:
    return Thing(key, what, TODAY - timedelta(days=days), category, near)


THINGS = (
    _thing("lift", "3 号楼客梯更换曳引绳，年检合格", category="lift", near=Nearness.BUILDING),
    _thing("roof", "屋面防水重做 120 平方米", 90, "facility", Nearness.BUILDING),
    _thing("ticket", "顶楼漏水，已补漏，业主签字确认", 60, "repair", Nearness.HOUSEHOLD),
    _thing("floor", "楼道每日清扫，每周消杀一次", 5, "cleaning"),
    _thing("trees", "草坪修剪、除草、施肥", 10, "greening"),
    _thing("guard", "夜间巡逻改为每两小时一次", 15, "security"),
    _thing("money", "上半年公共收益收支公示", 100, "disclosure"),
    _thing("lamps", "地下车库更换 LED 灯 60 盏", 20, "facility"),
    _thing("parking", "清理僵尸车 4 辆，重新划线", 40, "other"),
    _thing("pump", "二次供水水箱清洗，水质检测合格", 50, "facility"),
    _thing("fire", "灭火器年检，疏散通道清理", 70, "fire"),
    _thing("phone", "客服热线增加晚班，当日回电", 25, "other"),
)

SAID = {
    "leaking_roof": ("下雨就漏，天花板都发霉了，报了三回没人来修", ["ticket", "roof"]),
    "lift": ("电梯三天两头坏，我妈腿脚不好爬不动", ["lift"]),
    "dirty": ("楼道臭得很，垃圾堆着没人管", ["floor"]),
    "weeds": ("草长得比人都高也没人剪", ["trees"]),
    "unsafe": ("门口保安睡觉，谁都能进，前阵子还被偷了", ["guard"]),
    "accounts": ("广告费收了多少？钱去哪了谁知道", ["money"]),
    "dark_garage": ("车库黑漆漆的，灯坏了半年", ["lamps"]),
    "no_space": ("晚上回来没地方停，僵尸车占着车位", ["parking"]),
    "water": ("水小得很，还有股味儿", ["pump"]),
    "nobody_answers": ("打电话没人接，推来推去", ["phone"]),
    "traditional": ("電梯老是壞", ["lift"]),
    "not_in_the_list": ("那个曳引绳到底换没换", ["lift"]),
}


@pytest.mark.parametrize("name", SAID)
def test_what_matters_to_this_owner_comes_first(name: str) -> None:
    words, first = SAID[name]
    found = rank([words], THINGS, today=TODAY)
    assert [one.thing.key for one in found[: len(first)]] == first
    assert found[0].is_matched and found[0].why.startswith("业主说过“")
    assert len(found) == len(THINGS)


def test_the_words_that_led_to_it_are_named() -> None:
    found = rank(["下雨就漏，天花板都发霉了"], THINGS, today=TODAY)[0]
    assert found.why == "业主说过“下雨就”“天花板”“发霉”"


def test_without_words_near_and_fresh_things_come_first() -> None:
    found = rank([], THINGS, today=TODAY)
    assert [one.thing.key for one in found[:3]] == ["ticket", "lift", "roof"]
    assert not any(one.is_matched or one.why for one in found)
    assert [one.thing.key for one in rank(["嗯"], THINGS, today=TODAY)] == [one.thing.key for one in found]


def test_what_was_said_last_weighs_most_and_older_words_still_count() -> None:
    found = rank(["电梯又停了", "草坪没人管", "保安睡觉"], THINGS, today=TODAY)
    assert [one.thing.key for one in found[:3]] == ["lift", "trees", "guard"]


def test_empty_phrases_lead_nowhere() -> None:
    found = rank(["你们物业什么服务都没有，不交钱"], THINGS, today=TODAY)
    assert not any(one.is_matched for one in found)


def test_themes_of_words() -> None:
    assert themes_of("电梯坏了，楼道灯也不亮") == (
        ("电梯", ("电梯",)),
        ("保洁卫生", ("楼道",)),
        ("照明", ("楼道灯", "不亮")),
        ("报修", ("坏了",)),
    )


def test_odd_input() -> None:
    assert rank(["漏水"], [], today=TODAY) == ()
    future = Thing("a", "漏水已修", TODAY + timedelta(days=9))
    assert rank(["漏水" * 5000], [future], today=TODAY)[0].matched == ("漏水",)
    twins = [Thing(key, "补漏", TODAY) for key in ("b", "a")]
    assert [one.thing.key for one in rank(["漏水"], twins, today=TODAY)] == ["a", "b"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([words for words, _ in SAID.values()]), max_size=4), st.permutations(THINGS))
def test_the_order_of_the_records_does_not_matter(words: list[str], things: list[Thing]) -> None:
    assert rank(words, things, today=TODAY) == rank(words, THINGS, today=TODAY)

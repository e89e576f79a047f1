"""Deadlines by area and topic: which are named, in which order, since when."""

from __future__ import annotations

from datetime import date

import pytest

from jiefen.engine import practice_areas
from jiefen.rules.deadlines import deadlines_for
from jiefen.rules.tables_io import load_table

TODAY = date(2026, 11, 26)


def codes(*areas, **more):
    return [one.code for one in deadlines_for(areas, today=TODAY, **more)]


def test_labour_has_one_year_for_arbitration():
    (first, *_) = deadlines_for(["劳动社保"], today=TODAY)
    assert (first.code, first.span, first.law, first.article) == (
        "labour_arbitration",
        "1 年",
        "劳动争议调解仲裁法",
        27,
    )


def test_the_general_limitation_takes_its_years_from_the_limitation_table():
    (first,) = deadlines_for(["借贷担保"], today=TODAY)
    assert (first.code, first.span) == ("general_limitation", "3 年")


def test_a_mentioned_topic_comes_first_and_an_unmentioned_one_not_at_all():
    assert codes("劳动社保", topics=["工伤"]) == ["work_injury", "labour_arbitration"]
    assert codes("劳动社保") == ["labour_arbitration"]


def test_a_deadline_of_certain_words_needs_one_of_them():
    assert codes("婚姻家庭", topics=["离婚"], question="我想离婚") == ["cooling_off"]
    assert codes("婚姻家庭", question="被骗婚了") == ["coerced_marriage"]


def test_the_first_area_comes_first():
    assert codes("刑事", "劳动社保") == ["criminal_appeal", "labour_arbitration"]


@pytest.mark.parametrize(("day", "known"), [(date(2024, 6, 30), False), (date(2024, 7, 1), True)])
def test_a_row_holds_from_its_day(day, known):
    found = [one.code for one in deadlines_for(["公司企业"], today=day)]
    assert ("shareholder_resolution" in found) is known


def test_nothing_for_no_area_and_never_more_than_asked():
    assert deadlines_for([], today=TODAY) == ()
    assert len(deadlines_for(["行政", "刑事", "保险", "继承"], today=TODAY, most=2)) == 2


def test_areas_and_topics_of_the_table_exist():
    for row in load_table("deadlines"):
        topics = set()
        for area in row.texts("areas"):
            topics |= {topic.name for topic in practice_areas.area_named(area).topics}
        assert set(row.texts("topics")) <= topics, row.text("code")

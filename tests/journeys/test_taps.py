"""How much a steward's thumb does for the common talks: every tap and keystroke is made in a browser and counted.

The figures stand in docs/collection.md; a form that asks for more fails here first.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.conftest import PHONE
from tests.journeys.test_three_strategies import MONDAY, Stage, main_text, stage

__all__ = ["stage"]

# name: what is said, what the owner decides, what else is tapped → (taps, keystrokes)
TALKS = {
    "nobody answered": ("", "", [], (2, 0)),
    "names a day": ("月底发工资一起交", "说好一个日子", ["月底"], (6, 8)),
    "pays after the repair": ("厨房漏水报修三回没人来，修好我就交", "修好再付", [], (5, 17)),
    "pays in three": ("手头紧，一次拿不出来", "分 3 期", [], (4, 10)),
    "needs time": ("下岗了，孩子还在住院", "遇到难处，先缓一缓", ["hardship"], (10, 10)),
}


class Thumb:
    """One person's taps and keystrokes on a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.keys = page, 0, 0

    def tap(self, what: Locator) -> None:
        what.first.click()
        self.taps += 1

    def chip(self, words: str) -> None:
        self.tap(self.page.locator("label.chip", has_text=words))

    def write(self, field: Locator, words: str) -> None:
        self.tap(field)
        self.page.keyboard.insert_text(words)
        self.keys += len(words)

    def choose(self, name: str, number: int) -> None:
        """Open a list and take an entry: two taps."""
        self.page.locator(f"select[name={name}]").select_option(index=number)
        self.taps += 2


def address(page: Page, way: str) -> str:
    """The talk of the first of today's cards whose owner may choose ``way``."""
    page.goto("/workbench/")
    links = [str(card.get_attribute("href")) for card in page.get_by_role("link", name="先预演一分钟").all()]
    return next(link.replace("rehearsal", "talk") for link in links if not way or _offers(page, link, way))


def _offers(page: Page, link: str, way: str) -> bool:
    page.goto(link.replace("rehearsal", "talk"))
    return page.locator("label.way", has_text=way).count() > 0


def talk_over(thumb: Thumb, words: str, way: str, more: list[str]) -> None:
    """From the open form to the button that keeps it."""
    page = thumb.page
    if not words:
        thumb.chip("没有联系上")
    else:
        thumb.chip("业主本人")
        thumb.write(page.locator("textarea[name=owner_words]"), words)
        page.locator(".talk__guess").first.wait_for()
        if way != "分 3 期":  # the guess is taken where it changes what is offered; a plan needs none
            thumb.tap(page.locator(".talk__guess"))
        thumb.tap(page.locator("label.way", has_text=way))
    for each in more:
        if each == "hardship":
            thumb.choose("breathing_reason", 1)
            page.fill("input[name=until]", "2026-12-31")
            thumb.taps += 3  # the phone's picker: open it, one month on, the day
        else:
            thumb.tap(page.locator("[data-for=when] .talk__quick button", has_text=each))
    thumb.tap(page.get_by_role("button", name="记下这次沟通"))
    page.wait_for_url(re.compile(r"/households/\d+/$"))


@pytest.mark.parametrize("name", TALKS)
def test_a_common_talk_takes_few_taps(stage: Stage, name: str) -> None:
    words, way, more, expected = TALKS[name]
    steward = stage.page("steward", PHONE)
    steward.clock.set_fixed_time(MONDAY)
    steward.goto(address(steward, way))
    thumb = Thumb(steward)
    talk_over(thumb, words, way, more)
    assert (thumb.taps, thumb.keys) == expected
    assert words in main_text(steward)
    if way == "修好再付":
        assert main_text(steward).count(words) > 1, "his words, and the ticket that was opened with them"
    steward.context.close()

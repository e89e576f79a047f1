"""Somebody with a problem: types, sees the area, the law and whom to call, reads an article; with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, assert_accessible

STORY = "老公喝了酒就打我和孩子，我想离婚"


def _submit(page: Page) -> None:
    page.get_by_role("button", name="看看怎么办").click()
    page.wait_for_url("**/answer/")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_one_sentence_to_the_article(open_page, viewport):
    page = open_page(viewport)
    page.goto("/")
    assert_accessible(page)
    page.get_by_label("用一句话说说您遇到的事").press_sequentially(STORY, delay=10)
    found = page.locator("#suggestions .found")
    expect(found).to_contain_text("婚姻家庭", timeout=30_000)  # the first question loads the models
    expect(found.get_by_role("link", name="110 公安报警")).to_have_attribute("href", "tel:110")
    expect(found.locator(".lawyer")).to_have_count(3)
    assert_accessible(page)
    _submit(page)
    assert STORY not in page.url
    page.get_by_text("为什么推荐", exact=True).first.click()
    expect(page.locator(".lawyer").first).to_contain_text("这是该律师登记的领域")
    assert_accessible(page)
    page.locator(".law-card a").first.click()
    page.wait_for_url("**/law/**")
    expect(page.locator("main")).to_contain_text("用大白话说")
    assert_accessible(page)


def test_the_same_without_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("用一句话说说您遇到的事").fill("车祸保险不赔")
    _submit(page)
    page.get_by_role("button", name="更接近“保险”").click()
    expect(page.locator(".area--first")).to_contain_text("很可能是")
    expect(page.locator(".area--first")).to_contain_text("保险")
    expect(page.locator(".clarify")).to_contain_text("按您选的“保险”来看")
    page.get_by_role("button", name="更接近“交通事故”").click()  # there is no way back in the browser
    expect(page.locator(".area--first")).to_contain_text("交通事故")
    page.get_by_label("您遇到的事").fill("")
    page.get_by_role("button", name="改一改，再看").click()
    expect(page.locator("main")).to_contain_text("还没有写字")


def test_an_example_answers_at_once(open_page):
    page = open_page(PHONE)
    page.goto("/")
    page.get_by_role("button", name="房东不退押金，说墙弄脏了").click()
    page.wait_for_url("**/answer/")
    expect(page.locator("main")).to_contain_text("房产物业")


@pytest.mark.parametrize(
    "path", ["/law/", "/law/劳动合同法/", "/search/?q=房东不退押金", "/lanes/basic/", "/lanes/litigate/"]
)
def test_the_quieter_pages_are_accessible(open_page, path):
    page = open_page(PHONE, color_scheme="dark")
    page.goto(path)
    assert_accessible(page)

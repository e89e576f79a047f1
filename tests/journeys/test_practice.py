"""A steward practises on his phone: chooses, talks, hears the owner choose, reads what opened the door."""

from __future__ import annotations

import pytest

from tests.engine.practice.scripts import GOOD
from tests.journeys.conftest import DESK, PHONE, assert_accessible, sign_in


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_list_to_the_feedback(open_page, viewport):
    page = open_page(viewport)
    sign_in(page, "steward")
    page.goto("/workbench/practice/")
    assert_accessible(page)
    page.get_by_role("button", name="打给周师傅").click()
    page.wait_for_url("**/practice/*/")
    for place, line in enumerate(GOOD["zhou_leak"], start=1):
        page.get_by_label("你说").fill(line)
        page.get_by_role("button", name="说", exact=True).click()
        page.locator(".bubble").nth(2 * place).wait_for()
        if place == 2:
            assert_accessible(page)
    page.get_by_role("link", name="看看这次聊得怎样").click()
    page.wait_for_url("**/feedback/")
    assert "说出了心里话" in page.locator("main").inner_text()
    assert_accessible(page)


def test_the_same_without_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, "steward")
    page.goto("/workbench/practice/?obstacle=hardship")
    page.get_by_role("button", name="打给吴先生").click()
    page.get_by_label("你说").fill("您好，我是管家小何，最近怎么样？")
    page.get_by_role("button", name="说", exact=True).click()
    page.wait_for_url("**/practice/*/#latest")
    assert page.locator(".bubble").count() == 3
    page.get_by_role("button", name="结束，看反馈").click()
    page.wait_for_url("**/feedback/")
    assert "下次试一件事" in page.locator("main").inner_text()

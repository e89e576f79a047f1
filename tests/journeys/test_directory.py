"""On a phone: a visitor finds a lawyer and reads why; a lawyer joins, the operator checks, the visitor finds him too."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page

from jiefen.rules.licence_no import check_character
from tests.journeys.conftest import PHONE, assert_accessible, sign_in

FIRM = "云川知行律师事务所"
CODE = "31320500MD0000977"


def _main(page: Page) -> str:
    return page.locator("main").inner_text()


def test_a_visitor_finds_a_lawyer_and_reads_why(open_page):
    page = open_page(PHONE)
    page.goto("/lawyers/")
    assert_accessible(page)
    page.select_option("#filter-area", "劳动社保")
    page.wait_for_url(re.compile("area="))
    page.select_option("#filter-city", "3205")
    page.wait_for_url(re.compile("city=3205"))
    assert "按合适程度列出" in _main(page)
    page.locator("summary", has_text="为什么推荐").first.click()
    assert "就在您选的城市" in _main(page)
    assert_accessible(page)
    page.locator(".lawyer__name a").first.click()
    page.wait_for_url(re.compile(r"/lawyers/\d+/$"))
    assert "核验过的事实" in _main(page)
    assert_accessible(page)
    page.get_by_role("link", name="看执业证号").click()
    page.locator(".licence").wait_for()
    assert re.search(r"\d{17}", _main(page))
    page.get_by_role("link", name="怎样排序").click()
    assert_accessible(page)
    page.goto("/firms/?city=3205")
    assert_accessible(page)
    page.locator(".firms a").first.click()
    page.wait_for_url(re.compile(r"/firms/\d+/$"))
    assert_accessible(page)


def test_the_list_works_without_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/lawyers/")
    page.select_option("#filter-area", "劳动社保")
    page.select_option("#filter-city", "3205")
    page.get_by_role("button", name="筛选").click()
    assert "按合适程度列出" in _main(page)
    page.get_by_role("link", name="不按个人情况排序").click()
    assert "执业证已核验的律师" in _main(page)
    page.locator(".lawyer__name a").first.click()
    page.get_by_role("link", name="看执业证号").click()
    assert re.search(r"\d{17}", _main(page))


def _scan() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(buffer, "PNG")
    return buffer.getvalue()


def _join(page: Page) -> None:
    page.goto("/lawyers/join/")
    assert_accessible(page)
    page.fill("input[name=phone]", "13900008877")
    page.get_by_role("button", name="获取验证码").click()
    page.wait_for_url("**/join/code/")
    assert_accessible(page)
    page.fill("input[name=code]", re.search(r"验证码 (\d{6})", _main(page))[1])
    page.fill("input[name=name]", "林见微")
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/join/facts/")
    assert_accessible(page)
    page.fill("input[name=firm_name]", FIRM)
    page.fill("input[name=firm_code]", CODE + check_character(CODE))
    page.select_option("select[name=city]", "苏州")
    page.locator("label.chip", has_text="海事海商").click()
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/join/licence/")
    assert_accessible(page)
    page.fill("input[name=number]", "13205201510977001")
    page.fill("input[name=first_year]", "2015")
    page.set_input_files("input[type=file]", {"name": "证.png", "mimeType": "image/png", "buffer": _scan()})
    page.get_by_role("button", name="提交核验").click()
    page.wait_for_url("**/join/state/")
    assert "等待核验" in _main(page)
    assert_accessible(page)


def _verify(page: Page) -> None:
    sign_in(page, "operator")
    page.goto("/ops/lawyers/")
    assert_accessible(page)
    page.get_by_role("link", name="林见微").click()
    page.wait_for_url(re.compile(r"/ops/lawyers/\d+/$"))
    assert "与证号第 6 到 9 位一致" in _main(page)
    assert "校验位相符" in _main(page)
    assert_accessible(page)
    page.get_by_role("link", name="核验通过").click()
    page.wait_for_url("**/verify/")
    assert_accessible(page)
    page.get_by_role("button", name="核验通过").click()
    page.wait_for_url(re.compile(r"/ops/lawyers/\d+/$"))
    assert "已核验" in _main(page)


def test_a_lawyer_joins_is_checked_and_found(open_page):
    lawyer, operator, visitor = open_page(PHONE), open_page(PHONE), open_page(PHONE)
    _join(lawyer)
    visitor.goto("/lawyers/?area=海事海商&city=3205")
    assert "林见微" not in _main(visitor)
    _verify(operator)
    for _ in range(120):
        visitor.reload()
        if "林见微" in _main(visitor):
            break
        visitor.wait_for_timeout(500)
    visitor.get_by_role("link", name="林见微").click()
    visitor.wait_for_url(re.compile(r"/lawyers/\d+/$"))
    assert FIRM in _main(visitor)
    assert "演示" not in _main(visitor)
    lawyer.goto("/desk/card/")
    lawyer.get_by_role("button", name=FIRM).click()
    lawyer.goto("/desk/card/")
    assert_accessible(lawyer)
    lawyer.fill("textarea[name=text]", "我的胜诉率全市最高，包赢。")
    lawyer.get_by_role("button", name="检查并发布").click()
    lawyer.get_by_text("可以这样写").first.wait_for()
    assert_accessible(lawyer)
    lawyer.goto("/desk/conflicts/")
    assert_accessible(lawyer)


@pytest.mark.parametrize("path", ["/ops/lawyers/import/", "/ops/firms/", "/ops/lawyers/introductions/"])
def test_the_operators_other_pages(open_page, path):
    page = open_page(PHONE)
    sign_in(page, "operator")
    page.goto(path)
    assert_accessible(page)

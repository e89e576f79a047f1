"""The first five minutes: sign in, drop the sheet, correct nothing, confirm, read the board and the numbers."""

from __future__ import annotations

import re

import pytest

from jiefen.rules.money import format_yuan
from tests.factories.wide_sheet import wide_sheet
from tests.journeys.conftest import DESK, PHONE, assert_accessible, sign_in


@pytest.mark.parametrize(("viewport", "seed"), [(DESK, 5), (PHONE, 6)], ids=["desk", "phone"])
def test_from_the_sheet_to_the_board(open_page, viewport, seed):
    data, households, total = wide_sheet(seed)
    page = open_page(viewport)
    sign_in(page, "manager")
    page.goto("/workbench/imports/")
    assert_accessible(page)
    sheet = {"name": f"九月欠费{seed}.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": data}
    page.set_input_files("input[type=file]", sheet)
    page.fill("input[name=estate_name]", f"枫林晚{seed}")
    page.get_by_role("button", name="上传并核对").click()
    confirm = page.get_by_role("button", name="确认入账")
    confirm.wait_for(timeout=60_000)
    main = page.locator("main").inner_text()
    assert f"{households}" in main
    assert format_yuan(total) in main
    assert "一致" in main, "the sheet's own total is compared and agrees"
    assert_accessible(page)
    confirm.click()
    page.get_by_text("已入账").first.wait_for(timeout=60_000)
    assert_accessible(page)
    page.get_by_role("link", name="看时效").click()
    page.wait_for_url("**/limitation/**")
    assert f"枫林晚{seed}" in page.locator("main").inner_text()
    assert_accessible(page)
    page.goto("/workbench/numbers/")
    assert re.search(r"当期收缴率\s", page.locator("main").inner_text())
    assert_accessible(page)


def test_the_file_again_changes_nothing_and_undo_brings_everything_back(open_page):
    data, _, total = wide_sheet(9)
    page = open_page(PHONE)
    sign_in(page, "finance")
    for _ in range(2):
        page.goto("/workbench/imports/")
        sheet = {"name": "撤销试试.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": data}
        page.set_input_files("input[type=file]", sheet)
        page.fill("input[name=estate_name]", "枫林晚九")
        page.get_by_role("button", name="上传并核对").click()
        page.wait_for_url(re.compile(r"/imports/\d+/"))
        if page.get_by_text("已入账").count() == 0:
            page.get_by_role("button", name="确认入账").click(timeout=60_000)
        page.get_by_text("已入账").first.wait_for(timeout=60_000)
    page.get_by_role("link", name="撤销这次导入").click()
    assert_accessible(page)
    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_text("已撤销").first.wait_for()
    assert format_yuan(total) in page.locator("main").inner_text()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_place_is_accessible(open_page, viewport, scheme):
    page = open_page(viewport, color_scheme=scheme)
    for address in ("/", "/sign-in/"):
        page.goto(address)
        assert_accessible(page)
    sign_in(page, "admin")
    for address in ("", "households/", "limitation/", "limitation/households/", "numbers/", "imports/", "people/"):
        page.goto(f"/workbench/{address}")
        assert_accessible(page)
    page.goto("/workbench/households/")
    page.locator("main a[href^='/workbench/households/']:not([href*=export])").first.click()
    page.wait_for_url(re.compile(r"/households/\d+/"))
    assert_accessible(page)


def test_reading_needs_no_javascript(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, "manager")
    for address in ("households/", "limitation/", "numbers/"):
        page.goto(f"/workbench/{address}")
        assert "¥" in page.locator("main").inner_text()


def test_a_wrong_password_says_what_to_do(open_page):
    page = open_page(PHONE)
    page.goto("/sign-in/")
    page.fill("input[name=phone]", "13900009999")
    page.fill("input[name=password]", "not-the-password")
    page.get_by_role("button", name="登录", exact=True).click()
    assert "不对" in page.locator("main").inner_text() or "不正确" in page.locator("main").inner_text()

"""After a doubt is settled the clerk is where he was: in sight and in the focus, on a phone and a desk, with scripts and without."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.factories.sheets import arrears_xlsx
from tests.journeys.conftest import DESK, PHONE, assert_accessible, sign_in

DOUBTS = 24  # more than a page of them


def doubtful_sheet() -> bytes:
    """Negative amounts under each other, in rows 2 to 25: each can be corrected or accepted."""
    rows = [
        ("1-1-" + str(101 + n), "王芳", "", 90, "物业费", "2024-01-01", "2024-06-30", -100 - n) for n in range(DOUBTS)
    ]
    return arrears_xlsx(*rows, ("1-1-999", "李军", "", 90, "物业费", "2024-01-01", "2024-06-30", 100))


@dataclass
class Clerk:
    """One person at the preview of an import."""

    page: Page
    scripts: bool

    def upload(self, estate: str) -> None:
        sign_in(self.page, "finance")
        self.page.goto("/workbench/imports/")
        sheet = {"name": "欠费.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": doubtful_sheet()}
        self.page.set_input_files("input[type=file]", sheet)
        self.page.fill("input[name=estate_name]", estate)
        self.page.get_by_role("button", name="上传并核对").click()
        self.read_to_the_end()

    def read_to_the_end(self) -> None:
        """The page looks again by itself; without scripts he presses 刷新."""
        done, again = (
            self.page.get_by_role("heading", name="怎样读的这张表"),
            self.page.get_by_role("link", name="刷新"),
        )
        for _ in range(480):  # on a busy machine a minute and more
            if done.count():
                return
            if not self.scripts and again.count():
                again.click()
            self.page.wait_for_timeout(250)
        raise AssertionError(f"the sheet was not read: {self.page.locator('main').inner_text()[:300]}")

    def doubt(self, row: int):
        return self.page.locator("section.card", has_text=f"第 {row} 行 ·")

    def correct(self, row: int, value: str) -> None:
        self.doubt(row).get_by_text("改这一格").click()
        self.doubt(row).locator("input[name=value]").fill(value)
        self.doubt(row).get_by_role("button", name="保存并重新核对").click()
        self.come_back()

    def accept(self, row: int, reason: str) -> None:
        self.doubt(row).get_by_text("按原样接受", exact=True).click()
        self.doubt(row).locator("input[name=reason]").fill(reason)
        self.doubt(row).get_by_role("button", name="接受", exact=True).click()
        self.come_back()

    def come_back(self) -> None:
        self.page.wait_for_url(re.compile(r"#place$"))
        self.read_to_the_end()

    def assert_at(self, words: str, row: int) -> None:
        """The sentence is in sight and has the focus, and doubt ``row`` stands right below it."""
        place = self.page.locator("#place")
        expect(place).to_contain_text(words)
        expect(place).to_be_in_viewport()
        expect(place).to_be_focused()
        below = self.page.locator("#place + section.card")
        expect(below).to_contain_text(f"第 {row} 行 ·")
        expect(below.locator("p").first).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_clerk_comes_back_to_the_doubt_that_follows(open_page, viewport, scripts):
    clerk = Clerk(open_page(viewport, java_script_enabled=scripts), scripts)
    clerk.upload(f"回来{viewport['width']}{scripts:d}")
    clerk.correct(12, "120")
    clerk.assert_at(f"已照改好的内容重新核对。还有 {DOUBTS - 1} 处有疑问。", 13)
    clerk.accept(13, "上月多收")
    clerk.assert_at(f"已按原样接受，并重新核对。还有 {DOUBTS - 2} 处有疑问。", 14)
    clerk.page.keyboard.press("Tab")
    expect(clerk.doubt(14).locator("summary").first).to_be_focused()
    assert_accessible(clerk.page) if scripts else None


def test_of_the_second_page_and_a_blank_reason(open_page):
    clerk = Clerk(open_page(PHONE), scripts=True)
    clerk.upload("回来第二页")
    clerk.page.locator("nav.pagination a[rel=next]").first.click()
    expect(clerk.page.get_by_role("heading", name="有疑问的地方")).to_be_in_viewport()
    clerk.accept(25, " ")
    clerk.assert_at("请写一句为什么按原样接受", 25)
    expect(clerk.doubt(25).locator("input[name=reason]")).to_be_visible()
    clerk.correct(25, "0")
    clerk.assert_at(f"还有 {DOUBTS - 1} 处有疑问。", 24)

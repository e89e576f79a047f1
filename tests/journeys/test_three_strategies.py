"""The three strategies on a phone: prepared, talked without a network, promised, paid, asked, thanked; and a leaking roof.

The server plays from a Monday morning and is moved on by the days the story takes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from jiefen.shared.clock import CHINA
from tests.journeys.conftest import DESK, PHONE, assert_accessible, sign_in
from tests.journeys.site import ROOT, running_site, site_environment

MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
DAY = dt.timedelta(days=1)


@dataclass
class Stage:
    """A site whose time the test keeps."""

    browser: Browser
    address: str
    folder: Path
    clock: Path

    def page(self, role: str, viewport: dict[str, int]) -> Page:
        context = self.browser.new_context(viewport=viewport, base_url=self.address, locale="zh-CN")
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, role)
        return page

    def move_to(self, at: dt.datetime) -> None:
        """Another instant; then the night before it is made up for."""
        self.clock.write_text(at.isoformat())
        environment = site_environment(self.folder, self.clock)
        command = [sys.executable, "-m", "django", "plan_night"]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder, clock = tmp_path_factory.mktemp("stage"), tmp_path_factory.mktemp("clock") / "now"
    clock.write_text(MONDAY.isoformat())
    with running_site(folder, clock) as address:
        found = Stage(browser, address, folder, clock)
        found.move_to(MONDAY)
        yield found


def main_text(page: Page) -> str:
    return page.locator("main").inner_text()


def chip(page: Page, words: str) -> None:
    page.locator("label.chip", has_text=re.compile(f"^{words}$")).first.click()


def payments_sheet(room: str, owner: str, yuan: str, on: dt.date) -> bytes:
    """A cashier's export with one line."""
    book = openpyxl.Workbook()
    book.active.append(["收款日期", "房号", "付款人", "收款金额", "付款方式", "流水号"])
    book.active.append([on.isoformat(), room, owner, float(yuan.replace(",", "")), "微信", f"WX{on:%Y%m%d}0001"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def prepare_for_the_first_household(page: Page) -> str:
    """Today's first card that leads to a rehearsal; rehearse it. Returns the talk's address."""
    page.goto("/workbench/")
    assert_accessible(page)
    page.get_by_role("link", name="先预演一分钟").first.click()
    page.wait_for_url("**/rehearsal/")
    assert_accessible(page)
    page.fill("textarea[name=owner_side]", "每个月都在付，可门口的灯坏了半年没人管")
    page.fill("input[name=picture]", "灯亮了，他说了句谢谢")
    page.fill("input[name=aim]", "约一个他自己定的日子")
    page.get_by_role("button", name="预演好了，去沟通").click()
    page.wait_for_url("**/talk/**")
    return page.url


def test_before_during_after(stage: Stage) -> None:
    steward = stage.page("steward", PHONE)
    talk_url = prepare_for_the_first_household(steward)
    household = talk_url.split("/talk/")[0] + "/"
    assert_accessible(steward)
    steward.evaluate("navigator.serviceWorker.ready.then(() => true)")
    steward.goto("/workbench/")
    steward.goto(talk_url)
    yuan = steward.input_value("input[name=amount]")

    steward.context.set_offline(True)
    chip(steward, "业主本人")
    steward.fill("textarea[name=owner_words]", "忙忘了，月底发工资一起交")
    chip(steward, "不急着交")
    steward.locator("label.way", has_text="说好一个日子").click()
    steward.fill("input[name=on]", (MONDAY + 7 * DAY).date().isoformat())
    steward.get_by_role("button", name="记下这次沟通").click()
    steward.get_by_text("已经记在这台手机上").wait_for()
    steward.goto("/workbench/")
    steward.get_by_text("现在没有网络").wait_for()
    assert "等有网时送出" in steward.locator("body").inner_text()

    steward.context.set_offline(False)
    steward.goto("/workbench/")
    steward.wait_for_function("!document.querySelector('[data-kept]:not([hidden])')")
    steward.goto(household)
    assert main_text(steward).count("忙忘了，月底发工资一起交") == 1
    assert "等待付款" in main_text(steward)
    steward.goto(talk_url.split("?")[0])
    assert "现在先不联系" in main_text(steward), "a standing promise is left in peace"

    steward.goto(household)
    estate, owner, room = (steward.locator(f".page-head {part}").inner_text() for part in (".page-head__eyebrow", "h1", ".page-head__lead"))
    stage.move_to(MONDAY + 3 * DAY)
    import_payment(stage.page("finance", DESK), estate, payments_sheet(room, owner, yuan, (MONDAY + 3 * DAY).date()))
    steward.goto(household)
    assert "已兑现" in main_text(steward)

    stage.move_to(MONDAY + 7 * DAY)
    steward.goto("/workbench/follow-ups/")
    assert_accessible(steward)
    line = steward.locator(".waiting-line", has=steward.locator(f"a[href='{household.replace(stage.address, '')}']"))
    line.get_by_role("link", name="回访").click()
    chip(steward, "满意")
    steward.fill("textarea[name=words]", "灯修好了，挺快的")
    steward.fill("input[name=thanks_for]", "您说了月底就真的月底付了，我们排修理才有底气")
    steward.get_by_role("button", name="回访").click()
    steward.goto(household)
    assert "您说了月底就真的月底付了" in main_text(steward)


def import_payment(page: Page, estate: str, data: bytes) -> None:
    page.goto("/workbench/imports/")
    sheet = {"name": "收款.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": data}
    page.set_input_files("input[type=file]", sheet)
    page.fill("input[name=estate_name]", estate)
    page.select_option("select[name=kind]", "payments")
    page.get_by_role("button", name="上传并核对").click()
    confirm = page.get_by_role("button", name="确认入账")
    confirm.wait_for(timeout=60_000)
    confirm.click()
    page.get_by_text("已入账").first.wait_for(timeout=60_000)

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


def may_name_a_day(page: Page, rehearsal: str) -> bool:
    page.goto(rehearsal.replace("rehearsal", "talk"))
    return page.locator("label.way", has_text="说好一个日子").count() > 0


def prepare_for_a_household(page: Page) -> str:
    """Rehearse today's first card whose owner may name a day (no claim runs out before). Returns the talk's address."""
    page.goto("/workbench/")
    assert_accessible(page)
    cards = page.get_by_role("link", name="先预演一分钟").all()
    addresses = [str(card.get_attribute("href")) for card in cards]
    page.goto(next(each for each in addresses if may_name_a_day(page, each)))
    assert_accessible(page)
    page.fill("textarea[name=owner_side]", "每个月都在付，可门口的灯坏了半年没人管")
    page.fill("input[name=picture]", "灯亮了，他说了句谢谢")
    page.fill("input[name=aim]", "约一个他自己定的日子")
    page.get_by_role("button", name="预演好了，去沟通").click()
    page.wait_for_url("**/talk/**")
    return page.url


def test_before_during_after(stage: Stage) -> None:
    steward = stage.page("steward", PHONE)
    steward.clock.set_fixed_time(MONDAY)  # the phone's own clock stamps what it keeps
    talk_url = prepare_for_a_household(steward)
    household = talk_url.split("/talk/")[0] + "/"
    assert_accessible(steward)
    steward.evaluate("navigator.serviceWorker.ready.then(() => true)")
    steward.goto("/workbench/")
    steward.goto(talk_url)

    steward.context.set_offline(True)
    chip(steward, "业主本人")
    steward.fill("textarea[name=owner_words]", "忙忘了，月底发工资一起交")
    chip(steward, "不急着交")
    steward.locator("label.way", has_text="说好一个日子").click()
    yuan = steward.input_value("input[name=amount]")  # what this way of paying names itself
    steward.fill("input[name=on]", (MONDAY + 7 * DAY).date().isoformat())
    steward.get_by_role("button", name="记下这次沟通").click()
    steward.get_by_text("已经记在这台手机上").wait_for()
    steward.goto("/workbench/")
    steward.get_by_text("现在没有网络").wait_for()
    assert "等有网时送出" in steward.locator("body").inner_text()

    steward.context.set_offline(False)
    with steward.expect_response(lambda answer: answer.request.method == "POST" and "/talk/" in answer.url) as sent:
        steward.goto("/workbench/")
    assert sent.value.status == 201
    steward.locator("[data-kept]:not([hidden])").wait_for(state="detached")
    steward.goto(household)
    assert main_text(steward).count("忙忘了，月底发工资一起交") == 1
    assert "等待付款" in main_text(steward)
    steward.goto(talk_url.split("?")[0])
    assert "现在先不联系" in main_text(steward), "a standing promise is left in peace"

    steward.goto(household)
    estate, owner, room = (
        steward.locator(f".page-head {part}").inner_text() for part in (".page-head__eyebrow", "h1", ".page-head__lead")
    )
    stage.move_to(MONDAY + 3 * DAY)
    import_payment(stage.page("finance", DESK), estate, payments_sheet(room, owner, yuan, (MONDAY + 3 * DAY).date()))
    steward.goto(household)
    assert "已兑现" in main_text(steward)

    stage.move_to(MONDAY + 7 * DAY)
    steward.goto("/workbench/follow-ups/")
    assert_accessible(steward)
    steward.goto(household)
    assert_accessible(steward)
    steward.get_by_role("link", name="回访", exact=True).click()
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


ASK = """async (id) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const answer = await fetch("/api/v1/contacts/begin", {
    method: "POST", body: JSON.stringify({ premises_id: id, channel: "phone", purpose: "care" }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  return [answer.status, answer.headers.get("X-Refusal"), (await answer.json()).message];
}"""


def test_at_nine_in_the_evening_nobody_is_called(stage: Stage) -> None:
    evening = MONDAY + 7 * DAY + dt.timedelta(hours=11)  # the payments of the 23rd are still fresh enough to ask on
    stage.move_to(evening)
    steward = stage.page("steward", PHONE)
    steward.goto("/workbench/")
    assert "20:00 之后不打电话" in main_text(steward)
    card = steward.locator(".reason", has_text="20:00 之后不打电话").first
    number = int(str(card.locator("a").first.get_attribute("href")).rstrip("/").split("/")[-1])
    status, refusal, message = steward.evaluate(ASK, number)
    assert (status, refusal) == (409, "contact.quiet_hours")
    assert "21:0" in message
    steward.goto(f"/workbench/households/{number}/talk/?purpose=care")
    chip(steward, "业主本人")
    steward.clock.set_fixed_time(evening)
    steward.get_by_role("button", name="记下这次沟通").click()
    steward.get_by_text("如实登记为违规").wait_for()
    assert "20:00 之后不打电话" in main_text(steward)


def talk_of_a_household(page: Page, skip: int) -> str:
    """The talk's address of a household that may be called now and has something to pay."""
    page.goto("/workbench/")
    cards = page.get_by_role("link", name="先预演一分钟").all()
    return str(cards[skip].get_attribute("href")).replace("rehearsal", "talk")


def test_a_leaking_roof_first(stage: Stage) -> None:
    start = MONDAY + 8 * DAY
    stage.move_to(start)
    steward = stage.page("steward", PHONE)
    steward.clock.set_fixed_time(start)
    talk_url = talk_of_a_household(steward, 2)
    household = talk_url.replace("talk/", "")
    steward.goto(talk_url)
    chip(steward, "业主本人")
    steward.fill("textarea[name=owner_words]", "屋顶漏水报了三回没人来，修好之前一分钱不交")
    steward.locator(".talk__guess").first.wait_for()
    assert "程序从这句话猜的" in main_text(steward)
    steward.locator(".talk__guess").first.click()
    chip(steward, "生气")
    steward.fill("input[name=ticket]", "屋顶漏水，客厅墙角发霉")
    steward.get_by_role("button", name="记下这次沟通").click()
    steward.wait_for_url(f"**{household}")
    assert "屋顶漏水" in main_text(steward)

    stage.move_to(start + 2 * DAY)
    steward.clock.set_fixed_time(start + 2 * DAY)
    steward.goto(talk_url)
    assert "现在先不联系" in main_text(steward), "no talk about money while the roof leaks"
    for step, name, answer in (
        ("修好了", "what_was_done", "换了防水层，墙角重新刷过"),
        ("业主确认好了", "", "业主电话确认"),
    ):
        steward.goto(household)
        steward.get_by_role("link", name=step, exact=True).first.click()
        assert_accessible(steward)
        steward.fill(f"input[name={name}]", answer) if name else chip(steward, answer)
        steward.get_by_role("button", name=step).click()

    stage.move_to(start + 5 * DAY)
    steward.clock.set_fixed_time(start + 5 * DAY)
    steward.goto(talk_url)
    assert "现在先不联系" not in main_text(steward)
    chip(steward, "业主本人")
    steward.locator("label.way", has_text="分 3 期").click()
    steward.fill("input[name=on]", (start + 9 * DAY).date().isoformat())
    chip(steward, "微信或短信确认")
    steward.get_by_role("button", name="记下这次沟通").click()
    steward.wait_for_url(f"**{household}")
    manager = stage.page("manager", DESK)
    manager.goto("/workbench/approvals/")
    assert_accessible(manager)
    manager.goto(household)
    approve = manager.get_by_role("link", name="批准这份分期", exact=True)
    if approve.count():
        approve.first.click()
        manager.get_by_role("button", name="批准这份分期").click()
    steward.goto(household)
    assert "同意分期" in main_text(steward)

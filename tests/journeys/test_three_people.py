"""Three people side by side: a client on a phone, two lawyers, and at the end the operator who sees the measured seconds."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR, DemoPerson
from tests.journeys import site
from tests.journeys.conftest import DESK, PHONE, assert_accessible
from tests.live.servers import free_port

QUESTION = "公司拖欠了我三个月工资，现在让我自己辞职，还说不签就不给离职证明，我该怎么办？"
ANSWER = "您好，先别签辞职。劳动合同法第三十八条：拖欠工资的，您可以解除合同并要补偿。"


class Server:
    """A site that can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.environment, self.port = site.site_environment(folder, None), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "jiefen.cli", "serve", str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment, cwd=site.ROOT)
        try:
            site._wait_until_up(f"{self.address}/", self.process)
        except AssertionError:
            self.kill()
            raise

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)


@pytest.fixture
def people(browser: Browser, server: Server) -> Iterator[dict[str, Page]]:
    """Four browsers of their own; a script error in any of them fails the test."""
    broken: list[str] = []
    pages = {}
    for name, size in (("client", PHONE), ("one", DESK), ("two", PHONE), ("operator", DESK)):
        context = browser.new_context(viewport=size, base_url=server.address, locale="zh-CN")
        context.grant_permissions(["microphone"])
        if name == "two":  # his phone is ten minutes fast
            context.add_init_script("window.realNow = Date.now.bind(Date); Date.now = () => window.realNow() + 600000;")
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        pages[name] = page
    yield pages
    for page in pages.values():
        page.context.close()
    assert broken == []


def sign_in(page: Page, person: DemoPerson) -> None:
    page.goto("/sign-in/")
    page.fill("input[name=phone]", person.phone)
    page.fill("input[name=password]", person.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(re.compile("/(desk|ops)/"))


def go_online(page: Page) -> None:
    button = page.get_by_role("button", name="上线接待")
    if button.count():
        button.click()
    expect(page.locator("[data-desk][data-online]")).to_be_visible()


def ask(page: Page) -> float:
    """Through the three steps; returns the moment the question was handed in."""
    page.goto("/ask/")
    assert_accessible(page)
    page.get_by_label("您的姓名或单位").fill("孙小云")
    page.get_by_label("对方是谁").fill("远航物业有限公司")
    page.get_by_role("button", name="下一步").click()
    assert_accessible(page)
    page.get_by_label("发生了什么").fill(QUESTION)
    page.get_by_label("在哪个城市").fill("苏州")
    page.get_by_role("button", name="下一步").click()
    assert_accessible(page)
    for box in page.get_by_role("checkbox").all():
        box.check()
    handed_in = time.monotonic()
    page.get_by_role("button", name="提交，找律师").click()
    expect(page.locator("#state")).to_contain_text("律师")
    assert_accessible(page)
    return handed_in


def press_together(pages: list[Page]) -> None:
    """Both buttons are pressed by the clock, in the same moment."""
    moment = int(time.time() * 1000) + 1500
    press = (
        "at => setTimeout(() => document.querySelector('[data-offer] form button').click(), "
        "at - (window.realNow || Date.now)())"
    )
    for page in pages:
        page.evaluate(press, moment)
    for _ in range(60):
        pages[0].wait_for_timeout(500)
        if any("/talks/" in page.url for page in pages):
            break
    for page in pages:
        page.wait_for_load_state()


def write(page: Page, words: str) -> None:
    page.locator("#chat-text").fill(words)
    page.get_by_role("button", name="发送", exact=True).click()


def test_from_the_question_to_the_board(people, server, tmp_path):
    client, one, two, operator = (people[name] for name in ("client", "one", "two", "operator"))
    for page, person in ((one, DEMO_LAWYERS[0]), (two, DEMO_LAWYERS[2])):
        sign_in(page, person)
        go_online(page)
    asked = ask(client)
    for page in (one, two):
        expect(page.locator("[data-offer]")).to_be_visible(timeout=20_000)
        expect(page.locator("[data-offer]")).not_to_contain_text("工资")
        assert page.title().startswith("（1）有人在等")
        expect(page.locator("[data-until]")).to_have_text(re.compile(r"^还剩 \d{1,2} 秒$"))
    assert_accessible(two)
    client.locator("#chat-text").fill("还没写完的半句")
    winner = _one_of_two_gets_it(one, two)
    write(winner, ANSWER)
    expect(client.locator("[data-chat-lines]")).to_contain_text("先别签辞职", timeout=20_000)
    waited = time.monotonic() - asked
    _page_follows_and_keeps_the_words(client)
    _read_the_law(client)
    _send_voice(client, winner)
    _send_picture(client, tmp_path)
    expect(winner.locator("[data-chat-lines] img")).to_be_visible(timeout=20_000)
    _kill_in_the_middle(server, client, winner)
    _withdraw(client, winner)
    _say_it_helped(client)
    _see_the_board(operator, waited)


def _one_of_two_gets_it(one: Page, two: Page) -> Page:
    press_together([one, two])
    winner, loser = (one, two) if "/talks/" in one.url else (two, one)
    assert ("/talks/" in winner.url, "/talks/" in loser.url) == (True, False)
    expect(loser.locator("main")).to_contain_text("已由别的律师接下")
    expect(winner.locator("[data-chat-lines]")).to_contain_text("拖欠了我三个月工资")
    assert_accessible(winner)
    return winner


def _page_follows_and_keeps_the_words(client: Page) -> None:
    """That a lawyer took it and answered shows around the conversation; what is being written there stays."""
    expect(client.locator("#state")).to_contain_text("律师正在和您谈", timeout=20_000)
    expect(client.get_by_role("button", name="我问清楚了，结束")).to_be_visible()
    expect(client.get_by_role("button", name="不等了")).to_have_count(0)
    expect(client.locator("#chat-people")).to_contain_text("律师")
    expect(client.locator("#chat-text")).to_have_value("还没写完的半句")
    assert_accessible(client)
    client.locator("#chat-text").fill("")


def _read_the_law(client: Page) -> None:
    """The article the lawyer named is a link, and its page is there."""
    link = client.locator("[data-chat-lines]").get_by_role("link", name="劳动合同法第三十八条")
    address = link.get_attribute("href")
    assert client.request.get(address).ok
    assert "解除" in client.request.get(address).text()


def _send_voice(client: Page, winner: Page) -> None:
    """Recorded in the browser, heard by the other side: the same number of bytes."""
    client.get_by_role("button", name="按一下，开始录音").click()
    expect(client.locator("[data-record]")).to_contain_text("正在录音 1 秒", timeout=20_000)
    client.locator("[data-record]").click()
    expect(winner.locator(".say-line__voice audio")).to_be_visible(timeout=20_000)
    expect(winner.locator(".say-line__voice")).to_contain_text("秒")
    heard = winner.request.get(winner.locator(".say-line__voice audio").get_attribute("src"))
    assert (heard.headers["content-type"], len(heard.body()) > 500) == ("audio/webm", True)
    winner.wait_for_function("document.querySelector('.say-line__voice audio').play().then(() => true)")


def _kill_in_the_middle(server: Server, client: Page, winner: Page) -> None:
    server.kill()
    write(client, "我还有一句，服务器正好停了。")
    server.start()
    write(winner, "服务器断过一下，我还在。离职证明是公司必须开的。")
    for page, words in ((client, "离职证明是公司必须开的"), (winner, "服务器正好停了")):
        expect(page.locator("[data-chat-lines]")).to_contain_text(words, timeout=40_000)
        expect(page.locator(".say-line--waiting")).to_have_count(0, timeout=40_000)
        assert page.locator("[data-chat-lines]").inner_text().count(words) == 1


def _send_picture(page: Page, folder: Path) -> None:
    picture = folder / "payslip.png"
    Image.new("RGB", (64, 48), "white").save(picture)
    page.locator("#chat-file").set_input_files(picture)
    expect(page.locator("[data-chat-lines] img")).to_be_visible(timeout=20_000)


def _withdraw(client: Page, winner: Page) -> None:
    write(client, "我的身份证号是这个")
    expect(winner.locator("[data-chat-lines]")).to_contain_text("我的身份证号", timeout=20_000)
    client.locator(".say-line--mine", has_text="我的身份证号").get_by_role("button", name="撤回").click()
    expect(winner.locator("[data-chat-lines]")).not_to_contain_text("我的身份证号", timeout=20_000)


def _say_it_helped(client: Page) -> None:
    client.get_by_role("button", name="我问清楚了，结束").click()
    expect(client.locator("#state")).to_contain_text("这次答疑已结束")
    client.get_by_role("radio", name="帮上了", exact=True).check(force=True)
    client.locator("form[action$='/feedback/']").get_by_role("button", name="提交").click()
    client.get_by_text("评价这次答疑").click()
    client.get_by_role("radio", name="5 星", exact=True).check(force=True)
    client.get_by_role("button", name="提交评价").click()
    expect(client.locator("main")).to_contain_text("5 星")
    assert_accessible(client)


def _see_the_board(operator: Page, waited: float) -> None:
    """The seconds on the board are those the client has waited, give or take what the browser took to show it."""
    sign_in(operator, DEMO_OPERATOR)
    operator.goto("/ops/")
    main = operator.locator("main").inner_text()
    assert re.search(r"五分钟内由人答复\D*\d", main)
    newest = operator.locator("[data-answered] li").first
    expect(newest).to_contain_text("劳动社保")
    seconds = int(re.search(r"(\d+) 秒", newest.inner_text())[1])
    assert waited - 5 <= seconds <= waited + 5
    assert_accessible(operator)
    newest.get_by_role("link").click()
    expect(operator.locator("main")).to_contain_text(f"{seconds} 秒后由人答复")
    assert_accessible(operator)
    operator.goto("/ops/roster/")
    assert_accessible(operator)

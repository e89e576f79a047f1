"""A client on his phone and a lawyer at his desk talk side by side: words, a picture, a voice note, a tunnel, a withdrawal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, assert_accessible
from tests.live.servers import Site, site


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("talk")) as found:
        found.python("-m", "django", "collectstatic", "--no-input", "-v0")
        found.talks = found.conversations(5)
        found.port = found.start()
        yield found


def opened(
    browser: Browser, here: Site, talk: dict[str, str], side: str, size: dict[str, int], script: str = "", **options
) -> Page:
    address = f"http://127.0.0.1:{here.port}"
    context = browser.new_context(viewport=size, base_url=address, locale="zh-CN", **options)
    name, value = talk[side].split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": address}])
    context.add_init_script(script) if script else None
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/chat/{talk['id']}/")
    return page


def write(page: Page, words: str) -> None:
    page.get_by_label("写消息").fill(words)
    page.get_by_role("button", name="发送", exact=True).click()


def words_of(page: Page) -> list[str]:
    return [re.sub(r"\s+", " ", each.strip()) for each in page.locator(".say-line__words").all_inner_texts()]


def test_two_people_side_by_side(browser, here):
    talk = here.talks[0]
    client, lawyer = (opened(browser, here, talk, *each) for each in (("client", PHONE), ("lawyer", DESK)))
    expect(client.locator("[data-chat-state]")).to_have_text("已连接")
    write(client, "房东不退押金怎么办？")
    expect(lawyer.locator(".say-line__words")).to_have_text("房东不退押金怎么办？")
    expect(client.locator("[data-read-mark]")).to_have_text("已读")
    assert_accessible(client)
    lawyer.locator("[data-quote]").click()
    lawyer.get_by_label("写消息").press_sequentially("能要")
    expect(client.locator("[data-chat-typing]")).to_have_text("陆律师正在输入…")
    lawyer.keyboard.press("Enter")
    expect(client.locator(".say-line__quote")).to_contain_text("房东不退押金怎么办？")
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "tan").save(picture, "PNG")
    client.set_input_files("#chat-file", {"name": "合同.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    expect(lawyer.locator(".say-line__image img")).to_be_visible()
    write(client, "这句说错了")
    expect(lawyer.locator(".say-line__words")).to_have_count(3)
    client.locator("[data-withdraw-until] button").last.click()
    expect(lawyer.locator(".say-line--gone")).to_contain_text("对方撤回了这条消息")
    expect(client.locator(".say-line--gone")).to_contain_text("您撤回了这条消息")
    assert_accessible(lawyer)
    for page in (client, lawyer):
        page.context.close()


@pytest.mark.parametrize(("talk", "minutes"), [(2, -10), (3, 10)])
def test_a_phone_whose_clock_is_wrong_withdraws_all_the_same(browser, here, talk, minutes):
    wrong = f"const real = Date.now; Date.now = () => real() + {minutes} * 60000;"
    client = opened(browser, here, here.talks[talk], "client", PHONE, script=wrong)
    expect(client.locator("[data-chat-state]")).to_have_text("已连接")
    write(client, "这句说错了")
    expect(client.locator("[data-withdraw-until] [data-left]")).to_have_text(re.compile(r"（还剩 1:\d\d）"))
    client.wait_for_timeout(1500)  # the button lives by the second
    client.locator("[data-withdraw-until] button").click()
    expect(client.locator(".say-line--gone")).to_contain_text("您撤回了这条消息")
    client.context.close()


def test_through_a_tunnel_and_a_killed_server(browser, here):
    talk = here.talks[1]
    client, lawyer = (opened(browser, here, talk, *each) for each in (("client", PHONE), ("lawyer", DESK)))
    expect(client.locator("[data-chat-state]")).to_have_text("已连接")
    client.context.set_offline(True)
    for words in ("在地铁里写的", "还是在地铁里"):
        write(client, words)
    expect(client.locator(".say-line--waiting")).to_have_count(2)
    expect(client.locator("[data-chat-state]")).to_contain_text("没有网络")
    client.context.set_offline(False)
    expect(lawyer.locator(".say-line__words")).to_have_count(2, timeout=20_000)
    expect(client.locator(".say-line--waiting")).to_have_count(0)
    here.kill(here.port)
    write(lawyer, "服务器停着也写")
    expect(lawyer.locator(".say-line--waiting")).to_have_count(1)
    here.start(here.port)
    expect(client.locator(".say-line__words")).to_have_count(3, timeout=60_000)
    expect(lawyer.locator(".say-line--waiting")).to_have_count(0, timeout=60_000)
    expected = ["在地铁里写的", "还是在地铁里", "服务器停着也写"]
    assert words_of(client) == words_of(lawyer) == expected
    client.reload()
    assert words_of(client) == expected
    for page in (client, lawyer):
        page.context.close()


def test_what_is_written_while_another_line_is_on_its_way_goes_out_after_it(browser, here):
    """On a slow line the second line is written before the first is answered; nothing else happens to wake the outbox."""
    client = opened(browser, here, here.talks[4], "client", PHONE)
    expect(client.locator("[data-chat-state]")).to_have_text("已连接")
    slow = "window.fetch = (...all) => new Promise(go => setTimeout(go, 1200)).then(() => real(...all))"
    client.evaluate(f"() => {{ const real = window.fetch; {slow}; }}")
    for words in ("第一句", "第二句", "第三句"):
        write(client, words)
        client.wait_for_timeout(100)
    expect(client.locator(".say-line--waiting")).to_have_count(0, timeout=10_000)
    assert words_of(client) == ["第一句", "第二句", "第三句"]
    client.context.close()


def test_without_javascript(browser, here):
    page = opened(browser, here, here.talks[1], "client", PHONE, java_script_enabled=False)
    before = len(words_of(page))
    write(page, "没有脚本也能写")
    assert words_of(page)[before:] == ["没有脚本也能写"]
    page.get_by_role("link", name="引用").last.click()
    assert "没有脚本也能写" in page.locator("[data-quoting]").inner_text()
    page.get_by_role("button", name="撤回").last.click()
    assert "您撤回了这条消息" in words_of(page)
    page.context.close()

"""Two real pages of one conversation, a client's phone and a lawyer's desk, whose every connection is cut again and again.

Both people write into the field of the page and press the button; nothing here speaks the protocol. At the end what each
page shows is laid beside the rows of the table. Used by ``torn_streams``.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.journeys.site import CHROMIUM, DESK, FLAGS, PHONE
from tests.live.cutting_proxy import CuttingProxy
from tests.live.servers import Site

PATIENCE_S = 120.0  # a page that met a killed server waits up to half a minute before it tries again
LONGEST_CONNECTION_S = 0.8
SHOWN = """() => ({
  lines: Array.from(document.querySelectorAll("[data-chat-lines] > [data-seq]")).map(line => [
    Number(line.dataset.seq), (line.querySelector(".say-line__words") || {textContent: ""}).textContent.trim()
  ]),
  waiting: document.querySelectorAll(".say-line--waiting").length,
})"""


@dataclass(frozen=True)
class PageFound:
    """What one page came to. ``lost``: written here and not in the table, or in the table and not shown, or still waiting."""

    streams: int
    cut: int
    written: int
    shown: int
    lost: int
    doubled: int
    out_of_order: int


class TornPage:
    """One person's page behind a line of its own."""

    def __init__(self, who: str, page: Page, line: CuttingProxy) -> None:
        self.who, self.page, self.line = who, page, line
        self.written: list[str] = []
        self.broken: list[str] = []
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    async def write(self, until: asyncio.Event) -> None:
        """One line after the other into the field, whether the last was delivered or not: that is the page's business."""
        while not until.is_set():
            words = f"{self.who}第{len(self.written)}句"
            await self.page.get_by_label("写消息").fill(words)
            await self.page.get_by_role("button", name="发送", exact=True).click()
            self.written.append(words)
            await asyncio.sleep(random.uniform(0, 0.8))

    async def shows(self) -> dict[str, Any]:
        """What stands on the page."""
        return dict(await self.page.evaluate(SHOWN))


@asynccontextmanager
async def two_pages(here: Site, talk: dict[str, Any], ports: list[int]) -> AsyncIterator[list[TornPage]]:
    """Both pages, loaded and connected; from then on their lines are cut."""
    async with async_playwright() as playwright:
        browsers = [await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) for _ in range(2)]
        lines = [CuttingProxy(ports, LONGEST_CONNECTION_S) for _ in range(2)]
        try:
            pages = []
            for browser, line, who, size in zip(browsers, lines, ("client", "lawyer"), (PHONE, DESK), strict=True):
                await line.start()
                pages.append(TornPage(who, await _opened(browser, line, talk, who, size), line))
            for line in lines:
                line.holds = False
            yield pages
        finally:
            for browser in browsers:
                await browser.close()
            for line in lines:
                await line.stop()


async def _opened(browser: Browser, line: CuttingProxy, talk: dict[str, Any], who: str, size: Any) -> Page:
    address = f"http://127.0.0.1:{line.port}"
    context = await browser.new_context(viewport=size, base_url=address, locale="zh-CN")
    name, value = talk[who].split("=", 1)
    await context.add_cookies([{"name": name, "value": value, "url": address}])
    page = await context.new_page()
    await page.goto(f"/chat/{talk['id']}/")
    await expect(page.locator("[data-chat-state]")).to_have_text("已连接", timeout=60_000)
    return page


async def heard_out(here: Site, talk: dict[str, Any], pages: Sequence[TornPage]) -> list[PageFound]:
    """Let both lines be whole again, wait until nothing more is missing, and compare with the table."""
    for page in pages:
        page.line.holds = True
    until = time.monotonic() + PATIENCE_S
    while True:
        rows = json.loads(await asyncio.to_thread(here.python, "-m", "tests.live.chat_rows", str(talk["thread"])))
        shown = [await page.shows() for page in pages]
        found = [_found(page, each, rows) for page, each in zip(pages, shown, strict=True)]
        if all(each.lost == 0 for each in found) or time.monotonic() > until:
            for page in pages:
                assert page.broken == [], page.broken
            return found
        await asyncio.sleep(1)


def _found(page: TornPage, shown: dict[str, Any], rows: list[dict[str, Any]]) -> PageFound:
    """``rows`` are the truth of what was kept; ``written`` the truth of what was meant."""
    table = [(row["seq"], row["text"]) for row in rows]
    lines = [(seq, re.sub(r"\s+", " ", words)) for seq, words in shown["lines"]]
    own = [row["text"] for row in rows if row["from"] == page.who]
    of_people = {row["seq"] for row in rows if row["from"]}
    spoken = [(seq, words) for seq, words in lines if seq in of_people]
    expected = [(seq, words) for seq, words in table if seq in of_people]
    missing_rows = {seq for seq, _ in table} - {seq for seq, _ in lines}
    lost = len(Counter(page.written) - Counter(own)) + len(missing_rows) + int(shown["waiting"])
    lost += len(set(expected) - set(spoken)) if not missing_rows else 0
    twice = len(lines) - len({seq for seq, _ in lines}) + len(spoken) - len({words for _, words in spoken})
    twice += len(own) - len(set(own))
    in_turn = [seq for seq, _ in lines] == sorted(seq for seq, _ in lines) and own == page.written[: len(own)]
    return PageFound(page.line.streams, page.line.cut, len(page.written), len(lines), lost, twice, int(not in_turn))

"""A server as ./run starts it, and a browser. Without Chromium these tests skip and say so."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from jiefen.accounts.demo_people import DEMO_PEOPLE

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys run in one worker, so that one server serves them; without a browser they skip loudly."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(reason="Chromium is not installed: apt install chromium fonts-noto-cjk")
                )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server stopped while starting"
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo, in a process and a data folder of its own."""
    environment = {
        **os.environ,
        "JIEFEN_DATA": str(tmp_path_factory.mktemp("site")),
        "JIEFEN_DEMO": "1",
        "JIEFEN_JOBS": "in-process",
        "DJANGO_SETTINGS_MODULE": "jiefen.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("JIEFEN_DATABASE_URL", None)
    port = _free_port()
    server = subprocess.Popen([sys.executable, "-m", "django", "serve", str(port)], env=environment, cwd=ROOT)
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """``open_page(PHONE)`` → a page in a context of its own; a script error or CSP complaint fails the test."""
    contexts, complaints = [], []

    def make(viewport: dict[str, int], **options: object) -> Page:
        context = browser.new_context(viewport=viewport, base_url=site, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, role: str) -> None:
    """As one of the demo people, through the real form."""
    person = next(person for person in DEMO_PEOPLE if person.role == role)
    page.goto("/sign-in/")
    page.fill("input[name=phone]", person.phone)
    page.fill("input[name=password]", person.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/workbench/**")


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA that axe can see, and nothing scrolls sideways."""
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = Axe().run(page, options=rules).response["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "the page scrolls sideways"

"""A site as ./run starts it, with the demo, for the journeys and for the README's pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from jiefen.accounts.demo_people import EVERYBODY
from tests.live.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",  # a microphone that beeps
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@contextmanager
def running_site(folder: Path, clock: Path | None = None) -> Iterator[str]:
    """The address of a server with the demo, in a process of its own that keeps its data in ``folder``.

    ``clock``: a file that holds the instant to play from (JIEFEN_CLOCK); None: the real time.
    """
    environment, port = site_environment(folder, clock), free_port()
    server = subprocess.Popen([sys.executable, "-m", "jiefen.cli", "serve", str(port)], env=environment, cwd=ROOT)
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def site_environment(folder: Path, clock: Path | None) -> dict[str, str]:
    """The environment of a server or command that works on ``folder``."""
    environment = {
        **os.environ,
        "JIEFEN_DATA": str(folder),
        "JIEFEN_DEMO": "1",
        "JIEFEN_JOBS": "in-process",
        "DJANGO_SETTINGS_MODULE": "jiefen.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "JIEFEN_CLOCK": str(clock or ""),
    }
    environment.pop("JIEFEN_DATABASE_URL", None)
    return environment


def _wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1500):  # loading the demo takes a minute, on a busy machine several
        assert server.poll() is None, "the server stopped while starting"
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


def sign_in(page: Page, role: str) -> None:
    """As one of the demo people, through the real form."""
    person = next(person for person in EVERYBODY if person.role == role)
    page.goto("/sign-in/")
    page.fill("input[name=phone]", person.phone)
    page.fill("input[name=password]", person.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)

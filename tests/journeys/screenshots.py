"""The README's pictures, taken from the demo: ``./run screenshots [NAME …]`` writes docs/images/NAME-{phone,desk}.png.

The import is a generated sheet, so that no file of anybody's is needed. The pictures show today's dates; take all of
them again when a page changes. None may be larger than 250 KB.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.wide_sheet import wide_sheet
from tests.journeys.site import CHROMIUM, DESK, FLAGS, PHONE, ROOT, running_site, sign_in

FOLDER = ROOT / "docs" / "images"
LARGEST = 250_000
SIZES = {"phone": (PHONE, 1.5), "desk": (DESK, 1)}  # viewport, pixels per CSS pixel


def _today(page: Page) -> None:
    page.goto("/workbench/")


def _household(page: Page) -> None:
    """Someone whose roof leaks: the person and the repair before the bill."""
    page.goto("/workbench/households/?q=郑海燕")
    page.locator("main tbody a").first.click()
    page.wait_for_url(re.compile(r"/households/\d+/"))


def _import(page: Page) -> None:
    """The preview of a sheet that was just handed in."""
    page.goto("/workbench/imports/")
    sheet = {"name": "枫林晚九月欠费.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": wide_sheet(5)[0]}
    page.set_input_files("input[type=file]", sheet)
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="确认入账").wait_for(timeout=60_000)


def _limitation(page: Page) -> None:
    page.goto("/workbench/limitation/")


def _numbers(page: Page) -> None:
    page.goto("/workbench/numbers/")


def _front(page: Page) -> None:
    page.goto("/")


def _answer(page: Page) -> None:
    """One sentence typed, and what the page makes of it."""
    page.goto("/")
    page.locator("#text").press_sequentially("老板拖欠我三个月工资，还说要开除我", delay=5)
    page.locator(".found .lawyer").first.wait_for()


PICTURES: dict[str, Callable[[Page], None]] = {
    "today": _today,
    "household": _household,
    "import": _import,
    "limitation": _limitation,
    "numbers": _numbers,
    "front": _front,
    "answer": _answer,
}


def take(browser: Browser, address: str, names: list[str]) -> list[Path]:
    """Each picture on a phone and on a desk, as the manager sees it."""
    taken = []
    for size, (viewport, scale) in SIZES.items():
        context = browser.new_context(
            viewport=viewport, device_scale_factor=scale, base_url=address, locale="zh-CN", reduced_motion="reduce"
        )
        page = context.new_page()
        sign_in(page, "manager")
        for name in names:
            PICTURES[name](page)
            page.evaluate("document.fonts.ready")
            path = FOLDER / f"{name}-{size}.png"
            page.screenshot(path=path, animations="disabled")
            taken.append(path)
        context.close()
    return taken


def main() -> None:
    """Start a site of its own, take the pictures, say how large they are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME", help="、".join(PICTURES))
    names = parser.parse_args().names or list(PICTURES)
    if unknown := set(names) - PICTURES.keys():
        parser.error(f"没有这张图：{'、'.join(sorted(unknown))}")
    if CHROMIUM is None:
        sys.exit("没有找到 Chromium。请先安装：apt install chromium fonts-noto-cjk")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="jiefen-pictures-") as folder,
        running_site(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        taken = take(browser, address, names)
        browser.close()
    for path in taken:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} KB")
    large = [path.name for path in taken if path.stat().st_size > LARGEST]
    if large:
        sys.exit(f"太大了，要小于 {LARGEST // 1000} KB：{'、'.join(large)}")


if __name__ == "__main__":
    main()

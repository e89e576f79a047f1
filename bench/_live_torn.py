"""``./run bench live --nothing-lost``: the test of the same name with as many reconnections as asked for, and a report.

Two browsers take part. Where Chromium is missing the raw clients go on alone, and nothing counts as proven.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.journeys.site import CHROMIUM
from tests.live.databases import database_url
from tests.live.servers import site
from tests.live.torn_streams import Found, torn, torn_with_pages

TALKS = 10


def nothing_lost(reconnects: int, databases: list[str], processes: list[int]) -> tuple[dict[str, Any], bool]:
    """Figures for every setting, and whether everything arrived once and in order in all of them, on two pages as well."""
    if CHROMIUM is None:
        print("没有 Chromium，两个浏览器没有参加：这次什么也没有证明。apt install chromium", file=sys.stderr)
    found = {
        f"{database}_{count}_process{'es' if count > 1 else ''}": _one(reconnects, database, count)
        for database in databases
        for count in processes
    }
    whole = all(each.pages and each.lost == each.doubled == each.out_of_order == 0 for each in found.values())
    return {name: asdict(each) for name, each in found.items()}, whole


def _one(reconnects: int, database: str, processes: int) -> Found:
    own = tempfile.TemporaryDirectory(prefix="jiefen-bench-", ignore_cleanup_errors=True)
    with own as folder, database_url(database) as url, site(Path(folder), url) as here:
        here.python("-m", "django", "collectstatic", "--no-input", "-v0")
        talks = here.conversations(TALKS)
        ports = [here.start() for _ in range(processes)]
        return asyncio.run((torn_with_pages if CHROMIUM else torn)(here, talks, ports, reconnects))

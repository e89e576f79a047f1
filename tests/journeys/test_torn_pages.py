"""Two real pages whose every connection is cut again and again, beside raw clients, while each server is killed with -9.

A few dozen reconnections; ``./run bench live --nothing-lost`` does a thousand in each setting.
"""

from __future__ import annotations

import pytest

from tests.live.databases import DATABASES, database_url
from tests.live.running import run_apart
from tests.live.servers import site
from tests.live.torn_streams import torn_with_pages

RECONNECTS = 60


@pytest.mark.parametrize(("kind", "processes"), [(DATABASES[0], 1), (DATABASES[1], 2)])
def test_both_pages_end_with_what_the_table_holds(tmp_path, kind, processes):
    with database_url(kind) as url, site(tmp_path, url) as here:
        here.python("-m", "django", "collectstatic", "--no-input", "-v0")
        talks = here.conversations(4)
        found = run_apart(torn_with_pages(here, talks, [here.start() for _ in range(processes)], RECONNECTS))
    assert (found.lost, found.doubled, found.out_of_order, found.killed) == (0, 0, 0, processes)
    assert found.reconnects >= RECONNECTS
    for page in found.pages.values():
        assert page.streams >= RECONNECTS // 10
        assert page.written > 5
        assert page.shown == 1 + sum(each.written for each in found.pages.values())

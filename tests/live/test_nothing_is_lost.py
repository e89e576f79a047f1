"""Whatever connections and servers do, both sides end with the same conversation: nothing lost, doubled or out of order.

Twenty streams are torn down again and again while both sides write, and each server process is killed with -9 meanwhile:
a thousand times over the four settings. ``./run bench live --nothing-lost --reconnects 1000`` does as many in each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.live.databases import DATABASES, database_url
from tests.live.raw_client import Stream, post
from tests.live.running import run_apart
from tests.live.servers import Site, site
from tests.live.test_two_clients import until
from tests.live.torn_streams import torn

TALKS, RECONNECTS = 10, 250


@pytest.fixture(
    scope="module",
    params=[pytest.param(each, marks=[pytest.mark.postgres] if each != "sqlite" else []) for each in DATABASES],
)
def here(request, tmp_path_factory) -> Iterator[Site]:
    with database_url(request.param) as url, site(tmp_path_factory.mktemp("live"), url) as found:
        found.talks = found.conversations(2 * TALKS + 1)
        yield found


@pytest.mark.parametrize("processes", [1, 2])
def test_a_thousand_reconnections_and_killed_servers(here, processes):
    ports = [here.start() for _ in range(processes)]
    talks = here.talks[(processes - 1) * TALKS : processes * TALKS]
    found = run_apart(torn(here, talks, ports, RECONNECTS))
    assert (found.lost, found.doubled, found.out_of_order) == (0, 0, 0)
    assert (found.reconnects >= RECONNECTS, found.killed, found.messages > 2 * TALKS) == (True, processes, True)
    here.stop()


def test_typing_is_seen_at_another_process(here):
    async def run(one: int, other: int) -> None:
        talk = here.talks[-1]
        path = f"/live/threads/{talk['id']}"
        client = Stream(f"{path}/events", talk["client"])
        listening = asyncio.create_task(client.listen(one))
        await until(lambda: client.messages())
        for _ in range(3):
            assert (await post(other, f"{path}/typing", talk["lawyer"], {}))[0] == 200
        await until(lambda: sum(name == "typing" for name, _ in client.events) == 3)
        listening.cancel()

    ports = here.start(), here.start()
    run_apart(run(*ports))
    here.stop()
    assert not list((here.folder / "live").glob("*.sock")), "who stops takes his socket along"

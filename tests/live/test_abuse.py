"""What people and programs do to a hub when they mean it ill, or are badly made. A real server."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from jiefen.chat.rates import Buckets, TooFast
from jiefen.rules import chat_limits
from tests.live.raw_client import Stream, post
from tests.live.running import run_apart
from tests.live.servers import Site, site
from tests.live.test_doors import ON
from tests.live.test_two_clients import until

FLOOD, AT_ONCE = 1500, 50
OTHERS = """
from itertools import count
import django; django.setup()
from jiefen.accounts.models import Membership
from jiefen.chat.actions.threads import close, leave
from jiefen.chat.models import Seat, Thread
from jiefen.shared import clock
from tests.factories import lawyers, world
from tests.live.chat_world import session_cookie
lawyers._numbers = world._numbers = count(500)  # names and telephones nobody has yet
closed, left = Thread.objects.order_by("pk")[1:3]
close(thread=closed, by_membership=None, sentence="对话结束了。", at=clock.now())
leave(by=Seat.objects.select_related("thread").get(thread=left, kind="lawyer"), reason="transferred", at=clock.now())
other = lawyers.make_lawyer_actor()
print(session_cookie(Membership.objects.select_related("user").get(pk=other.membership_id)))
"""
DEACTIVATE = """
import django; django.setup()
from jiefen.accounts.models import Membership
Membership.objects.filter(pk=Membership.objects.order_by("pk")[0].pk).update(is_active=False)
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("live")) as found:
        found.talks = found.conversations(8)
        found.port = found.start()
        yield found


def said(here: Site, number: int, cookie: str, act: str = "messages", **data: object):
    path = f"/live/threads/{here.talks[number]['id']}/{act}"
    status, answer = run_apart(post(here.port, path, cookie, {"client_id": "client-0001", "text": "在吗", **data}))
    return status, answer.get("code", "")


def test_other_organisations_closed_threads_and_seats_that_were_left(here):
    stranger = here.python("-c", OTHERS).split()[-1]
    lawyer = here.talks[0]["lawyer"]
    for act, data in (("messages", {}), ("typing", {}), ("read", {"seq": 1})):
        assert said(here, 0, stranger, act, **data) == (404, "not_found")
    assert said(here, 1, lawyer) == said(here, 1, here.talks[1]["client"]) == (409, "chat.closed")
    assert said(here, 2, lawyer) == said(here, 2, lawyer, "typing") == (403, "chat.read_only")
    stream = Stream(f"/live/threads/{here.talks[2]['id']}/events", lawyer)
    run_apart(stream.listen(here.port, cut_after=0.5))
    assert (stream.status, stream.events) == (403, [])


def test_texts_that_are_too_long_and_ids_that_two_people_made(here):
    client, lawyer = here.talks[0]["client"], here.talks[0]["lawyer"]
    most = chat_limits.number("text_characters", ON)
    assert said(here, 0, client, text="字" * (most + 1)) == (409, "chat.too_long")
    assert said(here, 0, client, text="😀" * most, client_id="client-long") == (201, "")
    assert [said(here, 0, who)[0] for who in (client, lawyer, client, lawyer)] == [201, 201, 200, 200]


@pytest.mark.parametrize("claim", ["abc", "-5", "1e3", "9" * 30, "²", "1; DROP TABLE", "0x10", ""])
def test_a_number_that_is_none_begins_at_the_beginning(here, claim):
    path = f"/live/threads/{here.talks[3]['id']}/events"
    in_header, in_address = (
        Stream(f"{path}{query}", here.talks[3]["client"]) for query in ("", f"?after={quote(claim)}")
    )
    in_header.last_id = claim
    for stream in (in_header, in_address):
        run_apart(stream.listen(here.port, cut_after=0.5))
        assert [message["seq"] for message in stream.messages()][:1] == [1]


def test_a_number_that_does_not_exist_yet_hears_what_comes_next(here):
    async def run() -> None:
        talk = here.talks[3]
        stream = Stream(f"/live/threads/{talk['id']}/events", talk["client"])
        stream.last_id = "9" * 18
        listening = asyncio.create_task(stream.listen(here.port))
        await until(lambda: stream.events)
        text = {"client_id": "client-0001", "text": "在吗"}
        await post(here.port, f"/live/threads/{talk['id']}/messages", talk["client"], text)
        await until(lambda: [message["text"] for message in stream.messages()] == ["在吗"])
        listening.cancel()

    run_apart(run())


def test_who_never_reads_is_dropped_and_misses_nothing_when_he_comes_back(here):
    async def run() -> None:
        talk, many = here.talks[4], 400
        path = f"/live/threads/{talk['id']}"
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", here.port))
        deaf.sendall(f"GET {path}/events HTTP/1.1\r\nHost: x\r\nCookie: {talk['client']}\r\n\r\n".encode())
        for number in range(many):
            data = {"client_id": f"client-{number:04d}", "text": f"{number} " + "字" * 3900}
            assert (await post(here.port, f"{path}/messages", talk["lawyer"], data))[0] == 201
        deaf.settimeout(10)
        received = await asyncio.to_thread(_everything, deaf)
        assert received < many * 3900 * 3, "the server gave up on him before it had kept all of it"
        back = Stream(f"{path}/events", talk["client"])
        began = time.monotonic()
        while len(back.messages()) < many + 1 and time.monotonic() < began + 60:
            await back.listen(here.port, cut_after=2.0)
        assert [message["seq"] for message in back.messages()] == list(range(1, many + 2))

    run_apart(run())


def _everything(deaf: socket.socket) -> int:
    size = 0
    try:
        while data := deaf.recv(65536):
            size += len(data)
    except (ConnectionError, TimeoutError):
        return size
    return size


def test_a_colleague_who_was_deactivated_hears_no_more(here):
    async def run() -> None:
        talk = here.talks[5]
        stream, client = (Stream(f"/live/threads/{talk['id']}/events", talk[side]) for side in ("lawyer", "client"))
        listening = [asyncio.create_task(each.listen(here.port)) for each in (stream, client)]
        await until(lambda: stream.messages() and client.messages())
        await asyncio.to_thread(here.python, "-c", DEACTIVATE)
        await until(listening[0].done, 60)
        assert stream.events[-1] == ("bye", 1)
        assert not listening[1].done(), "the client goes on"
        listening[1].cancel()

    run_apart(run())
    assert said(here, 5, here.talks[5]["lawyer"]) == (404, "not_found")


async def _flood(port: int, talk: dict[str, str]) -> list[int]:
    """Very many posts down one connection, without waiting for the answers; their statuses."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found: list[int] = []
    for begin in range(0, FLOOD, AT_ONCE):
        for number in range(begin, begin + AT_ONCE):
            body = json.dumps({"client_id": f"flood-{number:05d}", "text": "喂"})
            head = f"POST /live/threads/{talk['id']}/messages HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n"
            head += f"Cookie: {talk['client']}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write((head + body).encode())
        for _ in range(AT_ONCE):
            answer = await reader.readuntil(b"\r\n\r\n")
            found.append(int(answer.split(b" ")[1]))
            await reader.readexactly(int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
    writer.close()
    return found


def test_one_persons_flood_is_refused_and_his_neighbour_is_not(here):
    async def run(port: int) -> None:
        began = time.monotonic()
        flooder, neighbour = here.talks[6:]
        statuses = await _flood(port, flooder)
        limit = chat_limits.rate("post_person", ON)
        most = limit.burst + limit.per_minute * (time.monotonic() - began) / 60 + 1
        assert limit.burst <= statuses.count(201) <= most
        assert set(statuses) == {201, 429}
        text = {"client_id": "client-0001", "text": "在吗"}
        path = f"/live/threads/{neighbour['id']}/messages"
        assert (await post(port, path, neighbour["client"], text))[0] == 201, "from the same address"

    here.rate_factor = 1
    run_apart(run(here.start()))


def test_what_is_given_back_is_never_more_than_a_full_bucket():
    buckets, limit = Buckets(), chat_limits.rate("post_address", ON)
    buckets.give_back("post_address", "a", on=ON)
    for _ in range(3):
        buckets.take("post_address", "a", on=ON)
    for _ in range(9):
        buckets.give_back("post_address", "a", on=ON)
    for _ in range(limit.burst):
        buckets.take("post_address", "a", on=ON)
    with pytest.raises(TooFast):
        buckets.take("post_address", "a", on=ON)

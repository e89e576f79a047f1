"""Who may knock at the hub, how, and how often; and how it stops. A real server, once for all of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Iterator

import pytest

from jiefen.chat.rates import Buckets, TooFast
from jiefen.live.people import MEMBERSHIP_KEY, cookies_of
from jiefen.rules import chat_limits
from jiefen.web import session
from tests.live.raw_client import Stream, post, request
from tests.live.running import run_apart
from tests.live.servers import Site, site
from tests.live.test_two_clients import until

ON = dt.date(2026, 11, 26)
TEXT = {"client_id": "client-0001", "text": "在吗"}
PUBLISH = """
import sys, django; django.setup()
from jiefen.accounts.models import Membership
from jiefen.shared import clock
from jiefen.shared.live_topics.actions import publish
for name in sys.argv[1:]:
    publish(topic=f"desk:{Membership.objects.get().pk}", kind="offer", data={"n": name}, at=clock.now())
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("live")) as found:
        found.talks = found.conversations(2)
        found.port = found.start()
        yield found


def send(here: Site, path: str, cookie: str, data=None, **headers: str):
    return run_apart(post(here.port, path, cookie, TEXT if data is None else data, **headers))


@pytest.mark.parametrize("act", ["messages", "typing", "read"])
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://elsewhere.example"}, {"Origin": "null"}, {"Origin": ""}, {"Content_Type": "text/plain"}],
)
def test_posts_from_other_pages_are_refused(here, act, headers):
    talk = here.talks[0]
    status, answer = send(here, f"/live/threads/{talk['id']}/{act}", talk["client"], **headers)
    assert (status, answer["code"]) == (403, "csrf")


@pytest.mark.parametrize("act", ["messages", "typing", "read"])
def test_strangers_find_nothing(here, act):
    talk, other = here.talks
    for cookie in ("", other["client"], "sessionid=abc; jiefen_visitor=def"):
        data = {"seq": 1} if act == "read" else TEXT
        status, answer = send(here, f"/live/threads/{talk['id']}/{act}", cookie, data)
        assert (status, answer["code"]) == (404, "not_found")


def test_streams_of_strangers_do_not_begin(here):
    talk, other = here.talks
    for cookie in ("", other["client"]):
        stream = Stream(f"/live/threads/{talk['id']}/events", cookie)
        run_apart(stream.listen(here.port, cut_after=0.2))
        assert (stream.status, stream.events) == (404, [])


@pytest.mark.parametrize(
    "data", [[], {"text": 5, "client_id": "client-0001"}, {"text": "x"}, {**TEXT, "quote_of": "1"}, {**TEXT, "quote_of": True}, {**TEXT, "quote_of": 10**30}]
)  # fmt: skip
def test_odd_bodies_are_refused(here, data):
    talk = here.talks[0]
    status, answer = send(here, f"/live/threads/{talk['id']}/messages", talk["client"], data)
    assert (status, answer["code"]) == (409, "live.unreadable")


def test_a_body_without_end_is_not_read(here):
    talk = here.talks[0]
    status, answer = send(here, f"/live/threads/{talk['id']}/messages", talk["client"], {**TEXT, "text": "x" * 70_000})
    assert (status, answer["code"]) == (409, "live.unreadable")


def test_addresses_that_are_none(here):
    talk = here.talks[0]
    for method, path, expected in (
        ("GET", "/live/", 404), ("GET", "/live/threads/../../x/events", 404), ("PUT", f"/live/threads/{talk['id']}/read", 405),
        ("GET", f"/live/threads/{talk['id']}/messages", 405), ("GET", "/live/desk/events", 404),
    ):  # fmt: skip
        text = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        assert run_apart(request(here.port, text))[0] == expected


def test_a_desk_hears_what_is_published_and_resumes(here):
    async def run() -> None:
        desk = Stream("/live/desk/events", here.talks[0]["lawyer"])

        def heard() -> str:
            return "".join(data["n"] for name, data in desk.events if name == "offer")

        listening = asyncio.create_task(desk.listen(here.port))
        await until(lambda: desk.events)
        await asyncio.to_thread(here.python, "-c", PUBLISH, "a", "b")
        await until(lambda: heard() == "ab")
        listening.cancel()
        await asyncio.to_thread(here.python, "-c", PUBLISH, "c")
        again = asyncio.create_task(desk.listen(here.port))
        await until(lambda: heard() == "abc")
        again.cancel()

    run_apart(run())


def test_it_stops_in_good_order_with_open_streams(tmp_path):
    async def run(own: Site, talk) -> None:
        stream = Stream(f"/live/threads/{talk['id']}/events", talk["client"])
        listening = asyncio.create_task(stream.listen(own.port))
        await until(lambda: stream.messages())
        began = time.monotonic()
        await asyncio.to_thread(own.stop)
        await listening
        assert stream.events[-1] == ("bye", 1)
        assert time.monotonic() - began < 5, "uvicorn's limit for streams nobody ended"

    with site(tmp_path) as own:
        own.port = own.start()
        run_apart(run(own, own.conversations(1)[0]))


def test_buckets(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    buckets, limit = Buckets(), chat_limits.rate("post_person", ON)
    for _ in range(limit.burst):
        buckets.take("post_person", "m1", on=ON)
    for _ in range(3):
        with pytest.raises(TooFast):
            buckets.take("post_person", "m1", on=ON)
    buckets.take("post_person", "m2", on=ON)
    now += 60 / limit.per_minute
    buckets.take("post_person", "m1", on=ON)
    with pytest.raises(TooFast):
        buckets.take("post_person", "m1", on=ON)


def test_cookies_and_the_session_key():
    assert cookies_of('a=1; b="2"; nonsense; c=x=y') == {"a": "1", "b": "2", "c": "x=y"}
    assert session.MEMBERSHIP_KEY == MEMBERSHIP_KEY

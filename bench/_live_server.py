"""The site with two streams beside it that store nothing: the hub fed from memory, and the least an ASGI server can do."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from jiefen.config.asgi import application as site
from jiefen.live.frames import frame
from jiefen.live.hub import Event, Hub
from jiefen.live.listener import Listener
from jiefen.live.streams import HEADERS

bare: dict[str, Any] = {}


async def _nothing(key: str, seq: int) -> list[Event]:
    return []


async def _nowhere(keys: list[str]) -> dict[str, int]:
    return {}


hub = Hub(_nothing, _nowhere)


async def _bare_stream(name: str, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b": \n\n", "more_body": True})
    bare[name] = send
    while (await receive())["type"] != "http.disconnect":
        pass
    del bare[name]


async def _echo(name: str, receive: Any, send: Any) -> None:
    """The least a post can be: read, send down the stream of the same name, answer."""
    message = await receive()
    text = json.loads(message["body"])["text"]
    data = b"data: %s\n\n" % json.dumps({"text": text}, ensure_ascii=False, separators=(",", ":")).encode()
    await bare[name]({"type": "http.response.body", "body": data, "more_body": True})
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})


async def _hub_stream(name: str, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b": \n\n", "more_body": True})
    listener = Listener(send)
    listener.task = asyncio.current_task()
    hub.attach(listener, {name: 0})
    while (await receive())["type"] != "http.disconnect":
        pass
    hub.detach(listener)


def _text() -> dict[str, Any]:
    return {"t": time.monotonic(), "text": "合同里写的是两个月押金，先把那一页拍给我看看。"}


async def _publish(send: Any, query: dict[str, list[str]]) -> None:
    """``rate`` messages a second (0: as many as possible) to one stream after the other, for ``seconds``."""
    rate, seconds = int(query["rate"][0]), float(query["seconds"][0])
    one = _to_bare() if query["to"] == ["bare"] else _to_hub()
    began, sent = time.monotonic(), 0
    while (past := time.monotonic() - began) < seconds:
        due = sent + 200 if rate == 0 else int(past * rate)
        for _ in range(due - sent):
            waits = one()
            if waits is not None:
                await waits
        sent = max(due, sent)
        await asyncio.sleep(0 if rate == 0 else 0.001)
    body = json.dumps({"sent": sent, "seconds": time.monotonic() - began}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


def _to_bare() -> Callable[[], Any]:
    sends, numbers = list(bare.values()), count()

    def one() -> Any:
        number = next(numbers)
        data = b"id: %d\ndata: %s\n\n" % (number, json.dumps(_text(), ensure_ascii=False).encode())
        return sends[number % len(sends)]({"type": "http.response.body", "body": data, "more_body": True})

    return one


def _to_hub() -> Callable[[], Any]:
    keys, numbers = list(hub.channels), count()

    def one() -> None:
        number = next(numbers)
        key = keys[number % len(keys)]
        seq = hub.heads[key] + 1
        hub.deliver(key, [(seq, frame(_text(), seq=seq))])

    return one


async def application(scope: Any, receive: Any, send: Any) -> None:
    """/bare/<n>, /echo/<n>, /hub/<n>, /publish; everything else is the site."""
    path = scope.get("path", "")
    if path.startswith("/bare/"):
        await _bare_stream(path, receive, send)
    elif path.startswith("/echo/"):
        await _echo(path.replace("echo", "bare"), receive, send)
    elif path.startswith("/hub/"):
        await _hub_stream(path, receive, send)
    elif path == "/publish":
        await _publish(send, parse_qs(scope["query_string"].decode()))
    else:
        await site(scope, receive, send)

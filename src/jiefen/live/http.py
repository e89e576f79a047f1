"""Just enough HTTP for the hub: a request's parts, a JSON answer, and whether a post comes from our own pages."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from jiefen.live.people import cookies_of
from jiefen.rules.errors import RuleError
from jiefen.shared.errors import DomainError, NotFound, NotPermitted

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]

MOST_BODY: Final = 64 * 1024
JSON_HEADERS: Final = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class Unreadable(DomainError):
    """The body is no JSON object, or too large."""

    code = "live.unreadable"

    def __init__(self) -> None:
        super().__init__("这条内容没有读懂，没有送出。请刷新页面再试。")


class FromElsewhere(NotPermitted):
    """A post that does not come from one of our own pages."""

    code = "csrf"

    def __init__(self) -> None:
        super().__init__("这个页面放得太久了，请刷新后再试一次。您写的内容还在浏览器里。")


@dataclass
class Request:
    """What a handler needs to know."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    cookies: dict[str, str]
    address: str
    receive: Receive
    send: Send

    def header(self, name: str) -> str:
        """A header by its name in lower case; empty when it is not there."""
        return self.headers.get(name.encode(), b"").decode("latin-1")


def request_of(scope: Scope, receive: Receive, send: Send) -> Request:
    """The parts of a request. ``address``: as the server resolved it, never from a header anybody can write."""
    headers, client = dict(scope["headers"]), scope.get("client") or ("", 0)
    cookies = cookies_of(headers.get(b"cookie", b"").decode("latin-1"))
    query = scope.get("query_string", b"")
    return Request(scope["method"], scope["path"], query, headers, cookies, str(client[0]), receive, send)


def check_origin(request: Request) -> None:
    """Browsers name the page a post comes from; it must be ours, and the body JSON, which no foreign form can send.

    Raises FromElsewhere.
    """
    own = request.header("origin").partition("://")[2] == request.header("host") != ""
    typed = request.header("content-type").partition(";")[0].strip() == "application/json"
    if not own or not typed:
        raise FromElsewhere


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises Unreadable."""
    data = b""
    while True:
        message = await request.receive()
        data += message.get("body", b"")
        if len(data) > MOST_BODY or message["type"] == "http.disconnect":
            raise Unreadable
        if not message.get("more_body"):
            break
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return found


async def answer(send: Send, status: int, data: dict[str, Any], *more: tuple[bytes, bytes]) -> None:
    """A JSON answer."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    headers = [*JSON_HEADERS, (b"content-length", b"%d" % len(body)), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, error: RuleError) -> None:
    """A refusal as JSON: the code for programs, the sentence for the person."""
    await answer(send, status_of(error), {"code": error.code, "message": str(error)})


def status_of(error: RuleError) -> int:
    """The HTTP status of a refusal, as on pages."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotPermitted):
        return 403
    return 429 if error.code.startswith("rate.") else 409

"""Which moments are free of pages: work in the background gives way to people who wait."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Any]


class Answering:
    """An ASGI application around another one. Counted in the loop's own thread, read from any."""

    def __init__(self, pages: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._pages = pages
        self._count = 0
        self.no_page = threading.Event()
        """Set while no page is being answered, from the end of the first one on."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, counted."""
        self._count += 1
        self.no_page.clear()
        try:
            await self._pages(scope, receive, send)
        finally:
            self._count -= 1
            if not self._count:
                self.no_page.set()

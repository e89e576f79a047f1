"""One process: pages through Django over WSGI threads, live streams beside them, background jobs in a thread."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from jiefen.config.answering import Answering, Receive, Scope, Send

_pages = Answering(WSGIMiddleware(get_wsgi_application(), workers=8))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch: ``/live/`` to the hub (ADR: the live hub), everything else is a page."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/live/"):
        from jiefen.live.app import application as live  # imported with the first stream: a start does not wait for it

        await live(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    """Start what runs in the background with the server and stop it with the server."""
    from jiefen.config.jobs import start_in_process

    stop: Callable[[], None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            stop = start_in_process(_pages.no_page)
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if stop:
                stop()
            await _stop_live()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _stop_live() -> None:
    """End the hub, if it ever began."""
    if "jiefen.live.app" in sys.modules:
        await sys.modules["jiefen.live.app"].stop()

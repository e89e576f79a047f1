"""One process: pages through Django over WSGI threads, background jobs in a thread beside them."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_pages = WSGIMiddleware(get_wsgi_application(), workers=8)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch by scope type. ``/live/`` will get its own plain-ASGI hub; today everything is a page."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    """Start the job runner with the server and stop it with the server."""
    from django.conf import settings

    from jiefen.config.jobs import start_in_process

    stop: Callable[[], None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            stop = start_in_process() if settings.JOBS_IN_PROCESS else None
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if stop:
                stop()
            await send({"type": "lifespan.shutdown.complete"})
            return

"""Who wants to hear at once what a client writes: contexts above the chat register here when the app starts.

They are told after the message stands. What they fail at is logged and never costs the message.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Final

from jiefen.chat.models import Seat
from jiefen.shared.later import add_once

Listener = Callable[[Seat, str, dt.datetime], None]
_LISTENERS: Final[list[Listener]] = []
log = logging.getLogger("jiefen.chat")


def register(listener: Listener) -> None:
    """``listener(seat, words, at)`` hears of every new text of a client."""
    add_once(_LISTENERS, listener)


def tell(seat: Seat, words: str, at: dt.datetime) -> None:
    """Tell every listener."""
    for listener in _LISTENERS:
        try:
            listener(seat, words, at)
        except Exception:
            log.exception("somebody who listens to clients failed")

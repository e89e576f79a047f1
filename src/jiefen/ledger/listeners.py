"""Who wants to hear that a household's money moved: contexts above the ledger register here when the app starts.

Listeners are called inside the transaction of the write, after positions are right, so that what follows from a
payment (a promise kept) and the payment itself are one fact. Arrows point down: the ledger knows none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from jiefen.shared.later import add_once

Listener = Callable[[int, Iterable[int], dt.datetime], None]
_LISTENERS: Final[list[Listener]] = []


def register(listener: Listener) -> None:
    """``listener(organisation_id, premises_ids, at)`` hears of every entry, correction, import and undo."""
    add_once(_LISTENERS, listener)


def tell(organisation_id: int, premises_ids: Iterable[int], at: dt.datetime) -> None:
    """Tell every listener. ``premises_ids`` may be a subquery of an import's premises."""
    for listener in _LISTENERS:
        listener(organisation_id, premises_ids, at)

"""How often one network may ask the front door. Counted in this process alone: a row a keystroke would be absurd.

The arithmetic and the sentences are those of ``accounts.limits``; nothing of what was asked is kept, only instants.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, deque
from threading import Lock
from typing import Final

from jiefen.accounts.attempts import TooManyAttempts, network_of
from jiefen.accounts.limits import BY_ADDRESS, Limit, free_again_at, wait_words

MINUTE: Final = dt.timedelta(minutes=1)
NETWORKS: Final = 2_000  # remembered at once; whoever asked longest ago is forgotten first

# Whole offices and mobile networks share an address: far more than they type, far less than a machine can.
SUGGEST: Final = Limit(
    "rate.suggest",
    BY_ADDRESS,
    ("suggest",),
    240,
    MINUTE,
    "这个网络问得太密了，请{wait}再写；也可以直接点“看看怎么办”。",
)
ANSWER: Final = Limit("rate.answer", BY_ADDRESS, ("answer",), 120, 10 * MINUTE, "这个网络问得太密了，请{wait}再试。")
SEARCH: Final = Limit("rate.search", BY_ADDRESS, ("search",), 120, MINUTE, "这个网络搜得太密了，请{wait}再试。")


class Pace:
    """The instants at which each network asked lately, newest first; bounded in networks and instants."""

    def __init__(self) -> None:
        self._asked: OrderedDict[tuple[str, str], deque[dt.datetime]] = OrderedDict()
        self._one_at_a_time = Lock()

    def note(self, limit: Limit, *, address: str, at: dt.datetime) -> None:
        """Count one question. Raises TooManyAttempts, which then is not counted."""
        key = (limit.code, network_of(address))
        with self._one_at_a_time:
            instants = self._asked.pop(key, None) or deque(maxlen=limit.most)
            self._asked[key] = instants
            until = free_again_at(limit, instants, at)
            if until is None:
                instants.appendleft(at)
            while len(self._asked) > NETWORKS:
                self._asked.popitem(last=False)
        if until is not None:
            raise TooManyAttempts(limit.sentence.format(wait=wait_words(until, at)), code=limit.code)

    def forget(self) -> None:
        """Begin anew (tests)."""
        self._asked.clear()


PACE: Final = Pace()

"""How often one person and one address may knock, counted in this process for the hub and the pages together."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Final

from django.conf import settings

from jiefen.rules.chat_limits import Rate, left_after, rate
from jiefen.shared.errors import DomainError

MOST_BUCKETS: Final = 50_000  # then the oldest half is forgotten: a full bucket is what everybody begins with


class TooFast(DomainError):
    """A bucket is empty."""

    code = "rate.live"

    def __init__(self) -> None:
        super().__init__("发得太快了，请等几秒再试。写好的内容还在。")


class Buckets:
    """(rate's code, who) → what is left and when that was."""

    def __init__(self) -> None:
        self._left: dict[tuple[str, str], tuple[float, float]] = {}
        self._lock = threading.Lock()  # pages and the hub's threads ask at once, and nobody gets two full buckets

    def forget(self) -> None:
        """Everybody begins anew."""
        self._left.clear()

    def take(self, code: str, who: str, *, on: dt.date) -> None:
        """One more. Raises TooFast."""
        limit = rate(code, on).times(settings.LIVE_RATE_FACTOR)
        with self._lock:
            if self._take(limit, (code, who), time.monotonic()) < 0:
                raise TooFast

    def give_back(self, code: str, who: str, *, on: dt.date) -> None:
        """One was taken for something that was then refused: one person's flood is not his colleagues' at one address."""
        burst = float(rate(code, on).times(settings.LIVE_RATE_FACTOR).burst)
        with self._lock:
            if (code, who) in self._left:
                left, since = self._left[(code, who)]
                self._left[(code, who)] = (min(burst, left + 1), since)

    def _take(self, limit: Rate, key: tuple[str, str], now: float) -> float:
        """What the bucket holds afterwards; below 0 nothing was taken."""
        left, since = self._left.pop(key, (float(limit.burst), now))
        after = left_after(limit, left, now - since)
        self._left[key] = (after if after >= 0 else after + 1, now)
        if len(self._left) > MOST_BUCKETS:
            self._left = dict(list(self._left.items())[MOST_BUCKETS // 2 :])
        return after


buckets: Final = Buckets()

"""One decision at a time, at once after every event, and again every two seconds while anybody waits.

The decision runs in the process where the event happened; the queue only keeps the chain of ticks going. A lost tick
costs at most a minute (``tasks.sweep``), never a question.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

log = logging.getLogger("jiefen.consultations")


def look_after_commit(at: dt.datetime) -> None:
    """Decide once the caller's transaction is committed. Failing is logged: the sweeper looks again."""
    transaction.on_commit(lambda: _look_quietly(at))


def _look_quietly(at: dt.datetime) -> None:
    from jiefen.consultations.actions.dispatching import tick
    from jiefen.consultations.tasks import go_on_looking

    try:
        if tick(at=at).is_busy:
            go_on_looking(at)
    except Exception:
        log.warning("the decision after an event failed; the next tick looks again", exc_info=True)

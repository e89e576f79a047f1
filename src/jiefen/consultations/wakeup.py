"""One decision at a time, at once after every event, and again every two seconds while anybody waits.

The decision runs in the process where the event happened; the queue only keeps the chain of ticks going. A lost tick
costs at most a minute (``tasks.sweep``), never a question.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q

LATE_SECONDS = 4
log = logging.getLogger("jiefen.consultations")


def look_after_commit(at: dt.datetime) -> None:
    """Decide once the caller's transaction is committed. Failing is logged: the sweeper looks again."""
    transaction.on_commit(lambda: _look_quietly(at))


def look_if_overdue(at: dt.datetime) -> None:
    """From a page that waits: decide here when the chain of ticks is late (a busy or stopped queue). One query otherwise."""
    from jiefen.consultations.models import DispatchTurn

    late = at - dt.timedelta(seconds=LATE_SECONDS)
    if DispatchTurn.objects.filter(Q(next_at=None) | Q(next_at__lt=late)).exists():
        _look_quietly(at)


def _look_quietly(at: dt.datetime) -> None:
    from jiefen.consultations.actions.dispatching import tick
    from jiefen.consultations.tasks import go_on_looking

    try:
        if tick(at=at).is_busy:
            go_on_looking(at)
    except Exception:
        log.warning("the decision after an event failed; the next tick looks again", exc_info=True)

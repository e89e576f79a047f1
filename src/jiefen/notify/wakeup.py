"""The wake-up call of the outbox. Losing one costs at most a minute: the periodic task looks for itself."""

from __future__ import annotations

import logging

from django.db import transaction

from jiefen.shared import clock
from jiefen.shared.jobs.queue import queue

log = logging.getLogger("jiefen.notify")


@queue.task()
def deliver_now() -> None:
    """Deliver what is due."""
    from jiefen.notify.actions import deliver_waiting

    deliver_waiting(at=clock.now())


def wake_after_commit() -> None:
    """Wake a worker once the message's row is committed."""
    transaction.on_commit(_wake_quietly)


def _wake_quietly() -> None:
    try:
        deliver_now()
    except Exception:
        log.warning("queue unreachable; messages wait for the sweeper", exc_info=True)

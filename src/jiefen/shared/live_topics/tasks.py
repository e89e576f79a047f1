"""Housekeeping: events are a wake-up, not a history."""

from __future__ import annotations

from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue
from jiefen.shared.live_topics.actions import forget_old_events


@queue.periodic_task(crontab(minute="35"))
def forget() -> None:
    """Every hour."""
    forget_old_events(at=clock.now())

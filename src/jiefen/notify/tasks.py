"""Once a minute: deliver what is due, what a lost wake-up forgot and what a killed worker dropped."""

from __future__ import annotations

from jiefen.notify.actions import deliver_waiting, forget_delivered
from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue


@queue.periodic_task(crontab(minute="*"))
def deliver() -> None:
    """The sweeper of the outbox."""
    deliver_waiting(at=clock.now())


@queue.periodic_task(crontab(hour="3", minute="25"))
def forget() -> None:
    """Every night."""
    forget_delivered(at=clock.now())

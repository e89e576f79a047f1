"""Housekeeping of sign-in: what is no longer needed is forgotten."""

from __future__ import annotations

from jiefen.accounts.actions.forgetting import forget_old_sign_ins
from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue


@queue.periodic_task(crontab(hour="3", minute="20"))
def forget() -> None:
    """Every night."""
    forget_old_sign_ins(at=clock.now())

"""The chain of ticks: every two seconds while anybody waits, every minute otherwise."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from jiefen.consultations.actions.absence import return_of_absent
from jiefen.consultations.actions.dispatching import tick, turn
from jiefen.consultations.actions.forgetting import forget_drafts, forget_what_is_due
from jiefen.consultations.actions.talking import close_quiet
from jiefen.consultations.models import DispatchTurn
from jiefen.rules.dispatch import dispatch_on
from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue


@queue.task()
def look() -> None:
    """One tick, and the next one while anybody waits."""
    at = clock.now()
    if tick(at=at).is_busy:
        go_on_looking(at)


def go_on_looking(at: dt.datetime) -> bool:
    """Plan the next tick unless one is planned: compare-and-set, so that there is one chain whoever starts it."""
    seconds = dispatch_on(clock.day_of(at)).tick_seconds
    turn()
    due = DispatchTurn.objects.filter(Q(next_at=None) | Q(next_at__lte=at))
    if not due.update(next_at=at + dt.timedelta(seconds=seconds)):
        return False
    look.schedule(delay=seconds)
    return True


@queue.periodic_task(crontab(minute="*"))
def sweep() -> None:
    """Every minute: pick the chain up where it was lost, and take back what a lawyer who is gone still holds."""
    return_of_absent(at=clock.now())
    look()


@queue.periodic_task(crontab(minute="20"))
def tidy() -> None:
    """Every hour: end talks nobody goes on with, forget drafts nobody sent."""
    at = clock.now()
    close_quiet(at=at)
    forget_drafts(at=at)


@queue.periodic_task(crontab(hour="3", minute="10"))
def forget() -> None:
    """Every night: conversations whose words are kept no longer (个人信息保护法 19, 47)."""
    forget_what_is_due(at=clock.now())

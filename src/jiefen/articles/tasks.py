"""Background work: what is due is published; citations are compared with the law; yesterday's readers are forgotten."""

from __future__ import annotations

import datetime as dt

from jiefen.articles.actions.marks import forget_reads
from jiefen.articles.actions.publishing import publish_due
from jiefen.articles.citing import recheck
from jiefen.articles.queries.citations import live_revisions
from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue


@queue.periodic_task(crontab(minute="*"))
def publish_what_is_due() -> None:
    """Every minute: revisions whose hour has come."""
    publish_due(at=clock.now())


@queue.periodic_task(crontab(hour="2", minute="50"))
def compare_citations() -> None:
    """Every night: has a cited article a newer wording?"""
    recheck(live_revisions(), today=clock.today())


@queue.periodic_task(crontab(hour="3", minute="30"))
def forget_who_read() -> None:
    """Every night: reads are kept for the day they count on."""
    forget_reads(before=clock.today() - dt.timedelta(days=1))

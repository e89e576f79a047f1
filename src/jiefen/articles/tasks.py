"""Background work: what is due is published; citations are compared with the law; yesterday's readers are forgotten.

What the work needs (Markdown, the statutes) is imported when it is done: every start loads this module.
"""

from __future__ import annotations

import datetime as dt

from jiefen.shared import clock
from jiefen.shared.jobs.queue import crontab, queue


@queue.periodic_task(crontab(minute="*"))
def publish_what_is_due() -> None:
    """Every minute: revisions whose hour has come."""
    from jiefen.articles.actions.publishing import publish_due

    publish_due(at=clock.now())


@queue.periodic_task(crontab(hour="2", minute="50"))
def compare_citations() -> None:
    """Every night: has a cited article a newer wording?"""
    from jiefen.articles.citing import recheck
    from jiefen.articles.queries.citations import live_revisions

    recheck(live_revisions(), today=clock.today())


@queue.periodic_task(crontab(hour="3", minute="30"))
def forget_who_read() -> None:
    """Every night: reads are kept for the day they count on."""
    from jiefen.articles.actions.marks import forget_reads

    forget_reads(before=clock.today() - dt.timedelta(days=1))

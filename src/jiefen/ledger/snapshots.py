"""Freezing a month's figures: later corrections change the ledger, never what was once reported."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.ledger.models import KpiSnapshot
from jiefen.ledger.queries.numbers import SCOPES, month_end
from jiefen.ledger.queries.rates import MonthFigures, month_figures, ratios
from jiefen.shared.clock import day_of
from jiefen.shared.errors import DomainError
from jiefen.shared.jobs.actions import enqueue
from jiefen.shared.jobs.models import Job, JobState
from jiefen.shared.transactions import durable_atomic


class MonthStillOpen(DomainError):
    """A month can be frozen once it is over."""

    code = "numbers.month_open"


FREEZE_JOB = "ledger.freeze_month"


def freeze_in_background(*, organisation_id: int, months: int, at: dt.datetime) -> None:
    """Ask for the last ``months`` finished months to be frozen, one job each, oldest first (a trend to start with)."""
    this = day_of(at).year * 12 + day_of(at).month - 1
    for number in range(this - months, this):
        month = dt.date(number // 12, number % 12 + 1, 1)
        params = {"month": month.isoformat()}
        enqueue(organisation_id=organisation_id, membership_id=None, kind=FREEZE_JOB, params=params, at=at)


def months_waiting(organisation_id: int) -> int:
    """How many months are still to be frozen in the background. One query."""
    waiting = (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.filter(organisation_no=organisation_id, kind=FREEZE_JOB, state__in=waiting).count()


def freeze_month(*, by: Actor, month: dt.date, at: dt.datetime) -> int:
    """Store every rate of every scope for ``month`` as it stands ``at``. Returns rows written; 0 when frozen before."""
    return store(by=by, month=month, rows=figures(by=by, month=month, at=at), at=at)


def figures(*, by: Actor, month: dt.date, at: dt.datetime) -> MonthFigures:
    """What ``store`` freezes, counted outside its transaction: counting takes seconds, the write lock a moment."""
    by.require(Capability.FREEZE_PERIOD)
    if month_end(month) >= day_of(at):
        raise MonthStillOpen(f"{month:%Y年%-m月}还没过完，月底之后才能定格这个月的数字。")
    return month_figures(by.organisation_id, month, today=day_of(at))


def store(*, by: Actor, month: dt.date, rows: MonthFigures, at: dt.datetime) -> int:
    """Write the frozen figures, unless the month was frozen before."""
    by.require(Capability.FREEZE_PERIOD)
    month = month.replace(day=1)
    with durable_atomic():
        if KpiSnapshot.objects.of(by.organisation_id).filter(month=month).exists():
            return 0
        common = {"organisation_id": by.organisation_id, "month": month, "frozen_at": at}
        snapshots = [
            KpiSnapshot(
                scope=scope,
                scope_no=number,
                code=code,
                numerator=ratio.numerator,
                denominator=ratio.denominator,
                **common,
            )
            for scope in SCOPES
            for number, facts in rows.by_scope(scope).items()
            for code, ratio in ratios(facts, scope).items()
        ]
        KpiSnapshot.objects.bulk_create(snapshots, batch_size=500)
        record(
            organisation_id=by.organisation_id, by=by.membership_id, at=at, code="ledger.numbers_frozen",
            subject=("month", f"{month:%Y-%m}"), data={"figures": len(snapshots)},
        )  # fmt: skip
    return len(snapshots)

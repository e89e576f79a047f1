"""Freezing a month's figures: later corrections change the ledger, never what was once reported."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.ledger.models import KpiSnapshot
from jiefen.ledger.queries.numbers import SCOPES, facts_by_scope, household_facts, money_ratios, month_end
from jiefen.shared.errors import DomainError
from jiefen.shared.transactions import durable_atomic


class MonthStillOpen(DomainError):
    """A month can be frozen once it is over."""

    code = "numbers.month_open"


def freeze_month(*, by: Actor, month: dt.date, at: dt.datetime) -> int:
    """Store every rate of every scope for ``month`` as it stands ``at``. Returns rows written; 0 when frozen before."""
    by.require(Capability.FREEZE_PERIOD)
    month = month.replace(day=1)
    if month_end(month) >= at.date():
        raise MonthStillOpen(f"{month:%Y年%-m月}还没过完,月底之后才能定格这个月的数字。")
    with durable_atomic():
        if KpiSnapshot.objects.of(by.organisation_id).filter(month=month).exists():
            return 0
        rows = household_facts(by.organisation_id, month)
        snapshots = [
            KpiSnapshot(
                organisation_id=by.organisation_id, month=month, scope=scope, scope_no=number, code=code,
                numerator=ratio.numerator, denominator=ratio.denominator, frozen_at=at,
            )  # fmt: skip
            for scope in SCOPES
            for number, facts in facts_by_scope(rows, scope).items()
            for code, ratio in money_ratios(facts).items()
        ]
        KpiSnapshot.objects.bulk_create(snapshots, batch_size=500)
        record(
            organisation_id=by.organisation_id, by=by.membership_id, at=at, code="ledger.numbers_frozen",
            subject=("month", f"{month:%Y-%m}"), data={"figures": len(snapshots)},
        )  # fmt: skip
    return len(snapshots)

"""关账: closing the months of an estate, and the question every entry asks first."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from django.db.models import Max

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.access import get_estate_for
from jiefen.ledger.models import PeriodFreeze
from jiefen.ledger.refusals import FreezeRefused, PeriodFrozen, month_words
from jiefen.shared.clock import day_of
from jiefen.shared.transactions import durable_atomic


def frozen_through(estate_id: int) -> dt.date | None:
    """The last day of the latest closed month of the estate; None when no month has been closed. One query."""
    month = PeriodFreeze.objects.filter(estate_id=estate_id).aggregate(latest=Max("month"))["latest"]
    return None if month is None else _last_day(month)


def require_open(estate_id: int, on: dt.date) -> None:
    """Raise PeriodFrozen when ``on`` lies in a closed month or before it."""
    through = frozen_through(estate_id)
    if through is not None and on <= through:
        raise PeriodFrozen(on, through)


def freeze_period(*, estate_id: int, month: dt.date, by: Actor, at: dt.datetime) -> PeriodFreeze:
    """Close ``month`` (any day of it) and everything before it; there is no way back but entries in an open month.

    Raises NotFound, NotPermitted, FreezeRefused when the month is not over or already closed.
    """
    by.require(Capability.FREEZE_PERIOD)
    month = month.replace(day=1)
    with durable_atomic():
        estate = get_estate_for(by, estate_id, lock=True)
        _check(estate.pk, month, day_of(at))
        row: PeriodFreeze = PeriodFreeze.objects.create(
            organisation_id=by.organisation_id,
            estate=estate,
            month=month,
            frozen_at=at,
            frozen_by_no=by.membership_id,
        )
        data = {"estate": estate.pk, "month": f"{month:%Y-%m}"}
        record(
            organisation_id=by.organisation_id,
            by=by.membership_id,
            at=at,
            code="ledger.period_frozen",
            subject=row,
            data=data,
        )
    return row


def _check(estate_id: int, month: dt.date, today: dt.date) -> None:
    if _last_day(month) >= today:
        raise FreezeRefused(f"{month_words(month)}还没过完，过完之后再关账。", code="ledger.freeze_too_early")
    through = frozen_through(estate_id)
    if through is not None and month <= through:
        raise FreezeRefused(f"{month_words(through)}及以前已经关账，不用再关。", code="ledger.already_frozen")


def _last_day(month: dt.date) -> dt.date:
    return month.replace(day=monthrange(month.year, month.month)[1])

"""Reads of 关账."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from jiefen.ledger.models import PeriodFreeze


def closed_months(estate_ids: Iterable[int]) -> dict[int, dt.date]:
    """Per estate the first day of its latest closed month; estates never closed are left out. One query."""
    rows = PeriodFreeze.objects.filter(estate_id__in=list(estate_ids)).values("estate_id").order_by()
    return dict(rows.annotate(latest=Max("month")).values_list("estate_id", "latest"))

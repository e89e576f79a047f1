"""Writing down a service done."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.access import get_estate_for
from jiefen.service_log.actions.checks import EntryRefused, check_past, checked_words
from jiefen.service_log.imported import RecordRow
from jiefen.service_log.models import ServiceCategory, ServiceRecord
from jiefen.shared.errors import NotFound

if TYPE_CHECKING:
    from jiefen.estates.models import Estate


def record_service(
    *,
    by: Actor,
    at: dt.datetime,
    estate_id: int,
    category: str,
    done_on: dt.date,
    what: str,
    building_id: int | None = None,
    entrance: str = "",
    premises_id: int | None = None,
    done_by: str = "",
) -> ServiceRecord:
    """Write down something done for an estate, a building, an entrance or one household (the narrowest place given).

    The same thing twice is one record. Raises NotPermitted, NotFound, EntryRefused.
    """
    by.require(Capability.VIEW_HOUSEHOLD)
    if category not in ServiceCategory.values:
        raise EntryRefused("请选择这项服务的类别。", code="service_log.category")
    check_past(done_on, at)
    words, stairs, who = checked_words(what), entrance.strip()[:20], done_by.strip()[:40]
    row = RecordRow(done_on, words, category, building_id, stairs, premises_id, who)
    with transaction.atomic():
        estate = get_estate_for(by, estate_id)
        found, is_new = _find_or_create(estate, placed(estate, row))
        if is_new:
            data = {"category": category}
            record(
                organisation_id=by.organisation_id, by=by.membership_id, at=at, code="service_log.service_recorded",
                subject=found, data=data,
            )  # fmt: skip
    return found


def placed(estate: Estate, row: RecordRow) -> RecordRow:
    """The row with building and entrance of its premises filled in. Raises NotFound for a place outside the estate."""
    if row.premises_id is not None:
        premises = estate.premises.filter(pk=row.premises_id, withdrawn_at=None).first()
        if premises is None:
            raise NotFound
        return dataclasses.replace(row, building_id=premises.building_id, entrance=premises.entrance)
    if row.building_id is not None and not estate.buildings.filter(pk=row.building_id).exists():
        raise NotFound
    if row.entrance and row.building_id is None:
        raise EntryRefused("写了单元，也请选是哪一栋。", code="service_log.building_missing")
    return row


def fields_of(estate: Estate, row: RecordRow) -> dict[str, Any]:
    """The columns of a ServiceRecord for ``row``."""
    return {
        "organisation_id": estate.organisation_id,
        "estate_id": estate.pk,
        "fingerprint": row.fingerprint,
        **dataclasses.asdict(row),
    }


def _find_or_create(estate: Estate, row: RecordRow) -> tuple[ServiceRecord, bool]:
    fields = fields_of(estate, row)
    keys = {name: fields.pop(name) for name in ("estate_id", "fingerprint")}
    found: tuple[ServiceRecord, bool] = ServiceRecord.objects.get_or_create(**keys, defaults=fields)
    return found

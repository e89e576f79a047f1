"""Service records and repair tickets of an imported sheet: added once, however often the sheet comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.estates.access import get_estate_for
from jiefen.service_log.actions import records, tickets
from jiefen.service_log.actions.checks import EntryRefused
from jiefen.service_log.imported import Added, RecordRow, TicketRow
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.shared.errors import NotFound

if TYPE_CHECKING:
    from jiefen.estates.models import Estate


class _Row(Protocol):
    @property
    def fingerprint(self) -> str: ...


_R = TypeVar("_R", bound=_Row)


def add_imported_records(
    *, by: Actor, estate: Estate, rows: Sequence[RecordRow], batch_no: int, at: dt.datetime
) -> Added:
    """Service records of a sheet, in one transaction. Rows already there change nothing.

    Raises NotPermitted; NotFound when the estate is not the actor's or a row names a place outside it.
    """
    by.require(Capability.IMPORT)
    with transaction.atomic():
        own = get_estate_for(by, estate.pk, lock=True)
        _check_inside(own.premises.values_list("pk", flat=True), {row.premises_id for row in rows})
        _check_inside(own.buildings.values_list("pk", flat=True), {row.building_id for row in rows})
        known = ServiceRecord.objects.filter(estate=own).values_list("fingerprint", flat=True)
        fresh = _fresh(rows, set(known))
        drafts = [ServiceRecord(batch_no=batch_no, **records.fields_of(own, row)) for row in fresh]
        ServiceRecord.objects.bulk_create(drafts, batch_size=500)
        return _report("records_imported", fresh, rows, by=by, at=at, batch_no=batch_no)


def add_imported_tickets(
    *, by: Actor, estate: Estate, rows: Sequence[TicketRow], batch_no: int, at: dt.datetime
) -> Added:
    """Repair tickets of a sheet; otherwise as ``add_imported_records``.

    A ticket that is already there keeps its state: what people did here since counts more than the sheet.
    """
    by.require(Capability.IMPORT)
    with transaction.atomic():
        own = get_estate_for(by, estate.pk, lock=True)
        _check_inside(own.premises.values_list("pk", flat=True), {row.premises_id for row in rows})
        known = RepairTicket.objects.filter(premises__estate=own).values_list("fingerprint", flat=True)
        fresh = _fresh(rows, set(known))
        drafts = [RepairTicket(batch_no=batch_no, **tickets.fields_of(own.organisation_id, row)) for row in fresh]
        RepairTicket.objects.bulk_create(drafts, batch_size=500)
        return _report("tickets_imported", fresh, rows, by=by, at=at, batch_no=batch_no)


def remove_imported(*, by: Actor, batch_no: int, at: dt.datetime) -> int:
    """Undo an import: its records and tickets go. Returns the number of rows. Raises NotPermitted, EntryRefused.

    Refuses when somebody has worked on one of its tickets since: that work would vanish with it.
    """
    by.require(Capability.UNDO_IMPORT)
    with transaction.atomic():
        mine = RepairTicket.objects.of(by.organisation_id).filter(batch_no=batch_no)
        if mine.filter(moved_at__isnull=False).exists():
            raise EntryRefused("这次导入的工单里，有的已经处理过，不能整批撤销。", code="service_log.worked_on")
        gone = ServiceRecord.objects.of(by.organisation_id).filter(batch_no=batch_no).delete()[0] + mine.delete()[0]
        _log("import_removed", by=by, at=at, batch_no=batch_no, rows=gone)
    return int(gone)


def _check_inside(known: Iterable[int], named: set[int | None]) -> None:
    if not named - {None} <= set(known):
        raise NotFound


def _fresh(rows: Iterable[_R], known: set[str]) -> list[_R]:
    """The rows whose fingerprint is new, once each."""
    new: dict[str, _R] = {}
    for row in rows:
        mark = row.fingerprint
        if mark not in known:
            new.setdefault(mark, row)
    return list(new.values())


def _report(
    event: str, fresh: Sequence[object], rows: Sequence[object], *, by: Actor, at: dt.datetime, batch_no: int
) -> Added:
    added = Added(len(fresh), len(rows) - len(fresh))
    _log(event, by=by, at=at, batch_no=batch_no, added=added.added, already_there=added.already_there)
    return added


def _log(event: str, *, by: Actor, at: dt.datetime, batch_no: int, **data: int) -> None:
    subject = ("ledger.importbatch", batch_no)
    record(
        organisation_id=by.organisation_id, by=by.membership_id, at=at, code=f"service_log.{event}", subject=subject,
        data=data,
    )  # fmt: skip

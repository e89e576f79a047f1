"""Which rows of a sheet are written down already, for the preview of an import. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from jiefen.service_log.imported import RecordRow, TicketRow
from jiefen.service_log.models import RepairTicket, ServiceRecord


def known_records(estate_id: int, rows: Sequence[RecordRow]) -> set[str]:
    """Fingerprints of the rows that the estate has already. One query."""
    found = ServiceRecord.objects.filter(estate_id=estate_id).values_list("fingerprint", flat=True)
    return {row.fingerprint for row in rows} & set(found)


def known_tickets(estate_id: int, rows: Sequence[TicketRow]) -> set[str]:
    """Fingerprints of the tickets that the estate has already. One query."""
    found = RepairTicket.objects.filter(premises__estate_id=estate_id).values_list("fingerprint", flat=True)
    return {row.fingerprint for row in rows} & set(found)


def ticket_states(estate_id: int, rows: Sequence[TicketRow]) -> dict[str, str]:
    """Fingerprint → state of these tickets as they stand. One query."""
    wanted = {row.fingerprint for row in rows}
    found = RepairTicket.objects.filter(premises__estate_id=estate_id).values_list("fingerprint", "state")
    return {fingerprint: state for fingerprint, state in found if fingerprint in wanted}

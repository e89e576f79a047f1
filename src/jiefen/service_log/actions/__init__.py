"""Writes: services done, repair tickets, imported sheets of both."""

from jiefen.service_log.actions.checks import EntryRefused
from jiefen.service_log.actions.imports import add_imported_records, add_imported_tickets, remove_imported
from jiefen.service_log.actions.records import record_service
from jiefen.service_log.actions.tickets import close_ticket, fix_ticket, open_ticket, reopen_ticket, start_ticket

__all__ = [
    "EntryRefused",
    "add_imported_records",
    "add_imported_tickets",
    "close_ticket",
    "fix_ticket",
    "open_ticket",
    "record_service",
    "remove_imported",
    "reopen_ticket",
    "start_ticket",
]

"""App configuration."""

from django.apps import AppConfig

from jiefen.ledger import contributors, listeners, sheet_kinds
from jiefen.shared.later import later


class CollectionConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.collection"
    label = "collection"

    def ready(self) -> None:
        """Make our kinds of sheet known, ask the ledger to tell of every entry, and count what we know for its rates."""
        listeners.register(later("jiefen.collection.actions.judging").judge_after_entry)
        contributors.register(later("jiefen.collection.queries.human_numbers").human_facts)
        sheet_kinds.register("service_records", later("jiefen.collection.imports.records").ServiceRecords)
        sheet_kinds.register("repair_tickets", later("jiefen.collection.imports.tickets").RepairTickets)

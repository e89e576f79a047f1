"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.collection"
    label = "collection"

    def ready(self) -> None:
        """Make our kinds of sheet known, ask the ledger to tell of every entry, and count what we know for its rates."""
        from jiefen.collection import tasks  # noqa: F401
        from jiefen.collection.actions.judging import judge_after_entry
        from jiefen.collection.imports.records import ServiceRecords
        from jiefen.collection.imports.tickets import RepairTickets
        from jiefen.collection.queries.human_numbers import human_facts
        from jiefen.ledger import contributors, listeners
        from jiefen.ledger.imports.kinds import base

        listeners.register(judge_after_entry)
        contributors.register(human_facts)
        for kind in (ServiceRecords(), RepairTickets()):
            base.register(kind.code, kind)

"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.collection"
    label = "collection"

    def ready(self) -> None:
        """Make the kinds of sheet known that fill the service log, and ask the ledger to tell of every entry."""
        from jiefen.collection import tasks  # noqa: F401
        from jiefen.collection.actions.judging import judge_after_entry
        from jiefen.collection.imports.records import ServiceRecords
        from jiefen.collection.imports.tickets import RepairTickets
        from jiefen.ledger import listeners
        from jiefen.ledger.imports.kinds import base

        listeners.register(judge_after_entry)
        for kind in (ServiceRecords(), RepairTickets()):
            base.register(kind.code, kind)

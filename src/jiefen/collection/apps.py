"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.collection"
    label = "collection"

    def ready(self) -> None:
        """Make the kinds of sheet known that fill the service log: here both the ledger's engine and it are in sight."""
        from jiefen.collection.imports.records import ServiceRecords
        from jiefen.collection.imports.tickets import RepairTickets
        from jiefen.ledger.imports.kinds import base

        for kind in (ServiceRecords(), RepairTickets()):
            base.register(kind.code, kind)

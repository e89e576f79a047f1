"""App configuration."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger and its background work."""

    name = "jiefen.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register job handlers, periodic work and the kinds of sheet the ledger reads."""
        from jiefen.ledger import tasks  # noqa: F401
        from jiefen.ledger.imports.kinds import arrears, base, payments

        base.register("arrears", arrears.Arrears())
        base.register("payments", payments.Payments())

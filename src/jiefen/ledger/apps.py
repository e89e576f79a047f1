"""App configuration."""

from django.apps import AppConfig

from jiefen.ledger import sheet_kinds
from jiefen.shared.later import later


class LedgerConfig(AppConfig):
    """The ledger and its background work."""

    name = "jiefen.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register the kinds of sheet the ledger reads."""
        sheet_kinds.register("arrears", later("jiefen.ledger.imports.kinds.arrears").Arrears)
        sheet_kinds.register("payments", later("jiefen.ledger.imports.kinds.payments").Payments)

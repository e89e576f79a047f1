"""App configuration."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.ledger"
    label = "ledger"

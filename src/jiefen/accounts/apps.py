"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the periodic task known to the queue."""
        from jiefen.accounts import tasks  # noqa: F401

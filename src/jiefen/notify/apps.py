"""App configuration."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.notify"
    label = "notify"

    def ready(self) -> None:
        """Register the channels of this installation."""
        from jiefen.notify.channels import register
        from jiefen.notify.channels.console import ConsoleChannel

        register(ConsoleChannel())

"""App configuration."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.consultations"
    label = "consultations"

    def ready(self) -> None:
        """Make the periodic tasks known to the queue."""
        from jiefen.consultations import tasks  # noqa: F401

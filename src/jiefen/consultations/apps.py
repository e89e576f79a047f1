"""App configuration."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.consultations"
    label = "consultations"

    def ready(self) -> None:
        """Make the periodic tasks known to the queue, and hear at once what clients write."""
        from jiefen.chat import listeners
        from jiefen.consultations import tasks  # noqa: F401
        from jiefen.consultations.actions.safety import heard

        listeners.register(heard)

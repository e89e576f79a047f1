"""App configuration."""

from django.apps import AppConfig

from jiefen.shared.later import later


class ConsultationsConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.consultations"
    label = "consultations"

    def ready(self) -> None:
        """Hear at once what clients write."""
        from jiefen.chat import listeners

        listeners.register(later("jiefen.consultations.actions.safety").heard)

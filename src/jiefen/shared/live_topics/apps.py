"""App configuration."""

from django.apps import AppConfig


class LiveTopicsConfig(AppConfig):
    """Topics and their numbered events."""

    name = "jiefen.shared.live_topics"
    label = "live_topics"

    def ready(self) -> None:
        """Make the periodic task known to the queue."""
        from jiefen.shared.live_topics import tasks  # noqa: F401

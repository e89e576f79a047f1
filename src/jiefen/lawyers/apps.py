"""App configuration."""

from django.apps import AppConfig


class LawyersConfig(AppConfig):
    """Lawyers, firms and the directory."""

    name = "jiefen.lawyers"
    label = "lawyers"

    def ready(self) -> None:
        """Register job handlers and periodic work."""
        from jiefen.lawyers import tasks  # noqa: F401

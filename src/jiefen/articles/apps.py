"""App configuration."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.articles"
    label = "articles"

    def ready(self) -> None:
        """Register periodic work."""
        from jiefen.articles import tasks  # noqa: F401

"""App configuration."""

from django.apps import AppConfig


class StatutesConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.statutes"
    label = "statutes"

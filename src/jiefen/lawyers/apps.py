"""App configuration."""

from django.apps import AppConfig


class LawyersConfig(AppConfig):
    """Lawyers, firms and the directory."""

    name = "jiefen.lawyers"
    label = "lawyers"

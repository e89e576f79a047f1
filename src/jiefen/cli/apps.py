"""App configuration."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.cli"
    label = "cli"

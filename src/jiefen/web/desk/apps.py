"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.desk"
    label = "desk"

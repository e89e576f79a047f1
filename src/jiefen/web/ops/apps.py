"""App configuration."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.ops"
    label = "ops"

"""App configuration."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.notify"
    label = "notify"

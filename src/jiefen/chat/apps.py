"""App configuration."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.chat"
    label = "chat"

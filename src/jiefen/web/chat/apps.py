"""App configuration."""

from django.apps import AppConfig


class WebChatConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.chat"
    label = "web_chat"

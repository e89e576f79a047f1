"""App configuration."""

from django.apps import AppConfig


class LiveTopicsConfig(AppConfig):
    """Topics and their numbered events."""

    name = "jiefen.shared.live_topics"
    label = "live_topics"

"""Django's name for the design system."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and the tag library."""

    name = "jiefen.web.ui"
    label = "ui"

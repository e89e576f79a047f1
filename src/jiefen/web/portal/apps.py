"""App configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.portal"
    label = "portal"

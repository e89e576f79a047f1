"""App configuration."""

from django.apps import AppConfig


class ServiceLogConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.service_log"
    label = "service_log"

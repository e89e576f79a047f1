"""App configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Job rows and their runner."""

    name = "jiefen.shared.jobs"
    label = "jobs"

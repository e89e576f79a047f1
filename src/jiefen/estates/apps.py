"""App configuration."""

from django.apps import AppConfig


class EstatesConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.estates"
    label = "estates"

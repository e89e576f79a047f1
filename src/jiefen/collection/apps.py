"""App configuration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.collection"
    label = "collection"

"""App configuration."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.articles"
    label = "articles"

"""App configuration."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.web.workbench"
    label = "workbench"

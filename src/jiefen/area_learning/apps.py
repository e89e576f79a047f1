"""App configuration."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from jiefen.engine import own_models


class AreaLearningConfig(AppConfig):
    """See the package docstring."""

    name = "jiefen.area_learning"
    label = "area_learning"

    def ready(self) -> None:
        """A model trained here takes the packaged one's place wherever questions are read."""
        own_models.look_in(Path(settings.DATA_FOLDER) / "models")

"""Pages are tested without collecting static files first; WhiteNoise only wants its folder to exist."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _static_folder(settings) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

"""Where models trained on this installation lie. Apart from what reads them, so that a start can say it without numpy."""

from __future__ import annotations

from pathlib import Path

_folder: Path | None = None


def look_in(folder: Path) -> None:
    """From now on a model in ``folder`` takes the packaged one's place, also one that is put there later."""
    global _folder
    _folder = folder


def own_model(name: str) -> Path | None:
    """Where a model of that file name would lie, or None where nobody said."""
    return _folder / name if _folder else None

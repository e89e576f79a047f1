"""How benchmarks speak: a dict of figures, printed as lines for people or as JSON for machines."""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
from collections.abc import Mapping
from typing import Any


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def peak_mb() -> float:
    """Peak resident memory of this process so far, MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def show(title: str, figures: dict[str, Any]) -> None:
    """Print ``figures``; with --json exactly one JSON document."""
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": title, "machine": machine(), **figures}, ensure_ascii=False, indent=2))
        return
    print(title)
    _lines(figures, "")


def _lines(figures: Mapping[str, Any], above: str) -> None:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            _lines(value, f"{above}{name}.")
        else:
            print(f"  {above + name:<34} {value}")

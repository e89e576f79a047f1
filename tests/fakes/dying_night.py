"""A process that plans a night and is killed after its first step. Run as a module: organisation, ["die"]."""

from __future__ import annotations

import os
import signal
import sys

import django

django.setup()

from jiefen.collection.actions import night  # noqa: E402
from tests.factories.world import AT, TODAY  # noqa: E402

_written = night.write


def _then_die(step: night.Step) -> dict[str, int]:
    """The second step writes its rows and is killed before it can commit."""
    counts = _written(step)
    if step.after and "die" in sys.argv:
        os.kill(os.getpid(), signal.SIGKILL)
    return counts


if __name__ == "__main__":
    night.write = _then_die
    night.run_night(int(sys.argv[1]), today=TODAY, at=AT, at_a_time=4)

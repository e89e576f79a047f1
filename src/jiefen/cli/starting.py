"""What makes a start quick."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing() -> Iterator[None]:
    """Import many modules without looking for garbage among them: they stay until the end anyway.

    What is loaded by then is left out of later collections too, so a page never waits for a walk through our code.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

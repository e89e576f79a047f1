"""Draws that come from a key alone: the same key, the same draw, on every machine and version of Python."""

from __future__ import annotations

import hashlib


def drawn(key: str, count: int) -> int:
    """A number from 0 to ``count`` - 1. Raises ZeroDivisionError when there is nothing to draw from."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % count

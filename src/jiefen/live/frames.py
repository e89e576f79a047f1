"""Server-sent events as bytes."""

from __future__ import annotations

import json
import random
from typing import Any, Final

BEAT: Final = b"event: beat\ndata: 1\n\n"  # an event, not a comment: the page watches for silence
BYE: Final = b"event: bye\ndata: 1\n\n"


def frame(data: dict[str, Any], *, seq: int | None = None, name: str = "") -> bytes:
    """One event. Only numbered ones carry an ``id``, so that a browser resumes after the last of them."""
    head = f"id: {seq}\n" if seq is not None else ""
    kind = f"event: {name}\n" if name else ""
    return f"{head}{kind}data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def retry() -> bytes:
    """How long to wait before connecting again: scattered, so that not everybody comes back in the same moment."""
    return b"retry: %d\n\n" % random.randint(500, 2500)  # noqa: S311 — no secret

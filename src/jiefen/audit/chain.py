"""How an event becomes its hash: canonical JSON, HMAC-SHA256, each link sealing the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

from jiefen.audit.models import Event


def sealed_hash(event: Event, key: str) -> str:
    """The hash ``event`` must carry, given its own fields and ``previous_hash``. 64 hex characters."""
    facts: list[Any] = [
        event.organisation_no,
        event.seq,
        event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        event.actor_no,
        event.code,
        event.subject_type,
        event.subject_no,
        event.data,
        event.previous_hash,
    ]
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()

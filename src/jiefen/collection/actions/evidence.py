"""The content hash of a contact: SHA-256 over the canonical JSON of everything the steward handed in.

It covers the draft as it came, so anyone holding the original draft can show that the record is that one. The audit
event repeats the hash; the audit chain then pins it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

from jiefen.collection.actions.drafts import ContactDraft


def facts_of(draft: ContactDraft, *, premises_id: int, client_key: str, corrects_no: int | None) -> dict[str, Any]:
    """What the hash covers: the draft, where it belongs, the phone's key, and which record it corrects."""
    return {
        "premises": premises_id, "client_key": client_key, "corrects": corrects_no, "draft": dataclasses.asdict(draft)
    }  # fmt: skip


def digest(facts: dict[str, Any]) -> str:
    """64 hex characters: keys sorted, no blanks, instants in UTC, UTF-8."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"{value!r} is no evidence")

"""Keys of an installation: from the environment, or made once and kept in a file only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

NAMES = ("secret_key", "field_key", "index_key", "audit_key")


@dataclass(frozen=True)
class Secrets:
    """``secret_key`` signs sessions; ``field_key`` encrypts personal data (32 bytes, hex); ``index_key`` makes blind
    indexes; ``audit_key`` seals the audit chain. Losing ``field_key`` loses phones and ID numbers for good.
    """

    secret_key: str
    field_key: str
    index_key: str
    audit_key: str


def load_secrets(folder: Path) -> Secrets:
    """Read JIEFEN_SECRET_KEY, JIEFEN_FIELD_KEY … or ``folder/secrets.json``, creating the file when absent."""
    from_env = {name: os.environ.get(f"JIEFEN_{name.upper()}") for name in NAMES}
    if all(from_env.values()):
        return Secrets(**{name: str(value) for name, value in from_env.items()})
    path = folder / "secrets.json"
    if not path.exists():
        _create(path)
    stored = json.loads(path.read_text())
    return Secrets(**{name: str(from_env[name] or stored[name]) for name in NAMES})


def _create(path: Path) -> None:
    """Write fresh keys atomically: two processes starting at once must end up with the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({name: secrets.token_hex(32) for name in NAMES}))
    try:
        os.link(draft, path)  # fails when another process was first; then its keys are ours
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""The optional language model of an installation, from JIEFEN_MODEL_* environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

DEFAULT_TIMEOUT_S: Final = 8.0


def language_model_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Empty (off) unless both address and model name are given. Raises ValueError for an address that is not http(s)."""
    url, name = environment.get("JIEFEN_MODEL_URL", ""), environment.get("JIEFEN_MODEL_NAME", "")
    if not url or not name:
        return {}
    if not url.startswith(("http://", "https://")):
        raise ValueError("JIEFEN_MODEL_URL must begin with http:// or https://")
    timeout = float(environment.get("JIEFEN_MODEL_TIMEOUT_S") or DEFAULT_TIMEOUT_S)
    return {"url": url, "name": name, "key": environment.get("JIEFEN_MODEL_KEY", ""), "timeout_s": timeout}

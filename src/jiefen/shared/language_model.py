"""A language model behind any OpenAI-compatible endpoint. Off unless an installation configures one (docs/deploy.md).

The caller decides what may be sent; this module only speaks the protocol: ``POST {url}/chat/completions``.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

MOST_BYTES: Final = 64 * 1024  # of an answer; a longer one is not a line of talk
MOST_TOKENS: Final = 200


class ModelFailed(ValueError):
    """The endpoint answered, but not with a chat completion."""


@dataclass(frozen=True)
class LanguageModel:
    """One endpoint. ``timeout_s``: seconds before the caller goes on without it."""

    url: str
    name: str
    key: str
    timeout_s: float

    def complete(self, *, system: str, user: str) -> str:
        """The answer to two messages. Raises OSError (unreachable, HTTP error, too slow) or ModelFailed."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        body = {"model": self.name, "messages": messages, "temperature": 0.8, "max_tokens": MOST_TOKENS}
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(  # noqa: S310 - the address is the installation's own setting, checked there
            f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=self.timeout_s) as response:  # noqa: S310
            return _content(response.read(MOST_BYTES + 1))


def configured_model() -> LanguageModel | None:
    """The endpoint of this installation; None when none is configured."""
    found: dict[str, Any] = settings.LANGUAGE_MODEL
    return LanguageModel(**found) if found else None


def _content(raw: bytes) -> str:
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise ModelFailed("the endpoint's answer is not a chat completion") from error
    if not isinstance(content, str):
        raise ModelFailed("the endpoint's answer holds no text")
    return content

"""Who asks without an account: a secret in the browser, a row that knows its index."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from jiefen.accounts.models import Visitor
from jiefen.shared.crypto import blind_index

COOKIE: Final = "jiefen_visitor"
TOKEN_INDEX: Final = "visitor.token"  # noqa: S105 — a purpose, not a secret
LONGEST_TOKEN: Final = 64
REMEMBERED_FOR: Final = dt.timedelta(
    days=365
)  # then the browser drops the secret, and nobody can hold the row any more


def new_visitor(*, at: dt.datetime) -> tuple[int, str]:
    """A row for somebody new, and the secret his browser is to keep."""
    token = secrets.token_urlsafe(32)
    row = Visitor.objects.create(token_index=_index(token), created_at=at)
    return row.pk, token


def visitor_with(token: str) -> int | None:
    """The number of the visitor who holds this secret; None for none or a wrong one. One query."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    return Visitor.objects.filter(token_index=_index(token)).values_list("pk", flat=True).first()


def _index(token: str) -> str:
    return blind_index(token, purpose=TOKEN_INDEX)

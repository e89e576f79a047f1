"""Conversations in bulk for ./run bench live: ``python -m bench._live_world 5000`` prints [public id, cookie] lines."""

from __future__ import annotations

import json
import secrets
import sys

import django

django.setup()

from jiefen.accounts.models import Visitor  # noqa: E402
from jiefen.accounts.visitors import COOKIE, TOKEN_INDEX  # noqa: E402
from jiefen.chat.models import Seat, Thread  # noqa: E402
from jiefen.chat.states import SeatKind  # noqa: E402
from jiefen.shared import clock  # noqa: E402
from jiefen.shared.crypto import blind_index  # noqa: E402


def build(how_many: int) -> list[tuple[str, str]]:
    """A visitor with a conversation of his own, each."""
    now = clock.now()
    tokens = [secrets.token_urlsafe(16) for _ in range(how_many)]
    visitors = Visitor.objects.bulk_create(
        [Visitor(token_index=blind_index(token, purpose=TOKEN_INDEX), created_at=now) for token in tokens]
    )
    threads = Thread.objects.bulk_create(
        [Thread(public_id=secrets.token_urlsafe(12), opened_at=now) for _ in range(how_many)]
    )
    Seat.objects.bulk_create(
        [
            Seat(thread=thread, kind=SeatKind.CLIENT, ref=visitor.pk, name="咨询人", joined_at=now)
            for thread, visitor in zip(threads, visitors, strict=True)
        ]
    )
    return [(thread.public_id, f"{COOKIE}={token}") for thread, token in zip(threads, tokens, strict=True)]


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]))))

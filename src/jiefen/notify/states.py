"""Where an outgoing message stands, and where it may go from there."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class OutgoingState(TextChoices):
    """States of a message."""

    QUEUED = "queued", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    EXPIRED = "expired", "已过时"
    WITHHELD = "withheld", "不发送"


ALLOWED: Final[dict[OutgoingState, frozenset[OutgoingState]]] = {
    OutgoingState.QUEUED: frozenset({OutgoingState.SENDING, OutgoingState.EXPIRED}),
    # sending → sending: the worker died, another one takes over
    OutgoingState.SENDING: frozenset(
        {OutgoingState.SENT, OutgoingState.QUEUED, OutgoingState.FAILED, OutgoingState.SENDING, OutgoingState.EXPIRED}
    ),
    OutgoingState.SENT: frozenset(),
    OutgoingState.FAILED: frozenset(),
    OutgoingState.EXPIRED: frozenset(),
    OutgoingState.WITHHELD: frozenset(),
}

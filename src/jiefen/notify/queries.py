"""Reads of outgoing messages."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from jiefen.notify.channels.console import KIND as CONSOLE
from jiefen.notify.models import OutgoingMessage
from jiefen.notify.states import OutgoingState

BATCH = 500


def due(at: dt.datetime) -> QuerySet[OutgoingMessage]:
    """Messages to deliver now: waiting ones, and those a dead worker left half-way. At most 500, oldest first."""
    open_states = (OutgoingState.QUEUED, OutgoingState.SENDING)
    return OutgoingMessage.objects.filter(state__in=open_states, next_try_at__lte=at).order_by("pk")[:BATCH]


def demo_message_body(message_id: int, at: dt.datetime) -> str:
    """The text of a console message that has not expired, to show on the page; always empty outside the demo."""
    if not settings.DEMO:
        return ""
    message = OutgoingMessage.objects.filter(pk=message_id, channel=CONSOLE, expires_at__gt=at).first()
    return message.body if message else ""

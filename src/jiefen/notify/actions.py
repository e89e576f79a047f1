"""Writing messages and delivering them. At least once: a worker killed between the two may send a message twice."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any, Final

from jiefen.notify.channels import DeliveryFailed, Parcel, channel_of
from jiefen.notify.channels.console import KIND as CONSOLE
from jiefen.notify.models import OutgoingMessage
from jiefen.notify.queries import due
from jiefen.notify.states import ALLOWED, OutgoingState
from jiefen.notify.wakeup import wake_after_commit

CLAIM: Final = dt.timedelta(minutes=2)  # longer than any channel may take
BACKOFF: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
log = logging.getLogger("jiefen.notify")


def send(
    *,
    organisation_id: int,
    recipient: str,
    body: str,
    purpose: str,
    at: dt.datetime,
    channel: str = CONSOLE,
    expires_at: dt.datetime | None = None,
    withheld: bool = False,
) -> int:
    """Write a message in the caller's transaction; it leaves after commit. Returns its id.

    ``withheld``: the row is written without its text and never sent, so that a caller who may not show whether a
    recipient exists does the same work for both. Raises ChannelNotConfigured.
    """
    message = OutgoingMessage.objects.create(
        organisation_no=organisation_id,
        channel=channel_of(channel).kind,
        recipient="" if withheld else recipient,
        body="" if withheld else body,
        purpose=purpose,
        state=OutgoingState.WITHHELD if withheld else OutgoingState.QUEUED,
        created_at=at,
        next_try_at=at,
        expires_at=expires_at,
    )
    wake_after_commit()
    return message.pk


def deliver_waiting(*, at: dt.datetime) -> int:
    """Try every message that is due, oldest first. Returns how many were delivered."""
    return sum(_deliver(message, at) for message in due(at))


def forget_delivered(*, at: dt.datetime) -> None:
    """A message with an end (a sign-in code) has no use after it: its row goes a day later (PIPL art. 19)."""
    OutgoingMessage.objects.filter(expires_at__lt=at - dt.timedelta(days=1)).delete()


def _deliver(message: OutgoingMessage, at: dt.datetime) -> bool:
    if message.expires_at and message.expires_at <= at:
        _move(message, OutgoingState.EXPIRED, error="过了有效期，没有再发")
        return False
    if not _move(message, OutgoingState.SENDING, attempts=message.attempts + 1, next_try_at=at + CLAIM):
        return False  # another worker was faster
    try:
        parcel = Parcel(message.pk, message.recipient, message.body, message.purpose)
        channel_of(message.channel).deliver(parcel)
    except Exception as error:
        _postpone(message, error, at)
        return False
    return _move(message, OutgoingState.SENT, sent_at=at, error="")


def _postpone(message: OutgoingMessage, error: Exception, at: dt.datetime) -> None:
    """Queue again with growing pauses; give up when the channel says so or the pauses are used up."""
    reason = str(error) if isinstance(error, DeliveryFailed) else type(error).__name__
    log.warning("message %s not delivered (attempt %s): %s", message.pk, message.attempts, reason)
    hopeless = getattr(error, "final", False) or message.attempts > len(BACKOFF)
    if hopeless:
        _move(message, OutgoingState.FAILED, error=reason[:200])
    else:
        _move(message, OutgoingState.QUEUED, error=reason[:200], next_try_at=at + BACKOFF[message.attempts - 1])


def _move(message: OutgoingMessage, to: OutgoingState, **changes: Any) -> bool:
    """Compare-and-set from what we read (state and number of attempts) to ``to``; False when somebody was faster."""
    if to not in ALLOWED[OutgoingState(message.state)]:
        raise ValueError(f"a message cannot go from {message.state} to {to}")
    as_read = OutgoingMessage.objects.filter(pk=message.pk, state=message.state, attempts=message.attempts)
    if not as_read.update(state=to, **changes):
        return False
    message.state, message.attempts = to, changes.get("attempts", message.attempts)
    return True

"""Ways out of the house: one folder per kind, each a ``Channel`` in the registry.

A channel that an installation has not set up is not in the registry; asking for it is refused when the message is
written, never papered over at delivery. Text messages, WeCom, e-mail and paper come with the issues that need them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from jiefen.shared.errors import DomainError


class ChannelNotConfigured(DomainError):
    """This installation cannot send this way."""

    code = "notify.channel_not_configured"


class DeliveryFailed(Exception):
    """The channel could not deliver. ``final``: trying again will not help (wrong number, rejected text).

    The message goes into the row's ``error``: a reason for the operator, free of personal facts.
    """

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


@dataclass(frozen=True)
class Parcel:
    """What a channel gets to deliver. ``message_id`` stays the same over retries, for providers that deduplicate."""

    message_id: int
    recipient: str
    body: str
    purpose: str


class Channel(Protocol):
    """One way of sending."""

    @property
    def kind(self) -> str:
        """Its name in the registry and in the rows."""

    def deliver(self, parcel: Parcel) -> None:
        """Hand the message over; return only when the other side has taken it. Raises DeliveryFailed."""


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a channel available under its kind."""
    _channels[channel.kind] = channel


def channel_of(kind: str) -> Channel:
    """The channel of this kind. Raises ChannelNotConfigured."""
    if kind not in _channels:
        raise ChannelNotConfigured(f"这里还没有开通“{kind}”这种发送方式。请管理员先配置，再重新发送。")
    return _channels[kind]

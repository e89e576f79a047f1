"""A message as it travels to browsers: the same object in a stream, in an answer to a post and in a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiefen.chat.citing import read_cited
from jiefen.chat.models import Attachment, Message
from jiefen.chat.states import MessageKind
from jiefen.shared.clock import CHINA


def wire(message: Message, attachment: Attachment | None = None, *, withdrawn: bool = False) -> dict[str, Any]:
    """``message.seat`` should be loaded. A withdrawn message travels without its words."""
    seat = message.seat if message.seat_id else None
    travels: dict[str, Any] = {
        "seq": message.seq,
        "kind": message.kind,
        "seat": message.seat_id or 0,
        "from": seat.kind if seat else "system",
        "name": seat.name if seat else "",
        "id": message.client_id,
        "at": instant(message.sent_at),
    }
    if message.about_seq is not None:
        travels["about"] = message.about_seq
    if withdrawn:
        return {**travels, "withdrawn": True, "text": ""}
    return {**travels, **_content(message, attachment)}


def instant(at: dt.datetime) -> str:
    """ISO 8601 to the second with China's offset: what a script parses and a person can read."""
    return at.astimezone(CHINA).isoformat(timespec="seconds")


def _content(message: Message, attachment: Attachment | None) -> dict[str, Any]:
    content: dict[str, Any] = {"text": message.body}
    if message.cited:
        content["cites"] = read_cited(message.cited)
    if attachment is not None and message.kind != MessageKind.SYSTEM:
        content["file"] = {
            "name": attachment.name, "type": attachment.media_type, "size": attachment.size_bytes,
            "width": attachment.width, "height": attachment.height, "seconds": attachment.seconds,
        }  # fmt: skip
    return content

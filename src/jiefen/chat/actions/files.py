"""Sending pictures, files and voice notes."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import PurePath
from typing import Final, NamedTuple

from django.db import transaction

from jiefen.chat.actions.messages import check_quote, check_writer
from jiefen.chat.appending import Posted, append
from jiefen.chat.media import Media, read_media
from jiefen.chat.models import Attachment, Message, Seat
from jiefen.chat.refusals import EmptyMessage, FileRefused
from jiefen.chat.sealing import key_of
from jiefen.chat.states import MessageKind
from jiefen.rules import chat_limits
from jiefen.shared.clock import day_of
from jiefen.shared.files import delete_private, save_private

LONGEST_NAME: Final = 120
SIZES: Final = {MessageKind.IMAGE: "image_bytes", MessageKind.FILE: "file_bytes", MessageKind.VOICE: "voice_bytes"}
WORDS: Final = {MessageKind.IMAGE: "[图片]", MessageKind.FILE: "[文件]", MessageKind.VOICE: "[语音]"}


def post_file(
    *, by: Seat, client_id: str, data: bytes, name: str, at: dt.datetime, voice_seconds: int | None = None,
    quote_of: int | None = None,
) -> Posted:  # fmt: skip
    """Send one file; what it is, its bytes decide. ``voice_seconds``: it was recorded here and lasts so long.

    Sent again with the same ``client_id`` it is the same message. Raises what ``post_message`` raises, and FileRefused.
    """
    check_writer(by, client_id)
    check_quote(by, quote_of)
    earlier = Message.objects.filter(seat=by, client_id=client_id).first()
    if earlier is not None:
        return Posted(earlier, is_new=False)
    media = _checked(data, voice_seconds, at)
    under = key_of(by.thread_id)
    key = save_private(media.data, cipher=under.cipher if under else None)
    kept = _Kept(key, under.name if under else "", _shown_name(name, media), voice_seconds or 0)
    posted = _write(by, client_id, media, kept, quote_of, at)
    if not posted.is_new:
        delete_private(key)  # the same post came twice at once
    return posted


class _Kept(NamedTuple):
    """Where the bytes are and what they are called."""

    key: str
    under: str
    name: str
    seconds: int


def _write(by: Seat, client_id: str, media: Media, kept: _Kept, quote_of: int | None, at: dt.datetime) -> Posted:
    try:
        with transaction.atomic():
            posted = append(
                by.thread_id, by, media.kind, WORDS[media.kind], at=at, client_id=client_id, about_seq=quote_of
            )
            if posted.is_new:
                Attachment.objects.create(
                    message=posted.message, **kept._asdict(), media_type=media.media_type,
                    size_bytes=len(media.data), width=media.width, height=media.height,
                    sha256=hashlib.sha256(media.data).hexdigest(),
                )  # fmt: skip
    except BaseException:
        delete_private(kept.key)
        raise
    return posted


def _checked(data: bytes, voice_seconds: int | None, at: dt.datetime) -> Media:
    """The file if it is on the list and within its limits. Raises EmptyMessage, FileRefused."""
    on = day_of(at)
    largest = max(chat_limits.number(code, on) for code in SIZES.values())
    if not data:
        raise EmptyMessage
    if len(data) > largest:
        raise _too_large(largest)
    most_seconds = chat_limits.number("voice_seconds", on)
    if voice_seconds is not None and not 0 < voice_seconds <= most_seconds:
        raise FileRefused(f"一段语音最长 {most_seconds} 秒。请分几段说，对方也好听清。")
    media = read_media(
        data,
        voice=voice_seconds is not None,
        most_pixels=chat_limits.number("image_pixels", on),
        most_side=chat_limits.number("image_side", on),
    )
    most = chat_limits.number(SIZES[media.kind], on)
    if len(data) > most:
        raise _too_large(most)
    return media


def _too_large(most: int) -> FileRefused:
    return FileRefused(f"这个文件超过 {most // 1024 // 1024} MB，没有发出。请压缩或分成几份再发。")


def _shown_name(name: str, media: Media) -> str:
    """The name without folders, control characters and dots that hide it, with the suffix of what the file really is."""
    plain = "".join(each for each in PurePath(name.replace("\\", "/")).name if each.isprintable())
    stem = plain.removesuffix(PurePath(plain).suffix).lstrip(". ").rstrip() or media.kind.label
    return stem[: LONGEST_NAME - 6] + media.suffix

"""Photos and voice notes of a talk: which types, how large, and a voice or picture that is what it says it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import UploadedFile

from jiefen.collection.models import AttachmentKind

PHOTO_TYPES: Final = ("image/jpeg", "image/png", "image/webp")
VOICE_TYPES: Final = ("audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/x-m4a", "audio/wav")


@dataclass(frozen=True)
class Taken:
    """One file a steward brought, read."""

    kind: str
    data: bytes
    media_type: str


def taken_files(photo: UploadedFile[bytes] | None, voice: UploadedFile[bytes] | None) -> list[Taken]:
    """What came with the form; whether it may be kept is for ``collection.actions.attach`` to say."""
    came = ((AttachmentKind.PHOTO, photo), (AttachmentKind.VOICE, voice))
    return [Taken(kind, file.read(), (file.content_type or "").partition(";")[0]) for kind, file in came if file]

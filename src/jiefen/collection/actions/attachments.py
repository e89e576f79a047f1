"""Photos and voice notes of a contact, encrypted on disk, once per key of the phone."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag
from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.queries import events_about
from jiefen.collection.access import get_attachment_for, get_attempt_for
from jiefen.collection.actions import checks
from jiefen.collection.models import Attachment, AttachmentKind
from jiefen.collection.refusals import CollectionRefused
from jiefen.estates.access import lock_premises_for
from jiefen.shared.files import delete_private, read_private, save_private

ONE_LOOK: Final = dt.timedelta(minutes=30)
MAX_BYTES: Final = 15 * 2**20
MEDIA: Final[dict[str, frozenset[str]]] = {
    AttachmentKind.PHOTO: frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"}),
    AttachmentKind.VOICE: frozenset({"audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aac"}),
}


def attach(
    *, attempt_id: int, kind: str, data: bytes, media_type: str, client_key: str, by: Actor, at: dt.datetime
) -> Attachment:
    """Keep a file with a contact; the same key again is the same file. Raises NotFound, NotPermitted, CollectionRefused."""
    by.require(Capability.CONTACT)
    checks.choice(kind, AttachmentKind, "附件的种类")
    key = checks.client_key(client_key)
    media = media_type.partition(";")[0].strip().lower()
    if media not in MEDIA[kind]:
        raise CollectionRefused(
            "这种文件不能附上。照片请用 JPG 或 PNG，语音请用录音按钮。", code="collection.media_type"
        )
    if not 0 < len(data) <= MAX_BYTES:
        raise CollectionRefused("文件是空的，或者超过 15 MB。请换一个小些的文件。", code="collection.file_size")
    attempt = get_attempt_for(by, attempt_id)
    stored = ""
    try:
        with transaction.atomic():
            lock_premises_for(by, attempt.premises_id)
            earlier: Attachment | None = Attachment.objects.of(by.organisation_id).filter(client_key=key).first()
            if earlier is not None:
                return _same(earlier, attempt.pk)
            stored = save_private(data)
            row: Attachment = Attachment.objects.create(
                organisation_id=attempt.organisation_id, attempt=attempt, kind=kind, file_key=stored,
                sha256=hashlib.sha256(data).hexdigest(), media_type=media, size_bytes=len(data), client_key=key,
                recorded_at=at, recorded_by_no=by.membership_id,
            )  # fmt: skip
            checks.log("attachment_added", row, by=by, at=at, attempt=attempt.pk, sha256=row.sha256, bytes=len(data))
    except Exception:
        if stored:
            delete_private(stored)
        raise
    return row


def open_attachment(
    *, attachment_id: int, by: Actor, at: dt.datetime, in_parts: bool = False
) -> tuple[Attachment, bytes]:
    """The file and its plain bytes; the look itself is logged. Raises NotFound, NotPermitted, CollectionRefused.

    ``in_parts``: a player asks for one part after the other; within ``ONE_LOOK`` of a logged look that is the same one.
    """
    by.require(Capability.VIEW_HOUSEHOLD)
    row = get_attachment_for(by, attachment_id)
    try:
        data = read_private(row.file_key)
    except InvalidTag:
        sentence = "这个文件打不开：保存的内容和当初上传的不一样。请联系管理员从备份恢复。"
        raise CollectionRefused(sentence, code="collection.file_damaged") from None
    if not (in_parts and _looks_already(row, by, at)):
        checks.log("attachment_opened", row, by=by, at=at, attempt=row.attempt_id, sha256=row.sha256)
    return row, data


def _looks_already(row: Attachment, by: Actor, at: dt.datetime) -> bool:
    about = events_about(organisation_id=by.organisation_id, subject_type=row._meta.label_lower, subject_no=row.pk)
    seen = about.filter(code="collection.attachment_opened")
    return seen.filter(actor_no=by.membership_id, at__gt=at - ONE_LOOK, at__lte=at).exists()


def _same(earlier: Attachment, attempt_id: int) -> Attachment:
    if earlier.attempt_id != attempt_id:
        raise CollectionRefused("这个编号已经用在另一条记录上。请重新选择文件。", code="collection.key_taken")
    return earlier

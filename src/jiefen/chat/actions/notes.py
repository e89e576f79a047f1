"""What lawyers write for themselves: notes beside a conversation, and ready answers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.chat.actions.messages import check_writer, checked_text, record_of
from jiefen.chat.models import Note, QuickReply, Seat
from jiefen.chat.refusals import QuickReplyRefused, ReadOnlySeat, ThreadClosed
from jiefen.chat.states import SeatKind
from jiefen.shared.errors import NotFound


def add_note(*, by: Seat, client_id: str, text: str, at: dt.datetime) -> Note:
    """Write a note the client cannot see; the same ``client_id`` again is the same note.

    Raises ReadOnlySeat (also for the client), ThreadClosed where everything was deleted, BadClientId, EmptyMessage, TooLong.
    """
    if by.kind == SeatKind.CLIENT:
        raise ReadOnlySeat
    if by.thread.forgotten_at is not None:
        raise ThreadClosed
    check_writer(by, client_id)
    words = checked_text(text, at)
    with transaction.atomic():
        note, is_new = Note.objects.get_or_create(
            seat=by,
            client_id=client_id,
            defaults={"thread": by.thread, "after_seq": by.thread.last_seq, "body": words, "written_at": at},
        )
        if is_new:
            record_of(by, at, "chat.note_added", {"note": note.pk})
    return note


def keep_quick_reply(*, by: Actor, title: str, text: str, at: dt.datetime) -> QuickReply:
    """Keep a ready answer under a title, or change the one that has it. Raises NotPermitted, QuickReplyRefused."""
    by.require(Capability.MANAGE_OWN_CARD)
    title, text = title.strip(), text.strip()
    if by.membership_id is None or not 0 < len(title) <= 20 or not 0 < len(text) <= 1000:
        raise QuickReplyRefused("标题写 1 到 20 个字，内容写 1 到 1000 个字，再保存一次。")
    with transaction.atomic():
        reply, _ = QuickReply.objects.update_or_create(
            membership_id=by.membership_id,
            title=title,
            defaults={"text": text},
            create_defaults={"text": text, "created_at": at},
        )
        _record(by, at, "chat.quick_reply_kept", reply.pk)
    return reply


def drop_quick_reply(*, by: Actor, reply_id: int, at: dt.datetime) -> None:
    """Remove a ready answer of one's own. Raises NotFound."""
    with transaction.atomic():
        mine = QuickReply.objects.filter(pk=reply_id, membership_id=by.membership_id or 0)
        if not mine.delete()[0]:
            raise NotFound("没有找到这条快捷回复，它可能已经删掉了。")
        _record(by, at, "chat.quick_reply_dropped", reply_id)


def _record(by: Actor, at: dt.datetime, code: str, reply_id: int) -> None:
    subject = ("chat.quickreply", reply_id)
    record(organisation_id=by.organisation_id, by=by.membership_id, at=at, code=code, subject=subject)

"""Reading by people who are no part of a conversation: always with a reason, always in the audit, and the client sees it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.chat.actions.messages import record_of
from jiefen.chat.actions.threads import join
from jiefen.chat.models import Message, Seat, Thread
from jiefen.chat.refusals import SeatRefused
from jiefen.chat.states import WRITTEN, SeatKind
from jiefen.shared.errors import NotFound


def open_transcript(*, by: Actor, public_id: str, reason: str, at: dt.datetime) -> Seat:
    """Give staff a seat that only reads, and tell the conversation so. Raises NotPermitted, NotFound, SeatRefused.

    ``reason``: 4 to 100 characters; the client reads it.
    """
    by.require(Capability.RUN_SERVICE)
    why = _checked(reason)
    thread = _thread(public_id)
    sentence = f"平台工作人员{by.display_name}查看了这段对话，原因：{why}。"
    return join(
        thread_id=thread.pk, kind=SeatKind.OPERATOR, membership_id=by.membership_id or 0, name=by.display_name,
        sentence=sentence, can_write=False, at=at,
    )  # fmt: skip


def read_sealed(*, by: Actor, public_id: str, seq: int, reason: str, at: dt.datetime) -> str:
    """The words of a withdrawn message, for lawful access only. Raises NotPermitted, NotFound, SeatRefused."""
    by.require(Capability.RUN_SERVICE)
    why, thread = _checked(reason), _thread(public_id)
    message = Message.objects.filter(thread=thread, seq=seq, kind__in=WRITTEN).first()
    if message is None or thread.forgotten_at is not None:
        raise NotFound
    record(
        organisation_id=thread.organisation_id, by=by.membership_id, at=at, code="chat.sealed_copy_read",
        subject=thread, data={"seq": seq, "reason": why},
    )  # fmt: skip
    return message.body


def note_export(*, by: Seat, at: dt.datetime) -> None:
    """The audit event of a transcript that was taken along."""
    with transaction.atomic():
        record_of(by, at, "chat.exported", {"up_to": by.thread.last_seq})


def _checked(reason: str) -> str:
    why = reason.strip().rstrip("。")
    if not 4 <= len(why) <= 100:
        raise SeatRefused("请写明查看的原因，4 到 100 个字。咨询人会看到这句话。")
    return why


def _thread(public_id: str) -> Thread:
    found = Thread.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found

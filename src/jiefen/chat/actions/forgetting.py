"""Forgetting a conversation: its key goes, its files go; numbers, times and who wrote stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from jiefen.audit.actions import record
from jiefen.audit.moves import take_step
from jiefen.chat.actions.marks import topic_of
from jiefen.chat.appending import say
from jiefen.chat.models import Attachment, Thread
from jiefen.chat.sealing import delete_key
from jiefen.chat.states import LIFECYCLE, ThreadState
from jiefen.shared.files import delete_private
from jiefen.shared.live_topics.actions import publish


def forget_thread(*, thread: Thread, sentence: str, reason: str, at: dt.datetime) -> bool:
    """Delete the key of a conversation, its files and their names; False when that was done before. It is closed with it.

    Whether that is lawful now, the context that opened it has decided. ``sentence``: the only one still readable;
    ``reason``: a code for the audit. Open pages load anew.
    """
    with transaction.atomic():
        held = Thread.objects.select_for_update().get(pk=thread.pk)
        if held.forgotten_at is not None:
            return False
        if held.state == ThreadState.OPEN:
            take_step(held, LIFECYCLE, to=ThreadState.CLOSED, by_no=None, at=at)
        Thread.objects.filter(pk=held.pk).update(forgotten_at=at, subject="")
        delete_key(held.pk)
        files = _let_go_of_files(held)
        said = say(held, sentence, at=at)
        publish(topic=topic_of(held.pk), kind="forgotten", data={"thread": held.pk}, at=at)
        record(
            organisation_id=held.organisation_id, by=None, at=at, code="chat.thread_forgotten", subject=held,
            data={"reason": reason, "up_to": said.seq - 1, "files": len(files)},
        )  # fmt: skip
    thread.forgotten_at, thread.state = at, ThreadState.CLOSED
    return True


def _let_go_of_files(thread: Thread) -> Sequence[str]:
    rows = Attachment.objects.filter(message__thread=thread).exclude(key="")
    keys = list(rows.values_list("key", flat=True))
    rows.update(key="", sha256="")
    transaction.on_commit(lambda: _delete_files(keys))
    return keys


def _delete_files(keys: Sequence[str]) -> None:
    for key in keys:
        delete_private(key)

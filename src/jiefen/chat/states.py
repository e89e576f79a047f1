"""Who sits in a conversation, what a message is, and how a thread ends."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

from jiefen.audit.moves import Lifecycle


class SeatKind(TextChoices):
    """The part somebody has in a conversation. A client's ``ref`` is a visitor, the others' a membership."""

    CLIENT = "client", "咨询人"
    LAWYER = "lawyer", "律师"
    OPERATOR = "operator", "平台工作人员"


class MessageKind(TextChoices):
    """What one numbered line of a conversation is. A withdrawal is a line of its own: nothing is ever changed."""

    TEXT = "text", "文字"
    IMAGE = "image", "图片"
    FILE = "file", "文件"
    VOICE = "voice", "语音"
    SYSTEM = "system", "提示"
    WITHDRAWAL = "withdrawal", "撤回"


WRITTEN: Final = (MessageKind.TEXT, MessageKind.IMAGE, MessageKind.FILE, MessageKind.VOICE)


class ThreadState(TextChoices):
    """Whether a conversation goes on."""

    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


LIFECYCLE: Final = Lifecycle(
    this="这段对话",
    states=ThreadState,
    moves={
        ThreadState.OPEN: {ThreadState.CLOSED: "chat.thread_closed"},
        ThreadState.CLOSED: {ThreadState.OPEN: "chat.thread_reopened"},
    },
)

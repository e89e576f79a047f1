"""An invented conversation for the gallery: one of everything the panel can show."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from jiefen.chat.models import Attachment, Message, Note, QuickReply, Seat, Thread
from jiefen.chat.queries import Line
from jiefen.chat.states import MessageKind, SeatKind
from jiefen.shared.clock import CHINA
from jiefen.web.chat.panel import ChatPanel, Quote, bubbles_of

BEGAN: Final = dt.datetime(2025, 11, 23, 9, 58, tzinfo=CHINA)
LAW: Final = "看《民法典》第七百一十条：按约定使用造成的损耗，不用赔。"


def sample_panel() -> ChatPanel:
    """The lawyer's panel of a talk about a deposit."""
    thread = Thread(pk=1, public_id="sample-sample", last_seq=8, opened_at=BEGAN)
    client = Seat(pk=1, thread=thread, kind=SeatKind.CLIENT, ref=1, name="咨询人", last_read_seq=6, joined_at=BEGAN)
    lawyer = Seat(pk=2, thread=thread, kind=SeatKind.LAWYER, ref=1, name="沈砚秋", joined_at=BEGAN)
    now = BEGAN + dt.timedelta(minutes=9)
    return ChatPanel(
        seat=lawyer, bubbles=bubbles_of(_lines(thread, client, lawyer), lawyer, [client, lawyer], now),
        people=[client, lawyer], notes=[Note(seat=lawyer, body="押金两个月；合同第 6 条待看。", written_at=now)],
        quick_replies=[QuickReply(title="先看合同", text="请先把合同里写押金的那一页拍给我。")], can_write=True,
        form_id="sample-1", earlier_url="#earlier", quoted=Quote(4, "咨询人", "[文件]"), draft="", page_url="#",
        urls=dict.fromkeys(("send", "withdraw", "note", "send_file", "export", "live", "law"), "#"),
        last_seq=8, read_seq=6, withdraw_seconds=120, voice_seconds=90, text_characters=4000,
    )  # fmt: skip


def _lines(thread: Thread, client: Seat, lawyer: Seat) -> list[Line]:
    said: list[tuple[Seat | None, MessageKind, str, dict[str, Any]]] = [
        (client, MessageKind.TEXT, "租期到了，房东说墙上有划痕，两个月押金都不退。", {}),
        (None, MessageKind.SYSTEM, "沈砚秋加入了对话。", {}),
        (lawyer, MessageKind.TEXT, "您好，我是沈砚秋。合同里怎么写的，能拍给我看看吗？", {"about_seq": 1}),
        (client, MessageKind.FILE, "[文件]", {}), (client, MessageKind.VOICE, "[语音]", {}),
        (lawyer, MessageKind.TEXT, LAW, {"cited": json.dumps([(1, 12, "民法典", "710")])}),
        (lawyer, MessageKind.TEXT, "", {}), (lawyer, MessageKind.TEXT, "先给房东发一条短信，我帮您写。", {}),
    ]  # fmt: skip
    files = {
        4: Attachment(name="租房合同.pdf", media_type="application/pdf", size_bytes=284_000),
        5: Attachment(name="语音.webm", media_type="audio/webm", size_bytes=31_000, seconds=12),
    }
    return [
        Line(
            Message(
                thread=thread, seq=seq, seat=seat, kind=kind, body=body, sent_at=BEGAN + dt.timedelta(minutes=seq), **more
            ),
            files.get(seq), withdrawn=seq == 7,
        )
        for seq, (seat, kind, body, more) in enumerate(said, start=1)
    ]  # fmt: skip

"""What the panel shows. ``chat_panel(request, seat)`` is all a page needs: ``{% include "conversation/panel.html" %}``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse

from jiefen.chat.actions.marks import mark_read
from jiefen.chat.citing import read_cited
from jiefen.chat.models import Note, QuickReply, Seat
from jiefen.chat.queries import PAGE, Line, lines_before, notes_for, quick_replies_of, seats_of
from jiefen.chat.states import WRITTEN, MessageKind, SeatKind, ThreadState
from jiefen.chat.wire import instant
from jiefen.rules import chat_limits
from jiefen.shared import clock
from jiefen.web.chat.people import new_id, number_in

EXCERPT: Final = 40
HELP_LINES: Final = re.compile(r"(?<!\d)(110|120|12\d{3}|96110)(?!\d)")
LAW_PAGES: Final = "/law/"  # then the law's name and the article: web/portal


@dataclass(frozen=True)
class Piece:
    """A stretch of text; with ``url`` it cites an article."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Quote:
    """The message that is answered."""

    seq: int
    name: str
    text: str


@dataclass(frozen=True)
class Bubble:
    """One line of the conversation as a page shows it. ``may_withdraw_until``: ISO instant, empty when it is over."""

    line: Line
    mine: bool
    at: dt.datetime
    new_day: bool
    pieces: list[Piece]
    quote: Quote | None
    file_url: str
    may_withdraw_until: str
    is_read: bool
    gone_words: str

    @property
    def file_kind(self) -> str:
        """image, voice, file, or nothing."""
        return "" if self.line.attachment is None or self.line.withdrawn else str(self.line.message.kind)

    @property
    def can_be_quoted(self) -> bool:
        """Whether it carries words or a file that stand."""
        return self.line.message.kind in WRITTEN and not self.line.withdrawn


@dataclass(frozen=True)
class ChatPanel:
    """Everything ``conversation/panel.html`` needs."""

    seat: Seat
    bubbles: list[Bubble]
    people: list[Seat]
    notes: list[Note]
    quick_replies: list[QuickReply]
    can_write: bool
    form_id: str
    earlier_url: str
    quoted: Quote | None
    draft: str
    page_url: str
    urls: dict[str, str]
    last_seq: int
    read_seq: int
    withdraw_seconds: int
    voice_seconds: int
    text_characters: int

    @property
    def is_client(self) -> bool:
        """The client's own panel: without notes and quick replies."""
        return bool(self.seat.kind == SeatKind.CLIENT)

    @property
    def is_forgotten(self) -> bool:
        """Its words were deleted."""
        return self.seat.thread.forgotten_at is not None


def chat_panel(request: HttpRequest, seat: Seat, *, draft: str = "") -> ChatPanel:
    """The panel of a seat (from ``access.seat_for``); what it shows counts as read. ``?before=`` shows what came earlier,
    ``?quote=`` answers a message, ``draft`` fills the box. At most nine queries.
    """
    now = clock.now()
    before, answers = number_in(request.GET.get("before", "")), number_in(request.GET.get("quote", ""))
    lines = lines_before(seat, before)
    if before is None and lines:
        mark_read(by=seat, seq=lines[-1].message.seq, at=now)
    people = seats_of(seat.thread_id)
    bubbles = bubbles_of(lines, seat, people, now)
    first = lines[0].message.seq if len(lines) == PAGE else 0
    return ChatPanel(
        seat=seat, bubbles=bubbles, people=people, notes=notes_for(seat),
        quick_replies=quick_replies_of(seat.ref) if seat.kind == SeatKind.LAWYER else [],
        can_write=seat.can_write and seat.left_at is None and seat.thread.state == ThreadState.OPEN,
        form_id=new_id(now, seat), earlier_url=f"{request.path}?before={first}" if first else "",
        quoted=next((_quote(one.line) for one in bubbles if one.line.message.seq == answers and one.can_be_quoted), None),
        draft=draft, page_url=request.path, urls=_urls(seat), last_seq=lines[-1].message.seq if lines else 0,
        read_seq=_read_by_others(people, seat), withdraw_seconds=chat_limits.number("withdraw_seconds", now.date()),
        voice_seconds=chat_limits.number("voice_seconds", now.date()),
        text_characters=chat_limits.number("text_characters", now.date()),
    )  # fmt: skip


def _urls(seat: Seat) -> dict[str, str]:
    public_id, live = seat.thread.public_id, f"/live/threads/{seat.thread.public_id}"
    named = {
        name: reverse(f"chat_{name}", args=[public_id]) for name in ("send", "withdraw", "note", "send_file", "export")
    }
    return {**named, "live": live, "law": LAW_PAGES}


def bubbles_of(lines: list[Line], seat: Seat, people: list[Seat], now: dt.datetime) -> list[Bubble]:
    """Withdrawals are no bubbles of their own: the message they take back leaves its place."""
    shown = [line for line in lines if line.message.kind != MessageKind.WITHDRAWAL]
    by_seq = {line.message.seq: line for line in shown}
    stamps = [line.message.sent_at.astimezone(clock.CHINA) for line in shown]
    new_day = [True, *(one.date() != other.date() for one, other in pairwise(stamps))]
    read = _read_by_others(people, seat)
    return [
        _bubble(line, seat, stamp, first, by_seq, read, now)
        for line, stamp, first in zip(shown, stamps, new_day, strict=False)
    ]


def _bubble(
    line: Line, seat: Seat, at: dt.datetime, new_day: bool, by_seq: dict[int, Line], read: int, now: dt.datetime
) -> Bubble:
    message = line.message
    mine = message.seat_id == seat.pk
    until = chat_limits.may_withdraw_until(message.sent_at, now.date())
    goes_on = seat.can_write and seat.thread.state == ThreadState.OPEN
    open_still = mine and not line.withdrawn and now < until and goes_on
    answered = by_seq.get(message.about_seq or 0)
    return Bubble(
        line, mine, at, new_day, _pieces(line),
        _quote(answered) if answered else None, reverse("chat_file", args=[seat.thread.public_id, message.seq]),
        instant(until) if open_still else "", mine and message.seq <= read, gone_words(seat, mine),
    )  # fmt: skip


def _pieces(line: Line) -> list[Piece]:
    if line.withdrawn:
        return []
    message = line.message
    return lines_to_call(message.body) if message.kind == MessageKind.SYSTEM else pieces_of(message.body, message.cited)


def lines_to_call(text: str) -> list[Piece]:
    """What the platform says, with help lines one may press; static/conversation/chat.js does the same."""
    parts = HELP_LINES.split(text)  # every second one is a number
    return [Piece(part, f"tel:{part}" if place % 2 else "") for place, part in enumerate(parts) if part]


def pieces_of(text: str, cited: str) -> list[Piece]:
    """Text cut at its citations."""
    pieces, at = [], 0
    for start, end, law, article in read_cited(cited):
        pieces += [Piece(text[at:start]), Piece(text[start:end], f"{LAW_PAGES}{quote(law)}/{article}/")]
        at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def gone_words(seat: Seat, mine: bool) -> str:
    """What stands in the place of a withdrawn message; static/conversation/chat.js says the same."""
    if not mine:
        return "对方撤回了这条消息"
    return "您撤回了这条消息" if seat.kind == SeatKind.CLIENT else "你撤回了这条消息"


def _quote(line: Line) -> Quote:
    words = "（已撤回）" if line.withdrawn else line.message.body
    short = words if len(words) <= EXCERPT else words[:EXCERPT] + "…"
    return Quote(line.message.seq, line.message.seat.name if line.message.seat else "", short)


def _read_by_others(people: list[Seat], seat: Seat) -> int:
    """How far the other side has read: for the client any lawyer, for a lawyer the client."""
    others = [
        one
        for one in people
        if one.kind != SeatKind.OPERATOR and (one.kind == SeatKind.CLIENT) != (seat.kind == SeatKind.CLIENT)
    ]
    return max((one.last_read_seq for one in others), default=0)


def panel_context(request: HttpRequest, seat: Seat, **more: Any) -> dict[str, Any]:
    """``{"chat": …}`` for a template. ``fresh``: a part sent after the page, to be put in the place of the old one."""
    return {"chat": chat_panel(request, seat, **more), "fresh": False}


def head_context(seat: Seat) -> dict[str, Any]:
    """``{"chat": …}`` for ``conversation/people.html`` alone: who takes part. One query, and nothing counts as read."""
    return {"chat": {"seat": seat, "people": seats_of(seat.thread_id)}, "fresh": True}

"""What the contact policy says: sentences of the table ``contact_policy`` filled in, and the times inside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from jiefen.rules.contact_facts import (
    CHINA,
    Channel,
    ContactRequest,
    Hours,
    Initiator,
    PastContact,
    Purpose,
    Recipient,
    rows_on,
)
from jiefen.rules.contact_times import day, now, when
from jiefen.rules.money import format_yuan
from jiefen.rules.tables_io import Row

_ACTS: Final = {
    Channel.PHONE: "打电话",
    Channel.VISIT: "上门",
    Channel.MESSAGE: "发消息",
    Channel.LETTER: "寄信",
    Channel.IN_PERSON_OFFICE: "当面谈",
    Channel.ANNOUNCEMENT: "发公告",
}
_DONE: Final = {
    Channel.PHONE: ("通过电话", "次"),
    Channel.VISIT: ("上过门", "次"),
    Channel.MESSAGE: ("发过消息", "条"),
    Channel.LETTER: ("寄过信", "封"),
}
_PEOPLE: Final = {
    Recipient.FAMILY: "家属",
    Recipient.TENANT: "租客",
    Recipient.OUTSIDER: "业主以外的人",
    Recipient.UNVERIFIED: "还没核实身份的人",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One rule that bars now, until an instant (None = until something happens), and what fills its sentence."""

    rule: str
    until: datetime | None
    facts: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""


def refusal(bars: Sequence[Bar], request: ContactRequest, opens_at: datetime, waiting: Sequence[Bar]) -> str:
    """Why not, by the first of ``bars``, and the way on: from when, or what has to happen first.

    ``waiting``: what still bars at ``opens_at``; an event has to end it, or no time of day is open at all.
    """
    reason = _sentence(bars[0], request).text("text").format(**bars[0].facts)
    if not waiting:
        return f"{reason}{when(opens_at, request.at)}起可以。"
    event = next((bar for bar in waiting if bar.until is None), Bar("no_time_opens", None))
    way = _sentence(event, request).text("way")
    if opens_at == request.at or event.rule == "no_time_opens":
        return reason + way
    later = _sentence(event, request).text("text").format(**event.facts)
    return f"{reason}到了{day(opens_at.date(), request.at)}，还要等一件事：{later}{way}"


def allowed(request: ContactRequest) -> str:
    """What is possible, and the one thing to mind."""
    row = _sentence(Bar(_kind_of_yes(request), None), request)
    return row.text("text").format(act=act(request.channel))


def _kind_of_yes(request: ContactRequest) -> str:
    if request.purpose is Purpose.EMERGENCY:
        return "emergency"
    if request.channel is Channel.ANNOUNCEMENT:
        return "aggregate_only"
    if request.initiated_by is Initiator.OWNER or request.channel is Channel.IN_PERSON_OFFICE:
        return "owner_initiated"
    if request.recipient is Recipient.FAMILY and request.is_written_step:
        return "sealed_only"
    if request.purpose is Purpose.CARE:
        return "care_only"
    return "undisputed_only" if request.household.disputed and request.is_about_money else "allowed"


def _sentence(bar: Bar, request: ContactRequest) -> Row:
    code = bar.sentence or bar.rule
    return next(row for row in rows_on("sentence", request.at.date()) if row.text("code") == code)


# --- people, acts, times ---------------------------------------------------------------------------------------


def act(channel: Channel) -> str:
    """The act as a verb: 打电话."""
    return _ACTS[channel]


def person(recipient: Recipient) -> str:
    """Who a third party is."""
    return _PEOPLE[recipient]


def until(last: date, at: datetime) -> str:
    """（到 11月30日（周一）为止）, empty without an end."""
    return "" if last == date.max else f"（到{day(last, at)}）"


def promise(due: date, fen: int | None, at: datetime) -> dict[str, str]:
    """The day and amount of a promise."""
    return {"day": f" {day(due, at)} ", "amount": "" if fen is None else f" {format_yuan(fen)} 元"}


def last_import(known: date, at: datetime) -> str:
    """When payments were last imported."""
    return "还没有导入过收款流水" if known == date.min else f"上一次导入收款流水是{day(known, at)}"


def quiet(request: ContactRequest, span: Hours) -> dict[str, str]:
    """Which edge of the quiet hours is meant: 20:00 之后 in the evening, 9:00 之前 in the morning."""
    is_evening = request.at.time() >= span.start
    edge = f"{_edge(span.start)} 之后" if is_evening else f"{_edge(span.end)} 之前"
    return {"now": now(request.at), "edge": edge, "act": act(request.channel)}


def _edge(end: time) -> str:
    return f"{end.hour}:{end.minute:02d}"


def daily(channel: Channel, same: Sequence[PastContact], most: int) -> dict[str, str]:
    """What was already done today."""
    done, unit = _DONE[channel]
    last = max((past.at for past in same), default=None)
    shown = "" if last is None else now(last.astimezone(CHINA))
    return {"last": shown, "done": done, "most": str(most), "unit": unit}


def often(span: str, count: int, most: int) -> dict[str, str]:
    """How often it happened, and where."""
    return {"span": span, "count": str(count), "most": str(most)}

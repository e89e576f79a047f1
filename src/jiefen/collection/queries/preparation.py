"""What a steward looks at in the minute before: this owner's history and words, and what was done for his door."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jiefen.collection.queries.words import last_obstacle, past_words
from jiefen.engine.relevance import Nearness, Relevant, Thing, rank
from jiefen.ledger.queries.open_total import open_total_of
from jiefen.ledger.queries.payments import own_payments
from jiefen.rules.day_words import day_words
from jiefen.rules.money import format_yuan
from jiefen.service_log.models import ServiceRecord
from jiefen.service_log.queries import records_for_premises, tickets_for_premises, waiting_words
from jiefen.service_log.states import TicketState

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

READ: Final = 120  # records ranked, the newest
OFFERED: Final = 5  # what one reads in a minute
LONGEST: Final = dt.timedelta(days=365)
_KINDS: Final = {"r": "service_record", "t": "repair_ticket"}


@dataclass(frozen=True, slots=True)
class Value:
    """One thing done for this household. ``why``: the owner's words it answers, "" when only near and fresh."""

    key: str
    words: str
    why: str

    @property
    def kind(self) -> str:
        """service_record or repair_ticket."""
        return _KINDS[self.key[0]]

    @property
    def number(self) -> int:
        """The row's id."""
        return int(self.key[1:])


@dataclass(frozen=True, slots=True)
class Preparation:
    """The card's facts, in sentences, and the values to choose from, most relevant first.

    ``obstacle``: the code of what stood in the way last, "" when unknown: whom to practise with.
    """

    history: tuple[str, ...]
    last_words: tuple[str, ...]
    values: tuple[Value, ...]
    obstacle: str = ""


def prepare(premises: Premises, *, today: dt.date) -> Preparation:
    """For a household the caller may see. Constant number of queries."""
    words, paid = past_words(premises.pk), own_payments(premises.pk)
    since = max(paid[-1][0] if paid else dt.date.min, today - LONGEST)
    times = _times(_things(premises, since))
    ranked = rank(words, [things[0] for things in times.values()], today=today)[:OFFERED]
    history = tuple(_history(premises, paid, today))
    return Preparation(history, tuple(words), tuple(_value(each, times) for each in ranked), last_obstacle(premises.pk))


def _history(premises: Premises, paid: list[tuple[dt.date, int]], today: dt.date) -> Iterator[str]:
    """This household's story in a few plain sentences, the good news first."""
    if paid:
        last, fen = paid[-1]
        often = f"一共付过 {len(paid)} 次，" if len(paid) > 1 else ""
        yield f"{often}最近一次是 {day_words(last, today)}，付了 {format_yuan(fen)} 元。"
    found = open_total_of(premises.pk, today=today)
    if found.bills:
        since = f"，最早的 {day_words(found.oldest_on, today)}到期" if found.oldest_on else ""
        yield f"还没付的有 {found.words}{since}。"
    ticket = waiting_words([premises.pk]).get(premises.pk)
    if ticket:
        yield f"有一张报修还没完：{ticket}。先问修得怎么样。"


def _things(premises: Premises, since: dt.date) -> Iterator[Thing]:
    for row in records_for_premises(premises, since=since)[:READ]:
        yield Thing(f"r{row.pk}", row.what, row.done_on, row.category, _nearness(row))
    for ticket in tickets_for_premises(premises)[:READ]:
        if ticket.state in (TicketState.FIXED, TicketState.CLOSED) and ticket.what_was_done:
            on = ticket.fixed_on or ticket.closed_on or ticket.opened_on
            yield Thing(f"t{ticket.pk}", f"{ticket.what}：{ticket.what_was_done}", on, "repair", Nearness.HOUSEHOLD)


def _nearness(row: ServiceRecord) -> Nearness:
    if row.premises_id:
        return Nearness.HOUSEHOLD
    if row.building_id is None:
        return Nearness.ESTATE
    return Nearness.ENTRANCE if row.entrance else Nearness.BUILDING


_What = tuple[str, Nearness]


def _times(things: Iterable[Thing]) -> dict[_What, list[Thing]]:
    """The same thing done at the same distance is one thing that was done several times, newest first."""
    found: dict[_What, list[Thing]] = defaultdict(list)
    for thing in sorted(things, key=lambda each: (each.on, each.key), reverse=True):
        found[thing.what, thing.nearness].append(thing)
    return found


def _value(found: Relevant, times: Mapping[_What, Sequence[Thing]]) -> Value:
    thing = found.thing
    many = len(times[thing.what, thing.nearness])
    often = f"（上次付款以来第 {many} 次）" if many > 1 else ""
    return Value(thing.key, f"{thing.on.month}月{thing.on.day}日 {thing.what}{often}", found.why)

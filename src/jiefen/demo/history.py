"""Everything between people, invented: the cast's own history, then everybody else's."""

from __future__ import annotations

import random

from jiefen.demo.cast_history import talk_with_the_cast, wishes_of_others
from jiefen.demo.months import Calendar
from jiefen.demo.places import Home
from jiefen.demo.said import History
from jiefen.demo.story import Ticket
from jiefen.demo.talk_history import talk_with_others


def people_talked(homes: list[Home], calendar: Calendar, rng: random.Random) -> History:
    """The whole history up to yesterday. Adds to homes what follows: proofs of agreed plans, tickets after a question."""
    history = History()
    talk_with_the_cast(homes, calendar, history)
    talk_with_others(homes, calendar, rng, history)
    wishes_of_others(homes, calendar, history)
    for cared in history.aftercare:
        if cared.ticket and cared.on:
            ago = (calendar.today - cared.on).days
            is_new = ago < 12
            fixed, closed = (None, None) if is_new else (ago - 5, ago - 8)
            state = "open" if is_new else "closed"
            cared.home.tickets.append(
                Ticket(ago, cared.ticket, state, fixed, closed, "" if is_new else "已修好，请业主看过")
            )
    return history

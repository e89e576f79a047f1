"""Writing down who is there: members from their desks' streams, seats from streams that have just begun."""

from __future__ import annotations

import datetime as dt

from jiefen.chat.actions.marks import members_present, seats_seen
from jiefen.live.hub import Hub
from jiefen.live.work import in_turn


async def keep_presence(hub: Hub, seats: set[int], at: dt.datetime) -> None:
    """Note every member whose desk is open now, and the seats that connected since the last time. Two statements."""
    listeners = [each for slot in hub.wheel for each in slot]
    members = {each.membership_id for each in listeners if each.membership_id is not None}
    if members or seats:
        await in_turn(_write, members, seats, at)


def _write(members: set[int], seats: set[int], at: dt.datetime) -> None:
    if members:
        members_present(membership_ids=members, at=at)
    if seats:
        seats_seen(seat_ids=seats, at=at)

"""Who is there: written down from the streams that are open; and whoever may no longer listen is shown out."""

from __future__ import annotations

import datetime as dt

from jiefen.chat.actions.marks import members_present, seats_seen
from jiefen.live.hub import Hub
from jiefen.live.people import no_longer_there
from jiefen.live.work import in_thread, in_turn


async def keep_presence(hub: Hub, seats: set[int], at: dt.datetime) -> None:
    """Note every member whose desk is open now, and the seats that connected since the last time. Two statements."""
    members = {each.membership_id for each in hub.listeners if each.membership_id is not None}
    if members or seats:
        await in_turn(_write, members, seats, at)


async def show_out(hub: Hub) -> None:
    """End the streams of colleagues who were deactivated or have left their seat. Clients keep theirs. Two queries."""
    staff = [each for each in hub.listeners if each.member_id is not None]
    if staff:
        members = {each.member_id for each in staff if each.member_id is not None}
        seats = {each.seat_id for each in staff if each.seat_id is not None}
        hub.end(*await in_thread(no_longer_there, members, seats))


def _write(members: set[int], seats: set[int], at: dt.datetime) -> None:
    if members:
        members_present(membership_ids=members, at=at)
    if seats:
        seats_seen(seat_ids=seats, at=at)

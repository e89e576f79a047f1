"""May somebody be called, visited or written to now? For pages: what the guard at the actions would say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jiefen.collection.models import Channel, Purpose
from jiefen.collection.queries.contact_facts import history_for
from jiefen.rules.contact_policy import Permission, may_contact


def permissions_now(
    premises_ids: Iterable[int], *, now: dt.datetime, channel: str = Channel.PHONE, purpose: str = Purpose.BILL
) -> dict[int, Permission]:
    """Per premises the rules' answer for a contact by us about all that is owed. Constant number of queries."""
    found = history_for(premises_ids, now=now)
    return {pk: may_contact(facts.request(now, channel, purpose)) for pk, facts in found.items()}


def permission_now(
    premises_id: int, *, now: dt.datetime, channel: str = Channel.PHONE, purpose: str = Purpose.BILL
) -> Permission:
    """The same for one household."""
    return permissions_now([premises_id], now=now, channel=channel, purpose=purpose)[premises_id]

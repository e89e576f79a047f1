"""Counts for the rates that come from contexts above the ledger: promises, contacts, questions after a payment.

A context registers what it can count when the app starts, so that the figures and the frozen month hold them while the
ledger knows none of those rows. Arrows point down (see listeners.py for the same idea with events).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from jiefen.rules.kpi import KpiFacts, combine
from jiefen.shared.later import add_once

Contributor = Callable[[int, dt.date, dt.date], Mapping[int, KpiFacts]]
_CONTRIBUTORS: Final[list[Contributor]] = []


def register(contributor: Contributor) -> None:
    """``contributor(organisation_id, start, end)`` counts what happened from ``start`` to ``end``, both included, per
    building number, in a constant number of queries.
    """
    add_once(_CONTRIBUTORS, contributor)


def contributed(organisation_id: int, start: dt.date, end: dt.date) -> dict[int, KpiFacts]:
    """Per building number, everything the contributors counted."""
    parts: dict[int, list[KpiFacts]] = defaultdict(list)
    for contributor in _CONTRIBUTORS:
        for building_id, facts in contributor(organisation_id, start, end).items():
            parts[building_id].append(facts)
    return {building_id: combine(found) for building_id, found in parts.items()}

"""What the bills do not tell the night: talks, agreements, tickets, wishes, terms. Only households with something.

Asked for a whole organisation at night and for a few households on a page, by the same queries: their number depends
neither on the households nor on what is known of them (agreements are read some thousands at a time).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiefen.collection.queries.commitments import HouseholdCommitments
from jiefen.collection.queries.night_agreements import Facts, Who, agreed_by, agreements, days
from jiefen.collection.queries.night_disputes import Split, columns_of_disputes, disputes
from jiefen.collection.queries.night_talks import appointments, talks
from jiefen.engine import nightly_kernel as column
from jiefen.engine.nightly import no_facts, rate_of
from jiefen.estates.queries import daily_rates, premises_apart, without_phone
from jiefen.ledger.queries.candidates import demands
from jiefen.ledger.queries.freshness import payments_known_on
from jiefen.service_log.queries import waiting_premises


@dataclass(frozen=True, slots=True)
class NightFacts:
    """By column of engine/nightly_kernel, what is known by premises. ``withdrawn`` premises are never planned.

    ``rates``: contract rates by number; ``rate_of_building``: their numbers. For the words: ``agreed``, commitments;
    ``split``, both sides of a dispute.
    """

    by_column: Mapping[int, Facts]
    known_to: int
    rates: tuple[tuple[int, int], ...]
    rate_of_building: Facts
    withdrawn: frozenset[int]
    agreed: Mapping[int, HouseholdCommitments]
    split: Mapping[int, Split]

    def table(self, premises: NDArray[np.int64], buildings: NDArray[np.int64]) -> NDArray[np.int64]:
        """The facts rows of these premises (ascending), as ``nightly.plan`` wants them."""
        facts = no_facts(len(premises))
        facts[:, column.PAYMENTS_KNOWN] = self.known_to
        facts[:, column.RATE] = _looked_up(self.rate_of_building, buildings)
        for place, known in self.by_column.items():
            _put(facts, place, premises, known)
        return facts


def _looked_up(numbers: Facts, keys: NDArray[np.int64]) -> NDArray[np.int64]:
    distinct, inverse = np.unique(keys, return_inverse=True)
    return np.array([numbers.get(key, -1) for key in distinct.tolist()], np.int64)[inverse]


def _put(facts: NDArray[np.int64], place: int, premises: NDArray[np.int64], known: Facts) -> None:
    if not known or not len(premises):
        return
    ids = np.fromiter(known.keys(), np.int64, len(known))
    values = np.fromiter(known.values(), np.int64, len(known))
    rows = np.minimum(np.searchsorted(premises, ids), len(premises) - 1)
    here = premises[rows] == ids
    facts[rows[here], place] = values[here]


def collect(who: Who, *, today: dt.date, at: dt.datetime) -> NightFacts:
    """Everything the night asks beside the bills, as of ``at``."""
    agreed, demanded = agreed_by(who, today), demands(who.organisation_id, who.ids)
    split = disputes(agreed, today)
    apart = premises_apart(who.organisation_id, who.ids)
    by_column = {
        **talks(who, at, demanded),
        **agreements(agreed),
        **columns_of_disputes(split),
        column.DEMAND: days(demanded.items()),
        column.TICKET: dict.fromkeys(waiting_premises(who.organisation_id, who.ids), 1),
        column.APPOINTMENT: appointments(who),
        column.NO_PHONE: dict.fromkeys(without_phone(who.organisation_id, who.ids), 1),
        column.DO_NOT_CONTACT: dict.fromkeys(apart.do_not_contact, 1),
        column.UNDELIVERED: dict.fromkeys(apart.undelivered, 1),
    }
    known = payments_known_on([who.organisation_id], now=at)[who.organisation_id]
    rates, rate_of_building = _rates(who.organisation_id, today)
    return NightFacts(by_column, known.toordinal(), rates, rate_of_building, apart.withdrawn, agreed, split)


def _rates(organisation_id: int, today: dt.date) -> tuple[tuple[tuple[int, int], ...], Facts]:
    """Distinct contract rates, and per building the number of its own."""
    texts = dict(daily_rates(organisation_id))
    read = {text: rate_of(text, today) for text in set(texts.values())}
    by_building = {pk: read[text] for pk, text in texts.items()}
    rates: Sequence[tuple[int, int]] = sorted({rate for rate in by_building.values() if rate})
    numbers = {rate: number for number, rate in enumerate(rates)}
    return tuple(rates), {pk: numbers[rate] for pk, rate in by_building.items() if rate}

"""Today's list: the night's best proposals, looked at once more at this moment, the reason first.

Only what the night found worth most is read; each household is then decided anew by the same rules from the facts of
now, so that a payment of this morning changes or clears its card. Before the first night, and after an import it has
not seen yet, the households with most at stake are looked at instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jiefen.accounts.actors import Actor
from jiefen.collection.models import Proposal
from jiefen.collection.queries.contact_facts import ContactFacts
from jiefen.collection.queries.household_facts import live_households
from jiefen.collection.queries.nights import is_planned
from jiefen.ledger.queries.candidates import candidate_ids
from jiefen.rules.stages import Stage, Step, propose, rank
from jiefen.service_log.queries import waiting_tickets
from jiefen.shared.clock import CHINA

SHOWN: Final = 30  # what one steward can do in a day
_SPARE: Final = 2  # times as many are looked at, for those whom the morning has changed
_TICKETS: Final = 150  # households waiting for a repair that are looked at, the longest waiting first


@dataclass(frozen=True, slots=True)
class TodayCard:
    """One proposed step. ``owed_fen``: everything open; the sentence speaks of the part it is about. ``contact``: what
    the contact rules ask of this household at the moment the list was made.
    """

    premises_id: int
    sentence: str
    owner_name: str
    label: str
    estate: str
    owed_fen: int
    step: Step
    stage: Stage
    deadline_on: dt.date | None
    contact: ContactFacts


def todays_list(
    actor: Actor,
    *,
    today: dt.date,
    building_ids: Sequence[int] | None = None,
    limit: int = SHOWN,
    at: dt.datetime | None = None,
) -> list[TodayCard]:
    """The best ``limit`` proposals over the given buildings (None: the whole organisation), as of ``at``.

    ``at`` None: the end of ``today``. Eight queries at most after a night, ten before the first, whatever is known of
    the households (ADR 0014).
    """
    at = at or dt.datetime.combine(today, dt.time.max, CHINA)
    ids = _worth_a_look(actor, today, building_ids, limit)
    found = live_households(actor.organisation_id, ids, today=today, at=at) if ids else []
    live = {each.door.premises_id: each for each in found}
    ranked = rank(one for each in live.values() if (one := propose(each.facts, today)))[:limit]
    cards = []
    for one in ranked:
        each = live[int(one.household_id)]
        door = each.door
        cards.append(
            TodayCard(
                door.premises_id, one.sentence, door.owner_name, door.label, door.estate, each.facts.outstanding_fen,
                one.step, one.stage, one.deadline_on, each.contact,
            )
        )  # fmt: skip
    return cards


def _worth_a_look(actor: Actor, today: dt.date, building_ids: Sequence[int] | None, limit: int) -> set[int]:
    """Premises to decide about: the night's best, or those with most at stake and those who wait for a repair."""
    if is_planned(actor.organisation_id):
        rows = Proposal.objects.of(actor.organisation_id)
        if building_ids is not None:
            rows = rows.filter(building_id__in=list(building_ids))
        best = rows.order_by("-score", "premises_id").values_list("premises_id", flat=True)
        return set(best[: limit * _SPARE])
    waiting = waiting_tickets(actor)
    if building_ids is not None:
        waiting = waiting.filter(premises__building_id__in=list(building_ids))
    found = candidate_ids(actor.organisation_id, today=today, building_ids=building_ids)
    return found | set(waiting.values_list("premises_id", flat=True)[:_TICKETS])

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
from jiefen.collection.queries.household_facts import live_facts
from jiefen.collection.queries.nights import awaits_night, last_night
from jiefen.collection.queries.proposals import best_premises
from jiefen.estates.models import Premises
from jiefen.ledger.queries.candidates import candidate_ids
from jiefen.rules.stages import Stage, Step, propose, rank
from jiefen.service_log.queries import waiting_tickets
from jiefen.shared.clock import CHINA

SHOWN: Final = 30  # what one steward can do in a day
_SPARE: Final = 2  # times as many are looked at, for those whom the morning has changed
_TICKETS: Final = 150  # households waiting for a repair that are looked at, the longest waiting first


@dataclass(frozen=True, slots=True)
class TodayCard:
    """One proposed step. ``owed_fen``: everything open; the sentence speaks of the part it is about."""

    premises_id: int
    sentence: str
    owner_name: str
    label: str
    estate: str
    owed_fen: int
    step: Step
    stage: Stage
    deadline_on: dt.date | None


def todays_list(
    actor: Actor,
    *,
    today: dt.date,
    building_ids: Sequence[int] | None = None,
    limit: int = SHOWN,
    at: dt.datetime | None = None,
) -> list[TodayCard]:
    """The best ``limit`` proposals over the given buildings (None: the whole organisation), as of ``at``.

    ``at`` None: the end of ``today``. A constant number of queries, whatever is known of the households.
    """
    at = at or dt.datetime.combine(today, dt.time.max, CHINA)
    ids = _worth_a_look(actor, today, building_ids, limit)
    facts = {each.household_id: each for each in live_facts(actor.organisation_id, ids, today=today, at=at)}
    ranked = rank(found for each in facts.values() if (found := propose(each, today)))[:limit]
    names = _names(actor.organisation_id, [int(each.household_id) for each in ranked])
    return [
        TodayCard(
            int(each.household_id), each.sentence, *names[int(each.household_id)],
            facts[each.household_id].outstanding_fen, each.step, each.stage, each.deadline_on,
        )
        for each in ranked
    ]  # fmt: skip


def _worth_a_look(actor: Actor, today: dt.date, building_ids: Sequence[int] | None, limit: int) -> set[int]:
    """Premises to decide about: the night's best, or those with most at stake and those who wait for a repair."""
    if last_night(actor.organisation_id) and not awaits_night(actor.organisation_id):
        return set(best_premises(actor.organisation_id, building_ids=building_ids, limit=limit * _SPARE))
    waiting = waiting_tickets(actor)
    if building_ids is not None:
        waiting = waiting.filter(premises__building_id__in=list(building_ids))
    found = candidate_ids(actor.organisation_id, today=today, building_ids=building_ids)
    return found | set(waiting.values_list("premises_id", flat=True)[:_TICKETS])


def _names(organisation_id: int, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Owner, label and estate by premises. One query."""
    rows = Premises.objects.of(organisation_id).filter(pk__in=ids)
    found = rows.values_list("pk", "owner_name", "label", "estate__name")
    return {pk: (owner, label, estate) for pk, owner, label, estate in found}

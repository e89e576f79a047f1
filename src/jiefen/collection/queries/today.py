"""Today's list: the night's best proposals, looked at once more at this moment, the reason first.

Only what the night found worth most is read; each household is then decided anew by the same rules from the facts of
now, so that a payment of this morning changes or clears its card. Before the first night, and after an import it has
not seen yet, the households with most at stake are looked at instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jiefen.accounts.actors import Actor
from jiefen.collection.models import FollowUp, StewardCapacity
from jiefen.collection.queries.capacity import cards_on
from jiefen.collection.queries.contact_facts import ContactFacts
from jiefen.collection.queries.household_facts import Live, live_households
from jiefen.collection.queries.night_talks import KEPT_APPOINTMENTS
from jiefen.collection.queries.nights import nights_done
from jiefen.collection.queries.proposals import best_premises
from jiefen.ledger.queries.candidates import candidate_ids
from jiefen.ledger.queries.imports import committed_imports
from jiefen.rules.stages import Proposal as Proposed
from jiefen.rules.stages import Stage, Step, propose, rank
from jiefen.service_log.queries import waiting_tickets
from jiefen.shared.clock import CHINA
from jiefen.shared.together import Part, read_together

_SPARE: Final = 2  # times as many are looked at, for those whom the morning has changed
_TICKETS: Final = 150  # households waiting for a repair that are looked at, the longest waiting first


@dataclass(frozen=True, slots=True)
class TodayCard:
    """One proposed step. ``owed_fen``: everything open; the sentence speaks of the part it is about. ``contact``: what
    the contact rules ask of this household at the moment the list was made. ``agreed_at``: an appointment of today, at
    midnight when no hour was agreed.
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
    agreed_at: dt.time | None = None


def todays_list(
    actor: Actor,
    *,
    today: dt.date,
    building_ids: Sequence[int] | None = None,
    steward_id: int | None = None,
    limit: int | None = None,
    at: dt.datetime | None = None,
) -> list[TodayCard]:
    """Appointments of today by their hour, then the best proposals over the given buildings (None: the whole
    organisation), as of ``at``; all of the appointments, and together at most ``limit``.

    ``limit`` None: what was agreed with ``steward_id`` for a day, else what is usual. ``at`` None: the end of
    ``today``. Seven queries at most after a night, nine before the first, whatever is known of the households (ADR 0014).
    """
    at = at or dt.datetime.combine(today, dt.time.max, CHINA)
    found = _begun(actor, today, building_ids, steward_id)
    limit = cards_on(found["capacity"], today) if limit is None else limit
    agreed = {row.premises_id for row in found["appointment"]}
    ids = agreed | _worth_a_look(actor, today, building_ids, limit, found)
    live = live_households(actor.organisation_id, ids, today=today, at=at) if ids else []
    by_id = {each.door.premises_id: each for each in live}
    ranked = [(by_id[int(one.household_id)], one) for one in rank(_proposals(live, today))]
    cards = [_card(each, one, is_agreed=each.door.premises_id in agreed) for each, one in ranked]
    first = sorted((card for card in cards if card.agreed_at), key=lambda card: card.agreed_at or dt.time())
    rest = [card for card in cards if card.agreed_at is None]
    return [*first, *rest[: max(0, limit - len(first))]]


def _proposals(live: Iterable[Live], today: dt.date) -> Iterator[Proposed]:
    return (one for each in live if (one := propose(each.facts, today)))


def _card(each: Live, one: Proposed, *, is_agreed: bool) -> TodayCard:
    door = each.door
    hours = [instant.astimezone(CHINA).time() for instant in each.contact.appointments]
    return TodayCard(
        door.premises_id, one.sentence, door.owner_name, door.label, door.estate, each.facts.outstanding_fen, one.step,
        one.stage, one.deadline_on, each.contact, min(hours, default=dt.time()) if is_agreed else None,
    )  # fmt: skip


def _begun(
    actor: Actor, today: dt.date, building_ids: Sequence[int] | None, steward_id: int | None
) -> dict[str, list[Any]]:
    """What the day begins with: how many cards, today's appointments, and whether the night's plan holds. One query."""
    there = {} if building_ids is None else {"premises__building_id__in": list(building_ids)}
    capacity = StewardCapacity.objects.of(actor.organisation_id).filter(steward_id=steward_id or 0, from_on__lte=today)
    appointments = FollowUp.objects.of(actor.organisation_id).filter(
        done_at=None, kind__in=KEPT_APPOINTMENTS, due_on=today, **there
    )
    return read_together(
        {
            "capacity": Part(capacity.order_by("-from_on", "-pk"), ("id", "cards", "from_on"), 1),
            "appointment": Part(appointments, ("id", "premises"), None),
            "night": Part(nights_done(actor.organisation_id), ("id", "started_at"), 1),
            "import": Part(committed_imports(actor.organisation_id), ("id", "committed_at"), 1),
        }
    )


def _is_planned(begun: Mapping[str, list[Any]]) -> bool:
    """Whether there was a night and nothing was imported since it began."""
    night, imported = begun["night"], begun["import"]
    return bool(night) and (not imported or imported[0].committed_at <= night[0].started_at)


def _worth_a_look(
    actor: Actor, today: dt.date, building_ids: Sequence[int] | None, limit: int, begun: Mapping[str, list[Any]]
) -> set[int]:
    """Premises to decide about: the night's best, or those with most at stake and those who wait for a repair."""
    if _is_planned(begun):
        return set(best_premises(actor.organisation_id, building_ids=building_ids, limit=limit * _SPARE))
    waiting = waiting_tickets(actor)
    if building_ids is not None:
        waiting = waiting.filter(premises__building_id__in=list(building_ids))
    found = candidate_ids(actor.organisation_id, today=today, building_ids=building_ids)
    return found | set(waiting.values_list("premises_id", flat=True)[:_TICKETS])

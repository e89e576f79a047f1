"""Today's list (first version): facts of the households most worth a talk, ranked by rules/stages, reason first.

No contact, promise or dispute is recorded yet; those facts stay at "never" and the rules leave them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jiefen.accounts.actors import Actor
from jiefen.estates.queries import premises_with_phone
from jiefen.ledger.queries.candidates import Candidate, candidates
from jiefen.rules.stages import HouseholdFacts, Proposal, Stage, Step, propose, rank
from jiefen.service_log.queries import waiting_tickets

SHOWN: Final = 30
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
    actor: Actor, *, today: dt.date, building_ids: Sequence[int] | None = None, limit: int = SHOWN
) -> list[TodayCard]:
    """The best ``limit`` proposals over the given buildings (None: the whole organisation). Eight queries."""
    waiting = waiting_tickets(actor)
    if building_ids is not None:
        waiting = waiting.filter(premises__building_id__in=list(building_ids))
    also = list(waiting.values_list("premises_id", flat=True)[:_TICKETS])
    found = candidates(actor.organisation_id, today=today, building_ids=building_ids, also=also)
    by_id = {each.premises_id: each for each in found}
    tickets = dict(waiting_tickets(actor).filter(premises_id__in=by_id).values_list("premises_id", "what"))
    phones = premises_with_phone(by_id)
    facts = (_facts(each, tickets.get(each.premises_id), each.premises_id in phones) for each in found)
    ranked = rank(proposal for each in facts if (proposal := propose(each, today)))
    return [_card(proposal, by_id[int(proposal.household_id)]) for proposal in ranked[:limit]]


def _facts(found: Candidate, ticket: str | None, has_phone: bool) -> HouseholdFacts:
    """Relapse: every bill that was due when they last paid is settled, and a later one is open."""
    paid, oldest = found.last_payment_on, found.oldest_due_on
    return HouseholdFacts(
        household_id=found.premises_id,
        outstanding_fen=found.outstanding_fen,
        oldest_due_on=oldest,
        open_bills=found.open_bills,
        next_limitation_on=found.next_limitation_on,
        last_limitation_on=found.last_limitation_on,
        bills_expiring_180=found.bills_expiring_180,
        amount_expiring_180_fen=found.amount_expiring_180_fen,
        expired_fen=found.expired_fen,
        last_payment_on=paid,
        last_stage=Stage.DEMAND_NOTICE if found.last_demand_on else None,
        last_demand_on=found.last_demand_on,
        open_ticket=ticket,
        do_not_contact=found.do_not_contact,
        phone_known=has_phone,
        vacant=found.is_vacant,
        undelivered=not found.is_delivered,
        relapse=paid is not None and oldest is not None and oldest > paid,
    )


def _card(proposal: Proposal, found: Candidate) -> TodayCard:
    return TodayCard(
        found.premises_id, proposal.sentence, found.owner_name, found.label, found.estate, found.outstanding_fen,
        proposal.step, proposal.stage, proposal.deadline_on,
    )  # fmt: skip

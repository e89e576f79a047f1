"""The only door to single ledger rows. Another organisation's row, or one out of a steward's reach, is NotFound."""

from __future__ import annotations

from typing import TypeVar

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.queries import within_reach
from jiefen.ledger.models import Allocation, Charge, ImportBatch, LimitationEvent, Payment, Waiver, WriteOff
from jiefen.shared.errors import NotFound
from jiefen.shared.tenancy import Scoped

R = TypeVar("R", bound=Scoped)


def get_charge_for(actor: Actor, charge_id: int) -> Charge:
    """The charge with its fee item and premises, or NotFound."""
    return _one(actor, Charge, charge_id, "premises", "fee_item")


def get_payment_for(actor: Actor, payment_id: int) -> Payment:
    """The payment with its premises, or NotFound."""
    return _one(actor, Payment, payment_id, "premises")


def get_allocation_for(actor: Actor, allocation_id: int) -> Allocation:
    """The allocation with its charge and payment, or NotFound."""
    return _one(actor, Allocation, allocation_id, "charge__premises", "payment")


def get_waiver_for(actor: Actor, waiver_id: int) -> Waiver:
    """The waiver with its charge, or NotFound."""
    return _one(actor, Waiver, waiver_id, "charge__premises")


def get_write_off_for(actor: Actor, write_off_id: int) -> WriteOff:
    """The write-off with its charge, or NotFound."""
    return _one(actor, WriteOff, write_off_id, "charge__premises")


def get_limitation_event_for(actor: Actor, event_id: int) -> LimitationEvent:
    """The limitation event with its premises, or NotFound."""
    return _one(actor, LimitationEvent, event_id, "premises")


def _one(actor: Actor, model: type[R], row_id: int, to_premises: str, *also: str) -> R:
    reachable = model.objects.filter(within_reach(actor, f"{to_premises}__estate"), pk=row_id)
    found = reachable.select_related(to_premises, *also).first()
    if not isinstance(found, model):
        raise NotFound
    return found


def get_import_for(actor: Actor, batch_id: int) -> ImportBatch:
    """The import, for people who may import, or NotFound."""
    found = ImportBatch.objects.of(actor.organisation_id).filter(pk=batch_id).first()
    if not isinstance(found, ImportBatch) or not actor.can(Capability.IMPORT):
        raise NotFound
    return found

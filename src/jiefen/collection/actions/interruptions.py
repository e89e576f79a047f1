"""What a contact proves for the limitation clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiefen.accounts.actors import Actor
from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.models import ContactAttempt, Purpose
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.shared.clock import day_of

if TYPE_CHECKING:
    from jiefen.estates.models import Premises


def record_interruptions(
    premises: Premises, draft: ContactDraft, attempt: ContactAttempt, *, by: Actor, at: dt.datetime
) -> None:
    """What the contact's proof proves, for the limitation clocks. A breach never serves as a demand."""
    for kind, charge_ids in _interruptions(draft):
        record_limitation_event(
            premises_id=premises.pk, on=day_of(draft.at), kind=kind, proof=draft.proof, covers=charge_ids or None,
            note=f"催缴记录 {attempt.pk} 号", by=by, at=at,
        )  # fmt: skip


def _interruptions(draft: ContactDraft) -> Iterator[tuple[str, tuple[int, ...]]]:
    """(kind of rules/tables/limitation.toml, charges spoken of; none = all). Civil Code 195; 诉讼时效规定 8, 14."""
    if draft.purpose == Purpose.DEMAND:
        yield "demand", ()
    if draft.promise:
        yield "acknowledgement", draft.promise.charge_ids
    if draft.breathing:
        yield "extension_request", ()

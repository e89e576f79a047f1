"""What a contact proves for the limitation clocks, and what is left of it when the contact is corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from jiefen.accounts.actors import Actor
from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.actions.guard import may_count
from jiefen.collection.models import ContactAttempt, ContactProof, Purpose, Reached
from jiefen.ledger.actions.limitation_events import record_limitation_event, retract_limitation_event
from jiefen.ledger.models import LimitationEvent
from jiefen.shared.clock import day_of

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

Claim = tuple[str, tuple[int, ...]]  # kind of rules/tables/limitation.toml, charges spoken of (none = all)
DEMAND: Final = "demand"


def record_interruptions(
    premises: Premises, draft: ContactDraft, attempt: ContactAttempt, *, by: Actor, at: dt.datetime
) -> None:
    """What the contact's proof proves, for the limitation clocks. A breach never serves as a demand."""
    if draft.proof and not attempt.breach_rule:
        _record(premises, draft, attempt, _interruptions(draft), by=by, at=at)


def amend_interruptions(
    premises: Premises,
    draft: ContactDraft,
    attempt: ContactAttempt,
    wrong: ContactAttempt,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Bring the clocks in line with ``attempt``, which corrects ``wrong``.

    An event that the corrected facts still prove, on the same day by the same proof, stands; every other one is
    retracted, and what the corrected facts prove instead is recorded. What was agreed is not the contact's to change:
    an acknowledgement or a request for time stays what it was, but stands and falls with its proof.
    """
    events = _events(wrong)
    agreed = [_claim(event) for event in events if event.kind != DEMAND and draft.reached == Reached.OWNER]
    proves = bool(draft.proof) and not attempt.breach_rule
    wanted = [*_demands(draft), *agreed] if proves else []
    for event in events:
        same = (event.on, event.proof) == (day_of(draft.at), draft.proof) and _claim(event) in wanted
        if same:
            wanted.remove(_claim(event))
            _link(attempt, event)
        else:
            note = f"催缴记录 {wrong.pk} 号已更正为 {attempt.pk} 号"
            retract_limitation_event(event_id=event.pk, note=note, by=by, at=at)
    _record(premises, draft, attempt, wanted, by=by, at=at)


def _interruptions(draft: ContactDraft) -> Iterator[Claim]:
    """Civil Code 195; 诉讼时效规定 8, 14."""
    yield from _demands(draft)
    if draft.reached != Reached.OWNER:
        return  # nobody acknowledges a debt or asks for time in another's name
    if draft.promise:
        yield "acknowledgement", draft.promise.charge_ids
    if draft.breathing:
        yield "extension_request", ()


def _demands(draft: ContactDraft) -> Iterator[Claim]:
    if draft.purpose == Purpose.DEMAND and may_count(draft):
        yield DEMAND, ()


def _record(
    premises: Premises,
    draft: ContactDraft,
    attempt: ContactAttempt,
    claims: Iterable[Claim],
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    for kind, charge_ids in claims:
        event = record_limitation_event(
            premises_id=premises.pk, on=day_of(draft.at), kind=kind, proof=draft.proof, covers=charge_ids or None,
            note=f"催缴记录 {attempt.pk} 号", by=by, at=at,
        )  # fmt: skip
        _link(attempt, event)


def _link(attempt: ContactAttempt, event: LimitationEvent) -> None:
    ContactProof.objects.create(organisation_id=attempt.organisation_id, attempt=attempt, event=event)


def _events(attempt: ContactAttempt) -> list[LimitationEvent]:
    """The contact's events that nobody has retracted yet."""
    rows = LimitationEvent.objects.filter(pk__in=attempt.proofs.values("event_id"), retracted_by=None)
    return list(rows.order_by("pk").prefetch_related("covers"))


def _claim(event: LimitationEvent) -> Claim:
    return event.kind, tuple(sorted(cover.charge_id for cover in event.covers.all()))

"""What may interrupt or suspend limitation, with its proof. Part payments are read from the ledger instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.ledger.access import get_limitation_event_for
from jiefen.ledger.actions.posting import EARLIEST, NOTE_LIMIT, Posting, posting, tidy_text
from jiefen.ledger.models import Charge, LimitationCover, LimitationEvent
from jiefen.ledger.refusals import AlreadyReversed, EventRefused
from jiefen.rules.day_words import full_day
from jiefen.rules.limitation_terms import kind_code, proof_code

_FROM_THE_LEDGER = "part_payment"
_UNKNOWN_PROOFS = frozenset({"unknown", "unstated"})


def record_limitation_event(
    *,
    premises_id: int,
    on: dt.date,
    kind: str,
    by: Actor,
    at: dt.datetime,
    proof: str = "",
    covers: Iterable[int] | None = None,
    note: str = "",
) -> LimitationEvent:
    """Record that ``kind`` happened ``on`` that day, provable by ``proof`` ("" = not). ``covers`` None: all charges.

    Kinds and proofs are those of rules/tables/limitation.toml, by code or Chinese name. An event without sufficient
    proof is recorded all the same; the clock then says why it did not count. Closed months do not bar it: it is
    evidence, not money. Raises NotFound, NotPermitted, EventRefused, TextRefused, LimitationError (unknown kind).
    """
    by.require(Capability.RECORD_LIMITATION_EVENT)
    kind, proof = _terms(kind, proof)
    note = tidy_text(note, NOTE_LIMIT, "备注")
    with posting(premises_id, by=by, at=at) as entry:
        _check_day(on, entry)
        charge_ids = None if covers is None else _covered(entry, covers)
        event = _insert(entry, on=on, kind=kind, proof=proof, note=note)
        LimitationCover.objects.bulk_create(LimitationCover(event=event, charge_id=pk) for pk in charge_ids or ())
        entry.log("ledger.limitation_event_recorded", event, kind=kind, proof=proof, on=str(on), covers=charge_ids)
    return event


def retract_limitation_event(*, event_id: int, note: str, by: Actor, at: dt.datetime) -> LimitationEvent:
    """Answer a mistaken event with a row that takes it back; neither counts then. A retraction stays.

    Raises NotFound, NotPermitted, TextRefused, EventRefused, AlreadyReversed.
    """
    by.require(Capability.RECORD_LIMITATION_EVENT)
    note = tidy_text(note, NOTE_LIMIT, "撤回原因", required=True)
    event = get_limitation_event_for(by, event_id)
    with posting(event.premises_id, by=by, at=at) as entry:
        if event.retracts_id is not None:
            raise EventRefused("这一条本身就是撤回记录，不能再撤回。请重新登记正确的事件。", code="ledger.retraction")
        if LimitationEvent.objects.filter(retracts=event).exists():
            raise AlreadyReversed
        row = _insert(entry, on=entry.today, kind=event.kind, proof=event.proof, note=note, retracts=event)
        entry.log("ledger.limitation_event_retracted", event, retraction=row.pk)
    return row


def _insert(entry: Posting, **values: object) -> LimitationEvent:
    row: LimitationEvent = LimitationEvent.objects.create(
        organisation_id=entry.by.organisation_id,
        premises_id=entry.premises_id,
        recorded_at=entry.at,
        recorded_by_no=entry.by.membership_id,
        **values,
    )
    return row


def _terms(kind: str, proof: str) -> tuple[str, str]:
    """Codes of the table for what was chosen or typed."""
    code, implied = kind_code(kind)
    if code == _FROM_THE_LEDGER:
        raise EventRefused(
            "部分付款请登记收款：付了哪几笔，系统会自动算作时效中断。", code="ledger.part_payment_by_hand"
        )
    found = proof_code(proof or implied)
    if found in _UNKNOWN_PROOFS:
        raise EventRefused(f"不认识的证明“{proof}”。请从列表里选一种证明。", code="ledger.unknown_proof")
    return code, found


def _check_day(on: dt.date, entry: Posting) -> None:
    if on > entry.today:
        raise EventRefused(f"{full_day(on)}还没到，没有发生的事不能登记。", code="ledger.event_in_future")
    if on < EARLIEST:
        raise EventRefused(f"日期不能早于 {EARLIEST}。请核对年份。", code="ledger.event_too_early")


def _covered(entry: Posting, covers: Iterable[int]) -> list[int]:
    """The charges meant, each once. An event that covers nothing would silently speak of nothing."""
    wanted = sorted(set(covers))
    if not wanted:
        raise EventRefused("请选择这件事涉及的账单；涉及全部账单时不用选。", code="ledger.covers_nothing")
    charges = Charge.objects.filter(premises_id=entry.premises_id, pk__in=wanted, reversal_of=None, reversals=None)
    if charges.count() != len(wanted):
        sentence = "选中的账单里有的已冲正，或不属于这一户。请刷新页面后重新选择。"
        raise EventRefused(sentence, code="ledger.covers_unknown")
    return wanted

"""What goes into a limitation clock and what comes out: charges, events, reasons, clocks.

``Fact`` is an event with the rules of the table already applied to it, so that a household's charges share the work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jiefen.rules.limitation_terms import (
    conditions_in,
    is_fulfilled,
    kind_code,
    proof_code,
    recommended_proofs,
    rule,
)
from jiefen.rules.tables_io import Row

ChargeId = int | str
BANDS: Final = (30, 90, 180)


class State(StrEnum):
    """Where a clock stands on the day asked."""

    NOT_DUE = "not_due"
    RUNNING = "running"
    EXPIRING = "expiring"
    SUSPENDED = "suspended"
    IN_PROCEEDING = "in_proceeding"
    EXPIRED = "expired"
    REVIVED = "revived"


@dataclass(frozen=True, slots=True)
class ChargeClock:
    """One billing period's debt: ``due_on`` is the last day to pay. ``amount_fen`` (分) does not change the dates."""

    id: ChargeId
    due_on: date
    amount_fen: int
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened ``on`` a day. ``kind`` and ``proof``: any name of the table, Chinese included.

    ``covers``: ids of the charges meant, None = all charges of the household. ``conditions``: facts that lift a weak
    proof (``identity_confirmed``, ``two_witnesses``, ``agreed_address``, ``whereabouts_unknown``). ``proof`` None =
    there is none.
    """

    on: date
    kind: str
    proof: str | None = None
    covers: Collection[ChargeId] | None = None
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain: the day it concerns, a code for programs, the articles, a sentence for the manager."""

    on: date
    code: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The answer for one charge. ``expires_on`` is the last day on which the claim can still be brought.

    ``days_left`` = days from today to ``expires_on`` (negative afterwards); ``band`` is 30, 90 or 180 while the clock
    runs and that few days are left, else None.
    """

    id: ChargeId
    expires_on: date
    state: State
    reasons: tuple[Reason, ...]
    days_left: int
    band: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as the rules see it. ``refusal`` is why it is not proved (None = proved or needs no proof).

    ``described`` is its Chinese description with the proof, ``caution`` a reminder where the proof was only asserted,
    ``open_days`` how long a proceeding is believed pending without a recorded end (0 = no limit).
    """

    on: date
    effect: str
    label: str
    described: str
    article: str
    late: str
    revives: bool
    open_days: int
    covers: frozenset[ChargeId] | None
    refusal: Reason | None
    caution: str
    text: str
    key: tuple[int, str, str, str]


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """By day, and within a day by the table's order: the same whatever order the events came in."""
    return sorted(facts, key=lambda fact: (fact.on, fact.key))


def read_event(event: Event) -> Fact:
    """Apply the table to an event. Raises LimitationError for an unknown kind."""
    code, implied = kind_code(event.kind)
    kind = rule("kind", code, event.on)
    proof = rule("proof", proof_code(event.proof if event.proof is not None else implied), event.on)
    needs, label = kind.text("needs"), kind.text("label")
    conditions = event.conditions | conditions_in(event.proof)
    is_proved = is_fulfilled(proof, needs, conditions)
    is_doubtful = bool(needs) and is_proved and proof.confidence == "L"
    return Fact(
        on=event.on,
        effect=kind.text("effect"),
        label=label,
        described=f"{event.on} {label}（{proof.text('label')}）" if needs else f"{event.on} {label}",
        article=kind.text("article"),
        late=kind.text("late", "too_late"),
        revives=kind.flag("revives"),
        open_days=kind.number("open_days", 0),
        covers=None if event.covers is None else frozenset(event.covers),
        refusal=None if is_proved else _refusal(event.on, kind, proof),
        caution=f"请注意：{proof.text('hint')}。" if is_doubtful else "",
        text=kind.text("text"),
        key=(kind.number("order"), code, proof.text("code"), "/".join(sorted(conditions))),
    )


def _refusal(on: date, kind: Row, proof: Row) -> Reason:
    """Why an event without the proof it needs does not interrupt, and which proof would have made it count."""
    seen = f"{on} 的“{kind.text('label')}”，证明一栏是“{proof.text('label')}”：{proof.text('hint')}。因此不中断时效。"
    if kind.text("needs") == "arrival":
        code, advice = "no_proof_of_arrival", f"能证明送达的例如：{recommended_proofs()}。"
    else:
        code, advice = "no_record", "请补一份业主本人的签字、消息或录音。"
    return Reason(on, code, kind.text("article"), seen + advice)

"""The codes and shapes of rules/stage_decision: rungs, steps, reasons, and the numbers that go in and come out.

Days are ``date.toordinal()``, 0 means never or unknown; amounts are 分.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

# Rungs, in the order of stage_facts.LADDER.
REMINDER, PHONE, VISIT, DEMAND_NOTICE, LAWYERS_LETTER, MEDIATION, LITIGATION = range(7)
# What a gate answers: the step, or "leave this household alone today", or "ask the next gate".
ASK_NEXT: Final = -1
LEAVE: Final = 0
CONTACT: Final = 1
CARE: Final = 2
OFFICE: Final = 3
APPROVAL: Final = 4
STEPS: Final = ("", "contact", "care", "office", "approval")

# The order is that of the codes below; a rung's own reason has the rung's number. Stored by place: only add at the end.
REASONS: Final = (
    "reminder", "phone", "visit", "demand_notice", "lawyers_letter", "mediation_or_payment_order", "litigation",
    "undelivered", "breathing_space", "do_not_contact", "appointment", "open_dispute", "open_ticket",
    "instalment_missed", "plan_unproven", "promise_broken", "promise_unproven", "limitation",
    "proof_of_arrival_missing", "aftercare", "just_paid", "all_barred", "relapse", "phone_unknown", "stale_payments",
    "settled", "no_due_day", "not_due", "contact_cap", "appointment_ahead", "plan_running", "promise_running",
    "lately_paid", "contacted_lately", "demand_running", "in_court", "disputed_limitation",
)  # fmt: skip
(
    _REMINDER, _PHONE, _VISIT, _DEMAND, _LETTER, _MEDIATION, _LITIGATION,
    UNDELIVERED, BREATHING_SPACE, DO_NOT_CONTACT, APPOINTMENT, OPEN_DISPUTE, OPEN_TICKET,
    INSTALMENT_MISSED, PLAN_UNPROVEN, PROMISE_BROKEN, PROMISE_UNPROVEN, LIMITATION,
    PROOF_MISSING, AFTERCARE, JUST_PAID, ALL_BARRED, RELAPSE, PHONE_UNKNOWN, STALE_PAYMENTS,
    SETTLED, NO_DUE_DAY, NOT_DUE, CONTACT_CAP, APPOINTMENT_AHEAD, PLAN_RUNNING, PROMISE_RUNNING,
    LATELY_PAID, CONTACTED_LATELY, DEMAND_RUNNING, IN_COURT, DISPUTED_LIMITATION,
) = range(37)  # fmt: skip
ALSO: Final = (
    LIMITATION,
    OPEN_TICKET,
    OPEN_DISPUTE,
    RELAPSE,
    DISPUTED_LIMITATION,
)  # named beside the first reason, in this order


class Known(NamedTuple):
    """HouseholdFacts in numbers. Flags are 0 or 1; ``last_stage`` -1: none.

    While some bills are under dispute ``oldest_due`` .. ``expired_fen`` speak of the others alone.
    """

    outstanding_fen: int
    undisputed_fen: int
    oldest_due: int
    next_limitation: int
    amount_expiring_fen: int
    expired_fen: int
    last_payment: int
    last_contact: int
    contacts_this_week: int
    last_stage: int
    last_demand: int
    open_ticket: int
    open_dispute: int
    promise_due: int
    plan_next: int
    plan_missed: int
    appointment: int
    aftercare_until: int
    breathing_until: int
    do_not_contact: int
    phone_known: int
    undelivered: int
    relapse: int
    payments_known: int
    disputed_limitation: int = 0
    disputed_expiring_fen: int = 0


class Terms(NamedTuple):
    """The table ``stages`` on the day ``today``. Sequences per rung, per reason, and per band of days to limitation."""

    today: int
    window_days: int
    rest_days: int
    grace_days: int
    demand_days: int
    thanks_from: int
    thanks_to: int
    legal_least_fen: int
    stale_days: int
    week_cap: int
    from_age: Sequence[int]
    to_age: Sequence[int]
    approval: Sequence[int]
    points: Sequence[int]
    near_days: Sequence[int]
    near_points: Sequence[int]
    size_per_point: int
    size_most: int
    age_per_point: int
    age_most: int


class Decision(NamedTuple):
    """``step`` LEAVE: no proposal, and ``reason`` says why not. ``also``: bits of ALSO beside the reason."""

    step: int
    stage: int
    reason: int
    also: int
    score: int
    at_stake_fen: int
    deadline: int

"""Facts and table as the whole numbers that rules/stage_decision decides on. See docs/algorithms/stages.md."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from jiefen.rules.contact_facts import limits_on
from jiefen.rules.stage_codes import REASONS, Known, Terms
from jiefen.rules.stage_decision import deadline_of, disputed_deadline_of, rung_by_age
from jiefen.rules.stage_facts import LADDER, RUNG, HouseholdFacts, Stage, ladder, numbers
from jiefen.rules.tables_io import load_table

_NEVER: Final = 10**6  # days: older than any bill


def stage_for(oldest_due_on: date, today: date) -> Stage | None:
    """The rung by age alone: the mildest whose days cover it; None while the due date is not near."""
    facts = HouseholdFacts(household_id=0, outstanding_fen=1, oldest_due_on=oldest_due_on)
    rung = rung_by_age(known(facts), terms_on(today))
    return LADDER[rung] if rung >= 0 else None


def limitation_near(facts: HouseholdFacts, today: date) -> date | None:
    """The limitation date when undisputed money is about to be lost inside the window; a past date is not news."""
    return facts.next_limitation_on if deadline_of(known(facts), terms_on(today)) else None


def disputed_limitation_near(facts: HouseholdFacts, today: date) -> date | None:
    """The same for the part under dispute."""
    day = disputed_deadline_of(known(facts), terms_on(today))
    return date.fromordinal(day) if day else None


def known(facts: HouseholdFacts) -> Known:
    """The facts as whole numbers: ordinals for days, 0 for None, -1 for no stage."""
    return Known(
        outstanding_fen=facts.outstanding_fen,
        undisputed_fen=facts.undisputed_fen,
        oldest_due=_number(facts.oldest_due_on),
        next_limitation=_number(facts.next_limitation_on),
        amount_expiring_fen=facts.amount_expiring_180_fen,
        expired_fen=facts.expired_fen,
        last_payment=_number(facts.last_payment_on),
        last_contact=_number(facts.last_contact_on),
        contacts_this_week=facts.contacts_this_week,
        last_stage=RUNG[facts.last_stage] if facts.last_stage else -1,
        last_demand=_number(facts.last_demand_on),
        open_ticket=int(facts.open_ticket is not None),
        open_dispute=int(facts.open_dispute),
        promise_due=_number(facts.promise_due_on),
        plan_next=_number(facts.plan_next_on),
        plan_missed=_number(facts.plan_missed_on),
        appointment=_number(facts.appointment_on),
        aftercare_until=_number(facts.aftercare_until),
        breathing_until=_number(facts.breathing_space_until),
        do_not_contact=int(facts.do_not_contact),
        phone_known=int(facts.phone_known),
        undelivered=int(facts.undelivered),
        relapse=int(facts.relapse),
        payments_known=_number(facts.payments_known_to),
        disputed_limitation=_number(facts.disputed_limitation_on),
        disputed_expiring_fen=facts.disputed_expiring_180_fen,
    )


def _number(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


@lru_cache(maxsize=64)
def terms_on(today: date) -> Terms:
    """Everything the table ``stages`` says on ``today``, as whole numbers; two limits are those of the contact rules."""
    number, rungs = numbers(today), {row.text("code"): row for row in ladder(today)}
    points, near, scales = _points(today)
    policy = limits_on(today).numbers
    rows = [rungs.get(stage.value) for stage in LADDER]
    return Terms(
        today=today.toordinal(),
        window_days=number["limitation_window_days"],
        rest_days=number["contact_rest_days"],
        grace_days=number["promise_grace_days"],
        demand_days=number["demand_reasonable_days"],
        thanks_from=number["thanks_from_days"],
        thanks_to=number["thanks_to_days"],
        legal_least_fen=number["legal_least_fen"],
        stale_days=policy["payment_data_days_demand"],
        week_cap=policy["contacts_per_week"],
        from_age=tuple(row.number("from_days", _NEVER) if row and row.flag("by_age") else _NEVER for row in rows),
        to_age=tuple(row.number("to_days", _NEVER) if row else 0 for row in rows),
        approval=tuple(int(row.flag("needs_approval")) if row else 1 for row in rows),
        points=tuple(points.get(reason, 0) for reason in REASONS),
        near_days=tuple(days for days, _ in near),
        near_points=tuple(worth for _, worth in near),
        size_per_point=scales["size"][0],
        size_most=scales["size"][1],
        age_per_point=scales["age"][0],
        age_most=scales["age"][1],
    )


def _points(day: date) -> tuple[dict[str, int], list[tuple[int, int]], dict[str, tuple[int, int]]]:
    """Points per reason, points per days left to limitation (nearest first), and the two sliding scales."""
    scores = [row for row in load_table("stages", "score") if row.covers(day)]
    dated = [row for row in scores if "within_days" in row.values]
    near = sorted((row.number("within_days"), row.number("points")) for row in dated)
    flat = {row.text("code"): row.number("points") for row in scores if row not in dated}
    sliding = [row for row in load_table("stages", "scale") if row.covers(day)]
    scales = {row.text("code"): (row.number("per_point"), row.number("most")) for row in sliding}
    return flat, near, scales

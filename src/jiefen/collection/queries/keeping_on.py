"""After a payment: the one thing to do next, or nothing, by rules/keep_on, from a household's page that was read already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Final

from jiefen.collection.models import InitiatedBy, Reached, WishKind
from jiefen.collection.queries.household_rows import Rows
from jiefen.collection.queries.standing import Standing
from jiefen.ledger.queries.statement import ChargeLine, Statement
from jiefen.rules.keep_on import KeepOn, KeepOnFacts, keep_on
from jiefen.shared.clock import day_of

FRESH: Final = dt.timedelta(days=180)
_PAUSES: Final = frozenset({"promise", "plan", "dispute", "ticket", "breathing"})


def what_next(rows: Rows, statement: Statement, standing: Collection[Standing]) -> KeepOn | None:
    """For a household that has paid before; None while something stands or it is best left in peace. No query."""
    paid = max((line.paid_on for line in statement.payments if not line.is_reversed), default=None)
    if paid is None:
        return None
    bills = sorted(_bills(statement), key=lambda each: each.due_on or dt.date.max)
    following = next((each for each in bills if each.outstanding_fen > 0), None)
    before = [
        each for each in bills if following and each.due_on and following.due_on and each.due_on < following.due_on
    ]
    facts = KeepOnFacts(
        last_paid_on=paid,
        last_aftercare_on=_last(row.done_at for row in rows["aftercare"]),
        last_touch_on=_last(row.at for row in _contacts(rows) if row.initiated_by == InitiatedBy.US),
        last_talk_on=_last(row.at for row in _contacts(rows) if row.reached != Reached.NOBODY),
        next_due_on=following.due_on if following else None,
        next_open_fen=following.outstanding_fen if following else 0,
        had_paid_all=bool(before) and _is_fresh(following, statement.as_of),
        left_alone=_is_left_alone(standing),
    )
    return keep_on(facts, statement.as_of)


def _bills(statement: Statement) -> Sequence[ChargeLine]:
    return [line for line in statement.charges if not line.is_deposit and not line.is_reversed and line.due_on]


def _is_fresh(bill: ChargeLine | None, today: dt.date) -> bool:
    """Whether the first open bill fell due lately; who has owed for longer is in Today's ladder, not kept on with."""
    return bill is not None and bill.due_on is not None and today - bill.due_on <= FRESH


def _contacts(rows: Rows) -> list[Any]:
    corrected = {row.corrects_id for row in rows["contact"]}
    return [row for row in rows["contact"] if row.pk not in corrected]


def _last(moments: Any) -> dt.date | None:
    return max((day_of(moment) for moment in moments if moment is not None), default=None)


def _is_left_alone(standing: Collection[Standing]) -> bool:
    unwanted = any(each.kind == "wish" and each.row.kind == WishKind.DO_NOT_CONTACT for each in standing)
    return unwanted or any(each.kind in _PAUSES for each in standing)

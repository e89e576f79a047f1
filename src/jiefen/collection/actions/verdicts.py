"""Carrying out what the ledger decided: one step, or one waiver, without ever standing in a payment's way."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jiefen.accounts.actors import system_actor
from jiefen.collection.states import MovedMeanwhile, move
from jiefen.rules.errors import RuleError

log = logging.getLogger("jiefen.collection")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing the ledger decided. ``kind``: promise, plan or waiver."""

    kind: str
    id: int
    premises_id: int
    before: str
    after: str


def quietly(act: Callable[..., None], row: Any, *, at: dt.datetime) -> bool:
    """Do it in its own savepoint. What the ledger refuses (a closed month) must not refuse the owner's payment: the
    row stays as it was, the next judging tries again, and the log says why.
    """
    try:
        with transaction.atomic():
            act(row, at=at)
    except RuleError as refused:
        log.warning("%s %s: %s", type(row).__name__, row.pk, refused)
        return False
    return True


def take_verdict(
    kind: str, row: Any, verdict: str, data: dict[str, Any], at: dt.datetime, **facts: Any
) -> Change | None:
    """Move ``row`` where the ledger says it stands. Who was quicker is right; the next judging sees what he did."""
    before = row.state
    if verdict == before:
        return None
    with suppress(MovedMeanwhile):
        move(row, to=verdict, by=system_actor(row.organisation_id), at=at, data=data, **facts)
        return Change(kind, row.pk, row.premises_id, before, verdict)
    return None

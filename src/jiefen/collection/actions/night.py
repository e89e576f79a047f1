"""The night: every household's bills read as columns, planned at once, and written back only where something differs.

Planning goes through the organisation in steps of some ten thousands of premises. Each step is one transaction that
ends by moving the run's cursor, so a killed run goes on where it stopped and two runs cannot write the same step twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from jiefen.collection.models import NightRun, NightState, Proposal
from jiefen.collection.night_changes import Step
from jiefen.collection.night_rows import write
from jiefen.collection.queries.bill_columns import columns_after, many_columns
from jiefen.collection.queries.night_agreements import Who
from jiefen.collection.queries.night_facts import NightFacts, collect
from jiefen.engine import nightly
from jiefen.engine.nightly_kernel import AFTERCARE, NightTerms
from jiefen.shared.errors import DomainError

AT_A_TIME: Final = 100_000  # premises in one step; some 60 MB
Progress = Callable[[int, int, str], None]


class NightTakenOver(DomainError):
    """Another process is planning this night; what this one did in its last step is rolled back."""

    code = "collection.night_taken_over"

    def __init__(self) -> None:
        super().__init__("今晚的安排已由另一个进程接手，这里不再继续。")


@dataclass(frozen=True)
class _Night:
    """What stays the same from step to step."""

    run: NightRun
    facts: NightFacts
    terms: NightTerms
    compile_from: int
    at_a_time: int


def run_night(
    organisation_id: int,
    *,
    today: dt.date,
    at: dt.datetime,
    progress: Progress | None = None,
    at_a_time: int = AT_A_TIME,
) -> NightRun:
    """Plan every household of the organisation for ``today``. A finished night is planned again from the start.

    Writes only proposals that differ from the stored ones: run twice, the second writes none. ``progress`` is told
    (done, total, phase) between steps, outside transactions. Raises NightTakenOver when another process moved on.
    """
    tell = progress or (lambda done, total, phase: None)
    total = many_columns(organisation_id)
    tell(0, total, "正在了解情况")
    run = _open(organisation_id, today, at)
    facts = collect(Who(organisation_id), today=today, at=at)
    terms = nightly.night_terms(today, facts.rates)
    compile_from = 0 if total >= nightly.WORTH_COMPILING else total + at_a_time
    night = _Night(run, facts, terms, compile_from, at_a_time)
    while _step(night):
        tell(int(run.counts.get("households", 0)), total, "正在安排今天的联系")
    with transaction.atomic():
        _moved(run, run.cursor, state=NightState.DONE, finished_at=at)
    return run


def _open(organisation_id: int, today: dt.date, at: dt.datetime) -> NightRun:
    """The day's run: a new one, the one a kill left open, or a finished one from the start again."""
    is_first = not Proposal.objects.of(organisation_id).exists()
    fresh: dict[str, Any] = {"started_at": at, "is_first": is_first}
    run, _ = NightRun.objects.get_or_create(organisation_id=organisation_id, on=today, defaults=fresh)
    found: NightRun = run
    if found.state == NightState.DONE:
        again = {"state": NightState.RUNNING, "cursor": 0, "counts": {}, "finished_at": None, **fresh}
        _moved(found, found.cursor, **again)
    return found


def _step(night: _Night) -> bool:
    """Plan the next premises and write what differs; False when there were none left."""
    run = night.run
    after, counts = run.cursor, dict(run.counts)
    extra = night.facts.by_column[AFTERCARE].keys()
    found = columns_after(run.organisation_id, after, limit=night.at_a_time, also=extra)
    facts = night.facts.table(found.columns.premises, found.buildings)
    planned = nightly.plan(found.columns, facts, night.terms, compile_from=night.compile_from)
    step = Step(run, found, planned, night.facts.withdrawn, after)
    with transaction.atomic():
        for name, number in write(step).items():
            counts[name] = counts.get(name, 0) + number
        _moved(run, after, cursor=found.until, counts=counts)
    return not found.is_last


def _moved(run: NightRun, came_from: int, **columns: Any) -> None:
    """Change the run if nobody else has moved it since its cursor stood at ``came_from``."""
    same = NightRun.objects.filter(pk=run.pk, cursor=came_from, state=run.state)
    if not same.update(**columns):
        raise NightTakenOver
    for name, value in columns.items():
        setattr(run, name, value)

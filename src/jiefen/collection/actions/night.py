"""The night: every household's bills read as columns, planned at once, and written back only where something differs.

Planning goes through the organisation in steps of some ten thousands of premises. Each step is one transaction that
ends by moving the run's cursor, so a killed run goes on where it stopped and two runs cannot write the same step twice.
While one step is read or written another is planned in a second thread, which never touches the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from jiefen.collection.models import BuildingProposals, NightRun, NightState
from jiefen.collection.night_changes import Step
from jiefen.collection.night_rows import write
from jiefen.collection.queries.bill_columns import Found, columns_after, many_columns
from jiefen.collection.queries.night_agreements import Who
from jiefen.collection.queries.night_facts import NightFacts, collect
from jiefen.engine import nightly
from jiefen.engine.nightly import Planned
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
    for step in _steps(night):
        _keep(step)
        done = int(run.counts.get("households", 0))  # with those who are only asked how it went: no open bill
        tell(min(done, total), total, "正在安排今天的联系")
    with transaction.atomic():
        _moved(run, run.cursor, state=NightState.DONE, finished_at=at)
    return run


def _open(organisation_id: int, today: dt.date, at: dt.datetime) -> NightRun:
    """The day's run: a new one, the one a kill left open, or a finished one from the start again."""
    is_first = not BuildingProposals.objects.of(organisation_id).exists()
    fresh: dict[str, Any] = {"started_at": at, "is_first": is_first}
    run, _ = NightRun.objects.get_or_create(organisation_id=organisation_id, on=today, defaults=fresh)
    found: NightRun = run
    if found.state == NightState.DONE:
        again = {"state": NightState.RUNNING, "cursor": 0, "counts": {}, "finished_at": None, **fresh}
        _moved(found, found.cursor, **again)
    return found


def _steps(night: _Night) -> Iterator[Step]:
    """The steps still to be written. Planning is a step ahead of writing, reading a step ahead of planning."""
    run = night.run
    with ThreadPoolExecutor(max_workers=1) as planner:
        after, found = run.cursor, _read(night, run.cursor)
        waiting = planner.submit(_plan, night, found)
        while not found.is_last:
            following = _read(night, found.until)
            ahead = planner.submit(_plan, night, following)
            yield _as_step(night, found, waiting, after)
            after, found, waiting = found.until, following, ahead
        yield _as_step(night, found, waiting, after)


def _read(night: _Night, after: int) -> Found:
    extra = night.facts.by_column[AFTERCARE].keys()
    return columns_after(night.run.organisation_id, after, limit=night.at_a_time, also=extra)


def _plan(night: _Night, found: Found) -> Planned:
    facts = night.facts.table(found.columns.premises, found.buildings)
    return nightly.plan(found.columns, facts, night.terms, compile_from=night.compile_from)


def _as_step(night: _Night, found: Found, waiting: Future[Planned], after: int) -> Step:
    return Step(night.run, found, waiting.result(), night.facts.withdrawn, after)


def _keep(step: Step) -> None:
    """Write what differs and move the cursor, both or neither."""
    counts = dict(step.run.counts)
    with transaction.atomic():
        for name, number in write(step).items():
            counts[name] = counts.get(name, 0) + number
        _moved(step.run, step.after, cursor=step.found.until, counts=counts)


def _moved(run: NightRun, came_from: int, **columns: Any) -> None:
    """Change the run if nobody else has moved it since its cursor stood at ``came_from``."""
    same = NightRun.objects.filter(pk=run.pk, cursor=came_from, state=run.state)
    if not same.update(**columns):
        raise NightTakenOver
    for name, value in columns.items():
        setattr(run, name, value)

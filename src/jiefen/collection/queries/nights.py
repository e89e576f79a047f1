"""How the nights went: the last run, and who moved in it, as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from jiefen.collection.models import NightChange, NightRun, NightState
from jiefen.ledger.queries.imports import last_committed_at

SHOWN: Final = 200
_COLUMNS: Final = (
    "premises_id", "premises__label", "premises__owner_name", "from_reason", "to_reason", "from_stage", "to_stage",
    "why", "from_fen", "to_fen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """One household that moved. An empty reason: no proposal; ``why``: the code that explains it. 分 before and after."""

    premises_id: int
    label: str
    owner_name: str
    from_reason: str
    to_reason: str
    from_stage: str
    to_stage: str
    why: str
    from_fen: int
    to_fen: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How many households went from one reason to another."""

    from_reason: str
    to_reason: str
    households: int


@dataclass(frozen=True, slots=True)
class NightReport:
    """One night as a readable difference: the flows, largest first, and the first ``SHOWN`` households."""

    run: NightRun
    flows: tuple[Flow, ...]
    moved: tuple[Moved, ...]


def last_night(organisation_id: int) -> NightRun | None:
    """The last finished run. One query."""
    return nights_done(organisation_id).first()


def awaits_night(organisation_id: int) -> bool:
    """Whether something was imported since the last finished night began. Two queries."""
    last, done = last_committed_at(organisation_id), last_night(organisation_id)
    return last is not None and (done is None or last > done.started_at)


def nights_done(organisation_id: int) -> QuerySet[NightRun]:
    """Finished runs, the last one first."""
    rows: QuerySet[NightRun] = NightRun.objects.of(organisation_id).filter(state=NightState.DONE)
    return rows.order_by("-started_at")


def night_report(
    organisation_id: int, *, building_ids: Sequence[int] | None = None, limit: int = SHOWN
) -> NightReport | None:
    """The last night over the given buildings (None: all); None before the first. Three queries."""
    run = last_night(organisation_id)
    if run is None:
        return None
    mine = {} if building_ids is None else {"premises__building_id__in": list(building_ids)}
    rows = NightChange.objects.of(organisation_id).filter(night=run, **mine)
    counted = rows.values("from_reason", "to_reason").annotate(many=Count("pk"))
    ways = counted.order_by("-many", "from_reason", "to_reason").values_list("from_reason", "to_reason", "many")
    moved = rows.order_by("-to_fen", "premises_id").values_list(*_COLUMNS)[:limit]
    return NightReport(run, tuple(Flow(*way) for way in ways), tuple(Moved(*row) for row in moved))

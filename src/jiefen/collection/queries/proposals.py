"""What the last night proposed, read from the buildings' packed rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from jiefen.collection.models import BuildingProposals
from jiefen.engine import proposal_columns as column
from jiefen.rules.stage_codes import REASONS, STEPS
from jiefen.rules.stage_facts import LADDER


@dataclass(frozen=True, slots=True)
class Proposed:
    """One household's step as stored. ``stage``, ``step``, ``reason``: codes of rules/stages; ``_fen``: 分."""

    premises_id: int
    building_id: int
    stage: str
    step: str
    reason: str
    score: int
    outstanding_fen: int
    at_stake_fen: int
    deadline_on: dt.date | None
    since_on: dt.date


def best_premises(organisation_id: int, *, building_ids: Sequence[int] | None, limit: int) -> list[int]:
    """The ``limit`` premises with the highest scores, highest first (``building_ids`` None: anywhere). One query.

    Whoever is among the best ``limit`` lives in one of the ``limit`` buildings whose own best comes first.
    """
    rows = BuildingProposals.objects.of(organisation_id)
    if building_ids is not None:
        rows = rows.filter(building_id__in=list(building_ids))
    blobs = rows.order_by("-top_score", "top_premises").values_list("packed", flat=True)[:limit]
    table = column.from_bytes(list(blobs))
    found: list[int] = table[column.best_first(table)[:limit], column.PREMISES].tolist()
    return found


def proposals_of(organisation_id: int, *, building_ids: Sequence[int] | None = None) -> list[Proposed]:
    """Every proposal of the organisation (or of these buildings), by building and premises. One query."""
    rows = BuildingProposals.objects.of(organisation_id)
    if building_ids is not None:
        rows = rows.filter(building_id__in=list(building_ids))
    blobs = rows.order_by("building_id").values_list("building_id", "packed")
    return [one for building_id, packed in blobs for one in _rows(building_id, column.from_bytes([packed]))]


def _rows(building_id: int, table: column.Table) -> list[Proposed]:
    codes = (column.stages(table), column.steps(table), column.reasons(table), column.scores(table))
    days = (column.deadlines(table), column.since(table))
    columns = (table[:, column.PREMISES], *codes, table[:, column.OUTSTANDING], table[:, column.AT_STAKE], *days)
    return [
        Proposed(
            pk, building_id, LADDER[stage].value, STEPS[step], REASONS[reason], score, fen, at_stake,
            dt.date.fromordinal(deadline) if deadline else None, dt.date.fromordinal(since),
        )
        for pk, stage, step, reason, score, fen, at_stake, deadline, since in zip(
            *(each.tolist() for each in columns), strict=True
        )
    ]  # fmt: skip

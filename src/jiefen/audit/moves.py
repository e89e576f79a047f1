"""Lifecycles: one table of allowed steps a model, and ``take_step``, the only road from one state to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from jiefen.audit.actions import record
from jiefen.shared.errors import DomainError


class MoveRefused(DomainError):
    """The thing cannot take this step from where it stands."""

    code = "move_refused"


class MovedMeanwhile(MoveRefused):
    """Somebody else was quicker."""

    code = "moved_meanwhile"


@dataclass(frozen=True)
class Lifecycle:
    """``moves``: from each state, where to and the audit code of that step. ``this`` begins a sentence: 这张工单."""

    this: str
    states: type[models.TextChoices]
    moves: Mapping[str, Mapping[str, str]]
    refused: type[MoveRefused] = MoveRefused
    overtaken: type[MoveRefused] = MovedMeanwhile
    advice: str = "请刷新页面，按现在的情况处理。"

    def event(self, here: str, there: str) -> str:
        """The audit code of the step. Raises ``refused``, naming both states."""
        code = self.moves[here].get(there)
        if code is None:
            labels = self.states(here).label, self.states(there).label
            raise self.refused(f"{self.this}现在是“{labels[0]}”，不能直接改成“{labels[1]}”。{self.advice}")
        return code


def take_step(
    row: Any,
    lifecycle: Lifecycle,
    *,
    to: str,
    by_no: int | None,
    at: dt.datetime,
    data: Mapping[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Look the step up, compare-and-set ``state`` with ``moved_at`` and ``facts``, append the audit event.

    ``facts`` are columns that belong to the step; ``row`` has them afterwards. ``data`` goes into the event beside
    from and to. Raises what the lifecycle names.
    """
    event = lifecycle.event(row.state, to)
    with transaction.atomic():
        same = type(row).objects.filter(pk=row.pk, state=row.state)
        if not same.update(state=to, moved_at=at, **facts):
            raise lifecycle.overtaken(f"{lifecycle.this}刚刚被别人更新过。请刷新页面，看看现在的情况再继续。")
        told = {"from": row.state, "to": to, **(data or {})}
        record(organisation_id=row.organisation_id, by=by_no, at=at, code=event, subject=row, data=told)
    row.state, row.moved_at = to, at
    for name, value in facts.items():
        setattr(row, name, value)

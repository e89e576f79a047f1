"""Complaints as each side sees them, and the operator's board."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, QuerySet, Value, When

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.articles.models import ContentGrievance
from jiefen.articles.states import GrievanceState, Outcome
from jiefen.articles.words import KINDS, SIDES, STEPS
from jiefen.rules.article_terms import appeal_by
from jiefen.shared.clock import day_of

_URGENT: Final = (GrievanceState.FILED, GrievanceState.APPEALED, GrievanceState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Said:
    """One line of a complaint's history."""

    at: dt.datetime
    who: str
    what: str
    text: str


@dataclass(frozen=True)
class Told:
    """A complaint as one side may see it. ``contact`` is empty for everybody but the operator."""

    grievance_id: int
    title: str
    kind: str
    state: str
    state_name: str
    text: str
    contact: str
    filed_at: dt.datetime
    acknowledge_by: dt.datetime
    acknowledged_at: dt.datetime | None
    is_late: bool
    outcome_name: str
    history: tuple[Said, ...]
    may_withdraw: bool
    may_appeal: bool
    appeal_by: dt.datetime | None


@dataclass(frozen=True)
class BoardLine:
    """One line of the board. ``minutes_left`` until it must be acknowledged; None once it was."""

    grievance_id: int
    title: str
    kind: str
    state: str
    state_name: str
    filed_at: dt.datetime
    minutes_left: int | None
    outcome_name: str

    @property
    def time_left(self) -> str:
        """还剩 23 小时 5 分; empty when nothing runs."""
        if self.minutes_left is None:
            return ""
        hours, minutes = divmod(max(self.minutes_left, 0), 60)
        return f"还剩 {hours} 小时 {minutes} 分" if hours else f"还剩 {minutes} 分"


def told_to(side: str, row: ContentGrievance, *, now: dt.datetime) -> Told:
    """The complaint as ``side`` (complainant, author, operator) sees it. One query beside the row."""
    entries = list(row.entries.order_by("at", "pk"))
    appealed = any(each.side == side and each.kind == "appealed" for each in entries)
    until = appeal_by(row.decided_at, day_of(row.decided_at)) if row.decided_at else None
    decided = row.state == GrievanceState.DECIDED
    return Told(
        grievance_id=row.pk,
        title=row.article.live.title if row.article.live else "",
        kind=KINDS[row.kind],
        state=row.state,
        state_name=GrievanceState(row.state).label,
        text=row.text,
        contact=row.contact if side == "operator" else "",
        filed_at=row.filed_at,
        acknowledge_by=row.acknowledge_by,
        acknowledged_at=row.acknowledged_at,
        is_late=row.state == GrievanceState.FILED and now > row.acknowledge_by,
        outcome_name=Outcome(row.outcome).label if row.outcome else "",
        history=tuple(
            Said(each.at, SIDES[each.side], _what(each.kind, each.outcome), each.text) for each in entries
        ),
        may_withdraw=side == "complainant" and row.state in (GrievanceState.FILED, GrievanceState.ACKNOWLEDGED),
        may_appeal=decided and not appealed and until is not None and now <= until and side != "operator",
        appeal_by=until,
    )  # fmt: skip


def board(by: Actor) -> QuerySet[ContentGrievance]:
    """Every complaint for the operator: open ones first, those due soonest at the top. Raises NotPermitted."""
    by.require(Capability.MODERATE)
    order = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(_URGENT)),
        default=Value(9), output_field=IntegerField(),
    )  # fmt: skip
    rows = ContentGrievance.objects.annotate(urgency=order).select_related("article__live")
    return rows.defer("article__body", "article__search_text", "article__live__body").order_by(
        "urgency", "acknowledge_by", "-pk"
    )


def against(by: Actor) -> QuerySet[ContentGrievance]:
    """Complaints about the author's own articles, newest first. Raises NotPermitted."""
    by.require(Capability.WRITE_ARTICLES)
    rows = ContentGrievance.objects.filter(article__author__user_id=user_id_of(by) or 0)
    return rows.exclude(state=GrievanceState.WITHDRAWN).select_related("article__live").order_by("-filed_at", "-pk")


def board_line(row: ContentGrievance, *, now: dt.datetime) -> BoardLine:
    """A row of ``board`` or ``against`` as a line."""
    left = int((row.acknowledge_by - now).total_seconds() // 60) if row.state == GrievanceState.FILED else None
    return BoardLine(
        row.pk, row.article.live.title if row.article.live else "", KINDS[row.kind], row.state,
        GrievanceState(row.state).label, row.filed_at, left, Outcome(row.outcome).label if row.outcome else "",
    )  # fmt: skip


def waiting_complaints() -> tuple[int, int]:
    """(not acknowledged, open in all). Two queries."""
    rows = ContentGrievance.objects
    return rows.filter(state=GrievanceState.FILED).count(), rows.filter(state__in=_URGENT).count()


def _what(kind: str, outcome: str) -> str:
    return STEPS[kind] + (f"：{Outcome(outcome).label}" if outcome else "")

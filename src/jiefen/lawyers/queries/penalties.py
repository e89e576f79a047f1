"""Penalties: what the public sees of a lawyer and of a firm, what hides a card today, and the operator's record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.lawyers.models import LawFirm, Lawyer, Penalty
from jiefen.rules.day_words import full_day
from jiefen.shared.errors import NotFound


@dataclass(frozen=True)
class PenaltyLine:
    """A penalty as published. ``of_firm``: it was the firm's."""

    kind: str
    authority: str
    decided_on: dt.date
    source: str
    of_firm: bool


@dataclass(frozen=True)
class Holding:
    """What keeps a card hidden, and until when; None: for good."""

    kind: str
    until: dt.date | None
    of_firm: bool

    @property
    def sentence(self) -> str:
        """Why a card may not be shown now, and from when it may."""
        whose = "所在律所被" if self.of_firm else "被"
        if self.until is None:
            return f"{whose}{self.kind}，名片不能再展示。登记有误的，请先在处罚页撤销那一条。"
        after = self.until + dt.timedelta(days=1)
        return f"{whose}{self.kind}，期满一年内不得推广，名片到{full_day(self.until)}都不能展示。{full_day(after)}起可以再核验。"


@dataclass(frozen=True)
class Punished:
    """Whose record it is: a lawyer's or a firm's."""

    whom: str  # lawyer, firm
    pk: int
    name: str
    is_demo: bool


def published_penalties(*, lawyer_id: int = 0, firm_id: int = 0) -> tuple[PenaltyLine, ...]:
    """Of the lawyer and of his firm, the newest first, without withdrawn ones. One query."""
    rows = Penalty.objects.filter(Q(lawyer_id=lawyer_id) | Q(firm_id=firm_id), withdrawn_at=None)
    return tuple(
        PenaltyLine(each.kind, each.authority, each.decided_on, each.source, each.firm_id is not None)
        for each in rows.order_by("-decided_on", "-pk")
    )


def holding(*, lawyer_id: int, firm_id: int, on: dt.date) -> Holding | None:
    """What hides this lawyer's card on a day: the one that holds longest, an end before all. One query."""
    rows = Penalty.objects.filter(Q(lawyer_id=lawyer_id) | Q(firm_id=firm_id), withdrawn_at=None)
    now = rows.filter(Q(effect="end") | Q(no_promotion_until__gte=on))
    found = [Holding(each.kind, each.no_promotion_until, each.firm_id is not None) for each in now]
    return max(found, key=lambda one: one.until or dt.date.max, default=None)


def punished(by: Actor, whom: str, pk: int) -> Punished:
    """The lawyer or firm whose record is looked at. Raises NotPermitted, NotFound."""
    by.require(Capability.VERIFY_LAWYERS)
    found: Lawyer | LawFirm | None = None
    if whom == "lawyer":
        found = Lawyer.objects.filter(pk=pk).first()
    elif whom == "firm":
        found = LawFirm.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return Punished(whom, pk, found.name, found.is_demo)


def record_of(by: Actor, who: Punished) -> list[Penalty]:
    """Everything entered about him, withdrawn ones too, the newest first. Raises NotPermitted. One query."""
    by.require(Capability.VERIFY_LAWYERS)
    return list(Penalty.objects.filter(**{who.whom: who.pk}).order_by("-decided_on", "-pk"))

"""How the contact rules were kept: what we did, what broke a rule and was admitted, and what the rules stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from jiefen.accounts.actors import Actor
from jiefen.collection.models import ContactAttempt, InitiatedBy, RefusedContact
from jiefen.estates.queries import within_reach
from jiefen.shared.clock import CHINA

LATELY: Final = dt.timedelta(days=89)  # with today: ninety days
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    """Contacts by us; by rule, most frequent first, the breaches that were admitted and the attempts that were stopped."""

    contacts: int
    breaches: Counts
    stopped: Counts

    @property
    def admitted(self) -> int:
        """All breaches together."""
        return sum(count for _, count in self.breaches)

    @property
    def refused(self) -> int:
        """All attempts together that a rule stopped."""
        return sum(count for _, count in self.stopped)

    @property
    def by_rule(self) -> list[tuple[str, int, int]]:
        """(rule, admitted, stopped) of every rule that was met, the most admitted first."""
        admitted, stopped = dict(self.breaches), dict(self.stopped)
        rules = sorted(admitted.keys() | stopped.keys())
        found = [(rule, admitted.get(rule, 0), stopped.get(rule, 0)) for rule in rules]
        return sorted(found, key=lambda each: (-each[1], -each[2]))


def compliance(actor: Actor, *, today: dt.date) -> Compliance:
    """The last 90 days, today included. Two queries."""
    return compliance_between(actor, today - LATELY, today)


def compliance_between(actor: Actor, first: dt.date, last: dt.date) -> Compliance:
    """From ``first`` to ``last``, both included, of the households within reach. Two queries.

    Corrected contacts do not count. Who began does not matter for a breach: a debt told to a stranger is one whoever
    rang. An attempt that was stopped and then recorded as a breach counts in both: it was tried, and it happened.
    """
    span = _within(first, last)
    standing = _mine(ContactAttempt, actor).filter(**span, corrected_by=None)
    ours = Count("pk", filter=Q(initiated_by=InitiatedBy.US))
    rows = standing.order_by().values("breach_rule").annotate(many=Count("pk"), ours=ours)
    found = list(rows.values_list("breach_rule", "many", "ours"))
    stopped = _mine(RefusedContact, actor).filter(**span).order_by().values("rule").annotate(many=Count("pk"))
    return Compliance(
        contacts=sum(ours for _, _, ours in found),
        breaches=_ranked((rule, many) for rule, many, _ in found if rule),
        stopped=_ranked(stopped.values_list("rule", "many")),
    )


def _ranked(counts: Iterable[tuple[str, int]]) -> Counts:
    return tuple(sorted(counts, key=lambda each: (-each[1], each[0])))


def _mine(model: Any, actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(within_reach(actor, "premises__estate"), premises__withdrawn_at=None)
    return rows


def _within(first: dt.date, last: dt.date) -> dict[str, dt.datetime]:
    midnight, after = dt.time(0), last + dt.timedelta(days=1)
    return {
        "at__gte": dt.datetime.combine(first, midnight, CHINA),
        "at__lt": dt.datetime.combine(after, midnight, CHINA),
    }

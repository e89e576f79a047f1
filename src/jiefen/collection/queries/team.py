"""The team's work by area: who looks after how much, what is promised, what repairs hold up.

An area is the buildings one steward looks after. Everything is counted for the household's area, whoever did the work, and
areas stand in the order of their names: this page shares out work, it ranks nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum

from jiefen.accounts.actors import Actor
from jiefen.collection.models import BuildingProposals, ContactAttempt, FollowUp, InitiatedBy, PromiseToPay
from jiefen.collection.queries.human_numbers import SPOKEN_TO
from jiefen.collection.states import PromiseState
from jiefen.estates.models import Premises
from jiefen.estates.queries import scope_names, within_reach
from jiefen.service_log.queries import waiting_tickets, waiting_words

AHEAD: Final = dt.timedelta(days=7)
WEEK: Final = dt.timedelta(days=7)
STEWARD: Final = "premises__building__steward_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One steward's buildings (``steward_id`` None: nobody's). Money in 分."""

    steward_id: int | None
    name: str
    households: int = 0
    owing: int = 0
    proposals: int = 0  # of the last night
    follow_ups: int = 0  # open and due within a week
    contacts: int = 0  # the last seven days
    reached: int = 0
    promises: int = 0  # open and due within a week
    promised_fen: int = 0
    tickets: int = 0
    blocked_fen: int = 0


def areas(actor: Actor, *, today: dt.date, now: dt.datetime) -> list[Area]:
    """Every area within reach, by name; what nobody looks after comes last. Eight queries."""
    counted = (
        _counted(_premises(actor), "building__steward_id", households=Count("pk"), owing=_OWING),
        _counted(_proposals(actor), "building__steward_id", proposals=Sum("proposals")),
        _counted(_follow_ups(actor, today), STEWARD, follow_ups=Count("pk")),
        _counted(_contacts(actor, now - WEEK), STEWARD, contacts=Count("pk"), reached=_REACHED),
        _counted(_promises(actor, today), STEWARD, promises=Count("pk"), promised_fen=Sum("amount_fen")),
        _counted(waiting_tickets(actor), STEWARD, tickets=Count("pk")),
        _counted(_held_up(actor), "building__steward_id", blocked_fen=Sum("position__outstanding_fen")),
    )
    names = scope_names(actor.organisation_id, "steward")
    everybody = {steward for part in counted for steward in part}
    found = [_area(steward, names, counted) for steward in everybody]
    return sorted(found, key=lambda area: (area.steward_id is None, area.name, area.steward_id or 0))


_REACHED: Final = Count("pk", filter=Q(reached__in=SPOKEN_TO))
_OWING: Final = Count("pk", filter=Q(position__outstanding_fen__gt=0))
Counts = Mapping[int | None, Mapping[str, int]]


def _area(steward: int | None, names: Mapping[int, str], counted: Iterable[Counts]) -> Area:
    numbers: dict[str, int] = {}
    for part in counted:
        numbers |= part.get(steward, {})
    return Area(steward_id=steward, name=names.get(steward or 0, "还没有分给管家"), **numbers)


def _counted(rows: QuerySet[Any], steward: str, **counts: Any) -> dict[int | None, dict[str, int]]:
    found = rows.order_by().values(area=F(steward)).annotate(**counts)
    return {row["area"]: {name: row[name] for name in counts} for row in found}


def _premises(actor: Actor) -> QuerySet[Premises]:
    rows: QuerySet[Premises] = Premises.objects.filter(within_reach(actor), withdrawn_at=None)
    return rows


def _mine(model: Any, actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(within_reach(actor, "premises__estate"), premises__withdrawn_at=None)
    return rows


def _proposals(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = BuildingProposals.objects.filter(within_reach(actor, "building__estate"))
    return rows


def _held_up(actor: Actor) -> QuerySet[Premises]:
    """Households that owe while they wait for a repair."""
    waiting = waiting_tickets(actor).order_by().values("premises_id")
    return _premises(actor).filter(pk__in=waiting, position__outstanding_fen__gt=0)


def _follow_ups(actor: Actor, today: dt.date) -> QuerySet[Any]:
    return _mine(FollowUp, actor).filter(done_at=None, due_on__lte=today + AHEAD)


def _promises(actor: Actor, today: dt.date) -> QuerySet[Any]:
    return _mine(PromiseToPay, actor).filter(state=PromiseState.OPEN, due_on__lte=today + AHEAD)


def _contacts(actor: Actor, since: dt.datetime) -> QuerySet[Any]:
    """Contacts that stand and that we began."""
    return _mine(ContactAttempt, actor).filter(initiated_by=InitiatedBy.US, at__gte=since, corrected_by=None)


@dataclass(frozen=True, slots=True)
class Blocked:
    """A household whose repair waits and whose money, 分, waits with it. ``what``: the oldest waiting ticket."""

    premises_id: int
    label: str
    estate: str
    what: str
    outstanding_fen: int


def most_blocked(actor: Actor, *, limit: int = 5) -> list[Blocked]:
    """The repairs that hold up the most money. Two queries."""
    rows = _held_up(actor).order_by("-position__outstanding_fen", "pk")
    columns = ("pk", "label", "estate__name", "position__outstanding_fen")
    found = list(rows.values_list(*columns)[:limit])
    words = waiting_words([pk for pk, *_ in found])
    return [Blocked(pk, label, estate, words[pk], fen) for pk, label, estate, fen in found]

"""Reads of estates and the people behind the doors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, Exists, F, OuterRef, PositiveSmallIntegerField, Q, QuerySet, Value

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.models import APART, SELDOM, Building, Estate, Occupancy, Ownership, Party, Premises


@dataclass(frozen=True, slots=True)
class OwnershipSpan:
    """One owner over one span of days, both ends included; None: unknown start, or still the owner."""

    party_id: int
    name: str
    share_percent: int | None
    from_on: dt.date | None
    until_on: dt.date | None


@dataclass(frozen=True, slots=True)
class BuildingChoice:
    """A building as filters offer it, with who looks after it."""

    id: int
    estate_id: int
    name: str
    steward_id: int | None
    steward_name: str


@dataclass(frozen=True, slots=True)
class HouseholdPerson:
    """Who belongs to a household today. ``role``: owner or occupier. ``phone`` is in clear: mask before showing."""

    role: str
    party_id: int
    name: str
    phone: str
    is_company: bool
    share_percent: int | None
    from_on: dt.date | None
    pays_fees: bool


def within_reach(actor: Actor, path: str = "estate") -> Q:
    """The condition for rows this actor may know of: his organisation and, for a steward, his estates.

    A steward reaches every estate in which he looks after a building. ``path`` leads from the row to its estate,
    e.g. ``premises__estate`` or ``pk`` for estates themselves; the row must have an ``organisation``.
    """
    mine = Q(organisation_id=actor.organisation_id)
    if actor.can(Capability.VIEW_ALL_ESTATES):
        return mine
    looked_after = Building.objects.of(actor.organisation_id).filter(
        steward_id=actor.membership_id, steward__isnull=False
    )
    return mine & Q(**{f"{path}__in": looked_after.values("estate_id")})


def reachable_estates(actor: Actor) -> list[Estate]:
    """The estates this actor may see, by name."""
    return list(Estate.objects.filter(within_reach(actor, "pk")).order_by("name"))


def _covering(day: dt.date) -> Q:
    return (Q(from_on=None) | Q(from_on__lte=day)) & (Q(until_on=None) | Q(until_on__gte=day))


def owners_on(premises_id: int, day: dt.date) -> list[Party]:
    """Who owned the premises on ``day``: largest share first, then in the order they were entered."""
    rows = Ownership.objects.filter(_covering(day), premises_id=premises_id).select_related("owner")
    return [row.owner for row in sorted(rows, key=lambda row: (-(row.share_percent or 0), row.pk))]


def payer_on(premises_id: int, day: dt.date) -> Party | None:
    """Who is asked to pay for ``day``; None when nobody is known.

    The developer before delivery and an occupier who has agreed to pay (物业管理条例 41) are both occupancies that
    pay; otherwise the owner with the largest share. The owner of delivered premises stays liable beside an occupier.
    """
    paying = Occupancy.objects.filter(_covering(day), premises_id=premises_id, pays_fees=True)
    occupancy = paying.select_related("occupier").order_by("-pk").first()
    if occupancy is not None:
        found: Party = occupancy.occupier
        return found
    return next(iter(owners_on(premises_id, day)), None)


def ownership_history(premises_id: int) -> tuple[OwnershipSpan, ...]:
    """Every owner there ever was, newest first. One query."""
    rows = Ownership.objects.filter(premises_id=premises_id).select_related("owner").order_by("-pk")
    spans = [OwnershipSpan(row.owner_id, row.owner.name, row.share_percent, row.from_on, row.until_on) for row in rows]
    spans.sort(key=lambda span: (span.until_on or dt.date.max, span.from_on or dt.date.min), reverse=True)
    return tuple(spans)


def scope_names(organisation_id: int, scope: str) -> dict[int, str]:
    """Names of estates, buildings or stewards by number, for tables of figures. One query."""
    if scope == "estate":
        return dict(Estate.objects.of(organisation_id).values_list("pk", "name"))
    buildings = Building.objects.of(organisation_id)
    if scope == "building":
        rows = buildings.values_list("pk", "estate__name", "name")
        return {number: f"{estate} {name}" for number, estate, name in rows}
    return dict(buildings.filter(steward__isnull=False).values_list("steward_id", "steward__user__display_name"))


def building_places(organisation_id: int) -> dict[int, tuple[int, int | None]]:
    """Estate and steward of every building. One query."""
    rows = Building.objects.of(organisation_id).values_list("pk", "estate_id", "steward_id")
    return {pk: (estate_id, steward_id) for pk, estate_id, steward_id in rows}


def reachable_buildings(actor: Actor) -> list[BuildingChoice]:
    """The buildings of the estates this actor may see, 2栋 before 10栋, with their stewards' names. One query."""
    rows = Building.objects.filter(within_reach(actor)).order_by("estate_id", "sort_no", "name")
    names = ("pk", "estate_id", "name", "steward_id", "steward__display_name", "steward__user__display_name")
    return [
        BuildingChoice(pk, estate_id, name, steward_id, here or own or "")
        for pk, estate_id, name, steward_id, here, own in rows.values_list(*names)
    ]


def own_building_ids(actor: Actor) -> list[int]:
    """The buildings this steward looks after."""
    own = Building.objects.of(actor.organisation_id).filter(steward_id=actor.membership_id or 0)
    return list(own.values_list("pk", flat=True))


def premises_with_phone(premises_ids: Iterable[int]) -> set[int]:
    """Which of these premises have an owner of today with a phone number. One query."""
    return set(owners_with_phone(list(premises_ids)).values_list("premises_id", flat=True))


def owners_with_phone(premises_ids: Iterable[int]) -> QuerySet[Ownership]:
    """Owners of today of these premises whose phone number is known."""
    rows: QuerySet[Ownership] = Ownership.objects.filter(premises_id__in=premises_ids, until_on=None)
    return rows.exclude(owner__phone_index="")


def household_people(premises_id: int) -> list[HouseholdPerson]:
    """Owners (largest share first), then occupiers, as of today. One query over both tables."""
    yes, no_share = Value(True, output_field=BooleanField()), Value(None, output_field=PositiveSmallIntegerField())
    owners = _people_as("owner", Ownership, premises_id, share=F("share_percent"), pays=yes)
    found = owners.union(_people_as("occupier", Occupancy, premises_id, share=no_share, pays=F("pays_fees")), all=True)
    people = [HouseholdPerson(*row) for row in found]
    return sorted(people, key=lambda one: (one.role != "owner", -(one.share_percent or 0), one.party_id))


def _people_as(role: str, model: Any, premises_id: int, *, share: Any, pays: Any) -> Any:
    person = (f"{role}_id", f"{role}__name", f"{role}__phone", f"{role}__is_company")
    rows = model.objects.filter(premises_id=premises_id, until_on=None)
    rows = rows.annotate(part=Value(role, output_field=CharField()), share=share, pays=pays)
    return rows.values_list("part", *person, "share", "from_on", "pays")


def let_to_tenants(premises_ids: Iterable[int], day: dt.date) -> QuerySet[Occupancy]:
    """Tenants who occupy these premises on ``day`` and have not agreed to pay the fees."""
    rows: QuerySet[Occupancy] = Occupancy.objects.filter(_covering(day), premises_id__in=premises_ids, pays_fees=False)
    return rows


@dataclass(frozen=True, slots=True)
class Apart:
    """Premises to be treated apart, by why."""

    do_not_contact: frozenset[int]
    undelivered: frozenset[int]
    withdrawn: frozenset[int]


def premises_apart(organisation_id: int, ids: Iterable[int] | None = None) -> Apart:
    """Premises of the organisation (or of ``ids``) that are not simply delivered, reachable and present. One query."""
    rows = _of(organisation_id, ids).filter(SELDOM).filter(APART)
    found = list(rows.values_list("pk", "do_not_contact", "is_delivered", "withdrawn_at"))
    return Apart(
        do_not_contact=frozenset(row[0] for row in found if row[1]),
        undelivered=frozenset(row[0] for row in found if not row[2]),
        withdrawn=frozenset(row[0] for row in found if row[3] is not None),
    )


def without_phone(organisation_id: int, ids: Iterable[int] | None = None) -> set[int]:
    """Premises of the organisation (or of ``ids``) none of whose owners of today has a phone number. Two queries.

    Whoever has no number stands in an index, so the many who have one are not looked at.
    """
    if ids is not None:
        asked = list(ids)
        return set(asked) - premises_with_phone(asked)
    mute = Ownership.objects.filter(owner__organisation_id=organisation_id, owner__phone_index="", until_on=None)
    nobody = Premises.objects.of(organisation_id).filter(SELDOM, owner_name="")
    found = mute.filter(~Exists(_with_phone("premises_id"))).values_list("premises_id", flat=True)
    return {*found, *nobody.filter(~Exists(_with_phone("pk"))).values_list("pk", flat=True)}


def _with_phone(premises: str) -> Any:
    """Owners of today with a number; ``premises``: the outer query's column."""
    return Ownership.objects.filter(premises_id=OuterRef(premises), until_on=None).exclude(owner__phone_index="")


def daily_rates(organisation_id: int) -> list[tuple[int, str]]:
    """(building, its estate's daily late charge rate as text) of the organisation. One query."""
    return list(Building.objects.of(organisation_id).values_list("pk", "estate__late_charge_daily_rate"))


def _of(organisation_id: int, ids: Iterable[int] | None) -> Any:
    rows = Premises.objects.of(organisation_id)
    return rows if ids is None else rows.filter(pk__in=list(ids))

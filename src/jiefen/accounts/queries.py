"""Reads of people and organisations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiefen.accounts.actors import Actor
from jiefen.accounts.demo_people import EVERYBODY
from jiefen.accounts.models import Membership, Organisation, OrganisationKind, User
from jiefen.accounts.roles import Role
from jiefen.shared.errors import NotFound


@dataclass(frozen=True)
class Workplace:
    """One organisation a person may work in."""

    membership_id: int
    organisation_name: str
    role: str
    role_name: str


@dataclass(frozen=True)
class Colleague:
    """One line of the people page. ``phone`` is in clear: mask it before it is shown."""

    membership_id: int
    name: str
    phone: str
    role: str
    role_name: str
    is_active: bool
    awaits_code: bool


def actor_for_user(user: User, *, membership_id: int | None = None) -> Actor | None:
    """The Actor of this user in the chosen organisation (or his first active one); None without any.

    No query: the memberships were loaded with the user (backends.MembershipBackend).
    """
    chosen = [m for m in user.loaded_memberships if membership_id in (None, m.pk)]
    return actor_of_membership(chosen[0]) if chosen else None


def actor_of_membership(membership: Membership) -> Actor:
    """A membership at work. Its user and organisation should be loaded."""
    return Actor(
        membership.organisation_id,
        membership.pk,
        membership.role,
        membership.shown_name,
        membership.organisation.name,
        membership.user.password_is_temporary,
    )


def anybody_can_sign_in() -> bool:
    """Whether there are people yet. A file read in by a command makes a company, but nobody who could look at it."""
    return User.objects.exists()


def demo_is_loaded() -> bool:
    """Whether the invented people are here: an installation with people of its own never gets them. One query."""
    return User.objects.by_phone(EVERYBODY[0].phone) is not None


def organisation_ids() -> list[int]:
    """All organisations, for nightly work."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


def workplaces(user_id: int) -> list[Workplace]:
    """Where this person may work, first joined first. One query."""
    memberships = Membership.objects.filter(user_id=user_id, is_active=True, user__is_active=True)
    return [
        Workplace(member.pk, member.organisation.name, member.role, Role(member.role).label)
        for member in memberships.select_related("organisation").order_by("pk")
    ]


def has_password(by: Actor) -> bool:
    """Whether the person has a password, or signs in with codes only."""
    return Membership.objects.select_related("user").get(pk=by.membership_id or 0).user.has_usable_password()


def colleagues(organisation_id: int) -> list[Colleague]:
    """Everybody who works or worked here: active ones first, then by role and name. One query."""
    members = Membership.objects.filter(organisation_id=organisation_id).select_related("user")
    return sorted(map(colleague, members), key=lambda one: (not one.is_active, one.role, one.name))


def colleague(member: Membership) -> Colleague:
    """A membership as the people page shows it. ``member.user`` should be loaded."""
    return Colleague(
        member.pk, member.shown_name, member.user.phone, member.role, Role(member.role).label,
        member.is_active, member.awaits_code,
    )  # fmt: skip


def organisation_for_command(name: str, *, at: dt.datetime) -> int:
    """The organisation a command works for: the named one, else the first management company, else a new one.

    Raises NotFound when a name is given that does not exist.
    """
    companies = Organisation.objects.filter(kind=OrganisationKind.MANAGEMENT_COMPANY).order_by("pk")
    if name:
        found = companies.filter(name=name).first()
        if found is None:
            raise NotFound(f"没有叫“{name}”的物业公司。先用 create_organisation 建立。")
        return found.pk
    first = companies.first() or Organisation.objects.create(name="我的物业公司", created_at=at)
    return first.pk


def user_id_of(actor: Actor) -> int | None:
    """The person behind a membership; None for the system."""
    if actor.membership_id is None:
        return None
    return Membership.objects.filter(pk=actor.membership_id).values_list("user_id", flat=True).first()

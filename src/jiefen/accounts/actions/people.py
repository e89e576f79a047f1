"""An organisation and its people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.access import get_member_for
from jiefen.accounts.actions.noting import note
from jiefen.accounts.actions.passwords import one_time_password
from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.models import Membership, Organisation, OrganisationKind, User
from jiefen.accounts.phones import normalised_phone
from jiefen.accounts.roles import ASSIGNABLE, Capability, Role
from jiefen.shared.errors import DomainError

LONGEST_NAME = 40


class LastAdmin(DomainError):
    """Without an admin nobody could let anybody in again."""

    code = "people.last_admin"

    def __init__(self) -> None:
        super().__init__("这是公司最后一位管理员。请先把另一位同事设为管理员，再来改这一位。")


class AlreadyMember(DomainError):
    """The phone number already belongs to an active colleague."""

    code = "people.already_member"

    def __init__(self) -> None:
        super().__init__("这个手机号已经在人员名单里了，可以直接在名单里改他的角色。")


class InvalidMember(DomainError):
    """A name or role that cannot be."""

    code = "people.invalid"


class NameTaken(DomainError):
    """Two organisations may not carry the same name."""

    code = "people.organisation_name_taken"


@dataclass(frozen=True)
class AddedMember:
    """``one_time_password``: for a new account only. ``awaits_code``: he joins when he first signs in with a code."""

    membership_id: int
    one_time_password: str | None
    awaits_code: bool


FIRST_ROLE: Final[dict[str, Role]] = {
    OrganisationKind.MANAGEMENT_COMPANY: Role.ADMIN,
    OrganisationKind.LAW_FIRM: Role.LAWYER,
    OrganisationKind.OPERATOR: Role.OPERATOR,
}


def create_organisation(
    *, name: str, admin_phone: str, admin_name: str, at: dt.datetime, password: str | None = None,
    kind: str = OrganisationKind.MANAGEMENT_COMPANY,
) -> AddedMember:  # fmt: skip
    """A new organisation and its first person: admin, lawyer or operator. Raises NameTaken, InvalidPhone, InvalidMember."""
    clean = name.strip()
    if not 0 < len(clean) <= 120:
        raise InvalidMember("公司名称要写 1 到 120 个字。")
    with transaction.atomic():
        if Organisation.objects.filter(name=clean).exists():
            raise NameTaken(f"“{clean}”已经有了，请换一个名称。")
        organisation = Organisation.objects.create(name=clean, kind=kind, created_at=at)
        system = system_actor(organisation.pk)
        note(system, organisation, at, "organisation_created")
        return add_member(
            by=system, phone=admin_phone, display_name=admin_name, role=FIRST_ROLE[kind], at=at, password=password
        )


def add_member(
    *, by: Actor, phone: str, display_name: str, role: str, at: dt.datetime, password: str | None = None
) -> AddedMember:
    """Let a person work here, or let him back in. Raises NotPermitted, InvalidPhone, InvalidMember, AlreadyMember.

    A new person gets a one-time password, unless the caller brings one (the demo does). Whoever already has an account
    with another organisation joins by signing in with a code: that proves the phone is his, and drops the password the
    other organisation may have chosen for him. Else an admin could open an account in a stranger's name and wait.
    """
    by.require(Capability.MANAGE_PEOPLE)
    name = _checked_name(display_name)
    with transaction.atomic():
        _check_role(role, _lock(by.organisation_id))
        user, issued = _person(normalised_phone(phone), name, password)
        member = _seat(by.organisation_id, user)
        elsewhere = member.belongs_elsewhere
        _save(member, role=role, display_name=name, is_active=not elsewhere, awaits_code=elsewhere)
        note(by, member, at, "member_added", {"role": role})
    return AddedMember(member.pk, issued, elsewhere)


def change_role(*, by: Actor, membership_id: int, role: str, at: dt.datetime) -> None:
    """Give a colleague another role. Raises NotPermitted, NotFound, InvalidMember, LastAdmin."""
    by.require(Capability.MANAGE_PEOPLE)
    with transaction.atomic():
        _check_role(role, _lock(by.organisation_id))
        member = get_member_for(by, membership_id)
        before = member.role
        if before == role:
            return
        _keep_an_admin(member)
        _save(member, role=role)
        note(by, member, at, "role_changed", {"from": before, "to": role})


def deactivate_member(*, by: Actor, membership_id: int, at: dt.datetime) -> None:
    """End a colleague's access at once; what he recorded stays. Raises NotPermitted, NotFound, LastAdmin."""
    by.require(Capability.MANAGE_PEOPLE)
    with transaction.atomic():
        _lock(by.organisation_id)
        member = get_member_for(by, membership_id)
        if not (member.is_active or member.awaits_code):
            return
        _keep_an_admin(member)
        _save(member, is_active=False, awaits_code=False)
        note(by, member, at, "member_deactivated", {"role": member.role})


def _person(phone: str, name: str, password: str | None) -> tuple[User, str | None]:
    """The user with this phone, made when there is none; with the one-time password he got, if any."""
    known = User.objects.by_phone(phone)
    if known:
        return known, None
    issued = None if password else one_time_password()
    user = User.objects.create_user(
        phone=phone, display_name=name, password=password or issued, password_is_temporary=issued is not None
    )
    return user, issued


def _seat(organisation_id: int, user: User) -> Membership:
    """The row that binds this person to this organisation: a new one, or the one he left behind."""
    member = Membership.objects.filter(organisation_id=organisation_id, user=user).first()
    if member and (member.is_active or member.awaits_code):
        raise AlreadyMember
    return member or Membership(organisation_id=organisation_id, user=user)


def _keep_an_admin(member: Membership) -> None:
    if member.role != Role.ADMIN or not member.is_active:
        return
    others = Membership.objects.filter(organisation_id=member.organisation_id, role=Role.ADMIN, is_active=True)
    if not others.exclude(pk=member.pk).exists():
        raise LastAdmin


def _lock(organisation_id: int) -> Organisation:
    """Two admins who remove each other at the same moment must take turns."""
    return Organisation.objects.select_for_update().get(pk=organisation_id)


def _checked_name(display_name: str) -> str:
    name = " ".join(display_name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InvalidMember(f"姓名要写 1 到 {LONGEST_NAME} 个字。")
    return name


def _check_role(role: str, organisation: Organisation) -> None:
    """A law firm has no stewards, and a management company no operators."""
    fitting = (
        ASSIGNABLE if organisation.kind == OrganisationKind.MANAGEMENT_COMPANY else (FIRST_ROLE[organisation.kind],)
    )
    if role not in fitting:
        raise InvalidMember(f"请选一个角色：{'、'.join(str(each.label) for each in fitting)}。")


def _save(member: Membership, **changes: Any) -> None:
    for field, value in changes.items():
        setattr(member, field, value)
    member.save()

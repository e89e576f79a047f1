"""Opening an account oneself: the phone is proved by a code, and the person works at a desk of his own.

Such a desk is an organisation of one. It reaches nobody else's rows; whoever admits him to a firm moves him there
(``seat_at``). Only lawyers open accounts themselves; companies are set up by the command line.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts import attempts, limits
from jiefen.accounts.actions.codes import use_code
from jiefen.accounts.actions.noting import note
from jiefen.accounts.actions.people import InvalidMember
from jiefen.accounts.actions.sign_in import fail
from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.models import Membership, Organisation, OrganisationKind, User, index_of_phone
from jiefen.accounts.roles import Role
from jiefen.audit.actions import PLATFORM

LONGEST_NAME = 40


def prove_phone(*, phone: str, code: str, address: str, at: dt.datetime) -> None:
    """The code sent to this phone was typed: the phone is his. Counted and limited as a sign-in.

    Raises InvalidPhone, TooManyAttempts, SignInFailed. Must not run inside a transaction.
    """
    phone_index = index_of_phone(phone)
    attempt = attempts.reserve(phone_index=phone_index, address=address, kind=limits.CODE, at=at)
    if not use_code(phone_index, code, at):
        fail(attempt, "验证码不对或已过期，请核对最新的一条，也可以重新获取。")
    attempts.succeed(attempt)


def open_own_desk(*, phone: str, name: str, at: dt.datetime) -> Membership:
    """The lawyer's place of the person with this (proved) phone: the one he has, or a new desk of his own.

    Raises InvalidPhone, InvalidMember for a bad name or an account that was closed.
    """
    clean = " ".join(name.split())
    if not 0 < len(clean) <= LONGEST_NAME:
        raise InvalidMember(f"姓名要写 1 到 {LONGEST_NAME} 个字。")
    with transaction.atomic():
        user = User.objects.by_phone(phone) or User.objects.create_user(phone=phone, display_name=clean)
        if not user.is_active:
            raise InvalidMember("这个手机号的账号已经停用，请联系平台。")
        places = Membership.objects.select_related("organisation", "user")
        here = places.filter(user=user, role=Role.LAWYER, is_active=True).order_by("pk").first()
        return here or _own_desk(user, clean, at)


def seat_at(*, user_id: int, organisation_id: int, at: dt.datetime) -> Membership:
    """Let a lawyer whose phone was proved work in this law firm's organisation, and nowhere else as a lawyer.

    Called by whoever verified that he practises there. His earlier places as a lawyer close at once. Raises
    InvalidMember for an organisation that is no law firm's.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    if organisation.kind != OrganisationKind.LAW_FIRM:
        raise InvalidMember("律师只能加入律师事务所。")
    with transaction.atomic():
        _leave_all(user_id, but=organisation_id, at=at)
        user = User.objects.get(pk=user_id)
        member, is_new = Membership.objects.get_or_create(
            organisation=organisation, user=user, defaults={"role": Role.LAWYER, "display_name": user.display_name}
        )
        if is_new or not member.is_active:
            Membership.objects.filter(pk=member.pk).update(is_active=True, awaits_code=False, role=Role.LAWYER)
            member.refresh_from_db()
            note(system_actor(organisation_id), member, at, "member_added", {"role": Role.LAWYER})
    return member


def seat_alone(*, user_id: int, at: dt.datetime) -> Membership:
    """Out of every firm's organisation, back to a desk of his own: what he left behind he no longer reaches."""
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        own = Membership.objects.filter(user=user, organisation__name=_own_name(user)).first()
        _leave_all(user_id, but=own.organisation_id if own else 0, at=at)
        if own is None:
            return _own_desk(user, user.display_name, at)
        Membership.objects.filter(pk=own.pk).update(is_active=True)
        own.refresh_from_db()
    return own


def found_office(*, name: str, at: dt.datetime) -> Organisation:
    """The organisation of a law firm whose first lawyer was verified. A name that is taken gets a number behind it."""
    with transaction.atomic():
        free = (
            name if not Organisation.objects.filter(name=name).exists() else f"{name}（{Organisation.objects.count()}）"
        )
        office = Organisation.objects.create(name=free, kind=OrganisationKind.LAW_FIRM, created_at=at)
        note(system_actor(office.pk), office, at, "organisation_created")
    return office


def _leave_all(user_id: int, *, but: int, at: dt.datetime) -> None:
    """Close the person's other places as a lawyer."""
    places = Membership.objects.filter(user_id=user_id, role=Role.LAWYER, is_active=True)
    for member in places.exclude(organisation_id=but):
        Membership.objects.filter(pk=member.pk).update(is_active=False)
        note(system_actor(member.organisation_id), member, at, "member_deactivated", {"role": member.role})


def _own_desk(user: User, name: str, at: dt.datetime) -> Membership:
    desk = Organisation.objects.create(name=_own_name(user), kind=OrganisationKind.LAW_FIRM, created_at=at)
    member = Membership.objects.create(organisation=desk, user=user, role=Role.LAWYER, display_name=name)
    note(Actor(PLATFORM, None, Role.SYSTEM), desk, at, "own_desk_opened")
    return member


def _own_name(user: User) -> str:
    """No person's name in it: organisations are listed where people are not."""
    return f"律师个人登记 {user.pk}"


def works_alone(user_id: int) -> bool:
    """Whether his place as a lawyer is a desk of his own, not a firm's. Two queries."""
    user = User.objects.get(pk=user_id)
    return Membership.objects.filter(user=user, is_active=True, organisation__name=_own_name(user)).exists()

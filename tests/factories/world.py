"""Small worlds for tests: an organisation with people, an estate with premises and charges. Everything by argument."""

from __future__ import annotations

import datetime as dt
from itertools import count

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership, Organisation, User
from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.estates.models import Building, Estate, Ownership, Party, Premises
from jiefen.ledger.models import Charge, FeeItem, FeeItemKind
from jiefen.shared.clock import CHINA
from jiefen.shared.crypto import blind_index

AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
TODAY = AT.date()
_numbers = count(1)


def make_organisation(name: str = "") -> Organisation:
    return Organisation.objects.create(name=name or f"和风物业{next(_numbers)}", created_at=AT)


def make_user(phone: str = "", name: str = "何苗", password: str | None = None) -> User:
    return User.objects.create_user(phone=phone or f"1390000{next(_numbers):04d}", display_name=name, password=password)


def make_membership(organisation: Organisation, role: str = Role.MANAGER, **user: str) -> Membership:
    return Membership.objects.create(organisation=organisation, user=make_user(**user), role=role)


def make_actor(organisation: Organisation, role: str = Role.MANAGER) -> Actor:
    return actor_of_membership(make_membership(organisation, role))


def make_estate(organisation: Organisation, name: str = "", **terms: object) -> Estate:
    return Estate.objects.create(organisation=organisation, name=name or f"云栖里{next(_numbers)}", **terms)


def make_premises(
    estate: Estate, room: str = "", *, building: str = "1栋", owner: str = "王芳", phone: str = ""
) -> Premises:
    """Premises with one owner since 2020."""
    room = room or f"{next(_numbers)}01"
    block, _ = Building.objects.get_or_create(organisation=estate.organisation, estate=estate, name=building)
    label = f"{building}1单元{room}"
    premises = Premises.objects.create(
        organisation=estate.organisation, estate=estate, building=block, entrance="1", room=room,
        label=label, sort_key=label, area_x100=9000, owner_name=owner, pinyin="wf",
    )  # fmt: skip
    party = Party.objects.create(
        organisation=estate.organisation, name=owner, pinyin="wf", phone=phone,
        phone_index=blind_index(phone, purpose="party.phone"),
    )  # fmt: skip
    Ownership.objects.create(
        organisation=estate.organisation, premises=premises, owner=party, from_on=dt.date(2020, 1, 1)
    )
    return premises


def make_fee_item(organisation: Organisation, name: str = "物业费", kind: str = FeeItemKind.PROPERTY_FEE) -> FeeItem:
    return FeeItem.objects.get_or_create(organisation=organisation, name=name, defaults={"kind": kind})[0]


def make_charge(premises: Premises, amount_fen: int, month: dt.date, *, item: FeeItem | None = None) -> Charge:
    """One month's charge, due on its last day. Positions are NOT refreshed: call positions.refresh yourself."""
    last = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return Charge.objects.create(
        organisation=premises.organisation, premises=premises, fee_item=item or make_fee_item(premises.organisation),
        period_start=month, period_end=last, due_on=last, amount_fen=amount_fen, recorded_at=AT,
    )  # fmt: skip

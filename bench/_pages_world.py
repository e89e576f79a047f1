"""An invented organisation of any size for bench/pages.py, written in bulk: places, people, a year of bills, payments.

Every household gets a monthly property fee for twelve months. Four of five pay each quarter; one of five stops at some
month, and every fourth of those still owes a bill from about three years ago, so that limitation has something to say.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.models import Membership, Organisation, User
from jiefen.accounts.roles import Role
from jiefen.estates.bulk import label_of, sort_key_of
from jiefen.estates.identities import PHONE_INDEX
from jiefen.estates.models import Building, Estate, Ownership, Party, Premises
from jiefen.estates.names import initials
from jiefen.ledger import positions
from jiefen.ledger.models import Allocation, Charge, FeeItem, Payment
from jiefen.ledger.snapshots import freeze_month
from jiefen.rules.limitation_terms import add_months
from jiefen.service_log.models import RepairTicket, ServiceRecord
from jiefen.shared.bulk import insert_rows, instant
from jiefen.shared.crypto import blind_index, encrypt

HOMES_A_BUILDING: Final = 100
BUILDINGS_AN_ESTATE: Final = 25
MONTHS: Final = 12
FAMILY: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN: Final = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平刚桂英华玉梅兰红云飞"


@dataclass(frozen=True)
class World:
    """What the pages are asked about."""

    organisation_id: int
    manager: User
    steward: User
    household_id: int  # owes for many months
    name: str
    room: str
    phone: str


@dataclass
class Home:
    """One household: its debts are ``unpaid`` last months and perhaps one old bill."""

    number: int
    building: int
    room: str
    name: str
    fee_fen: int
    unpaid: int
    old_bill: bool


def _homes(count: int) -> list[Home]:
    draw = random.Random(20261126)
    found = []
    for number in range(1, count + 1):
        place = (number - 1) % HOMES_A_BUILDING
        unpaid = draw.randrange(1, MONTHS + 1) if draw.random() < 0.2 else 0
        name = draw.choice(FAMILY) + draw.choice(GIVEN) + draw.choice(GIVEN)
        room = f"{place // 4 + 1}{place % 4 + 1:02d}"
        old = bool(unpaid) and draw.random() < 0.25
        found.append(
            Home(number, (number - 1) // HOMES_A_BUILDING, room, name, draw.randrange(8000, 42000), unpaid, old)
        )
    return found


def build(households: int, *, today: dt.date, at: dt.datetime) -> World:
    """Write the whole organisation in one transaction; the database must be empty."""
    organisation = Organisation.objects.create(name="万家物业", created_at=at)
    manager, steward = (_member(organisation, n, role) for n, role in enumerate((Role.MANAGER, Role.STEWARD)))
    homes = _homes(households)
    with transaction.atomic():
        _places(organisation.pk, homes, steward)
        _people(organisation.pk, homes)
        _ledger(organisation.pk, homes, today, instant(at))
        _services(organisation.pk, homes, today)
        positions.rebuild(organisation.pk, at=at)
    _freeze(organisation.pk, manager, today, at)
    owing = next(home for home in homes if home.unpaid > MONTHS // 2 and home.old_bill)
    room = label_of(f"{owing.building % BUILDINGS_AN_ESTATE + 1}栋", "1", owing.room)
    return World(organisation.pk, manager.user, steward.user, owing.number, owing.name, room, _phone(owing.number))


def _member(organisation: Organisation, number: int, role: Role) -> Membership:
    user = User.objects.create_user(phone=f"1990000000{number}", display_name=f"同事{number}", password="not-used-here")
    return Membership.objects.create(organisation=organisation, user=user, role=role)


def _places(organisation_id: int, homes: list[Home], steward: Membership) -> None:
    """The steward looks after the first five buildings."""
    for number in range(homes[-1].building + 1):
        estate = number // BUILDINGS_AN_ESTATE
        if number % BUILDINGS_AN_ESTATE == 0:
            Estate.objects.create(
                id=estate + 1,
                organisation_id=organisation_id,
                name=f"第{estate + 1}小区",
                late_charge_daily_rate="0.0005",
            )
        sort_no = number % BUILDINGS_AN_ESTATE + 1
        Building.objects.create(
            id=number + 1, organisation_id=organisation_id, estate_id=estate + 1, name=f"{sort_no}栋", sort_no=sort_no,
            steward=steward if number < 5 else None,
        )  # fmt: skip


def _people(organisation_id: int, homes: list[Home]) -> None:
    columns = ("id", "organisation_id", "name", "pinyin", "phone", "phone_index", "id_no", "id_no_index", "is_company")
    insert_rows(Party, columns, (_party(organisation_id, home) for home in homes))
    columns = (
        "id", "organisation_id", "estate_id", "building_id", "entrance", "room", "kind", "label", "sort_key",
        "area_x100", "unit_price_x10000", "is_delivered", "is_vacant", "do_not_contact", "owner_name", "pinyin", "note",
    )  # fmt: skip
    insert_rows(Premises, columns, (_premises(organisation_id, home) for home in homes))
    owners = ((organisation_id, home.number, home.number) for home in homes)
    insert_rows(Ownership, ("organisation_id", "premises_id", "owner_id"), owners)


def _phone(number: int) -> str:
    return f"138{number:08d}"


def _party(organisation_id: int, home: Home) -> tuple[Any, ...]:
    phone = _phone(home.number)
    sealed = encrypt(phone, column="estates_party.phone"), blind_index(phone, purpose=PHONE_INDEX)
    return (home.number, organisation_id, home.name, initials(home.name), *sealed, "", "", False)


def _premises(organisation_id: int, home: Home) -> tuple[Any, ...]:
    building = f"{home.building % BUILDINGS_AN_ESTATE + 1}栋"
    label = label_of(building, "1", home.room)
    place = (home.building // BUILDINGS_AN_ESTATE + 1, home.building + 1, "1", home.room, "residence")
    size = (label, sort_key_of(label), home.fee_fen // 2, 20000)
    return (
        home.number, organisation_id, *place, *size, True, False, False, home.name, initials(home.name), "",
    )  # fmt: skip


ROW: Final = ("id", "organisation_id", "amount_fen", "recorded_at", "note")


def _ledger(organisation_id: int, homes: list[Home], today: dt.date, moment: str) -> None:
    item = FeeItem.objects.create(organisation_id=organisation_id, name="物业费", kind="property_fee")
    firsts = [add_months(today.replace(day=1), -back) for back in range(MONTHS, 0, -1)]
    spans = [(str(first), str(add_months(first, 1) - dt.timedelta(days=1))) for first in firsts]

    def charges() -> Iterator[tuple[Any, ...]]:
        for home in homes:
            for month, (start, end) in enumerate(spans):
                number = (home.number - 1) * MONTHS + month + 1
                yield (
                    number,
                    organisation_id,
                    home.fee_fen,
                    moment,
                    "",
                    home.number,
                    item.pk,
                    home.number,
                    start,
                    end,
                    end,
                )
        number = len(homes) * MONTHS
        for home in homes:
            if home.old_bill:
                number += 1
                first = add_months(today.replace(day=1), -33 - home.number % 8)
                last = str(add_months(first, 1) - dt.timedelta(days=1))
                yield (
                    number,
                    organisation_id,
                    home.fee_fen,
                    moment,
                    "",
                    home.number,
                    item.pk,
                    home.number,
                    str(first),
                    last,
                    last,
                )

    columns = (*ROW, "premises_id", "fee_item_id", "payer_id", "period_start", "period_end", "due_on")
    insert_rows(Charge, columns, charges())
    _payments(organisation_id, homes, spans, moment)


def _payments(organisation_id: int, homes: list[Home], spans: list[tuple[str, str]], moment: str) -> None:
    """Each quarter's paid months in one payment, on the last day of its last month."""
    payments, allocations = [], []
    for home in homes:
        for quarter in range(0, MONTHS - home.unpaid, 3):
            months = range(quarter, min(quarter + 3, MONTHS - home.unpaid))
            paid_on, number = spans[months[-1]][1], len(payments) + 1
            payments.append(
                (
                    number,
                    organisation_id,
                    home.fee_fen * len(months),
                    moment,
                    "",
                    home.number,
                    paid_on,
                    "wechat",
                    "",
                    "",
                )
            )
            for month in months:
                charge = (home.number - 1) * MONTHS + month + 1
                allocations.append(
                    (
                        len(allocations) + 1,
                        organisation_id,
                        home.fee_fen,
                        moment,
                        "",
                        number,
                        charge,
                        "principal",
                        "",
                        paid_on,
                    )
                )
    insert_rows(Payment, (*ROW, "premises_id", "paid_on", "method", "payer_name", "reference"), payments)
    insert_rows(Allocation, (*ROW, "payment_id", "charge_id", "component", "reason", "effective_on"), allocations)


def _services(organisation_id: int, homes: list[Home], today: dt.date) -> None:
    """Twelve records an estate and one open ticket in five hundred households."""
    days = [str(today - dt.timedelta(days=30 * back)) for back in range(12)]
    estates = homes[-1].building // BUILDINGS_AN_ESTATE + 1
    records = (
        (organisation_id, estate + 1, "", "cleaning", day, "楼道清洁", "", "")
        for estate in range(estates)
        for day in days
    )
    columns = ("organisation_id", "estate_id", "entrance", "category", "done_on", "what", "done_by", "fingerprint")
    insert_rows(ServiceRecord, columns, records)
    tickets = ((organisation_id, home.number, "厨房漏水", "open", days[1], "", "", "", "") for home in homes[::500])
    columns = (
        "organisation_id", "premises_id", "what", "state", "opened_on", "what_was_done", "confirmation", "reference",
        "fingerprint",
    )  # fmt: skip
    insert_rows(RepairTicket, columns, tickets)


def _freeze(organisation_id: int, manager: Membership, today: dt.date, at: dt.datetime) -> None:
    """Last month's figures, so that the trend has a point and a frozen page can be asked for."""
    from jiefen.accounts.actors import system_actor

    freeze_month(by=system_actor(organisation_id), month=add_months(today.replace(day=1), -1), at=at)

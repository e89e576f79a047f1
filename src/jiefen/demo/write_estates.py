"""Writing the places and the people: estates, contracts, buildings, parties, premises, who owns and who lives there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from jiefen.demo.book import Person
from jiefen.demo.months import Calendar, shifted
from jiefen.demo.places import CITY, ESTATES, Holding, Home
from jiefen.demo.staff import Staff
from jiefen.demo.world import World
from jiefen.estates.bulk import building_name, sort_key_of
from jiefen.estates.identities import PHONE_INDEX
from jiefen.estates.models import Building, Estate, Occupancy, Ownership, Party, Premises, ServiceContract
from jiefen.estates.names import SEPARATOR, initials
from jiefen.shared.bulk import insert_rows, reserve_ids
from jiefen.shared.crypto import blind_index, encrypt

PHONE_COLUMN = "estates_party.phone"  # EncryptedTextField.column_label


@dataclass
class Places:
    """Database ids of estates, and of buildings by (estate, number)."""

    estates: list[int] = field(default_factory=list)
    buildings: dict[tuple[int, str], int] = field(default_factory=dict)


def write_estates(world: World, staff: Staff) -> Places:
    """Everything about where and who; afterwards each home and person carries its ``number``."""
    places = Places()
    for number in range(len(ESTATES)):
        places.estates.append(_estate(number, staff.organisation_id, world.calendar))
        _buildings(number, places, staff)
    _parties(world.people, staff.organisation_id)
    _premises(world.homes, places, staff.organisation_id)
    _owners(world.homes, staff.organisation_id)
    _occupiers(world.homes, staff.organisation_id)
    return places


def _estate(number: int, organisation_id: int, calendar: Calendar) -> int:
    plan = ESTATES[number]
    estate = Estate.objects.create(
        organisation_id=organisation_id, name=plan.name, city=CITY, due_rule="period_end",
        late_charge_daily_rate=plan.late_rate, manager_name=plan.manager,
    )  # fmt: skip
    pre_phase = plan.age_years < 10
    starts = shifted(calendar.today, -12 * min(plan.age_years, 5))
    ServiceContract.objects.create(
        organisation_id=organisation_id, estate=estate, contract_no=f"HF-{number + 1:02d}-{starts.year}",
        title=f"{plan.name}{'前期' if pre_phase else ''}物业服务合同", signed_on=starts - dt.timedelta(days=20),
        starts_on=starts, is_pre_phase=pre_phase, continued_after_expiry=not pre_phase,
        ends_on=None if pre_phase else shifted(calendar.today, -5) - dt.timedelta(days=1),
    )  # fmt: skip
    return int(estate.pk)


def _buildings(number: int, places: Places, staff: Staff) -> None:
    """Every building, and one place for what belongs to none (as the import calls it)."""
    plan = ESTATES[number]
    for sort_no in range(1, plan.buildings + 2):
        name = str(sort_no) if sort_no <= plan.buildings else ""
        building = Building.objects.create(
            organisation_id=staff.organisation_id, estate_id=places.estates[number], name=building_name(name),
            sort_no=sort_no if name else 999, steward_id=staff.stewards[plan.stewards[sort_no - 1]],
        )  # fmt: skip
        places.buildings[number, name] = building.pk


def _parties(people: list[Person], organisation_id: int) -> None:
    columns = ("id", "organisation_id", "name", "pinyin", "phone", "phone_index", "id_no", "id_no_index", "is_company")
    for person, number in zip(people, reserve_ids(Party, len(people)), strict=True):
        person.number = number
    rows = (
        (
            person.number, organisation_id, person.name, initials(person.name)[:40],
            encrypt(person.phone, column=PHONE_COLUMN), blind_index(person.phone, purpose=PHONE_INDEX), "", "",
            person.is_company,
        )
        for person in people
    )  # fmt: skip
    insert_rows(Party, columns, rows)


PREMISES_COLUMNS = (
    "id", "organisation_id", "estate_id", "building_id", "entrance", "room", "kind", "label", "sort_key",
    "area_x100", "unit_price_x10000", "delivered_on", "is_delivered", "is_vacant", "do_not_contact",
    "owner_name", "pinyin", "note",
)  # fmt: skip


def _premises(homes: list[Home], places: Places, organisation_id: int) -> None:
    for home, number in zip(homes, reserve_ids(Premises, len(homes)), strict=True):
        home.number = number
    insert_rows(Premises, PREMISES_COLUMNS, (_premises_row(home, places, organisation_id) for home in homes))


def _premises_row(home: Home, places: Places, organisation_id: int) -> tuple[Any, ...]:
    estate_id, building_id = places.estates[home.estate], places.buildings[home.estate, home.building]
    owner = SEPARATOR.join(holding.person.name for holding in home.owners if holding.until_on is None)
    return (
        home.number, organisation_id, estate_id, building_id, home.entrance, home.room, home.kind, home.label,
        sort_key_of(home.label), home.area_x100, home.price_x10000, home.delivered_on and str(home.delivered_on),
        home.is_delivered, home.is_vacant, home.do_not_contact, owner, initials(owner)[:60], home.note,
    )  # fmt: skip


def _owners(homes: list[Home], organisation_id: int) -> None:
    columns = ("organisation_id", "premises_id", "owner_id", "from_on", "until_on", "share_percent")
    spans = ((home, holding) for home in homes for holding in home.owners)
    insert_rows(Ownership, columns, ((*_span(organisation_id, *one), one[1].share) for one in spans))


def _occupiers(homes: list[Home], organisation_id: int) -> None:
    columns = ("organisation_id", "premises_id", "occupier_id", "from_on", "until_on", "pays_fees")
    spans = ((home, holding) for home in homes for holding in home.occupiers)
    insert_rows(Occupancy, columns, ((*_span(organisation_id, *one), one[1].pays) for one in spans))


def _span(organisation_id: int, home: Home, holding: Holding) -> tuple[int, int, int, str | None, str | None]:
    from_on, until_on = (day and str(day) for day in (holding.from_on, holding.until_on))
    return organisation_id, home.number, holding.person.number, from_on or None, until_on or None

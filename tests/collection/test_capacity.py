"""How many households a day: agreed per steward from a day on, logged, kept by Today, and never before an appointment."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from jiefen.accounts.models import Membership
from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused
from jiefen.collection.models import FollowUp, StewardCapacity
from jiefen.collection.queries.capacity import agreed_with, capacities
from jiefen.collection.queries.today import todays_list
from jiefen.estates.models import Building
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.arrears import give_to, make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_membership, make_organisation

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def estate():
    return make_estate(make_organisation(), "云栖里")


@pytest.fixture
def manager(estate):
    return make_actor(estate.organisation, Role.MANAGER)


@pytest.fixture
def steward(estate):
    for number in range(101, 141):
        make_debtor(estate, str(number), (2026, 8))
    member = make_membership(estate.organisation, Role.STEWARD)
    give_to(member, estate)
    return actor_of_membership(member)


def agree(manager, steward, cards, from_on=TODAY, **more):
    return actions.set_capacity(
        membership_id=steward.membership_id, cards=cards, from_on=from_on, by=manager, at=AT, **more
    )


def rooms(steward, day=TODAY):
    mine = list(Building.objects.filter(steward_id=steward.membership_id).values_list("pk", flat=True))
    found = todays_list(steward, today=day, building_ids=mine, steward_id=steward.membership_id)
    return [card.label.rsplit("单元", 1)[1] for card in found]


def test_thirty_unless_something_else_was_agreed(steward, manager):
    assert len(rooms(steward)) == 30
    agree(manager, steward, 12)
    assert len(rooms(steward)) == 12
    agree(manager, steward, 35)
    assert len(rooms(steward)) == 35, "the newest of a day holds"


def test_from_the_day_on_and_not_before(steward, manager):
    agree(manager, steward, 5, TODAY + 2 * DAY)
    assert len(rooms(steward, TODAY + DAY)) == 30
    assert len(rooms(steward, TODAY + 2 * DAY)) == 5
    assert capacities(manager.organisation_id, TODAY) == {}
    assert capacities(manager.organisation_id, TODAY + 2 * DAY) == {steward.membership_id: 5}


def appointment(estate, room, hour=None, kind="appointment"):
    home = estate.premises.get(room=room)
    return FollowUp.objects.create(
        organisation=estate.organisation, premises=home, what="面谈", kind=kind, due_on=TODAY,
        due_time=dt.time(hour) if hour else None,
    )  # fmt: skip


def test_appointments_of_the_day_come_first_by_their_hour_and_are_never_cut(steward, manager, estate):
    agree(manager, steward, 2)
    appointment(estate, "105", 16)
    appointment(estate, "103", 9)
    assert rooms(steward) == ["103", "105"]
    appointment(estate, "101", kind="repair_visit")
    assert rooms(steward) == ["101", "103", "105"]
    agree(manager, steward, 0)
    assert rooms(steward) == ["101", "103", "105"]
    FollowUp.objects.update(done_at=AT)
    assert rooms(steward) == []


def test_one_elses_appointments_stay_there(steward, manager, estate):
    make_debtor(estate, "901", (2026, 8), building="9栋")
    appointment(estate, "901", 9)
    assert "901" not in rooms(steward)


def test_what_was_agreed_is_logged_and_kept(steward, manager):
    row = agree(manager, steward, 12, note="这周带新人")
    event = Event.objects.get(code="collection.capacity_set")
    assert event.data == {"steward": steward.membership_id, "cards": 12, "from_on": str(TODAY)}
    assert (event.actor_no, event.subject_no) == (manager.membership_id, str(row.pk))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StewardCapacity.objects.update(cards=1)
    found = agreed_with(manager, steward.membership_id, today=TODAY)
    assert (found.cards, [each.note for each in found.history]) == (12, ["这周带新人"])


@pytest.mark.parametrize(
    ("cards", "from_on", "code"),
    [(-1, TODAY, "capacity"), (101, TODAY, "capacity"), (True, TODAY, "capacity"), (5, TODAY - DAY, "past_day")],
)
def test_what_cannot_be_agreed(steward, manager, cards, from_on, code):
    with pytest.raises(CollectionRefused) as refused:
        agree(manager, steward, cards, from_on)
    assert refused.value.code == f"collection.{code}"


def test_who_may(steward, manager, estate):
    finance = make_actor(estate.organisation, Role.FINANCE)
    for by in (steward, finance):
        with pytest.raises(NotPermitted, match="商量"):
            agree(by, steward, 5)
    stranger = make_actor(make_organisation(), Role.ADMIN)
    with pytest.raises(NotFound):
        agree(stranger, steward, 5)
    with pytest.raises(NotFound):
        agreed_with(stranger, steward.membership_id, today=TODAY)
    Membership.objects.filter(pk=steward.membership_id).update(is_active=False)
    with pytest.raises(NotFound):
        agree(manager, steward, 5)
    assert not StewardCapacity.objects.exists()

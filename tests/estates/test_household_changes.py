"""Owners, occupiers, delivery: history is kept, the payer of any day is known, the list's columns stay right."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from jiefen.accounts.roles import Role
from jiefen.audit.queries import events_about
from jiefen.estates.actions import change_owner, deliver, mark_undelivered, set_do_not_contact, set_occupier
from jiefen.estates.identities import PHONE_INDEX
from jiefen.estates.models import Ownership, Party
from jiefen.estates.people import NameRefused, Person
from jiefen.estates.queries import owners_on, ownership_history, payer_on
from jiefen.estates.refusals import ChangeDateRefused, DeliveryRefused, OwnersRefused
from jiefen.shared.crypto import blind_index
from jiefen.shared.errors import NotFound, NotPermitted
from tests.factories.household import Household, make_household
from tests.factories.world import AT, TODAY, make_premises

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 15)
DEVELOPER = Person("云栖置业有限公司", is_company=True)


def change(home: Household, *owners: Person, on: dt.date = JUNE, **more: object) -> tuple[Ownership, ...]:
    terms = {"premises_id": home.premises.pk, "by": home.by, "at": AT, **more}
    return change_owner(owners=owners, on=on, **terms)


def act(home: Household, action: object, **more: object) -> object:
    return action(**{"premises_id": home.premises.pk, "by": home.by, "at": AT, **more})


def payer(home: Household, day: dt.date) -> str:
    found = payer_on(home.premises.pk, day)
    return found.name if found else ""


def test_a_new_owner_from_a_day_on():
    home = make_household()
    change(home, Person("李军", phone="139 0000 1234", id_no="11010519491231002X"))
    spans = [(span.name, span.from_on, span.until_on) for span in ownership_history(home.premises.pk)]
    assert spans == [("李军", JUNE, None), ("王芳", dt.date(2020, 1, 1), dt.date(2026, 6, 14))]
    assert [payer(home, day) for day in (dt.date(2019, 1, 1), dt.date(2026, 6, 14), JUNE)] == ["", "王芳", "李军"]
    home.premises.refresh_from_db()
    assert (home.premises.owner_name, home.premises.pinyin) == ("李军", "lj")


def test_phone_and_identity_number_are_stored_encrypted_and_found_by_index():
    home = make_household()
    change(home, Person("李军", phone="139 0000 1234", id_no="11010519491231002X"))
    party = Party.objects.get(phone_index=blind_index("13900001234", purpose=PHONE_INDEX))
    assert (party.phone, party.id_no, party.pinyin) == ("13900001234", "11010519491231002X", "lj")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_no FROM estates_party WHERE id = %s", [party.pk])
        assert not any("1390000" in raw or "110105" in raw for raw in cursor.fetchone())


def test_several_owners_with_shares():
    home = make_household()
    change(home, Person("王芳", share_percent=30), Person("单军", share_percent=70))
    assert [party.name for party in owners_on(home.premises.pk, TODAY)] == ["单军", "王芳"]
    home.premises.refresh_from_db()
    assert (home.premises.owner_name, home.premises.pinyin, payer(home, TODAY)) == ("王芳、单军", "wfsj", "单军")
    assert Party.objects.filter(name="王芳").count() == 1


def test_the_same_person_is_recognised_by_number_not_by_name_alone():
    home, second = make_household(), make_household()
    first = change(home, Person("李军", phone="13900001234"))[0].owner
    by = {"by": home.by, "premises_id": home.premises.pk}
    assert change(home, Person("李军"), on=TODAY, **by)[0].owner == first
    other = make_household()
    assert change(other, Person("李军", phone="13900001234"))[0].owner != first
    namesake = change(second, Person("李军", phone="13900009999"))[0].owner
    assert namesake.organisation_id == second.by.organisation_id and namesake != first


def test_a_namesake_elsewhere_in_the_company_is_somebody_else_unless_a_number_says_so():
    home = make_household()
    neighbour = make_premises(home.estate, owner="赵敏", phone="13900005555")
    known = Party.objects.get(name="赵敏")
    assert change(home, Person("赵敏"))[0].owner != known
    assert change(home, Person("赵敏", phone="13900005555"), on=TODAY)[0].owner == known
    assert change(home, Person(party_id=known.pk), on=TODAY, premises_id=neighbour.pk)[0].owner == known


def test_a_number_learnt_later_is_added():
    home = make_household()
    party = change(home, Person("王芳", phone="13900001234"))[0].owner
    assert (party.pk, party.phone) == (Party.objects.get(name="王芳").pk, "13900001234")


@pytest.mark.parametrize(
    ("owners", "refusal"),
    [
        ((), OwnersRefused),
        ((Person("甲", share_percent=50), Person("乙")), OwnersRefused),
        ((Person("甲", share_percent=50), Person("乙", share_percent=49)), OwnersRefused),
        ((Person("甲", share_percent=0), Person("乙", share_percent=100)), OwnersRefused),
        ((Person("甲", phone="13900001234"), Person("甲", phone="13900001234")), OwnersRefused),
        ((Person(" "),), NameRefused),
        ((Person("长" * 81),), NameRefused),
        ((Person(party_id=10**9),), NotFound),
    ],
)
def test_owners_that_cannot_be_right_are_refused(owners, refusal):
    home = make_household()
    with pytest.raises(refusal):
        change(home, *owners)
    assert [span.name for span in ownership_history(home.premises.pk)] == ["王芳"]


@pytest.mark.parametrize("on", [dt.date(2020, 1, 1), dt.date(2019, 5, 1), TODAY + dt.timedelta(days=1)])
def test_a_change_lies_between_the_last_one_and_today(on):
    with pytest.raises(ChangeDateRefused):
        change(make_household(), Person("李军"), on=on)


def test_an_occupier_who_pays_is_asked_first_and_ends_with_the_next():
    home = make_household()
    act(home, set_occupier, occupier=Person("赵租"), on=dt.date(2026, 3, 1), pays_fees=True)
    act(home, set_occupier, occupier=Person("钱租"), on=JUNE)
    assert [payer(home, dt.date(2026, month, 20)) for month in (2, 3, 6)] == ["王芳", "赵租", "王芳"]
    act(home, set_occupier, occupier=None, on=TODAY)
    with pytest.raises(ChangeDateRefused):
        act(home, set_occupier, occupier=Person("孙租"), on=TODAY + dt.timedelta(days=1))
    assert payer(home, TODAY) == "王芳"


def test_the_developer_pays_until_the_day_before_delivery():
    home = make_household()
    act(home, mark_undelivered, developer=DEVELOPER)
    assert payer(home, dt.date(2026, 1, 1)) == "云栖置业有限公司"
    with pytest.raises(DeliveryRefused, match="未交付"):
        act(home, mark_undelivered, developer=DEVELOPER)
    with pytest.raises(DeliveryRefused, match="还没有交付"):
        act(home, set_occupier, occupier=Person("赵租"), on=JUNE)
    act(home, deliver, on=JUNE)
    assert (payer(home, dt.date(2026, 6, 14)), payer(home, JUNE)) == ("云栖置业有限公司", "王芳")
    home.premises.refresh_from_db()
    assert (home.premises.is_delivered, home.premises.delivered_on) == (True, JUNE)
    with pytest.raises(DeliveryRefused, match="已经交付"):
        act(home, deliver, on=JUNE)


def test_premises_somebody_lives_in_are_not_undelivered():
    home = make_household()
    act(home, set_occupier, occupier=Person("赵租"), on=JUNE)
    with pytest.raises(DeliveryRefused, match="使用人"):
        act(home, mark_undelivered, developer=DEVELOPER)


def test_anybody_may_stop_contact_but_not_everybody_may_lift_it():
    home = make_household()
    steward = home.in_role(Role.STEWARD)
    home.premises.building.steward_id = steward.membership_id
    home.premises.building.save()
    act(home, set_do_not_contact, do_not_contact=True, by=steward)
    home.premises.refresh_from_db()
    assert home.premises.do_not_contact
    with pytest.raises(NotPermitted):
        act(home, set_do_not_contact, do_not_contact=False, by=steward)
    act(home, set_do_not_contact, do_not_contact=False)
    home.premises.refresh_from_db()
    assert not home.premises.do_not_contact


def test_who_owns_is_not_for_stewards_to_change():
    home = make_household()
    steward = home.in_role(Role.STEWARD)
    for attempt in (
        lambda: change(home, Person("李军"), by=steward),
        lambda: act(home, mark_undelivered, developer=DEVELOPER, by=steward),
        lambda: act(home, deliver, on=JUNE, by=steward),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_foreign_premises_and_parties_do_not_exist():
    home, other = make_household(), make_household()
    stranger = Party.objects.get(organisation_id=other.by.organisation_id)
    for attempt in (
        lambda: change(home, Person("李军"), by=other.by),
        lambda: change(home, Person(party_id=stranger.pk)),
        lambda: act(home, set_occupier, occupier=None, on=JUNE, by=other.by),
        lambda: act(home, mark_undelivered, developer=DEVELOPER, by=other.by),
        lambda: act(home, deliver, on=JUNE, by=other.by),
        lambda: act(home, set_do_not_contact, do_not_contact=True, by=other.by),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_changes_are_logged_without_names():
    home = make_household()
    change(home, Person("李军", phone="13900001234"))
    event = events_about(
        organisation_id=home.by.organisation_id, subject_type="estates.premises", subject_no=home.premises.pk
    ).get()
    parties = {party.name: party.pk for party in Party.objects.all()}
    assert event.code == "estates.owner_changed"
    assert event.data == {"on": "2026-06-15", "before": [parties["王芳"]], "after": [parties["李军"]]}

"""Who may know of which premises, and that looking leaves a trace."""

from __future__ import annotations

import pytest

from jiefen.accounts.roles import Role
from jiefen.audit.queries import events_about
from jiefen.estates.access import get_estate_for, get_premises_for
from jiefen.estates.actions import view_household
from jiefen.estates.queries import reachable_estates
from jiefen.shared.errors import NotFound
from tests.factories.household import make_household
from tests.factories.world import AT, make_estate, make_premises

pytestmark = pytest.mark.django_db


def test_another_organisations_premises_do_not_exist():
    home, other = make_household(), make_household()
    assert get_premises_for(home.by, home.premises.pk) == home.premises
    for number in (other.premises.pk, 10**9):
        with pytest.raises(NotFound):
            get_premises_for(home.by, number)
    with pytest.raises(NotFound):
        get_estate_for(home.by, other.estate.pk)


def test_a_steward_reaches_the_whole_estate_of_his_building_and_no_other():
    home = make_household()
    steward = home.in_role(Role.STEWARD)
    beside = make_premises(home.estate, building="2栋")
    elsewhere = make_premises(make_estate(home.premises.organisation))
    with pytest.raises(NotFound):
        get_premises_for(steward, home.premises.pk)
    home.premises.building.steward_id = steward.membership_id
    home.premises.building.save()
    assert get_premises_for(steward, beside.pk) == beside
    with pytest.raises(NotFound):
        get_premises_for(steward, elsewhere.pk)
    assert reachable_estates(steward) == [home.estate]
    assert len(reachable_estates(home.by)) == 2


def test_withdrawn_premises_are_hidden():
    home = make_household()
    home.premises.withdrawn_at = AT
    home.premises.save()
    with pytest.raises(NotFound):
        get_premises_for(home.by, home.premises.pk)


def test_looking_at_a_household_is_logged(django_assert_num_queries):
    home = make_household()
    with django_assert_num_queries(1):
        premises = get_premises_for(home.by, home.premises.pk)
        assert premises.estate.name and premises.building.name
    view_household(premises_id=home.premises.pk, by=home.by, at=AT)
    event = events_about(
        organisation_id=home.by.organisation_id, subject_type="estates.premises", subject_no=home.premises.pk
    ).get()
    assert (event.code, event.actor_no, event.data) == ("estates.household_viewed", home.by.membership_id, {})

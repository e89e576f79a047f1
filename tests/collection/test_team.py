"""The team's page in numbers: by area, for the household's area whoever did the work, never another organisation's."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.models import FollowUp
from jiefen.collection.queries.compliance import compliance
from jiefen.collection.queries.quality import talk_outcomes
from jiefen.collection.queries.team import areas, most_blocked
from jiefen.collection.queries.waiting import approvals_waiting
from jiefen.estates.models import Building
from jiefen.ledger import positions
from jiefen.rules.comparison import Tally
from jiefen.service_log.actions import open_ticket
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home, new_key
from tests.factories.world import make_charge, make_membership, make_premises

pytestmark = pytest.mark.django_db
LATER = AT + 40 * DAY


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def seen(home, now=AT):
    return areas(home.manager, today=now.date(), now=now)


def neighbour(home, building="9栋", steward=True, fen=7_000):
    """Another household of the estate, in a building of another steward or of nobody."""
    premises = make_premises(home.premises.estate, building=building)
    if steward:
        member = make_membership(home.premises.organisation, Role.STEWARD, name="田小满")
        Building.objects.filter(pk=premises.building_id).update(steward=member)
    make_charge(premises, fen, dt.date(2026, 1, 1))
    positions.refresh([premises.pk], at=AT)
    return premises


def test_what_stands_in_an_area(home):
    home.promise(5_000)
    home.talk(initiated_by="us", purpose="care")
    home.talk(initiated_by="us", purpose="care", reached="nobody", identity_check="not_checked", channel="visit")
    open_ticket(premises_id=home.id, what="漏水", opened_on=TODAY, by=home.steward, at=AT)
    FollowUp.objects.create(
        organisation=home.premises.organisation, premises=home.premises, what="看漏水", due_on=TODAY
    )
    (area,) = seen(home)
    assert (area.steward_id, area.name) == (home.steward.membership_id, "何苗")
    assert (area.households, area.owing, area.follow_ups) == (1, 1, 1)
    assert (area.contacts, area.reached) == (2, 1)
    assert (area.promises, area.promised_fen) == (1, 5_000)
    assert (area.tickets, area.blocked_fen) == (1, 30_000)


def test_what_lies_further_away_is_not_counted(home):
    home.promise(5_000, TODAY + 8 * DAY)
    home.talk(initiated_by="us", purpose="care", at=AT - 8 * DAY)
    home.talk()  # the owner's own call
    FollowUp.objects.create(
        organisation=home.premises.organisation, premises=home.premises, what="以后", due_on=TODAY + 8 * DAY
    )
    (area,) = seen(home)
    assert (area.promises, area.contacts, area.follow_ups) == (0, 0, 0)


def test_areas_stand_by_name_and_what_nobody_looks_after_comes_last(home):
    neighbour(home, "8栋", steward=False)
    neighbour(home)
    assert [(area.name, area.households) for area in seen(home)] == [("何苗", 1), ("田小满", 1), ("还没有分给管家", 1)]


def test_work_done_for_an_area_counts_there_whoever_did_it(home):
    premises = neighbour(home)
    draft = home.draft(initiated_by="us", purpose="care")
    actions.record_contact(premises_id=premises.pk, draft=draft, client_key=new_key(), by=home.manager, at=AT)
    assert [(area.name, area.contacts) for area in seen(home)] == [("何苗", 0), ("田小满", 1)]


def test_another_organisation_is_not_seen(home):
    other = make_home(50_000)
    other.promise(1_000)
    open_ticket(premises_id=other.id, what="漏水", opened_on=TODAY, by=other.steward, at=AT)
    assert [area.households for area in seen(home)] == [1]
    assert most_blocked(home.manager) == []
    assert talk_outcomes(home.manager, today=TODAY).mature == 0


def test_the_number_of_queries_does_not_grow(home, django_assert_num_queries):
    with django_assert_num_queries(8):
        seen(home)
    for number in range(3):
        neighbour(home, f"{number + 20}栋")
    with django_assert_num_queries(8):
        assert len(seen(home)) == 4


def test_repairs_that_hold_up_the_most_money_come_first(home, django_assert_num_queries):
    small = neighbour(home)
    for premises_id, what in ((small.pk, "灯不亮"), (home.id, "屋面漏水"), (home.id, "对讲机没有声音")):
        open_ticket(premises_id=premises_id, what=what, opened_on=TODAY, by=home.manager, at=AT)
    with django_assert_num_queries(2):
        found = most_blocked(home.manager)
    assert [(row.what, row.outstanding_fen) for row in found] == [("屋面漏水", 30_000), ("灯不亮", 7_000)]


def test_a_repair_for_somebody_who_owes_nothing_blocks_no_money(home):
    home.pay(30_000)
    open_ticket(premises_id=home.id, what="漏水", opened_on=TODAY, by=home.steward, at=AT)
    assert (seen(home)[0].tickets, seen(home)[0].blocked_fen) == (1, 0)
    assert most_blocked(home.manager) == []


def test_admitted_breaches_are_counted_by_rule(home, django_assert_num_queries):
    night = AT.replace(hour=21) - DAY
    home.talk(initiated_by="us", at=night, admits_breach=True, now=AT)
    home.talk(initiated_by="us", purpose="bill", reached="other", at=AT, admits_breach=True)
    home.talk(initiated_by="us", purpose="care", at=AT - 3 * DAY)
    with django_assert_num_queries(2):
        found = compliance(home.manager, today=TODAY)
    assert (found.contacts, found.admitted, found.refused) == (3, 2, 0)
    assert found.breaches == (("quiet_hours", 1), ("third_party", 1))
    assert compliance(home.manager, today=TODAY + 91 * DAY).admitted == 0


def test_talks_and_what_came_of_them(home, django_assert_num_queries):
    asked = ("最近住得怎么样？", "哪件事最让您不放心？", "您希望我们先做哪一件？")
    home.talk(talk=Talk(questions_asked=asked))
    home.pay(5_000, TODAY + 14 * DAY, at=LATER)
    with django_assert_num_queries(3):
        found = talk_outcomes(home.manager, today=LATER.date())
    assert (found.mature, found.fresh) == (1, 0)
    assert found.rehearsal[1].tally == found.questions[0].tally == Tally(1, 1)


@pytest.mark.parametrize(
    ("days", "entered", "paid"),
    [(15, LATER, 0), (0, AT.replace(hour=9), 0), (0, AT + DAY, 1)],
    ids=["a day too late", "entered before the talk", "the same day, afterwards"],
)
def test_only_money_that_came_after_the_talk_and_in_time(home, days, entered, paid):
    home.pay(5_000, TODAY + days * DAY, at=entered)
    home.talk()
    assert talk_outcomes(home.manager, today=LATER.date()).rehearsal[1].tally == Tally(paid, 1)


def test_care_is_no_talk_about_money(home):
    home.talk(purpose="care")
    home.talk(purpose="aftercare")
    assert talk_outcomes(home.manager, today=LATER.date()).mature == 0


def test_what_waits_for_approval(home, django_assert_num_queries):
    home.plan(12, approved=False)
    actions.apply_vacancy(premises_id=home.id, from_on=TODAY, by=home.steward, at=AT)
    with django_assert_num_queries(5):
        assert approvals_waiting(home.manager) == 2


def test_a_steward_sees_his_estates_only(home):
    steward = make_membership(home.premises.organisation, Role.STEWARD)
    assert areas(actor_of_membership(steward), today=TODAY, now=AT) == []

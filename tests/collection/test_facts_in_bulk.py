"""Facts for the contact rules and for the night: right for one household, and as many queries for many as for one."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection import actions
from jiefen.collection.models import FollowUp
from jiefen.collection.queries.commitments import NOTHING, facts_for
from jiefen.collection.queries.contact_facts import history_for, permission_for
from jiefen.collection.queries.household import Happened, household_of
from jiefen.collection.queries.known_rows import agreed_in, known_of
from jiefen.estates.models import Occupancy, Party, Premises
from jiefen.ledger.models import ImportBatch
from jiefen.service_log.actions import open_ticket
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def busy(home) -> None:
    """A household about which everything stands at once."""
    home.pay(100, on=TODAY - 4 * DAY)
    actions.due_aftercare(organisation_id=home.premises.organisation_id, today=TODAY, at=AT)
    home.promise(5_000)
    home.plan(3, agreed=False)
    terms = {"premises_id": home.id, "by": home.steward, "at": AT}
    actions.open_dispute(charge_ids=[home.charges[0].pk], reason="area", **terms)
    actions.request_breathing_space(reason="illness", from_on=TODAY, until_on=TODAY + DAY, **terms)
    actions.apply_vacancy(from_on=TODAY, **terms)
    actions.request_waiver(charge_id=home.charges[0].pk, amount_fen=1, reason="x", component="principal", **terms)
    actions.set_contact_wish(kind="no_visit", **terms)
    open_ticket(what="漏水", **terms)
    home.talk(talk=Talk(owner_words="先修好"))


def test_everything_that_stands(home):
    busy(home)
    facts = facts_for([home.id], today=TODAY)[home.id]
    assert (facts.promise.amount_fen, facts.promise.paid_fen, facts.promise.due_on) == (5_000, 0, TODAY + 7 * DAY)
    assert (facts.plan.state, facts.plan.total_fen, facts.plan.next_due_on) == ("proposed", 29_900, None)
    assert (facts.dispute_state, facts.disputed_charge_ids) == ("open", {home.charges[0].pk})
    assert (facts.breathing_state, facts.breathing_until) == ("requested", TODAY + DAY)
    assert (facts.vacancy_state, facts.waiver_state, facts.aftercare_due_to) == (
        "applied",
        "requested",
        TODAY + 3 * DAY,
    )
    assert facts_for([], today=TODAY) == {}
    assert NOTHING.promise is None


def test_promises_of_the_past_colour_the_picture_for_a_year(home):
    for fen, days in ((100, 5), (200, 6), (300, 7)):
        home.promise(fen, TODAY - days * DAY, at=AT - 30 * DAY)
        home.pay(150, on=TODAY - days * DAY)
        late = TODAY - (days - 3) * DAY
        actions.judge_promises(organisation_id=home.premises.organisation_id, today=late, at=AT)
    facts = facts_for([home.id], today=TODAY)[home.id]
    assert facts.kept_promises + facts.broken_promises == 3
    assert home.id not in facts_for([home.id], today=TODAY + 400 * DAY)


def test_a_running_plans_next_instalment(home):
    home.plan(3, first_due_on=TODAY + DAY)
    home.pay(10_000)
    facts = facts_for([home.id], today=TODAY + 5 * DAY)[home.id].plan
    assert (facts.state, facts.next_no, facts.next_left_fen, facts.missed) == ("active", 2, 10_000, 0)
    later = facts_for([home.id], today=TODAY + 40 * DAY)[home.id].plan
    assert (later.next_no, later.missed) == (2, 1)


def test_one_query_tells_the_same_as_many(django_assert_num_queries):
    """The night asks table by table, a page all at once: the answers must never differ."""
    homes = [make_home(10_000, 20_000) for _ in range(4)]
    quiet, everything, paying, broken = homes
    busy(everything)
    paying.plan(3, first_due_on=TODAY + DAY)
    paying.pay(12_000)
    paying.promise(500, TODAY + DAY)
    for fen, days in ((100, 5), (200, 6), (300, 7)):
        broken.promise(fen, TODAY - days * DAY, at=AT - 30 * DAY)
        broken.pay(150, on=TODAY - days * DAY)
        late = TODAY - (days - 3) * DAY
        actions.judge_promises(organisation_id=broken.premises.organisation_id, today=late, at=AT)
    ids = [home.id for home in homes]
    for later in (0, 5, 40, 400):
        now = AT + later * DAY
        with django_assert_num_queries(1):
            found = agreed_in(known_of(ids, now=now), today=now.date())
        assert found == facts_for(ids, today=now.date())
    assert quiet.id not in found
    assert known_of([], now=AT)["promise"] == []


@pytest.mark.parametrize("query", ["facts", "history"])
def test_as_many_queries_for_three_households_as_for_one(home, query, django_assert_num_queries):
    busy(home)

    def ask(ids):
        return facts_for(ids, today=TODAY) if query == "facts" else history_for(ids, now=AT)

    expected = 14 if query == "facts" else 3
    with django_assert_num_queries(expected):
        assert set(ask([home.id])) == {home.id}
    homes = [home, make_home(100, 200), make_home(100, 200)]
    for one in homes[1:]:
        busy(one)
    with django_assert_num_queries(expected):
        assert set(ask([one.id for one in homes])) == {one.id for one in homes}
    with django_assert_num_queries(expected):
        assert set(ask(Premises.objects.of(home.premises.organisation_id).values("pk"))) == {home.id}


def call(home, at=AT, **more):
    draft = home.draft(initiated_by="us", at=at, **more)
    return actions.record_contact(premises_id=home.id, draft=draft, client_key=new_key(), by=home.steward, at=at)


def rule(home, at=AT, purpose="bill", channel="phone") -> str:
    return permission_for(home.id, channel=channel, purpose=purpose, at=at).rule or ""


def test_yesterdays_and_todays_contacts_count(home):
    assert rule(home) == ""
    call(home)
    second = rule(home, AT + dt.timedelta(hours=1))
    assert second != "", "a second call on one day is one too many"
    assert rule(home, AT - dt.timedelta(hours=1)) == second, (
        "an earlier call that is told later is one too many as well"
    )
    assert rule(home, AT + DAY) == ""


def test_what_bars_comes_from_the_rows(home):
    home.promise(5_000)
    assert rule(home) == "standing_promise"
    open_ticket(what="漏水", premises_id=home.id, by=home.steward, at=AT)
    assert rule(home) == "open_ticket"
    assert rule(home, purpose="care") == ""


def test_a_running_plan_keeps_the_peace(home):
    home.plan(3, first_due_on=TODAY + DAY)
    assert rule(home) == "running_plan"


def test_stale_payments_and_a_tenant_at_the_door(home):
    tenant = Party.objects.create(organisation=home.premises.organisation, name="租客")
    row = Occupancy.objects.create(organisation=home.premises.organisation, premises=home.premises, occupier=tenant)
    assert (rule(home, channel="visit"), rule(home)) == ("third_party", "")
    row.pays_fees = True
    row.save()
    assert rule(home, channel="visit") == ""
    ImportBatch.objects.update(committed_at=AT - 90 * DAY)
    assert rule(home, purpose="demand") == "stale_payment_data"
    home.pay(1, at=AT)
    assert rule(home, purpose="demand") == ""


def test_the_timeline_tells_it_all(home, django_assert_num_queries):
    busy(home)
    with django_assert_num_queries(7):
        story = household_of(home.premises, today=TODAY).timeline
    told = {each.kind for each in story}
    assert {Happened.TALK, Happened.PROMISE, Happened.PLAN, Happened.DISPUTE, Happened.RELIEF, Happened.WISH} <= told
    (talk,) = [each for each in story if each.kind == Happened.TALK]
    assert (talk.what, talk.detail) == ("业主联系我们，联系到业主本人", "“先修好”")
    assert not FollowUp.objects.exists()

"""The human rates: what collection counts, how the figures and the frozen month hold it, and whom it does not count."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.models import Aftercare, PromiseToPay
from jiefen.collection.queries.human_numbers import human_facts
from jiefen.ledger.contributors import contributed, register
from jiefen.ledger.models import KpiSnapshot
from jiefen.ledger.queries.rates import HUMAN_KPIS, month_figures, ratios, scope_facts
from jiefen.ledger.snapshots import freeze_month
from jiefen.rules.kpi import KpiFacts, combine
from tests.factories.talks import AT, DAY, TODAY, make_home, new_key
from tests.factories.world import make_actor, make_organisation, make_premises

pytestmark = pytest.mark.django_db
YEAR = dt.date(2026, 1, 1)
MONTH = dt.date(2026, 11, 1)
IN_VAIN = {"initiated_by": "us", "reached": "nobody", "identity_check": "not_checked", "purpose": "care"}
NEXT_MONTH = dt.datetime(2026, 12, 2, 10, tzinfo=AT.tzinfo)


@pytest.fixture
def home():
    return make_home(10_000, 10_000)


def facts(home, start=YEAR, end=TODAY) -> KpiFacts:
    return combine(human_facts(home.premises.organisation_id, start, end).values())


def promise(home, state, due_on):
    return PromiseToPay.objects.create(
        organisation=home.premises.organisation, premises=home.premises, amount_fen=100, due_on=due_on, made_at=AT,
        state=state,
    )  # fmt: skip


def aftercare(home, number, satisfied, done_at=AT):
    return Aftercare.objects.create(
        organisation=home.premises.organisation, premises=home.premises, payment_no=number, due_from=TODAY,
        due_to=TODAY, satisfied=satisfied, done_at=done_at,
    )  # fmt: skip


def test_promises_count_once_their_day_has_come_and_the_ledger_has_spoken(home):
    for state in ("kept", "broken", "open", "superseded", "withdrawn"):
        promise(home, state, TODAY)
    promise(home, "kept", TODAY + DAY)  # paid before its day: counted when the day comes
    promise(home, "broken", YEAR - DAY)
    found = facts(home)
    assert (found.promises_kept, found.promises_due) == (1, 2)


def test_a_household_counts_once_however_often_it_was_tried(home):
    home.talk(**IN_VAIN, at=AT - 10 * DAY)
    home.talk(**IN_VAIN, at=AT - 5 * DAY)
    assert (facts(home).households_attempted, facts(home).households_reached) == (1, 0)
    home.talk()  # the owner called back
    assert (facts(home).households_attempted, facts(home).households_reached) == (1, 1)


def test_who_came_by_himself_was_not_tried(home):
    home.talk()
    assert (facts(home).households_attempted, facts(home).households_reached) == (0, 0)


def test_a_tenant_is_not_the_household_and_a_corrected_contact_is_none(home):
    wrong = home.talk(initiated_by="us", purpose="care", at=AT - 5 * DAY)
    assert facts(home).households_reached == 1
    right = home.draft(initiated_by="us", purpose="care", reached="tenant", at=AT - 5 * DAY)
    actions.correct_contact(attempt_id=wrong.pk, draft=right, client_key=new_key(), by=home.steward, at=AT)
    assert (facts(home).households_attempted, facts(home).households_reached) == (1, 0)


def test_answers_after_a_payment(home):
    for number, satisfied in enumerate((True, True, False, None)):
        aftercare(home, number, satisfied)
    aftercare(home, 9, True, done_at=dt.datetime(2025, 12, 31, 23, 59, tzinfo=AT.tzinfo))
    assert (facts(home).aftercare_satisfied, facts(home).aftercare_answered) == (2, 3)


def test_three_queries_and_nobody_elses(home, django_assert_num_queries):
    stranger = make_home(10_000)
    promise(stranger, "kept", TODAY)
    stranger.talk(initiated_by="us")
    aftercare(stranger, 77, True)
    with django_assert_num_queries(3):
        assert human_facts(home.premises.organisation_id, YEAR, TODAY) == {}
    promise(home, "kept", TODAY)
    promise(home, "kept", TODAY)
    with django_assert_num_queries(3):
        assert facts(home).promises_kept == 2


def everything(home):
    promise(home, "kept", TODAY)
    promise(home, "broken", TODAY)
    home.talk(initiated_by="us")
    aftercare(home, 5, True)


def test_the_figures_hold_both_halves(home):
    everything(home)
    estate, organisation = home.premises.estate_id, home.premises.organisation_id
    whole, parts = scope_facts(organisation, MONTH, "steward", [estate], today=TODAY)
    assert parts == {home.steward.membership_id: whole}
    assert (whole.current_charged_fen, whole.promises_due, whole.households_reached) == (20_000, 2, 1)
    found = {code: (one.numerator, one.denominator) for code, one in ratios(whole, "steward").items()}
    assert found["promise_kept_rate"] == (1, 2)
    assert found["contact_reach_rate"] == (1, 1)
    assert found["aftercare_satisfaction_rate"] == (1, 1)
    assert found["relapse_rate"] == (0, 0)


def test_what_people_did_is_never_remembered_from_before(home):
    estate, organisation = home.premises.estate_id, home.premises.organisation_id
    scope_facts(organisation, MONTH, "estate", [estate], today=TODAY)
    everything(home)
    whole, parts = scope_facts(organisation, MONTH, "estate", [estate], today=TODAY)
    assert whole.promises_due == parts[estate].promises_due == 2


def test_estates_out_of_sight_are_not_counted(home):
    everything(home)
    organisation = home.premises.organisation_id
    whole, parts = scope_facts(organisation, MONTH, "building", [], today=TODAY)
    assert (whole, parts) == (KpiFacts(), {})
    assert month_figures(organisation, MONTH, today=TODAY, estate_ids=[]).buildings == []


def test_nobody_promises_per_fee_item(home):
    everything(home)
    _, parts = scope_facts(home.premises.organisation_id, MONTH, "fee_item", [home.premises.estate_id], today=TODAY)
    (item,) = parts.values()
    assert item.promises_due == 0
    assert not set(HUMAN_KPIS) & set(ratios(item, "fee_item"))


def test_a_frozen_month_keeps_what_people_did(home):
    everything(home)
    by = make_actor(home.premises.organisation, Role.MANAGER)
    assert freeze_month(by=by, month=MONTH, at=NEXT_MONTH) > 0
    promise(home, "kept", TODAY)
    assert freeze_month(by=by, month=MONTH, at=NEXT_MONTH) == 0
    rows = KpiSnapshot.objects.filter(code="promise_kept_rate").values_list("scope", "numerator", "denominator")
    assert sorted(rows) == [("building", 1, 2), ("estate", 1, 2), ("organisation", 1, 2), ("steward", 1, 2)]
    assert not KpiSnapshot.objects.filter(scope="fee_item", code__in=HUMAN_KPIS).exists()


def test_the_number_of_queries_does_not_grow(home, django_assert_num_queries):
    everything(home)
    organisation = home.premises.organisation
    with django_assert_num_queries(7):
        month_figures(organisation.pk, MONTH, today=TODAY)
    for number in range(3):
        make_premises(home.premises.estate, building=f"{number + 5}栋")
    with django_assert_num_queries(7):
        month_figures(organisation.pk, MONTH, today=TODAY)


def test_registering_twice_counts_once(home):
    everything(home)
    register(human_facts)
    assert combine(contributed(home.premises.organisation_id, YEAR, TODAY).values()).promises_due == 2
    assert contributed(make_organisation().pk, YEAR, TODAY) == {}

"""Today's list: whom, why, and who may see it."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.collection.actions.night import run_night
from jiefen.collection.models import PromiseToPay
from jiefen.collection.queries.today import todays_list
from jiefen.collection.states import PromiseState
from jiefen.estates.models import Building
from jiefen.ledger.actions.limitation_events import record_limitation_event
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.queries import candidates
from jiefen.rules.stages import Step
from jiefen.service_log.actions import open_ticket
from jiefen.service_log.models import RepairTicket
from tests.factories.arrears import came_in, give_to, make_debtor
from tests.factories.talks import DAY, make_home
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_membership, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    make_debtor(make_estate(make_organisation()), "999", (2023, 11), fen=900_000)
    return found


@pytest.fixture
def manager(estate):
    return make_actor(estate.organisation)


def rooms(actor, **where) -> list[str]:
    return [card.label.rsplit("单元", 1)[1] for card in todays_list(actor, today=TODAY, **where)]


def test_money_about_to_be_lost_comes_before_large_sums(estate, manager):
    make_debtor(estate, "101", (2026, 8), fen=900_000, phone="13812345678")
    make_debtor(estate, "102", (2024, 1), fen=5_000)
    make_debtor(estate, "103", (2023, 11), fen=1_000)
    assert rooms(manager) == ["103", "102", "101"]


def test_the_sentence_says_why_with_amount_and_day(estate, manager):
    make_debtor(estate, "103", (2023, 11), fen=123_400)
    came_in(estate.organisation_id, AT - dt.timedelta(days=2))
    card = todays_list(manager, today=TODAY)[0]
    assert card.sentence == "1 笔 1,234.00 元将在 11月30日 过诉讼时效，先送一份能证明送达的催缴函。"
    assert (card.owed_fen, card.step, card.deadline_on) == (123_400, Step.CONTACT, dt.date(2026, 11, 30))
    assert (card.owner_name, card.estate) == ("王芳", "云栖里")


def test_a_promise_that_was_not_kept_is_named_with_its_day_and_sum():
    home = make_home(60_000, 20_000)
    for fen, days in ((20_000, 20), (60_000, 5)):
        promise = home.promise(fen)
        PromiseToPay.objects.filter(pk=promise.pk).update(state=PromiseState.BROKEN, due_on=TODAY - days * DAY)
    (card,) = todays_list(home.manager, today=TODAY)
    assert card.sentence.startswith("答应 11月18日 付 600.00 元，还没到账。")


def test_no_demand_is_proposed_before_the_payments_are_known(estate, manager):
    make_debtor(estate, "103", (2023, 11), fen=123_400)
    card = todays_list(manager, today=TODAY)[0]
    assert (card.step, card.deadline_on) == (Step.OFFICE, dt.date(2026, 11, 30))
    assert card.sentence.startswith("系统里还没有收款记录")


def test_a_delivered_demand_takes_the_household_off_the_top(estate, manager):
    home = make_debtor(estate, "103", (2023, 11))
    record_limitation_event(
        premises_id=home.pk, on=TODAY - dt.timedelta(days=3), kind="demand", proof="ems_signed", by=manager, at=AT
    )
    assert rooms(manager) == []


def test_an_unproved_demand_asks_for_the_proof_first(estate, manager):
    home = make_debtor(estate, "103", (2023, 11))
    record_limitation_event(premises_id=home.pk, on=TODAY - dt.timedelta(days=3), kind="demand", by=manager, at=AT)
    assert "还没有送达证明" in todays_list(manager, today=TODAY)[0].sentence


def test_an_open_ticket_is_spoken_of_before_money(estate, manager):
    home = make_debtor(estate, "101", (2026, 8))
    RepairTicket.objects.create(organisation=estate.organisation, premises=home, what="漏水", opened_on=TODAY)
    card = todays_list(manager, today=TODAY)[0]
    assert card.step is Step.CARE
    assert "漏水" in card.sentence


def test_who_paid_everything_before_and_owes_again_is_asked_kindly(estate, manager):
    home = make_debtor(estate, "101", (2026, 5), (2026, 9), phone="13812345678")
    paid_on = dt.date(2026, 6, 20)
    record_payment(premises_id=home.pk, amount_fen=10_000, paid_on=paid_on, method="cash", by=manager, at=AT)
    assert todays_list(manager, today=TODAY)[0].sentence.startswith("上次缴清后")


@pytest.mark.parametrize("flags", [{"do_not_contact": True}])
def test_who_must_not_be_contacted_is_left_alone(estate, manager, flags):
    make_debtor(estate, "101", (2026, 8), **flags)
    assert rooms(manager) == []


def test_an_undelivered_flat_sends_the_steward_to_the_developer(estate, manager):
    make_debtor(estate, "101", (2026, 8), is_delivered=False)
    assert todays_list(manager, today=TODAY)[0].step is Step.OFFICE


def test_only_the_buildings_asked_for(estate, manager):
    make_debtor(estate, "101", (2026, 8))
    make_debtor(estate, "201", (2026, 8), building="2栋")
    steward = make_membership(estate.organisation, Role.STEWARD)
    give_to(steward, estate, "2栋")
    mine = list(Building.objects.filter(steward=steward).values_list("pk", flat=True))
    assert rooms(actor_of_membership(steward), building_ids=mine) == ["201"]
    assert rooms(actor_of_membership(steward), building_ids=[]) == []


def test_a_fixed_number_of_queries(estate, manager, django_assert_num_queries):
    make_debtor(estate, "101", (2026, 8))
    with django_assert_num_queries(9):
        todays_list(manager, today=TODAY)
    for number in range(102, 112):
        make_debtor(estate, str(number), (2026, 8), (2023, 11))
    with django_assert_num_queries(9):
        todays_list(manager, today=TODAY)


def test_after_a_night_whatever_is_known_of_them(django_assert_num_queries):
    home = make_home(10_000, 20_000)
    home.promise(5_000)
    home.plan(3)
    home.talk()
    open_ticket(premises_id=home.id, what="漏水", by=home.steward, at=AT)
    run_night(home.premises.organisation_id, today=TODAY, at=AT)
    with django_assert_num_queries(7):
        assert len(todays_list(home.manager, today=TODAY)) == 1


def test_the_best_are_found_although_only_some_are_read(estate, manager, monkeypatch):
    monkeypatch.setattr(candidates, "PER_REASON", 2)
    for number, fen in enumerate((100, 900, 500, 700)):
        make_debtor(estate, f"10{number}", (2023, 11), fen=fen * 100)
    assert rooms(manager, limit=2) == ["101", "103"]

"""The night: one proposal a household, written only where it differs, resumed after a kill, told as who moved and why."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection import tasks
from jiefen.collection.actions import night
from jiefen.collection.actions.night import NightTakenOver, run_night
from jiefen.collection.models import Aftercare, BuildingProposals, NightChange, NightRun, NightState, PromiseToPay
from jiefen.collection.queries.household_facts import live_facts
from jiefen.collection.queries.nights import awaits_night, night_report
from jiefen.collection.queries.proposals import proposals_of
from jiefen.collection.queries.today import todays_list
from jiefen.collection.states import PromiseState
from jiefen.estates.models import Premises
from jiefen.ledger.actions.payments import record_payment
from jiefen.ledger.models import ImportBatch, ImportKind
from jiefen.rules.stages import propose
from jiefen.service_log.models import RepairTicket
from jiefen.shared.jobs.models import Job, JobState
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.arrears import came_in, make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation

pytestmark = pytest.mark.django_db
NIGHT = AT.replace(hour=2, minute=30)


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里", late_charge_daily_rate="0.0005")
    make_debtor(make_estate(make_organisation()), "999", (2023, 11), fen=900_000)
    came_in(found.organisation_id, NIGHT - dt.timedelta(days=1))
    return found


def plan(estate, day: dt.date = TODAY, **how) -> NightRun:
    at = NIGHT + (day - TODAY)
    return run_night(estate.organisation_id, today=day, at=at, **how)


def reasons(estate) -> dict[str, str]:
    rooms = dict(Premises.objects.of(estate.organisation_id).values_list("pk", "room"))
    return {rooms[each.premises_id]: each.reason for each in proposals_of(estate.organisation_id)}


def village(estate) -> list[Premises]:
    """Five households: limitation near, a ticket, a broken promise, do-not-contact, one bill just due."""
    homes = [make_debtor(estate, "101", (2023, 11)), *(make_debtor(estate, f"10{n}", (2026, 8)) for n in (2, 3, 4))]
    homes.append(make_debtor(estate, "105", (2026, 10), phone="13812345678"))
    RepairTicket.objects.create(organisation=estate.organisation, premises=homes[1], what="漏水", opened_on=TODAY)
    PromiseToPay.objects.create(
        organisation=estate.organisation, premises=homes[2], amount_fen=5_000, due_on=TODAY - dt.timedelta(days=3),
        made_at=AT - dt.timedelta(days=9), state=PromiseState.BROKEN,
    )  # fmt: skip
    Premises.objects.filter(pk=homes[3].pk).update(do_not_contact=True)
    return homes


def test_every_household_gets_at_most_one_proposal_with_its_reason(estate):
    village(estate)
    run = plan(estate)
    assert reasons(estate) == {"101": "limitation", "102": "open_ticket", "103": "promise_broken", "105": "phone"}
    assert (run.state, run.is_first) == (NightState.DONE, True)
    assert (run.counts["households"], run.counts["proposals"], run.counts["outstanding_fen"]) == (5, 4, 50_000)
    assert not NightChange.objects.exists()


def test_stored_proposals_are_what_the_rules_say_of_the_facts_of_that_moment(estate):
    homes = village(estate)
    plan(estate)
    stored = {row.premises_id: row for row in proposals_of(estate.organisation_id)}
    for facts in live_facts(estate.organisation_id, [home.pk for home in homes], today=TODAY, at=NIGHT):
        said, row = propose(facts, TODAY), stored.get(facts.household_id)
        assert (said is None) == (row is None)
        if said is not None:
            assert (row.stage, row.step, row.reason) == (said.stage, said.step, said.reasons[0])
            assert (row.score, row.at_stake_fen, row.deadline_on) == (said.score, said.at_stake_fen, said.deadline_on)


def test_a_second_run_on_the_same_day_writes_nothing(estate):
    village(estate)
    plan(estate)
    before = list(BuildingProposals.objects.order_by("pk").values())
    run = plan(estate)
    assert (run.counts["written"], run.counts["removed"], run.counts["moved"]) == (0, 0, 0)
    assert list(BuildingProposals.objects.order_by("pk").values()) == before
    assert NightRun.objects.of(estate.organisation_id).count() == 1


def test_small_steps_find_what_one_large_step_finds(estate):
    village(estate)
    plan(estate)
    before = list(BuildingProposals.objects.order_by("pk").values())
    BuildingProposals.objects.all().delete()
    run = plan(estate, at_a_time=2)
    assert list(BuildingProposals.objects.order_by("pk").values()) == before
    assert run.counts["households"] == 5


def test_who_moved_and_why(estate):
    homes = village(estate)
    plan(estate)
    manager = make_actor(estate.organisation)
    record_payment(premises_id=homes[0].pk, amount_fen=10_000, paid_on=TODAY, method="cash", by=manager, at=AT)
    RepairTicket.objects.all().update(state="closed")
    run = plan(estate, TODAY + dt.timedelta(days=1))
    moved = {each.label.rsplit("元", 1)[1]: each for each in night_report(estate.organisation_id).moved}
    assert run.counts["moved"] == 2
    assert (moved["101"].from_reason, moved["101"].to_reason, moved["101"].why) == ("limitation", "", "settled")
    assert (moved["101"].from_fen, moved["101"].to_fen) == (10_000, 0)
    assert (moved["102"].from_reason, moved["102"].to_reason) == ("open_ticket", "phone_unknown")


def test_since_when_is_kept_while_the_reason_stays(estate):
    make_debtor(estate, "105", (2026, 10), phone="13812345678")
    plan(estate)
    plan(estate, TODAY + dt.timedelta(days=9))
    (row,) = proposals_of(estate.organisation_id)
    assert (row.reason, row.since_on) == ("phone", TODAY)


def test_who_was_only_to_be_asked_how_it_went_leaves_for_that_reason(estate):
    home = make_debtor(estate, "101", (2026, 10), fen=100)
    payer = make_actor(estate.organisation)
    payment = record_payment(premises_id=home.pk, amount_fen=100, paid_on=TODAY, method="cash", by=payer, at=AT)
    Aftercare.objects.create(
        organisation=estate.organisation, premises=home, payment_no=payment.pk, due_from=TODAY + dt.timedelta(days=3),
        due_to=TODAY + dt.timedelta(days=7),
    )  # fmt: skip
    for days in (3, 7, 8):
        plan(estate, TODAY + dt.timedelta(days=days))
    assert [(row.from_reason, row.why) for row in NightChange.objects.order_by("pk")] == [
        ("aftercare", "aftercare_over")
    ]


def test_withdrawn_premises_are_not_planned(estate):
    home = make_debtor(estate, "105", (2026, 10))
    plan(estate)
    Premises.objects.filter(pk=home.pk).update(withdrawn_at=AT)
    plan(estate, TODAY + dt.timedelta(days=1))
    assert reasons(estate) == {}
    assert NightChange.objects.get().why == "withdrawn"


def test_stale_payment_data_asks_for_the_payments_before_any_demand(estate):
    make_debtor(estate, "101", (2023, 11))
    ImportBatch.objects.all().update(committed_at=NIGHT - dt.timedelta(days=20))
    plan(estate)
    (row,) = proposals_of(estate.organisation_id)
    assert (row.step, row.reason, row.stage) == ("office", "stale_payments", "demand_notice")


def test_it_resumes_where_it_stopped(estate, monkeypatch):
    village(estate)
    written = night.write

    def fails_the_second_time(step):
        if step.after:
            raise RuntimeError("killed")
        return written(step)

    monkeypatch.setattr(night, "write", fails_the_second_time)
    with pytest.raises(RuntimeError):
        plan(estate, at_a_time=2)
    run = NightRun.objects.get()
    assert (run.state, run.counts["households"], len(reasons(estate))) == (NightState.RUNNING, 2, 2)
    monkeypatch.setattr(night, "write", written)
    assert plan(estate, at_a_time=2).counts["households"] == 5
    assert len(reasons(estate)) == 4


def test_of_two_runs_at_once_one_stops(estate, monkeypatch):
    village(estate)
    written = night.write

    def somebody_else_is_quicker(step):
        NightRun.objects.update(cursor=1)
        return written(step)

    monkeypatch.setattr(night, "write", somebody_else_is_quicker)
    with pytest.raises(NightTakenOver):
        plan(estate)
    assert not BuildingProposals.objects.exists()


def test_todays_list_reads_the_night_and_decides_anew(estate):
    homes = village(estate)
    manager = make_actor(estate.organisation)
    plan(estate)
    labels = [card.label[-3:] for card in todays_list(manager, today=TODAY, at=AT)]
    assert labels == ["101", "103", "102", "105"]
    record_payment(premises_id=homes[0].pk, amount_fen=10_000, paid_on=TODAY, method="cash", by=manager, at=AT)
    assert [card.label[-3:] for card in todays_list(manager, today=TODAY, at=AT)] == ["103", "102", "105"]


def test_after_an_import_the_list_does_not_wait_for_the_night(estate):
    manager = make_actor(estate.organisation)
    plan(estate)
    assert not awaits_night(estate.organisation_id)
    make_debtor(estate, "101", (2023, 11))
    assert todays_list(manager, today=TODAY, at=AT) == []
    came_in(estate.organisation_id, AT, ImportKind.ARREARS)
    assert awaits_night(estate.organisation_id)
    assert [card.label[-3:] for card in todays_list(manager, today=TODAY, at=AT)] == ["101"]


def test_settling_asks_for_the_planning_once(estate, monkeypatch):
    village(estate)
    monkeypatch.setattr(tasks.clock, "now", lambda: NIGHT)
    monkeypatch.setattr(tasks.clock, "today", lambda: TODAY)
    tasks.start_settling.call_local()
    tasks.plan_what_came_in.call_local()
    while run_waiting_jobs():
        pass
    mine = Job.objects.filter(organisation_no=estate.organisation_id, kind=tasks.NIGHT_JOB)
    assert list(mine.values_list("state", flat=True)) == [JobState.DONE]
    assert len(reasons(estate)) == 4


def test_other_organisations_are_left_alone(estate):
    village(estate)
    run_night(estate.organisation_id, today=TODAY, at=NIGHT)
    assert set(BuildingProposals.objects.values_list("organisation_id", flat=True)) == {estate.organisation_id}
    assert night_report(make_organisation().pk) is None

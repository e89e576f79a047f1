"""A dispute pauses its bills alone: they do not age the household nor ask for a demand, and their time is watched."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection import actions
from jiefen.collection.actions.night import run_night
from jiefen.collection.queries.household_facts import live_facts
from jiefen.collection.queries.proposals import Proposed, proposals_of
from jiefen.ledger.models import Charge
from jiefen.rules.stages import propose
from tests.factories.arrears import came_in, make_debtor
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation

pytestmark = pytest.mark.django_db
NIGHT = AT.replace(hour=2, minute=30)


@pytest.fixture
def estate():
    found = make_estate(make_organisation(), "云栖里")
    came_in(found.organisation_id, NIGHT - dt.timedelta(days=1))
    return found


def dispute(home, *months: int, at: dt.datetime = AT) -> None:
    """The owner objects to the bills due in these months."""
    ids = Charge.objects.filter(premises=home, due_on__month__in=months).values_list("pk", flat=True)
    by = make_actor(home.organisation)
    actions.open_dispute(premises_id=home.pk, charge_ids=list(ids), reason="area", by=by, at=at)


def planned(estate, home) -> Proposed | None:
    """What the night stores, after making sure that a page would say the very same."""
    run_night(estate.organisation_id, today=TODAY, at=NIGHT)
    found = {each.premises_id: each for each in proposals_of(estate.organisation_id)}.get(home.pk)
    (facts,) = live_facts(estate.organisation_id, [home.pk], today=TODAY, at=NIGHT)
    said = propose(facts, TODAY)
    assert (said is None) == (found is None)
    if said is not None and found is not None:
        assert (found.reason, found.stage, found.step) == (said.reasons[0], said.stage, said.step)
        assert (found.score, found.at_stake_fen, found.deadline_on) == (said.score, said.at_stake_fen, said.deadline_on)
    return found


def sentence(estate, home) -> str:
    (facts,) = live_facts(estate.organisation_id, [home.pk], today=TODAY, at=NIGHT)
    said = propose(facts, TODAY)
    return said.sentence if said else ""


def test_the_age_is_that_of_the_oldest_bill_not_under_dispute(estate):
    home = make_debtor(estate, "101", (2025, 1), (2026, 10), phone="13812345678")
    dispute(home, 1)
    found = planned(estate, home)
    assert (found.reason, found.at_stake_fen, found.outstanding_fen) == ("phone", 10_000, 20_000)
    assert sentence(estate, home) == (
        "除去有异议的部分，余下 100.00 元还没付，最早一笔 10月31日 到期。打个电话，先问问近况和对服务的看法。"
    )


def test_a_disputed_bill_near_its_limitation_is_answered_not_demanded(estate):
    home = make_debtor(estate, "101", (2023, 11), (2026, 10), phone="13812345678")
    assert planned(estate, home).reason == "limitation"
    dispute(home, 11)
    found = planned(estate, home)
    assert (found.reason, found.step, found.stage) == ("disputed_limitation", "office", "mediation_or_payment_order")
    assert (found.at_stake_fen, found.deadline_on) == (10_000, dt.date(2026, 11, 30))
    assert sentence(estate, home) == (
        "有异议的 1 笔 100.00 元将在 11月30日 过诉讼时效。先把异议答复清楚，再请业主写下核对后怎么付，"
        "或者一起申请人民调解，申请之日起时效重新计算。不发催缴函。"
    )


def test_the_rest_still_needs_its_demand(estate):
    home = make_debtor(estate, "101", (2023, 11), (2023, 12), fen=30_000)
    dispute(home, 11)
    found = planned(estate, home)
    assert (found.reason, found.at_stake_fen, found.deadline_on) == ("limitation", 30_000, dt.date(2026, 12, 31))
    assert sentence(estate, home).startswith("1 笔 300.00 元将在 12月31日 过诉讼时效，先送一份能证明送达的催缴函。")
    assert sentence(estate, home).endswith(
        "有异议的 1 笔 300.00 元将在 11月30日 过诉讼时效，这次不提，由项目经理先安排答复。"
    )


def test_everything_disputed_is_answered_first_and_barred_money_is_no_deadline(estate):
    home, old = make_debtor(estate, "101", (2026, 8)), make_debtor(estate, "102", (2020, 8), (2026, 10), phone="1")
    dispute(home, 8)
    dispute(old, 8)
    assert planned(estate, home).reason == "open_dispute"
    assert planned(estate, old).reason == "phone"
    (facts,) = live_facts(estate.organisation_id, [old.pk], today=TODAY, at=NIGHT)
    assert (facts.expired_fen, facts.disputed_limitation_on) == (0, None)


def test_a_dispute_that_is_over_pauses_nothing(estate):
    home = make_debtor(estate, "101", (2023, 11), (2026, 10), phone="13812345678")
    dispute(home, 11)
    standing = home.disputes.get()
    actions.withdraw_dispute(dispute_id=standing.pk, by=make_actor(home.organisation), at=AT)
    assert planned(estate, home).reason == "limitation"


def test_another_organisations_dispute_changes_nothing_here(estate):
    home = make_debtor(estate, "101", (2023, 11))
    elsewhere = make_debtor(make_estate(make_organisation()), "101", (2023, 11))
    dispute(elsewhere, 11)
    assert planned(estate, home).reason == "limitation"

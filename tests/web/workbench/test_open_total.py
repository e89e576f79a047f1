"""One count of what is open: the list, today's facts, the rehearsal and the household page say the same."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection.queries.household_facts import live_facts
from jiefen.collection.queries.preparation import prepare
from jiefen.ledger import positions
from jiefen.ledger.models import HouseholdPosition
from jiefen.ledger.queries.open_total import open_total, open_total_of
from jiefen.ledger.queries.statement import statement_of
from tests.factories.world import AT, TODAY, make_charge, make_estate, make_fee_item, make_organisation, make_premises
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]
DUE = dt.date(2026, 9, 30)


@pytest.fixture
def home():
    """Two bills due, one not due yet, one collected for others; a deposit, which is never counted."""
    found = make_premises(make_estate(make_organisation()))
    water = make_fee_item(found.organisation, "水费代收", kind="collected_for_others")
    deposit = make_fee_item(found.organisation, "装修押金", kind="deposit")
    for month in (8, 9, 11):
        make_charge(found, 100_00, dt.date(2026, month, 1))
    make_charge(found, 30_05, dt.date(2026, 9, 1), item=water)
    make_charge(found, 2000_00, dt.date(2026, 9, 1), item=deposit)
    positions.refresh([found.pk], at=AT)
    return found


def test_every_page_counts_the_same_bills(client, home):
    total = open_total_of(home.pk, today=TODAY)
    assert (total.bills, total.fen, total.others, total.others_fen, total.not_due) == (4, 330_05, 1, 30_05, 1)
    lines = [(line.kind, line.outstanding_fen, line.due_on) for line in statement_of(home.pk, today=TODAY).charges]
    assert open_total(lines, today=TODAY) == total
    kept = HouseholdPosition.objects.get(pk=home.pk)
    assert (kept.open_charges, kept.outstanding_fen) == (total.bills, total.fen)
    facts = live_facts(home.organisation_id, [home.pk], today=TODAY, at=AT)[0]
    assert (facts.open_bills, facts.outstanding_fen) == (total.bills, total.fen)
    words = "4 笔共 330.05 元（其中代收 1 笔 30.05 元，还没到期 1 笔）"
    assert words in " ".join(prepare(home, today=TODAY).history)
    sign_in(client, home.organisation, Role.MANAGER)
    assert words in text_of(client.get(reverse("household", args=[home.pk])))


def test_only_what_is_collected_for_others_left(client, home):
    lines = [("collected_for_others", 30_05, DUE), ("deposit", 2000_00, DUE), ("property_fee", 0, DUE)]
    assert open_total(lines, today=TODAY).words == "1 笔共 30.05 元（其中代收 1 笔 30.05 元）"


def test_nothing_open_has_no_oldest_day():
    total = open_total([], today=TODAY)
    assert (total.bills, total.words, total.oldest_on) == (0, "0 笔共 0.00 元", None)

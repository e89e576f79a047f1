"""Correcting a contact takes back what it wrongly proved: the limitation date moves back, and no row is changed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from jiefen.collection import actions
from jiefen.collection.actions import BreathingDraft
from jiefen.collection.models import ContactProof
from jiefen.ledger.actions.limitation_events import retract_limitation_event
from jiefen.ledger.models import ChargePosition, LimitationEvent
from tests.factories.talks import AT, DAY, TODAY, PromiseDraft, Talk, know_payments, make_home, new_key

pytestmark = pytest.mark.django_db
DEMAND = {"channel": "letter", "initiated_by": "us", "purpose": "demand", "reached": "owner", "proof": "ems_signed"}
FIRST, DEMANDED = dt.date(2029, 1, 31), dt.date(2029, 11, 23)


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def expiry(home) -> dt.date:
    return ChargePosition.objects.get(charge=home.charges[0]).expires_on


def correct(home, wrong, **changes):
    draft = dataclasses.replace(home.draft(**DEMAND), **changes)
    key = new_key()
    for _ in range(2):  # sent twice: corrected once
        row = actions.correct_contact(attempt_id=wrong.pk, draft=draft, client_key=key, by=home.steward, at=AT)
    return row


def kinds() -> list[tuple[str, bool]]:
    """(kind, whether it stands) in the order written."""
    rows = LimitationEvent.objects.filter(retracts=None).order_by("pk")
    return [(row.kind, not LimitationEvent.objects.filter(retracts=row).exists()) for row in rows]


def test_the_limitation_date_moves_back(home):
    assert expiry(home) == FIRST
    wrong = home.talk(**DEMAND)
    assert expiry(home) == DEMANDED
    correct(home, wrong, proof="")
    assert expiry(home) == FIRST
    assert kinds() == [("demand", False)]
    assert (
        LimitationEvent.objects.get(retracts__isnull=False).note == f"催缴记录 {wrong.pk} 号已更正为 {wrong.pk + 1} 号"
    )


@pytest.mark.parametrize(
    "changes",
    [{"purpose": "care"}, {"at": AT.replace(hour=21) - DAY, "channel": "phone", "admits_breach": True}],
    ids=["no demand", "a breach"],
)
def test_what_is_no_demand_any_more(home, changes):
    correct(home, home.talk(**DEMAND), **changes)
    assert (expiry(home), kinds()) == (FIRST, [("demand", False)])


def test_a_correction_of_other_facts_leaves_the_proof_alone(home):
    wrong = home.talk(**DEMAND)
    first = correct(home, wrong, note="收件人写全了")
    assert (expiry(home), kinds()) == (DEMANDED, [("demand", True)])
    correct(home, first, proof="")
    assert (expiry(home), kinds()) == (FIRST, [("demand", False)])


def test_another_day_is_another_event(home):
    know_payments(home.premises.organisation, AT - 5 * DAY)
    correct(home, home.talk(**DEMAND), at=AT - 3 * DAY)
    assert (expiry(home), kinds()) == (DEMANDED - 3 * DAY, [("demand", False), ("demand", True)])


def test_a_proof_found_afterwards_is_recorded(home):
    correct(home, home.talk(**{**DEMAND, "proof": ""}))
    assert (expiry(home), kinds()) == (DEMANDED, [("demand", True)])


def test_what_was_agreed_stands_but_its_proof_goes_with_the_record(home):
    wrong = home.talk(
        proof="call_recording", talk=Talk(), promise=PromiseDraft(100, TODAY + DAY, (home.charges[1].pk,)),
        breathing=BreathingDraft("illness", TODAY, TODAY + 4 * DAY),
    )  # fmt: skip
    assert kinds() == [("acknowledgement", True), ("extension_request", True)]
    kept = dataclasses.replace(home.draft(), proof="call_recording", note="补一句")
    again = actions.correct_contact(attempt_id=wrong.pk, draft=kept, client_key=new_key(), by=home.steward, at=AT)
    assert kinds() == [("acknowledgement", True), ("extension_request", True)]
    actions.correct_contact(attempt_id=again.pk, draft=home.draft(), client_key=new_key(), by=home.steward, at=AT)
    assert kinds() == [("acknowledgement", False), ("extension_request", False)]


def test_one_that_finance_retracted_before_is_left(home):
    wrong = home.talk(**DEMAND)
    retract_limitation_event(event_id=LimitationEvent.objects.get().pk, note="面单丢了", by=home.manager, at=AT)
    correct(home, wrong, proof="")
    assert LimitationEvent.objects.count() == 2


def test_the_link_is_never_changed(home):
    home.talk(**DEMAND)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ContactProof.objects.update(attempt_id=None)

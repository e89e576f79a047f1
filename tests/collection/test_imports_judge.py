"""A bank's sheet decides promises and plans like a payment entered by hand; undoing it takes the decision back."""

from __future__ import annotations

import pytest

from jiefen.collection import actions
from jiefen.collection.models import PromiseToPay, RepaymentPlan
from jiefen.ledger.actions import imports
from jiefen.ledger.models import Payment
from tests.factories.talks import AT, DAY, TODAY
from tests.factories.world import make_actor
from tests.ledger.imports_payments.conftest import bank, make_company

pytestmark = pytest.mark.django_db
FAR = TODAY + 9999 * DAY  # imports are judged by the real clock


@pytest.fixture
def company():
    made = make_company()
    made.charge("101", 50_000, 50_000)
    made.charge("102", 30_000)
    return made


def test_an_imported_payment_keeps_a_promise_and_undoing_it_takes_that_back(company):
    manager = make_actor(company.estate.organisation)
    for room, fen in (("101", 60_000), ("102", 30_000)):
        premises_id = company.homes[room].pk
        actions.make_promise(premises_id=premises_id, amount_fen=fen, due_on=FAR, by=manager, at=AT - DAY)
    batch = company.take_in(bank(f"{TODAY},C1,,600.00,,王芳,,1-1-101", f"{TODAY},C2,,299.99,,李军,,1栋1单元102"))
    states = PromiseToPay.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["kept", "open"], "the second is one 分 short"
    imports.undo_import(by=company.clerk, batch=batch, at=AT)
    assert list(states.all()) == ["open", "open"]


def test_an_imported_payment_completes_a_plan(company):
    manager = make_actor(company.estate.organisation)
    plan = actions.propose_plan(
        premises_id=company.homes["101"].pk, months=2, first_due_on=FAR, by=manager, at=AT - DAY
    )
    actions.agree_plan(plan_id=plan.pk, agreed_by="message", by=manager, at=AT - DAY)
    RepaymentPlan.objects.filter(pk=plan.pk).update(state="active")
    batch = company.take_in(bank(f"{TODAY},C1,,1000.00,,王芳,,1-1-101"))
    assert RepaymentPlan.objects.get().state == "completed"
    imports.undo_import(by=company.clerk, batch=batch, at=AT)
    assert RepaymentPlan.objects.get().state == "active"


def test_money_a_sheet_says_came_some_day_keeps_nothing(company):
    """期初已收 has no day of its own: it proves no payment after the promise."""
    manager = make_actor(company.estate.organisation)
    actions.make_promise(premises_id=company.homes["101"].pk, amount_fen=100, due_on=FAR, by=manager, at=AT - DAY)
    Payment.objects.create(
        organisation=company.estate.organisation, premises=company.homes["101"], amount_fen=100, paid_on=TODAY,
        method="prior", recorded_at=AT,
    )  # fmt: skip
    assert actions.judge_promises(organisation_id=company.estate.organisation_id, today=TODAY, at=AT) == []

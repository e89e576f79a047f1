"""Whatever is paid and reversed in whatever order, a promise and a plan stand where a plain count of the rows says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiefen.collection import actions
from jiefen.collection.models import PromiseToPay, RepaymentPlan
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.ledger.models import Payment
from tests.factories.talks import AT, DAY, TODAY, make_home

pytestmark = pytest.mark.django_db
DUE = TODAY + 5 * DAY
LAST = DUE + DAY

# (days after the promise, 分, reversed again?)
steps = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6_000), st.booleans()), max_size=6)
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def play(home, moves) -> tuple[list[tuple[dt.date, int]], dt.datetime]:
    """Do the moves in the order of their days; returns what stands and the last instant."""
    standing, now = [], AT
    for after, fen, taken_back in sorted(moves):
        now = dt.datetime.combine(TODAY + after * DAY, dt.time(13), AT.tzinfo)
        payment = home.pay(fen, on=TODAY + after * DAY, at=now)
        if taken_back:
            reverse_payment(payment_id=payment.pk, note="退回", by=home.manager, at=now)
        else:
            standing.append((payment.paid_on, fen))
    return standing, now


@quick
@given(moves=steps, promised=st.integers(1, 8_000))
def test_a_promise_is_what_the_rows_say(moves, promised):
    home = make_home(50_000)
    row = home.promise(promised, DUE)
    standing, now = play(home, moves)
    today = now.date()
    actions.judge_promises(organisation_id=home.premises.organisation_id, today=today, at=now)
    paid = sum(fen for day, fen in standing if TODAY <= day <= LAST)
    expected = "kept" if paid >= promised else "broken" if today > LAST else "open"
    assert PromiseToPay.objects.get(pk=row.pk).state == expected


@quick
@given(moves=steps, owed=st.integers(3, 9_000), months=st.integers(1, 12))
def test_a_plan_is_exact_and_is_what_the_rows_say(moves, owed, months):
    months = min(months, owed)
    home = make_home(owed)
    row = home.plan(months, first_due_on=TODAY + 2 * DAY)
    amounts = list(row.instalments.values_list("amount_fen", flat=True))
    assert (sum(amounts), len(amounts), max(amounts) - min(amounts) <= 1) == (owed, months, True)
    standing, _ = play(home, moves)
    paid = sum(fen for _, fen in standing)
    found = RepaymentPlan.objects.get(pk=row.pk)
    assert (found.state == "completed") == (paid >= owed)
    assert Payment.objects.filter(premises=home.premises, reversal_of=None).count() == len(moves)

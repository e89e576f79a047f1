"""Thanks that name what this owner did, read from the books."""

from __future__ import annotations

import pytest

from jiefen.collection import actions
from jiefen.collection.models import Aftercare
from jiefen.collection.queries.thanks import thanks_of
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.service_log.actions import close_ticket, fix_ticket, open_ticket
from tests.factories.talks import AT, DAY, TODAY, make_home

pytestmark = pytest.mark.django_db
PAID = TODAY - 4 * DAY


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def asked(home, fen, on=PAID) -> Aftercare:
    payment = home.pay(fen, on=on)
    return Aftercare.objects.create(
        organisation=home.premises.organisation, premises=home.premises, payment_no=payment.pk, due_from=on + 3 * DAY,
        due_to=on + 7 * DAY,
    )  # fmt: skip


def codes(row) -> list[str]:
    return [each.code for each in thanks_of(row, today=TODAY)]


def test_a_part_the_oldest_bill_and_everything(home):
    assert codes(asked(home, 4_000)) == ["part", "paid"]
    assert codes(asked(home, 6_000)) == ["oldest_first", "part", "paid"]
    assert codes(asked(home, 20_000)) == ["in_full", "paid"]


def test_a_promise_kept_and_one_kept_early(home):
    home.promise(4_000, PAID, at=AT - 10 * DAY)
    row = asked(home, 4_000)
    assert codes(row)[0] == "promise_kept"
    assert thanks_of(row, today=TODAY)[0].sentence == "谢谢您按说好的，11月19日 付了 40.00 元，说到做到。"
    other = make_home(10_000)
    other.promise(4_000, PAID + 2 * DAY, at=AT - 10 * DAY)
    assert codes(asked(other, 4_000))[0] == "promise_early"


def repaired(home, closed_on):
    ticket = open_ticket(premises_id=home.id, what="屋面漏水", opened_on=PAID - 20 * DAY, by=home.steward, at=AT)
    fix_ticket(ticket_id=ticket.pk, what_was_done="重做防水", by=home.steward, at=AT)
    ticket = close_ticket(ticket_id=ticket.pk, confirmation="signed", by=home.steward, at=AT)
    type(ticket).objects.filter(pk=ticket.pk).update(closed_on=closed_on)


def test_waiting_for_the_repair_comes_first(home):
    repaired(home, PAID - DAY)
    found = thanks_of(asked(home, 30_000), today=TODAY)
    assert (found[0].code, found[0].right_thing) == ("paid_after_repair", "修好“屋面漏水”后确认并付款")


@pytest.mark.parametrize(("days", "expected"), [(2, "told_us_about_repair"), (-70, None)])
def test_a_repair_after_the_payment_or_long_before(home, days, expected):
    repaired(home, PAID + days * DAY)
    found = codes(asked(home, 30_000))
    assert (expected in found) if expected else "told_us_about_repair" not in found
    assert "paid_after_repair" not in found


def test_an_instalment(home):
    home.plan(3, first_due_on=TODAY + DAY)
    row = asked(home, 10_000, on=TODAY)
    found = thanks_of(row, today=TODAY)
    assert (found[0].code, found[0].right_thing) == ("instalment", "按分期约定付了第 1 期")


def test_hard_times_and_a_settled_dispute(home):
    terms = {"premises_id": home.id, "by": home.steward, "at": AT}
    space = actions.request_breathing_space(reason="illness", from_on=TODAY, until_on=TODAY + 5 * DAY, **terms)
    actions.grant_breathing_space(breathing_id=space.pk, by=home.manager, at=AT)
    assert "hard_times" in codes(asked(home, 1_000, on=TODAY))
    dispute = actions.open_dispute(charge_ids=[home.charges[0].pk], reason="area", **terms)
    actions.answer_dispute(dispute_id=dispute.pk, answer="量过了", by=home.steward, at=AT)
    actions.decide_dispute(dispute_id=dispute.pk, decision="settled", by=home.manager, at=AT)
    assert codes(asked(home, 500, on=TODAY))[0] == "settled_dispute"


def test_nothing_for_a_payment_that_was_taken_back_or_is_anothers(home):
    row = asked(home, 4_000)
    Aftercare.objects.filter(pk=row.pk).update(premises=make_home(100).premises)
    row.refresh_from_db()
    assert codes(row) == []
    Aftercare.objects.filter(pk=row.pk).update(premises=home.premises)
    row.refresh_from_db()
    reverse_payment(payment_id=row.payment_no, note="重复", by=home.manager, at=AT)
    assert codes(row) == []

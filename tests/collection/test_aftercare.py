"""Aftercare: asked once, some days after a payment; thanks for the right thing, or a ticket only the owner closes."""

from __future__ import annotations

import pytest

from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.collection import actions
from jiefen.collection.actions import CollectionRefused
from jiefen.collection.models import Aftercare
from jiefen.collection.queries.aftercare import waiting_aftercare
from jiefen.collection.queries.commitments import facts_for
from jiefen.collection.states import MoveRefused
from jiefen.collection.tasks import SETTLE_JOB, start_settling
from jiefen.estates.models import Premises
from jiefen.ledger.actions.corrections import reverse_payment
from jiefen.service_log.actions import EntryRefused, close_ticket, fix_ticket
from jiefen.service_log.models import RepairTicket
from jiefen.shared.errors import NotFound, NotPermitted
from jiefen.shared.jobs.models import Job
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.talks import AT, DAY, TODAY, make_home
from tests.factories.world import make_actor, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


def night(home, on=TODAY):
    return actions.due_aftercare(organisation_id=home.premises.organisation_id, today=on, at=AT)


@pytest.fixture
def question(home):
    home.pay(5_000, on=TODAY - 4 * DAY)
    (row,) = night(home)
    return row


def answer(home, row, satisfied, by=None, **more):
    return actions.record_aftercare(aftercare_id=row.pk, satisfied=satisfied, by=by or home.steward, at=AT, **more)


@pytest.mark.parametrize(("days", "asked"), [(2, 0), (3, 1), (7, 1), (8, 0)])
def test_three_to_seven_days_after_a_payment(home, days, asked):
    payment = home.pay(5_000, on=TODAY - days * DAY)
    found = night(home)
    assert [row.payment_no for row in found] == [payment.pk] * asked
    assert night(home) == [], "twice creates nothing new"


def test_one_question_a_household_and_then_rest(home):
    for days in (7, 5, 3):
        newest = home.pay(100, on=TODAY - days * DAY)
    (row,) = night(home)
    assert (row.payment_no, row.due_from, row.due_to) == (newest.pk, TODAY, TODAY + 4 * DAY)
    home.pay(100, on=TODAY + DAY)
    assert night(home, TODAY + 5 * DAY) == [], "nobody is asked again so soon"


def test_who_is_not_asked(home):
    payment = home.pay(100, on=TODAY - 4 * DAY)
    reverse_payment(payment_id=payment.pk, note="退回", by=home.manager, at=AT)
    assert night(home) == []
    home.pay(100, on=TODAY - 4 * DAY)
    Premises.objects.update(do_not_contact=True)
    assert night(home) == []


def test_satisfied_is_thanked_for_the_specific_right_thing(home, question):
    with pytest.raises(CollectionRefused) as refused:
        answer(home, question, True)
    assert refused.value.code == "collection.text_missing"
    answer(home, question, True, words="灯亮了", thanks_for="主动把水表读数拍给我们")
    row = Aftercare.objects.get()
    assert (row.state, row.satisfied, row.words, row.thanks_for, row.done_by_no) == (
        "thanked", True, "灯亮了", "主动把水表读数拍给我们", home.steward.membership_id,
    )  # fmt: skip
    with pytest.raises(MoveRefused):
        answer(home, question, True, thanks_for="x")


def test_dissatisfied_becomes_a_ticket_that_only_the_owner_closes(home, question):
    with pytest.raises(CollectionRefused) as refused:
        answer(home, question, False, words="还是漏")
    assert refused.value.code == "collection.ticket_missing"
    answer(home, question, False, words="还是漏", ticket_what="屋顶漏水")
    row, ticket = Aftercare.objects.get(), RepairTicket.objects.get()
    assert (row.state, row.satisfied, row.ticket_no, ticket.what) == ("ticket_opened", False, ticket.pk, "屋顶漏水")
    assert Event.objects.get(code="collection.aftercare_ticket_opened").data["ticket"] == ticket.pk
    fix_ticket(by=home.steward, at=AT, ticket_id=ticket.pk, what_was_done="重做防水")
    with pytest.raises(EntryRefused, match="业主点头"):
        close_ticket(by=home.manager, at=AT, ticket_id=ticket.pk, confirmation="")
    close_ticket(by=home.steward, at=AT, ticket_id=ticket.pk, confirmation="signed")
    assert RepairTicket.objects.get().state == "closed"


def test_not_reached_is_asked_again_until_it_lapses(home, question):
    answer(home, question, None)
    answer(home, question, None)
    assert Aftercare.objects.get().state == "not_reached"
    assert [row.pk for row in waiting_aftercare(home.steward, today=TODAY)] == [question.pk]
    assert facts_for([home.id], today=TODAY)[home.id].aftercare_id == question.pk
    terms = {"organisation_id": home.premises.organisation_id, "at": AT}
    assert actions.end_what_is_over(today=question.due_to, **terms) == 0
    assert actions.end_what_is_over(today=question.due_to + DAY, **terms) == 1
    assert Aftercare.objects.get().state == "lapsed"


def test_one_job_an_organisation_and_night(home):
    home.promise(900)
    for _ in range(2):
        start_settling.call_local()
    run_waiting_jobs()
    job = Job.objects.get(kind=SETTLE_JOB, organisation_no=home.premises.organisation_id)
    assert (job.state, job.error, set(job.result)) == (
        "done", "", {"promises", "plans", "waivers", "over", "aftercare"},
    )  # fmt: skip


def test_who_may(home, question):
    finance = make_actor(home.premises.organisation, Role.FINANCE)
    for by, error in ((make_actor(make_organisation()), NotFound), (finance, NotPermitted)):
        with pytest.raises(error):
            answer(home, question, True, by=by, thanks_for="x")
    assert not waiting_aftercare(make_actor(make_organisation()), today=TODAY).exists()


def test_the_whole_night_twice_changes_nothing(home):
    home.pay(5_000, on=TODAY - 4 * DAY)
    home.promise(900)
    terms = {"organisation_id": home.premises.organisation_id, "today": TODAY + 3 * DAY, "at": AT}
    assert actions.settle_the_day(**terms) == {"promises": 0, "plans": 0, "waivers": 0, "over": 0, "aftercare": 1}
    assert set(actions.settle_the_day(**terms).values()) == {0}

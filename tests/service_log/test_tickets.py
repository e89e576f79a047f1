"""Repair tickets: the whole from × to matrix, who may, what is refused, and what the audit says."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.audit.models import Event
from jiefen.service_log import actions
from jiefen.service_log.access import get_ticket_for
from jiefen.service_log.actions import EntryRefused
from jiefen.service_log.models import RepairTicket
from jiefen.service_log.queries import (
    has_waiting_ticket,
    ticket_counts,
    tickets_for_premises,
    waiting_since,
    waiting_tickets,
)
from jiefen.service_log.states import TICKET_MOVES, MovedMeanwhile, MoveRefused, TicketState, move
from jiefen.shared.errors import NotFound
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_membership, make_organisation, make_premises

pytestmark = pytest.mark.django_db
WEEK_AGO = TODAY - dt.timedelta(days=7)


@pytest.fixture
def home():
    return make_premises(make_estate(make_organisation()))


@pytest.fixture
def actor(home):
    return make_actor(home.organisation)


def opened(actor, home, what="厨房下水堵塞", on=WEEK_AGO):
    return actions.open_ticket(by=actor, at=AT, premises_id=home.pk, what=what, opened_on=on)


@pytest.mark.parametrize(("here", "there"), list(product(TicketState.values, TicketState.values)))
def test_only_the_table_leads_on(actor, home, here, there):
    ticket = RepairTicket.objects.create(
        organisation=home.organisation, premises=home, what="漏水", state=here, opened_on=WEEK_AGO
    )
    if there not in TICKET_MOVES[here]:
        with pytest.raises(MoveRefused, match="不能直接改成"):
            move(ticket, to=there, by=actor, at=AT)
        assert RepairTicket.objects.get().state == here
        return
    move(ticket, to=there, by=actor, at=AT)
    assert (RepairTicket.objects.get().state, ticket.state, ticket.moved_at) == (there, there, AT)
    event = Event.objects.get(code=TICKET_MOVES[here][there])
    assert (event.actor_no, event.data) == (actor.membership_id, {"from": here, "to": there})


def test_who_is_second_is_told_so(actor, home):
    ticket = opened(actor, home)
    stale = get_ticket_for(actor, ticket.pk)
    actions.start_ticket(by=actor, at=AT, ticket_id=ticket.pk)
    with pytest.raises(MovedMeanwhile):
        move(stale, to=TicketState.FIXED, by=actor, at=AT)
    assert RepairTicket.objects.get().state == TicketState.IN_PROGRESS


def test_from_the_owners_word_to_the_owners_word(actor, home):
    ticket = opened(actor, home)
    assert has_waiting_ticket(home.pk)
    actions.start_ticket(by=actor, at=AT, ticket_id=ticket.pk)
    fixed_on = WEEK_AGO + dt.timedelta(days=2)
    actions.fix_ticket(by=actor, at=AT, ticket_id=ticket.pk, what_was_done="疏通主管", fixed_on=fixed_on)
    actions.reopen_ticket(by=actor, at=AT, ticket_id=ticket.pk)
    assert RepairTicket.objects.get().fixed_on is None
    actions.fix_ticket(by=actor, at=AT, ticket_id=ticket.pk, what_was_done="更换弯头", fixed_on=TODAY)
    assert has_waiting_ticket(home.pk)
    actions.close_ticket(by=actor, at=AT, ticket_id=ticket.pk, confirmation="signed")
    row = RepairTicket.objects.get()
    assert (row.state, row.fixed_on, row.closed_on, row.what_was_done) == ("closed", TODAY, TODAY, "更换弯头")
    assert not has_waiting_ticket(home.pk)
    assert Event.objects.filter(code__startswith="service_log.ticket").count() == 6


def test_the_owner_may_take_a_ticket_back_but_we_may_not_close_it_for_him(actor, home):
    ticket = opened(actor, home)
    with pytest.raises(EntryRefused) as refused:
        actions.close_ticket(by=actor, at=AT, ticket_id=ticket.pk, confirmation="call")
    assert refused.value.code == "service_log.not_fixed_yet"
    with pytest.raises(EntryRefused, match="业主点头"):
        actions.close_ticket(by=actor, at=AT, ticket_id=ticket.pk, confirmation="")
    actions.close_ticket(by=actor, at=AT, ticket_id=ticket.pk, confirmation="withdrawn")
    assert RepairTicket.objects.get().confirmation == "withdrawn"


def test_what_cannot_be_written_down(actor, home):
    tomorrow = TODAY + dt.timedelta(days=1)
    for words, on, code in (("", TODAY, "words"), ("长" * 201, TODAY, "words"), ("漏水", tomorrow, "in_future")):
        with pytest.raises(EntryRefused) as refused:
            opened(actor, home, words, on)
        assert refused.value.code == f"service_log.{code}"
    ticket = opened(actor, home)
    with pytest.raises(EntryRefused) as refused:
        opened(actor, home)
    assert refused.value.code == "service_log.ticket_twice"
    with pytest.raises(EntryRefused) as refused:
        actions.fix_ticket(
            by=actor, at=AT, ticket_id=ticket.pk, what_was_done="好了", fixed_on=WEEK_AGO - dt.timedelta(days=1)
        )
    assert refused.value.code == "service_log.order"
    assert Event.objects.count() == 1


def test_tickets_of_others_do_not_exist(actor, home):
    stranger = make_actor(make_organisation())
    ticket = opened(actor, home)
    with pytest.raises(NotFound):
        actions.start_ticket(by=stranger, at=AT, ticket_id=ticket.pk)
    with pytest.raises(NotFound):
        opened(stranger, home, "门坏了")
    assert not waiting_tickets(stranger).exists()


def test_a_steward_reaches_the_estates_he_works_in(actor, home):
    steward = make_membership(home.organisation, Role.STEWARD)
    me, ticket = actor_of_membership(steward), opened(actor, home)
    with pytest.raises(NotFound):
        get_ticket_for(me, ticket.pk)
    home.building.steward = steward
    home.building.save()
    assert get_ticket_for(me, ticket.pk) == ticket


def test_reads_of_waiting_tickets(actor, home, django_assert_num_queries):
    older, newer = opened(actor, home, "灯坏了", WEEK_AGO), opened(actor, home, "门坏了", TODAY)
    actions.close_ticket(by=actor, at=AT, ticket_id=newer.pk, confirmation="withdrawn")
    assert waiting_since(home.organisation_id) == {home.pk: WEEK_AGO}
    assert list(tickets_for_premises(home)) == [newer, older]
    with django_assert_num_queries(1):
        assert [ticket.premises.label for ticket in waiting_tickets(actor)] == [home.label]
    with django_assert_num_queries(1):
        counts = ticket_counts(actor)
    assert (counts.open, counts.in_progress, counts.fixed, counts.closed) == (1, 0, 0, 1)

"""Limitation clocks: what must hold for any charge and any history of events."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.limitation import ChargeClock, Event, State, clock_for, clocks_for, expiry_without_events


def charge(due_on: date, charge_id: int = 1) -> ChargeClock:
    return ChargeClock(charge_id, due_on, 120_000)


DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))
UNPROVED = st.builds(
    Event, DAYS, st.just("demand"), st.sampled_from([None, "none", "staff_note", "sms", "door_photo", "call_recording"])
)
INTERRUPTIONS = st.one_of(
    st.builds(Event, DAYS, st.just("demand"), st.sampled_from(["ems_signed", "signed_receipt", "relative_signed"])),
    st.builds(Event, DAYS, st.sampled_from(["instalment_promise", "acknowledgement"]), st.just("signed_agreement")),
    st.builds(Event, DAYS, st.sampled_from(["part_payment", "filing", "mediation_request", "preservation"])),
)
OTHERS = st.builds(
    Event, DAYS, st.sampled_from(["suspension_start", "suspension_end", "proceeding_ended", "proceeding_withdrawn"])
)
EVENTS = st.lists(st.one_of(UNPROVED, INTERRUPTIONS, OTHERS), max_size=7)


@settings(max_examples=150, deadline=None)
@given(DAYS, EVENTS, INTERRUPTIONS, DAYS)
def test_adding_an_interruption_never_makes_expiry_earlier(
    due_on: date, events: list[Event], more: Event, today: date
) -> None:
    plain = clock_for(charge(due_on), events, today)
    assert clock_for(charge(due_on), [*events, more], today).expires_on >= plain.expires_on


@settings(max_examples=100, deadline=None)
@given(DAYS, EVENTS, UNPROVED, DAYS)
def test_a_demand_without_proof_never_changes_anything(
    due_on: date, events: list[Event], unproved: Event, today: date
) -> None:
    plain = clock_for(charge(due_on), events, today)
    asked = clock_for(charge(due_on), [*events, unproved], today)
    assert (asked.expires_on, asked.state, asked.days_left) == (plain.expires_on, plain.state, plain.days_left)
    assert len(asked.reasons) == len(plain.reasons) + 1


@settings(max_examples=100, deadline=None)
@given(DAYS, EVENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(
    due_on: date, events: list[Event], today: date, shuffler: random.Random
) -> None:
    mixed = list(events)
    shuffler.shuffle(mixed)
    assert clock_for(charge(due_on), mixed, today) == clock_for(charge(due_on), events, today)


@settings(max_examples=100, deadline=None)
@given(DAYS, EVENTS, DAYS)
def test_a_clock_stays_between_its_first_day_and_twenty_years(due_on: date, events: list[Event], today: date) -> None:
    clock = clock_for(charge(due_on), events, today)
    assert expiry_without_events(due_on) <= clock.expires_on <= due_on.replace(day=1) + timedelta(days=366 * 20 + 31)
    assert (clock.state is State.NOT_DUE) == (today <= due_on)
    assert clock.state is not State.EXPIRED or clock.expires_on < today
    assert [reason.on for reason in clock.reasons[1:-1]] == sorted(reason.on for reason in clock.reasons[1:-1])


@settings(max_examples=40, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=6), EVENTS, DAYS)
def test_a_household_is_the_sum_of_its_charges(due_dates: list[date], events: list[Event], today: date) -> None:
    charges = [charge(due_on, place) for place, due_on in enumerate(due_dates)]
    together = clocks_for(charges, events, today)
    assert together == [clock_for(each, events, today) for each in charges]

"""The demo's history between people: true to the ledger, within the contact rules, and there for every screen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from jiefen.accounts.models import Membership
from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.audit.queries import verify_all
from jiefen.collection.actions.overnight import settle_the_day
from jiefen.collection.models import (
    Aftercare,
    ContactAttempt,
    ContactWish,
    Conversation,
    FollowUp,
    PromiseToPay,
    RepaymentPlan,
    WaiverRequest,
)
from jiefen.collection.queries.quality import talk_outcomes
from jiefen.collection.queries.waiting import approvals_board, follow_up_board
from jiefen.demo.cast import CAST
from jiefen.demo.cast_talks import TALKS
from jiefen.demo.load import load
from jiefen.demo.months import at_hour
from jiefen.demo.talk_words import CHOICES, WORDS
from jiefen.ledger.models import Waiver
from jiefen.rules.banned_phrases import find_banned
from jiefen.rules.plan_options import PlanOptionCode
from jiefen.rules.playbook import obstacles
from jiefen.rules.workdays import is_holiday
from jiefen.shared.clock import CHINA, day_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
AT = at_hour(TODAY, 10)


@pytest.fixture
def loaded():
    return load(today=TODAY, at=AT, one_in=8)


def test_the_night_changes_nothing(loaded):
    """Promises, plans and waivers stand where the ledger says, what is over has ended, today's questions are there."""
    found = settle_the_day(organisation_id=loaded.organisation_id, today=TODAY, at=AT)
    assert found == {"promises": 0, "plans": 0, "waivers": 0, "over": 0, "aftercare": 0}
    assert verify_all()[1] == []


def test_every_sort_of_agreement_is_there(loaded):
    states = set(PromiseToPay.objects.values_list("state", flat=True))
    assert {"open", "kept", "broken"} <= states
    assert {"active", "awaiting_approval"} <= set(RepaymentPlan.objects.values_list("state", flat=True))
    assert {"due", "thanked", "lapsed"} <= set(Aftercare.objects.values_list("state", flat=True))
    assert FollowUp.objects.filter(done_at=None).exists()
    assert FollowUp.objects.filter(done_at__isnull=False).exists()
    assert ContactWish.objects.filter(kind="do_not_contact").exists()
    assert ContactAttempt.objects.exclude(breach_rule="").values_list("breach_rule", flat=True).get() == "quiet_hours"


def test_the_contact_rules_were_kept(loaded):
    """No holiday, nine to twenty o'clock but for the admitted breach, one contact a day and three in a week."""
    ours = ContactAttempt.objects.filter(initiated_by="us", breach_rule="")
    days = defaultdict(list)
    for premises_id, at in ours.order_by("at").values_list("premises_id", "at"):
        assert dt.time(9) <= at.astimezone(CHINA).time() < dt.time(20)
        assert not is_holiday(day_of(at))
        days[premises_id].append(day_of(at))
    for found in days.values():
        assert len(set(found)) == len(found)
        assert all(sum(0 <= (day - first).days < 7 for day in found) <= 3 for first in found)
    assert not ContactAttempt.objects.filter(recorded_at__gt=AT).exists()


def test_nobody_was_called_while_a_promise_stood(loaded):
    for row in PromiseToPay.objects.all():
        later = ContactAttempt.objects.filter(premises_id=row.premises_id, at__gt=row.made_at, initiated_by="us")
        until = row.decided_at or AT
        assert not later.filter(at__lt=until).exclude(purpose__in=("care", "aftercare")).exists()


def test_talks_are_held_by_those_who_look_after_the_house(loaded):
    rows = ContactAttempt.objects.values_list("recorded_by_no", "premises__building__steward_id")
    assert all(by == steward for by, steward in rows)
    reached = ContactAttempt.objects.exclude(reached="nobody").count()
    assert Conversation.objects.count() == reached


def test_waivers_that_were_applied_are_the_ledgers_own(loaded):
    for row in WaiverRequest.objects.filter(state="applied"):
        waiver = Waiver.objects.get(pk=row.waiver_no)
        assert (waiver.charge_id, waiver.component, waiver.amount_fen) == (row.charge_id, row.component, row.amount_fen)


def test_the_screens_have_something_to_show(loaded):
    manager = actor_of_membership(Membership.objects.get(role=Role.MANAGER))
    waiting = {part.kind: part.total for part in follow_up_board(manager, today=TODAY)}
    assert all(waiting[kind] for kind in ("ticket", "aftercare", "promise", "broken", "dispute", "follow-up"))
    approvals = {part.kind: part.total for part in approvals_board(manager)}
    assert all(approvals[kind] for kind in ("plan", "breathing", "vacancy", "dispute"))
    found = talk_outcomes(manager, today=TODAY)
    assert found.mature > 60
    assert len(found.options) >= 6


def test_the_cast_says_what_its_story_says():
    told = {story.code: story for story in CAST}
    assert set(TALKS) <= set(told)
    assert set(told) - set(TALKS) == set()
    for code, story in told.items():
        said = "".join(one.words for one in TALKS[code]).replace("？", "?")
        assert story.owner_words.replace("？", "?") in said


def test_words_are_varied_and_the_stewards_speak_well():
    everything = [words for said in WORDS.values() for words, _ in said]
    assert len(set(everything)) == len(everything) >= 55
    assert set(WORDS) <= set(obstacles())
    assert set(CHOICES) == set(PlanOptionCode)
    for talks in TALKS.values():
        for one in talks:
            assert not find_banned(one.note)
            assert not one.next or not find_banned(one.next[1])


@pytest.mark.parametrize("today", [dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2026, 10, 3)], ids=str)
def test_it_is_true_on_any_day(today):
    at = at_hour(today, 10)
    loaded = load(today=today, at=at, one_in=60)
    found = settle_the_day(organisation_id=loaded.organisation_id, today=today, at=at)
    assert set(found.values()) == {0}

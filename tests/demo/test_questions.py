"""The demo's questions: marked, measured by the real clock, there once, and the board can be looked at."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts.models import Organisation, OrganisationKind
from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.consultations.actions.dispatching import tick
from jiefen.consultations.models import Desk, Question, Rating
from jiefen.consultations.queries.board import board
from jiefen.consultations.queries.roster import coming_week
from jiefen.demo.lawyers import load_lawyers
from jiefen.demo.legal_staff import hire_legal_staff
from jiefen.demo.questions import load_questions
from tests.factories.world import AT, TODAY, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> int:
    load_lawyers(today=TODAY, at=AT, firms=6, lawyers=60)
    hire_legal_staff(at=AT)
    return load_questions(today=TODAY, at=AT)


def test_three_weeks_of_them_marked_and_not_twice(loaded):
    assert 150 < loaded < 330
    assert Question.objects.filter(is_demo=True).count() == loaded == Question.objects.count()
    assert load_questions(today=TODAY, at=AT) == 0
    assert not Question.objects.filter(asked_at__gte=AT).exists()


def test_the_board_measures_them_and_says_that_they_are_demo(loaded):
    platform = Organisation.objects.create(name="平台", kind=OrganisationKind.OPERATOR, created_at=AT)
    operator = actor_of_membership(make_membership(platform, Role.OPERATOR))
    found = board(operator, day=TODAY - dt.timedelta(days=3), at=AT)
    assert found.today.n == found.demo > 5
    assert sum(each.n for each in found.hours.values()) == found.today.n
    assert {each.is_demo for each in found.misses} <= {True}
    verdicts = {each.why for each in found.misses}
    assert all("离开" in why or "晚" in why or "派单" in why or "在线" in why for why in verdicts)


def test_the_lawyers_with_sign_ins_are_there_when_they_sign_in_and_the_nights_are_holes(loaded):
    assert [each.is_online for each in Desk.objects.all()] == [False] * 3
    week = coming_week(at=AT)
    assert week.is_measured
    assert any(each.starts_at.hour == 3 for each in week.holes)
    assert Rating.objects.count() > 50


def test_a_tick_leaves_what_is_over_alone(loaded):
    before = set(Question.objects.values_list("state", flat=True))
    assert tick(at=AT).is_busy is False
    assert set(Question.objects.values_list("state", flat=True)) == before == {"closed", "left"}

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
from jiefen.collection.queries.household import household_page
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

"""接下来: at most one thing for somebody who has paid, and nothing that nags."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.collection.queries.household import household_of
from jiefen.estates.models import Premises
from jiefen.ledger import positions
from jiefen.rules.keep_on import Touch
from tests.factories.talks import AT, DAY, TODAY, Talk, make_home
from tests.factories.world import make_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """January paid, nothing else charged yet."""
    found = make_home(10_000)
    found.pay(10_000, on=dt.date(2026, 1, 20))
    return found


def charge(home, month: int):
    make_charge(home.premises, 10_000, dt.date(2026, month, 1))
    positions.refresh([home.id], at=AT)


def touch(home, on: dt.date = TODAY):
    found = household_of(Premises.objects.select_related("estate").get(pk=home.id), today=on).what_next
    return found.touch if found else None


def test_who_paid_everything_and_left_the_next_bill_is_asked_after_the_watch(home):
    charge(home, 10)  # due 31 October
    assert touch(home, dt.date(2026, 11, 15)) is None
    assert touch(home, dt.date(2026, 11, 16)) == Touch.RELAPSE


def test_a_message_shortly_before_the_next_day(home):
    charge(home, 11)
    assert touch(home, dt.date(2026, 11, 26)) is None
    assert touch(home, dt.date(2026, 11, 27)) == Touch.REMINDER


def test_nothing_while_something_stands_or_we_spoke_lately(home):
    charge(home, 10)
    assert touch(home) == Touch.RELAPSE
    home.talk(initiated_by="us", purpose="care", at=AT - 10 * DAY)
    assert touch(home) is None
    assert touch(home, TODAY + 25 * DAY) == Touch.RELAPSE
    home.promise(5_000)
    assert touch(home, TODAY + 5 * DAY) is None


def test_a_greeting_after_half_a_year(home):
    home.talk(at=AT - 200 * DAY, talk=Talk(owner_words="谢谢"))
    assert touch(home) == Touch.CARE
    home.talk(at=AT - 100 * DAY, talk=Talk(owner_words="挺好"))
    assert touch(home) is None


def test_who_has_owed_for_long_is_not_spoken_to_as_if_it_were_new(home):
    charge(home, 4)
    assert touch(home, dt.date(2026, 10, 1)) == Touch.RELAPSE
    assert touch(home, dt.date(2026, 11, 1)) is None


def test_nobody_who_never_paid_is_kept_on_with():
    assert touch(make_home(10_000)) is None

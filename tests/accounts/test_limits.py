"""The arithmetic of the limits, without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.accounts import limits
from jiefen.accounts.limits import LIMITS, LOCK_OUT, MINUTE, free_again_at, limits_for, wait_words
from tests.factories.world import AT

BY_CODE = {limit.code: limit for limit in LIMITS}


def minutes_ago(*minutes: float) -> list[dt.datetime]:
    return [AT - minute * MINUTE for minute in minutes]


def test_four_failures_do_not_lock():
    assert free_again_at(LOCK_OUT, minutes_ago(0, 1, 2, 3), AT) is None


def test_the_fifth_failure_locks_for_the_full_quarter_of_an_hour():
    assert free_again_at(LOCK_OUT, minutes_ago(2, 3, 6, 9, 14), AT) == AT + 13 * MINUTE


def test_failures_spread_wider_than_the_window_do_not_lock():
    assert free_again_at(LOCK_OUT, minutes_ago(0, 4, 8, 12, 15), AT) is None


def test_after_the_lock_five_new_failures_are_needed():
    first_after = [AT, *minutes_ago(15, 16, 17, 18)]
    assert free_again_at(LOCK_OUT, first_after, AT) is None
    assert free_again_at(LOCK_OUT, minutes_ago(15, 16, 17, 18, 19), AT) is None


def test_codes_slide_on_instead_of_locking():
    hourly = BY_CODE["rate.code_hour"]
    assert free_again_at(hourly, minutes_ago(1, 10, 20, 30, 50), AT) == AT + 10 * MINUTE
    assert free_again_at(BY_CODE["rate.code_minute"], minutes_ago(0.5), AT) == AT + dt.timedelta(seconds=30)


def test_asking_for_a_code_waits_for_the_lock_as_well():
    assert [limit.code for limit in limits_for(limits.CODE_SENT)] == [
        "rate.locked", "rate.address", "rate.code_minute", "rate.code_hour", "rate.code_address",
    ]  # fmt: skip
    assert [limit.code for limit in limits_for(limits.PASSWORD)] == ["rate.locked", "rate.address"]


def test_the_table_holds_what_was_promised():
    promised = {code: (limit.counted, limit.most, limit.within // MINUTE) for code, limit in BY_CODE.items()}
    assert promised == {
        "rate.locked": ("phone_index", 5, 15),
        "rate.address": ("address_index", 30, 15),
        "rate.code_minute": ("phone_index", 1, 1),
        "rate.code_hour": ("phone_index", 5, 60),
        "rate.code_address": ("address_index", 20, 60),
    }


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, " 1 秒后"), (43, " 43 秒后"), (90, " 90 秒后"), (91, " 2 分钟后"), (900, " 15 分钟后")]
)
def test_the_wait_is_rounded_up(seconds, words):
    assert wait_words(AT + dt.timedelta(seconds=seconds), AT) == words

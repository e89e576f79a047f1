"""The clock of a service: the examples of docs/algorithms/service_clock.md, edges and properties."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.service_clock import (
    ClockError,
    ClockRules,
    Event,
    Kind,
    Reading,
    Verdict,
    by_hour,
    by_lawyer_and_hour,
    clock_on,
    quantile,
    read,
    seconds_between,
    share,
)
from jiefen.rules.tables_io import TableError

CHINA = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 26, 9, tzinfo=CHINA)
FREE, PAID = clock_on(date(2026, 11, 26)), clock_on(date(2026, 11, 26), "paid")
C, H, A, L, M, X, V = (
    Kind.CLIENT, Kind.HUMAN, Kind.AUTOMATIC, Kind.LEFT, Kind.MOVED, Kind.CLOSED, Kind.VOID,
)  # fmt: skip


def story(*told: tuple[Kind, int]) -> list[Event]:
    return [Event(kind, NINE + timedelta(seconds=after), 7 if kind is H else None) for kind, after in told]


def shown(*told: tuple[Kind, int], at: int = 3600) -> Reading:
    return read(story(*told), rules=FREE, at=NINE + timedelta(seconds=at))


EXAMPLES = {
    "in_time": (((C, 0), (H, 300)), Verdict.IN_TIME, 300),
    "one_second_late": (((C, 0), (H, 301)), Verdict.LATE, 301),
    "automatic_words_do_not_stop_it": (((C, 0), (A, 1), (A, 60), (H, 400)), Verdict.LATE, 400),
    "first_message_counts_not_the_second": (((C, 0), (C, 200), (H, 310)), Verdict.LATE, 310),
    "handed_over_keeps_its_clock": (((C, 0), (M, 100), (M, 250), (H, 320)), Verdict.LATE, 320),
    "opened_again_keeps_its_clock": (((C, 0), (H, 30), (X, 900), (M, 1000), (C, 1001), (H, 2000)), Verdict.IN_TIME, 30),
    "left_after_a_minute": (((C, 0), (L, 60)), Verdict.LEFT, 60),
    "left_at_once": (((C, 0), (L, 59)), Verdict.NOT_COUNTED, 59),
    "left_and_came_back": (((C, 0), (L, 90), (C, 120), (H, 200)), Verdict.IN_TIME, 200),
    "answered_after_leaving": (((C, 0), (L, 90), (H, 200)), Verdict.LEFT, 90),
    "left_after_the_answer": (((C, 0), (H, 50), (L, 90)), Verdict.IN_TIME, 50),
    "closed_without_an_answer": (((C, 0), (X, 100)), Verdict.UNANSWERED, 100),
    "nobody_has_written": (((C, 0),), Verdict.UNANSWERED, 3600),
    "spam": (((C, 0), (H, 20), (V, 50)), Verdict.NOT_COUNTED, 50),
    "lawyer_spoke_before_the_client": (((H, 0), (C, 10), (H, 40)), Verdict.IN_TIME, 30),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples(name):
    told, verdict, seconds = EXAMPLES[name]
    found = shown(*told)
    assert (found.verdict, found.seconds) == (verdict, seconds)


def test_still_running_and_not_counted_yet():
    found = shown((C, 0), at=300)
    assert (found.verdict, found.is_counted, found.answered_at) == (Verdict.RUNNING, False, None)
    assert shown((C, 0), (H, 400), at=301).verdict == Verdict.UNANSWERED


def test_who_answered_and_when():
    found = shown((C, 0), (H, 42))
    assert (found.lawyer, found.answered_at) == (7, NINE + timedelta(seconds=42))


def test_no_words_no_clock():
    with pytest.raises(ClockError):
        read([], rules=FREE, at=NINE)


def test_office_hours_with_make_up_days():
    """国庆节 2025: 10-01 to 10-08 off, 09-28 (Sunday) and 10-11 (Saturday) worked."""
    before, monday = datetime(2025, 9, 30, 17, 30, tzinfo=CHINA), datetime(2025, 10, 9, 9, 30, tzinfo=CHINA)
    assert seconds_between(before, monday, PAID) == 3600
    saturday = datetime(2025, 10, 11, 8, tzinfo=CHINA)
    assert seconds_between(saturday, saturday + timedelta(days=1), PAID) == 9 * 3600
    assert seconds_between(monday, before, PAID) == 0
    assert seconds_between(before, monday, FREE) == (monday - before).total_seconds()


def test_an_unknown_calendar_or_lane():
    with pytest.raises(ClockError):
        seconds_between(NINE, NINE + timedelta(1), ClockRules(1, 1, "moon", 0, 24))
    with pytest.raises(TableError):
        clock_on(date(2026, 11, 26), "express")


def test_the_share_counts_leavers_as_misses_and_shows_n():
    readings = [shown((C, 0), (H, each)) for each in (10, 20, 400)] + [shown((C, 0), (L, 70)), shown((C, 0), (L, 5))]
    found = share(readings)
    assert (found.n, found.kept, found.leavers, found.answered) == (4, 2, 1, 3)
    assert (found.within, found.median_s, found.p95_s) == (0.5, 20, 400)
    assert share([]).within is None


def test_by_hour_and_by_lawyer():
    late = [
        Event(each.kind, each.at + timedelta(hours=3), 8 if each.lawyer else None) for each in story((C, 0), (H, 9))
    ]
    readings = [shown((C, 0), (H, 10)), shown((C, 0), (L, 99)), read(late, rules=FREE, at=NINE + timedelta(hours=9))]
    assert {hour: each.n for hour, each in by_hour(readings).items()} == {9: 2, 12: 1}
    assert {key: each.kept for key, each in by_lawyer_and_hour(readings).items()} == {(7, 9): 1, (8, 12): 1}


EVENTS = st.lists(st.tuples(st.sampled_from(list(Kind)), st.integers(0, 2000)), max_size=12)


@given(EVENTS, st.integers(0, 3000))
def test_automatic_text_and_moves_never_change_the_clock(told, at):
    begun = [(C, 0), *told]
    plain = [each for each in begun if each[0] not in (A, M)]
    assert shown(*begun, at=at) == shown(*plain, at=at)


@given(EVENTS)
def test_seconds_are_never_negative_and_a_kept_promise_is_within_the_limit(told):
    found = shown((C, 0), *told)
    assert found.seconds >= 0
    assert (found.verdict is Verdict.IN_TIME) <= (found.seconds <= 300 and found.lawyer == 7)


@given(st.lists(st.integers(0, 500), min_size=1))
def test_quantiles_are_values_that_were_measured(values):
    ordered = sorted(values)
    assert quantile(ordered, 0.5) in ordered
    assert sum(each <= quantile(ordered, 0.95) for each in ordered) >= 0.95 * len(ordered)

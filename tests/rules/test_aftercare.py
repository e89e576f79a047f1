"""After a payment: window, relapse, keeping on, thanks. Examples of docs/algorithms/aftercare.md by name."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.aftercare import Window, is_due, is_relapse, payment_days, relapse_watch, window
from jiefen.rules.banned_phrases import is_clean
from jiefen.rules.keep_on import KeepOnFacts, Touch, keep_on
from jiefen.rules.thanks import ThanksFacts, thanks_for

TODAY = date(2026, 11, 23)
PAID = date(2026, 11, 20)

WINDOWS = {
    "ordinary_week": (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 27)),
    "before_national_day": (date(2026, 9, 29), date(2026, 10, 9), date(2026, 10, 13)),
    "inside_the_window_a_holiday": (date(2026, 9, 24), date(2026, 9, 30), date(2026, 10, 11)),
    "into_an_unpublished_year": (date(2027, 12, 30), date(2028, 1, 3), date(2028, 1, 7)),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_windows(name: str) -> None:
    paid_on, first, last = WINDOWS[name]
    assert window(paid_on) == Window(first, last)


def test_which_payments_to_ask_about_today() -> None:
    assert payment_days(TODAY) == Window(date(2026, 11, 16), date(2026, 11, 20))
    assert payment_days(date(2026, 10, 2)) is None
    assert payment_days(date(2026, 10, 9)) == Window(date(2026, 9, 22), date(2026, 9, 29))


@settings(deadline=None)
@given(st.dates(date(2025, 1, 1), date(2026, 11, 30)))
def test_asking_from_both_sides_agrees(today: date) -> None:
    days = payment_days(today)
    for back in range(1, 30):
        paid_on = today - timedelta(days=back)
        if days is not None:
            assert window(paid_on).holds(today) == days.holds(paid_on)


def test_a_monthly_payer_is_not_asked_every_month() -> None:
    assert is_due(PAID, None, TODAY)
    assert not is_due(PAID, date(2026, 10, 20), TODAY)
    assert is_due(PAID, date(2026, 9, 24), TODAY)
    assert not is_due(PAID, None, date(2026, 11, 22))


def test_a_relapse_is_watched_for_fifteen_days() -> None:
    due = date(2026, 11, 1)
    assert relapse_watch(due) == Window(due, date(2026, 11, 16))
    facts = {"had_paid_all": True, "next_due_on": due, "next_open_fen": 1}
    assert not is_relapse(**facts, today=date(2026, 11, 16))
    assert is_relapse(**facts, today=date(2026, 11, 17))
    assert not is_relapse(**{**facts, "had_paid_all": False}, today=TODAY)
    assert not is_relapse(**{**facts, "next_open_fen": 0}, today=TODAY)


KEEP_ON = {
    "aftercare": (KeepOnFacts(last_paid_on=PAID), Touch.AFTERCARE),
    "aftercare_even_soon_after_a_talk": (KeepOnFacts(last_paid_on=PAID, last_touch_on=PAID), Touch.AFTERCARE),
    "left_alone": (KeepOnFacts(last_paid_on=PAID, left_alone=True), None),
    "relapse": (KeepOnFacts(had_paid_all=True, next_due_on=date(2026, 11, 1), next_open_fen=1), Touch.RELAPSE),
    "reminder": (KeepOnFacts(next_due_on=date(2026, 11, 26), next_open_fen=1), Touch.REMINDER),
    "reminder_too_early": (KeepOnFacts(next_due_on=date(2026, 11, 27), next_open_fen=1), None),
    "paid_in_advance": (KeepOnFacts(next_due_on=date(2026, 11, 26), next_open_fen=0), None),
    "spoken_three_weeks_ago": (
        KeepOnFacts(next_due_on=date(2026, 11, 26), next_open_fen=1, last_touch_on=date(2026, 11, 2)),
        None,
    ),
    "half_a_year_of_silence": (KeepOnFacts(last_talk_on=date(2026, 5, 20)), Touch.CARE),
    "five_months_of_silence": (KeepOnFacts(last_talk_on=date(2026, 6, 23)), None),
    "nothing": (KeepOnFacts(), None),
}


@pytest.mark.parametrize("name", KEEP_ON)
def test_keeping_on(name: str) -> None:
    facts, touch = KEEP_ON[name]
    found = keep_on(facts, TODAY)
    assert (found.touch if found else None) is touch
    assert found is None or (found.sentence.endswith("。") and is_clean(found.sentence))


@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2026, 6, 1)))
def test_never_two_words_in_a_month_beyond_thanks(start: date) -> None:
    facts, spoken = KeepOnFacts(next_due_on=start + timedelta(days=20), next_open_fen=1, had_paid_all=True), []
    for ahead in range(120):
        day = start + timedelta(days=ahead)
        last = spoken[-1] if spoken else None
        if keep_on(KeepOnFacts(**{**_fields(facts), "last_touch_on": last}), day):
            spoken.append(day)
    assert all((later - sooner).days >= 30 for sooner, later in pairwise(spoken))


def _fields(facts: KeepOnFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in KeepOnFacts.__slots__}


THANKS = {
    "promise_kept": ({"promised_on": PAID, "left_fen": 1}, "谢谢您按说好的，11月20日 付了 600.00 元，说到做到。"),
    "promise_early": (
        {"promised_on": date(2026, 11, 25)},
        "谢谢您 11月20日 付了 600.00 元，比说好的 11月25日 还早。",
    ),
    "paid_after_repair": (
        {"repair": "顶楼漏水", "promised_on": PAID},
        "谢谢您等我们把“顶楼漏水”修好，确认之后就把 600.00 元付了。",
    ),
    "instalment": ({"instalment_no": 2, "left_fen": 1}, "谢谢您按分期约定付了第 2 期 600.00 元。"),
    "plan_completed": (
        {"instalment_no": 3, "plan_completed": True},
        "谢谢您一期一期都付完了，最后一期 600.00 元也收到了。",
    ),
    "hard_times": ({"hardship": True}, "谢谢您在不容易的时候还惦记着这件事，付了 600.00 元。"),
    "told_us_about_repair": (
        {"repair": "路灯", "repair_before_payment": False},
        "谢谢您把“路灯”告诉我们，让我们有机会修好。",
    ),
    "ahead": ({"ahead_fen": 200_00}, "谢谢您把还没到期的 200.00 元也提前付了。"),
    "oldest_first": ({"oldest_settled": True, "left_fen": 1}, "谢谢您先把最早的那几笔付清了，一共 600.00 元。"),
    "in_full": ({}, "谢谢您把 600.00 元一次付清了。"),
    "part": ({"left_fen": 100}, "谢谢您先付了 600.00 元，剩下的我们慢慢来。"),
    "settled_dispute": ({"dispute_settled": True}, "谢谢您把对账单的疑问说出来，我们一起对清楚，您再付了 600.00 元。"),
}


@pytest.mark.parametrize("code", THANKS)
def test_thanks_name_the_right_thing(code: str) -> None:
    facts, sentence = THANKS[code]
    first = thanks_for(ThanksFacts(amount_fen=600_00, paid_on=PAID, **facts))[0]
    assert (first.code, first.sentence) == (code, sentence)
    assert first.right_thing and len(first.right_thing) <= 200


def test_there_is_always_something_to_thank_for() -> None:
    found = thanks_for(ThanksFacts(amount_fen=1, paid_on=PAID, left_fen=5, instalment_no=1, hardship=True))
    assert [one.code for one in found] == ["instalment", "hard_times", "paid"]
    assert all(is_clean(one.sentence) for one in found)

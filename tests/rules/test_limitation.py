"""Limitation clocks: the examples of docs/algorithms/limitation.md by name, reasons, and what must always hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from jiefen.rules.limitation import (
    ChargeClock,
    Clock,
    Event,
    LimitationError,
    State,
    clock_for,
    clocks_for,
    due_on_for,
    expiry_without_events,
)
from jiefen.rules.limitation_terms import kind_code, proof_code

NOTE = Path(__file__).parents[2] / "docs" / "algorithms" / "limitation.md"
TODAY = date(2026, 11, 23)
DUE = date(2022, 12, 31)
EXPIRY = date(2025, 12, 31)


def charge(due_on: date = DUE, charge_id: int | str = 1) -> ChargeClock:
    return ChargeClock(charge_id, due_on, 120_000)


def event(on: str, kind: str, proof: str | None = None, *conditions: str) -> Event:
    return Event(date.fromisoformat(on), kind, proof, conditions=frozenset(conditions))


def codes(clock: Clock) -> list[str]:
    return [reason.code for reason in clock.reasons]


def stated_examples() -> dict[str, tuple[str, str, str, str, str]]:
    rows = [
        line.split("|")
        for line in NOTE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| `[a-z-]+` \| \d", line)
    ]
    return {cells[1].strip(" `"): tuple(cell.strip() for cell in cells[2:7]) for cells in rows}


def stated_events(text: str) -> list[Event]:
    events = []
    for part in filter(None, text.split("; ")):
        on, kind, proof, *conditions = part.split()
        events.append(
            event(on, kind, None if proof == "-" else proof, *(each.removeprefix("+") for each in conditions))
        )
    return events


EXAMPLES = stated_examples()


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    due_on, events, today, expires_on, state = EXAMPLES[name]
    clock = clock_for(charge(date.fromisoformat(due_on)), stated_events(events), date.fromisoformat(today))
    assert (clock.expires_on.isoformat(), clock.state.value) == (expires_on, state)


def test_the_note_has_every_state() -> None:
    assert {row[4] for row in EXAMPLES.values()} == {state.value for state in State}
    assert len(EXAMPLES) >= 30


def test_example_one_of_three() -> None:
    """Art. 9: a demand for one period resets the whole of that period's debt and no other."""
    charges = [charge(date(2023, month, 28), month) for month in (1, 2, 3)]
    demand = Event(date(2025, 6, 1), "demand", "signed_receipt", frozenset({2}))
    assert [clock.expires_on for clock in clocks_for(charges, [demand], TODAY)] == [
        date(2026, 1, 28),
        date(2028, 6, 1),
        date(2026, 3, 28),
    ]


def test_a_demand_for_everything_resets_what_was_due_and_only_that() -> None:
    charges = [charge(date(year, 12, 31), year) for year in (2021, 2023, 2025)]
    demand = event("2024-06-01", "demand", "ems_signed")
    clocks = clocks_for(charges, [demand], TODAY)
    assert [clock.expires_on for clock in clocks] == [date(2027, 6, 1), date(2027, 6, 1), date(2028, 12, 31)]
    assert codes(clocks[2]) == ["start", "before_due", "expires"]


# --- reasons ----------------------------------------------------------------------------------------------


def test_a_plain_clock_says_how_it_got_there() -> None:
    clock = clock_for(charge(date(2023, 12, 31)), [], TODAY)
    first, last = clock.reasons
    assert (first.on, first.code, first.article) == (date(2023, 12, 31), "start", "民法典第188条、第201条、第202条")
    assert first.text == (
        "应付日是 2023-12-31，从次日起算三年，到 2026-12-31（含当天）届满。每一期单独计算，不并入最后一期（从严处理）。"
    )
    assert (last.on, last.code, last.text) == (
        date(2026, 12, 31),
        "expires",
        "最后可以主张的一天是 2026-12-31（含当天），还有 38 天。",
    )
    assert (clock.days_left, clock.band) == (38, 90)


def test_a_demand_without_proof_of_arrival_says_what_would_have_counted() -> None:
    clock = clock_for(charge(), [event("2024-05-01", "sms")], TODAY)
    reason = clock.reasons[1]
    assert (reason.on, reason.code) == (date(2024, 5, 1), "no_proof_of_arrival")
    assert reason.article == "民法典第195条第1项、诉讼时效规定第8条"
    assert "要有运营商的送达状态" in reason.text
    assert "业主签收回执、公证送达、EMS 签收记录、短信送达回执、微信送达记录" in reason.text


def test_an_interruption_names_the_article_the_proof_and_the_new_date() -> None:
    reason = clock_for(charge(), [event("2024-05-01", "催缴函", "EMS签收")], TODAY).reasons[1]
    assert (reason.code, reason.article) == ("interrupted", "民法典第195条第1项、诉讼时效规定第8条")
    assert reason.text == "2024-05-01 催告（EMS 签收记录），时效中断，从这一天起重新计算三年，到 2027-05-01 届满。"


def test_a_holiday_on_the_last_day_is_mentioned_and_not_counted() -> None:
    clock = clock_for(charge(date(2023, 10, 1)), [], date(2026, 9, 1))
    assert clock.expires_on == date(2026, 10, 1)
    assert "第203条可以顺延到 2026-10-08，但请不要依赖" in clock.reasons[-1].text


def test_a_weekend_in_an_unpublished_year_names_no_date() -> None:
    clock = clock_for(charge(date(2029, 3, 3)), [], date(2032, 1, 1))  # 3 March 2032 is a Wednesday
    assert "休息日" not in clock.reasons[-1].text
    clock = clock_for(charge(date(2029, 3, 6)), [], date(2032, 1, 1))  # a Saturday
    assert "可以顺延到下一个工作日" in clock.reasons[-1].text


def test_the_last_day_is_today() -> None:
    clock = clock_for(charge(), [], EXPIRY)
    assert "就是今天" in clock.reasons[-1].text
    assert (clock.days_left, clock.band, clock.state) == (0, 30, State.EXPIRING)


@pytest.mark.parametrize(
    ("left", "band", "state"),
    [
        (30, 30, "expiring"),
        (31, 90, "expiring"),
        (90, 90, "expiring"),
        (91, 180, "expiring"),
        (180, 180, "expiring"),
        (181, None, "running"),
        (-1, None, "expired"),
    ],
)
def test_bands(left: int, band: int | None, state: str) -> None:
    clock = clock_for(charge(), [], EXPIRY - timedelta(days=left))
    assert (clock.days_left, clock.band, clock.state.value) == (left, band, state)


def test_a_revived_clock_has_a_band_too() -> None:
    clock = clock_for(charge(), [event("2026-03-01", "承诺", "signed")], date(2029, 2, 1))
    assert (clock.state, clock.band, codes(clock)) == (State.REVIVED, 30, ["start", "revived", "expires"])


def test_after_expiry_each_event_says_what_it_still_does() -> None:
    events = [
        event("2026-01-05", "demand", "signed"),
        event("2026-01-06", "payment"),
        event("2026-01-07", "filing"),
        event("2026-01-08", "proceeding_ended"),
    ]
    clock = clock_for(charge(), events, TODAY)
    assert (clock.state, clock.expires_on) == (State.EXPIRED, EXPIRY)
    assert codes(clock)[1:] == ["too_late", "paid_after_expiry", "filed_after_expiry", "nothing_open", "expired"]


def test_a_future_event_is_named_and_not_counted() -> None:
    clock = clock_for(charge(date(2024, 6, 30)), [event("2026-11-24", "demand", "signed")], TODAY)
    assert (clock.expires_on, codes(clock)) == (date(2027, 6, 30), ["start", "future", "expires"])


def test_the_twenty_years_are_named() -> None:
    due_on, events, today, expires_on, _ = EXAMPLES["twenty-years"]
    clock = clock_for(charge(date.fromisoformat(due_on)), stated_events(events), date.fromisoformat(today))
    assert codes(clock)[-2:] == ["capped", "expires"]
    assert clock.expires_on == date.fromisoformat(expires_on)


def test_no_promise_revives_a_debt_after_twenty_years() -> None:
    clock = clock_for(charge(date(1999, 12, 31)), [event("2020-01-01", "acknowledgement", "signed")], TODAY)
    assert (clock.state, codes(clock)) == (State.EXPIRED, ["old_period", "too_late", "expired"])


def test_the_old_two_years_end_where_the_new_law_begins() -> None:
    assert expiry_without_events(date(2015, 9, 30)) == date(2017, 9, 30)
    assert expiry_without_events(date(2015, 10, 1)) == date(2018, 10, 1)


def test_a_pending_suit_near_its_safe_day_asks_to_be_checked() -> None:
    for today in (date(2028, 1, 1), date(2028, 6, 1)):
        clock = clock_for(charge(), [event("2025-03-01", "sue", "court")], today)
        assert (clock.state, clock.expires_on) == (State.IN_PROCEEDING, date(2028, 3, 1))
        assert "请今天核对程序是否结束" in clock.reasons[-1].text


def test_while_a_suit_is_pending_nothing_is_too_late_and_the_end_restarts() -> None:
    events = [event("2022-06-01", "filing"), event("2025-08-01", "demand", "ems"), event("2026-01-10", "结案")]
    clock = clock_for(charge(date(2021, 12, 31)), events, TODAY)
    assert clock.expires_on == date(2029, 1, 10)
    assert codes(clock)[1:-1] == ["interrupted", "interrupted", "proceeding_ended"]


def test_a_mediation_without_an_end_is_believed_for_ninety_days() -> None:
    request = [event("2025-03-01", "mediation")]
    assert clock_for(charge(), request, date(2025, 5, 30)).state is State.IN_PROCEEDING
    assert clock_for(charge(), request, date(2025, 5, 31)).state is State.RUNNING


def test_enforcement_runs_two_years_at_a_time_after_a_judgment() -> None:
    events = [event("2024-03-01", "判决生效"), event("2025-03-01", "enforcement"), event("2025-08-01", "终结本次执行")]
    clock = clock_for(charge(), events, TODAY)
    assert clock.expires_on == date(2027, 8, 1)
    late = clock_for(charge(), events[:1], TODAY)
    assert (late.state, late.reasons[-1].article) == (State.EXPIRED, "民事诉讼法第250条")


def test_an_obstacle_keeps_a_late_demand_in_time() -> None:
    events = [
        event("2025-10-01", "中止"),
        event("2026-02-01", "障碍消除"),
        event("2026-07-20", "demand", "signed"),
    ]
    clock = clock_for(charge(), events, TODAY)
    assert (clock.expires_on, codes(clock)[1:3]) == (date(2029, 7, 20), ["suspended", "interrupted"])


def test_an_obstacle_outside_the_last_six_months_says_so() -> None:
    events = [event("2024-02-01", "suspension_start"), event("2024-03-01", "suspension_end")]
    clock = clock_for(charge(), events, date(2025, 1, 1))
    assert (clock.expires_on, codes(clock)[1]) == (EXPIRY, "suspension_no_effect")


def test_records_that_are_not_claims_have_no_effect() -> None:
    clock = clock_for(charge(), [event("2025-05-01", "报警"), event("2025-06-01", "投诉")], TODAY)
    assert (clock.expires_on, codes(clock)[1:3]) == (EXPIRY, ["no_effect", "no_effect"])


def test_two_mentions_of_a_condition_in_the_proof_itself() -> None:
    clock = clock_for(charge(), [event("2025-05-01", "demand", "door_photo_with_two_witnesses")], TODAY)
    assert clock.expires_on == date(2028, 5, 1)
    assert "请注意" in clock.reasons[1].text


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Payment", "part_payment"),
        ("partially paid", "part_payment"),
        ("payment_order", "payment_order_application"),
        ("Lawsuit", "filing"),
        ("installment promise", "instalment_promise"),
        ("acknowledgment", "acknowledgement"),
        ("律师函", "demand"),
        ("demand-letter", "demand"),
        ("door_posting", "demand"),
        ("分期", "instalment_promise"),
        ("申请支付令", "payment_order_application"),
        ("撤诉", "proceeding_withdrawn"),
    ],
)
def test_kinds_by_other_names(name: str, code: str) -> None:
    assert kind_code(name)[0] == code


@pytest.mark.parametrize("name", ["banana", "拒绝付款", "broken_promise", "payment_missed", "否认欠费", ""])
def test_a_kind_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(LimitationError, match="不认识的事件种类") as caught:
        clock_for(charge(), [event("2025-05-01", name)], TODAY)
    assert caught.value.code == "limitation.unknown_kind"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (None, "none"),
        ("", "none"),
        ("EMS", "ems_signed"),
        ("ems sent", "ems_sent"),
        ("unsigned", "not_delivered"),
        ("no_signature", "not_delivered"),
        ("未签收", "not_delivered"),
        ("identity unverified recording", "not_delivered"),
        ("非同住家属签收", "not_delivered"),
        ("family_signed", "relative_signed"),
        ("保安签收", "other_signed"),
        ("Signed Receipt", "signed_receipt"),
        ("courtesy visit", "staff_note"),
        ("sms to contract number", "sms_sent"),
        ("SMS-delivered", "sms_delivered"),
        ("微信已读", "wechat_read"),
        ("录音", "call_recording"),
        ("xyz", "unknown"),
    ],
)
def test_proofs_by_other_names(name: str | None, code: str) -> None:
    assert proof_code(name) == code


# --- due dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_rule", "expected"),
    [
        ("period_end", date(2024, 1, 31)),
        ("period_end+15", date(2024, 2, 15)),
        ("period_start", date(2024, 1, 1)),
        ("period_start+30", date(2024, 1, 31)),
        ("next_month:10", date(2024, 2, 10)),
        (" next_month:31 ", date(2024, 2, 29)),
    ],
)
def test_due_rules(due_rule: str, expected: date) -> None:
    assert due_on_for(date(2024, 1, 1), date(2024, 1, 31), due_rule) == expected


@pytest.mark.parametrize("due_rule", ["", "month_end", "next_month:0", "next_month:32", "period_end-3", "period_end+"])
def test_an_unreadable_due_rule_is_refused(due_rule: str) -> None:
    with pytest.raises(LimitationError, match="看不懂应付日规则"):
        due_on_for(date(2024, 1, 1), date(2024, 1, 31), due_rule)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(LimitationError, match="早于开始日"):
        due_on_for(date(2024, 2, 1), date(2024, 1, 31))


def test_each_of_a_hundred_thousand_charges_has_its_clock() -> None:
    charges = [charge(date(2020 + n % 6, 1 + n % 12, 1 + n % 28), n) for n in range(100_000)]
    clocks = clocks_for(charges, [], TODAY)
    assert len(clocks) == 100_000
    assert clocks[99_999] == clocks_for(charges[99_999:], [], TODAY)[0]

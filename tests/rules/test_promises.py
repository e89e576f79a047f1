"""Kept or broken by the ledger alone: the examples of docs/algorithms/promises.md, edges and properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.instalments import Instalment, schedule
from jiefen.rules.plan_verdicts import PlanVerdict, default_rule_sentence, instalments_against, judge_plan
from jiefen.rules.promises import Judgement, PromiseError, Verdict, judge, last_day

MADE, DUE = date(2026, 11, 10), date(2026, 11, 20)


def _judge(*payments: tuple[date, int], today: date = DUE, amount_fen: int = 600_00) -> Judgement:
    return judge(amount_fen=amount_fen, made_on=MADE, due_on=DUE, payments=payments, today=today)


EXAMPLES = {
    "nothing_yet": ((), DUE, Verdict.OPEN, None, 600_00),
    "day_of_grace": ((), date(2026, 11, 21), Verdict.OPEN, None, 600_00),
    "broken": ((), date(2026, 11, 22), Verdict.BROKEN, date(2026, 11, 22), 600_00),
    "kept_at_once": (((date(2026, 11, 12), 600_00),), date(2026, 11, 12), Verdict.KEPT, date(2026, 11, 12), 0),
    "kept_on_the_day_it_was_made": (((MADE, 600_00),), MADE, Verdict.KEPT, MADE, 0),
    "kept_in_two": (((date(2026, 11, 20), 100_00), (date(2026, 11, 12), 500_00)), DUE, Verdict.KEPT, DUE, 0),
    "kept_in_grace": (
        ((date(2026, 11, 21), 600_00),),
        date(2026, 12, 31),
        Verdict.KEPT,
        date(2026, 11, 21),
        0,
    ),
    "too_late": (((date(2026, 11, 22), 600_00),), date(2026, 11, 23), Verdict.BROKEN, date(2026, 11, 22), 600_00),
    "before_the_promise": (((date(2026, 11, 9), 600_00),), DUE, Verdict.OPEN, None, 600_00),
    "one_fen_short": (((DUE, 599_99),), date(2026, 11, 22), Verdict.BROKEN, date(2026, 11, 22), 1),
    "not_paid_until_tomorrow": (((DUE, 600_00),), date(2026, 11, 19), Verdict.OPEN, None, 600_00),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name: str) -> None:
    payments, today, verdict, decided_on, missing = EXAMPLES[name]
    found = _judge(*payments, today=today)
    assert (found.verdict, found.decided_on, found.missing_fen) == (verdict, decided_on, missing)
    assert found.why.endswith("。")


def test_sentences() -> None:
    assert _judge((DUE, 100_00), today=date(2026, 11, 22)).why == "答应 11月20日付 600.00 元，还差 500.00 元没到账。"
    assert _judge((date(2026, 11, 12), 700_00)).why == "答应付 600.00 元，11月12日付齐了，比说好的早。"
    assert _judge((DUE, 100_00)).why == "答应 11月20日付 600.00 元，已到账 100.00 元，还没到日子。"
    late = _judge((date(2026, 11, 21), 600_00), today=date(2026, 11, 21))
    assert late.why == "答应付 600.00 元，11月21日付齐了，晚了一点，也算数。"


@pytest.mark.parametrize("bad", [{"amount_fen": 0}, {"due_on": date(2026, 11, 9)}, {"payments": [(DUE, 0)]}])
def test_what_makes_no_sense_is_refused(bad: dict[str, object]) -> None:
    facts = {"amount_fen": 1, "made_on": MADE, "due_on": DUE, "payments": [], "today": DUE}
    with pytest.raises(PromiseError):
        judge(**{**facts, **bad})


_moneys = st.lists(st.tuples(st.dates(date(2026, 11, 1), date(2026, 12, 10)), st.integers(1, 900_00)), max_size=8)


@settings(deadline=None)
@given(_moneys, st.dates(date(2026, 11, 10), date(2026, 12, 31)), st.randoms())
def test_order_does_not_matter_and_verdicts_are_final(
    moneys: list[tuple[date, int]], today: date, luck: object
) -> None:
    found = _judge(*moneys, today=today)
    shuffled = list(moneys)
    luck.shuffle(shuffled)
    assert _judge(*shuffled, today=today) == found
    later = _judge(*moneys, today=today + timedelta(days=1))
    if found.verdict is not Verdict.OPEN:
        assert (later.verdict, later.decided_on) == (found.verdict, found.decided_on)
    assert (found.verdict is Verdict.KEPT) == (found.missing_fen == 0)
    in_time = sum(fen for day, fen in moneys if MADE <= day <= min(last_day(DUE), today))
    assert (found.verdict is Verdict.KEPT) == (in_time >= 600_00)


# --- plans ---------------------------------------------------------------------------------------------------------

PLAN = schedule(1000_00, 3, not_before=date(2026, 12, 10))


def test_three_instalments_filled_in_order() -> None:
    paid = [(date(2026, 12, 10), 400_00), (date(2027, 1, 15), 300_00)]
    standing = instalments_against(PLAN, paid, agreed_on=MADE, today=date(2027, 1, 20))
    assert [(line.paid_fen, line.left_fen, line.is_missed) for line in standing] == [
        (333_34, 0, False),
        (333_33, 0, True),
        (33_33, 300_00, False),
    ]
    assert [line.paid_on for line in standing] == [date(2026, 12, 10), date(2027, 1, 15), None]
    assert judge_plan(standing) is PlanVerdict.RUNNING


def test_one_missed_heals_two_end_the_plan() -> None:
    one = instalments_against(PLAN, [], agreed_on=MADE, today=date(2027, 1, 9))
    two = instalments_against(PLAN, [], agreed_on=MADE, today=date(2027, 1, 12))
    assert judge_plan(one) is PlanVerdict.RUNNING
    assert judge_plan(two) is PlanVerdict.DEFAULTED
    assert judge_plan(two, "three_missed") is PlanVerdict.RUNNING
    healed = instalments_against(PLAN, [(date(2027, 1, 12), 400_00)], agreed_on=MADE, today=date(2027, 1, 12))
    assert judge_plan(healed) is PlanVerdict.RUNNING


def test_grace_of_an_instalment() -> None:
    assert not instalments_against(PLAN, [], agreed_on=MADE, today=date(2026, 12, 11))[0].is_missed
    assert instalments_against(PLAN, [], agreed_on=MADE, today=date(2026, 12, 12))[0].is_missed


def test_completed_with_one_payment() -> None:
    standing = instalments_against(PLAN, [(MADE, 1000_00)], agreed_on=MADE, today=MADE)
    assert judge_plan(standing) is PlanVerdict.COMPLETED
    before = instalments_against(PLAN, [(MADE - timedelta(days=1), 1000_00)], agreed_on=MADE, today=MADE)
    assert judge_plan(before) is PlanVerdict.RUNNING


def test_default_rules_by_name() -> None:
    assert "有两期同时没有付" in default_rule_sentence()
    with pytest.raises(PromiseError, match="没有名为“one_hundred”") as refused:
        default_rule_sentence("one_hundred")
    assert refused.value.code == "promise.default_rule"


@settings(deadline=None)
@given(_moneys, st.integers(1, 12), st.integers(12, 5000_00))
def test_no_fen_is_lost_between_instalments(moneys: list[tuple[date, int]], count: int, total: int) -> None:
    plan: tuple[Instalment, ...] = schedule(total, count, not_before=date(2026, 11, 15))
    standing = instalments_against(plan, moneys, agreed_on=date(2026, 11, 1), today=date(2026, 12, 10))
    assert sum(line.paid_fen for line in standing) == min(total, sum(fen for _, fen in moneys))
    assert all(0 <= line.paid_fen <= line.amount_fen for line in standing)

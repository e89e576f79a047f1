"""Late charges: the examples of docs/algorithms/late_charge.md by name, refusals, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.rules.late_charge import (
    ContractRate,
    LateCharge,
    LateChargeError,
    Policy,
    default_policy,
    late_charge,
    steps_from_payments,
)
from jiefen.rules.tables_io import TableError, load_table, row_on

NOTE = Path(__file__).parents[2] / "docs" / "algorithms" / "late_charge.md"
DUE, YEAR_END = date(2023, 12, 31), date(2024, 12, 31)
DAILY_5 = ContractRate(Decimal("0.0005"), source="合同第十二条")
DAILY_30 = ContractRate(Decimal("0.003"))
HALF_PAID = [(date(2024, 6, 30), 20_000)]


def numbers(charge: LateCharge) -> tuple[int, int, int, int]:
    return charge.contractual_fen, charge.claimed_fen, charge.waived_fen, charge.days


EXAMPLES = {
    "plain-year": (late_charge(120_000, DUE, YEAR_END, DAILY_5), (21_960, 5_250, 0, 366)),
    "part-payment": (
        late_charge(120_000, DUE, YEAR_END, DAILY_5, payments=HALF_PAID, waived_fen=1_000),
        (20_120, 3_822, 1_000, 366),
    ),
    "capped-at-principal": (
        late_charge(360_000, date(2024, 12, 31), date(2026, 11, 23), DAILY_30),
        (360_000, 26_797, 0, 692),
    ),
    "waived-whole": (late_charge(120_000, DUE, YEAR_END, DAILY_5, waive_all=True), (21_960, 0, 5_250, 366)),
    "contract-below-policy": (
        late_charge(120_000, DUE, YEAR_END, ContractRate(Decimal("0.02"), "year")),
        (2_407, 2_407, 0, 366),
    ),
    "nothing-agreed": (late_charge(120_000, DUE, YEAR_END, None), (0, 0, 0, 366)),
    "half-a-fen": (
        late_charge(100, DUE, date(2024, 1, 1), ContractRate(Decimal("0.005"))),
        (1, 0, 0, 1),
    ),
    "not-yet-late": (late_charge(120_000, DUE, DUE, DAILY_5), (0, 0, 0, 0)),
    "before-lpr": (
        late_charge(100_000, date(2019, 7, 31), date(2019, 8, 31), DAILY_5),
        (1_550, 476, 0, 31),
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    charge, expected = EXAMPLES[name]
    assert numbers(charge) == expected


def test_the_note_states_the_same_examples() -> None:
    lines = [line.split("|") for line in NOTE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    stated = {cells[1].strip(" `"): tuple(int(cell) for cell in cells[3:7]) for cells in lines}
    assert stated == {name: expected for name, (_, expected) in EXAMPLES.items()}


def test_the_explanation_shows_every_step() -> None:
    charge = late_charge(120_000, DUE, YEAR_END, DAILY_5, payments=HALF_PAID, waived_fen=1_000)
    assert charge.explanation == (
        "应付日 2023-12-31，从次日 2024-01-01 起算到 2024-12-31（首尾两天都算），有欠款的天数共 366 天。",
        "合同约定（合同第十二条）：日利率 0.05%，单利，合计 201.20 元。",
        "2024-01-01 至 2024-06-30：182 天，本金 1,200.00 元，一年期LPR 3.45%。",
        "2024-07-01 至 2024-07-21：21 天，本金 1,000.00 元，一年期LPR 3.45%。",
        "2024-07-22 至 2024-10-20：91 天，本金 1,000.00 元，一年期LPR 3.35%。",
        "2024-10-21 至 2024-12-31：72 天，本金 1,000.00 元，一年期LPR 3.1%。",
        "主张上限（民法典第585条、合同编通则解释第64至66条）：各段按利率 × 1.3 倍、单利相加，合计 48.22 元。",
        "取较小的一个：主张上限 48.22 元；已减免 10.00 元，减免的部分不再主张；本次主张 38.22 元。",
    )


def test_the_explanation_names_the_cap_and_an_unchecked_rate() -> None:
    lines = EXAMPLES["capped-at-principal"][0].explanation
    assert lines[1] == "合同约定：日利率 0.3%，单利，合计 7,473.60 元；以不超过本金为限，按 3,600.00 元计。"
    assert "此利率尚未核对" in lines[4]
    assert "此利率尚未核对" not in lines[3]


def test_the_explanation_of_nothing_is_short() -> None:
    assert EXAMPLES["not-yet-late"][0].explanation == (
        "截至 2023-12-31 没有逾期天数（应付日 2023-12-31，从次日起算），不产生违约金。",
    )
    assert EXAMPLES["nothing-agreed"][0].explanation[1] == "合同没有约定违约金，因此不主张违约金。"


def test_the_day_of_payment_still_counts_on_the_old_principal() -> None:
    paid = late_charge(100_000, DUE, date(2024, 1, 2), DAILY_5, payments=[(date(2024, 1, 1), 100_000)])
    assert (paid.contractual_fen, paid.days) == (50, 1)


def test_payments_and_steps_say_the_same() -> None:
    payments = [(date(2024, 9, 1), 30_000), (date(2024, 3, 1), 50_000)]
    steps = steps_from_payments(120_000, payments)
    assert steps == [(date(2024, 3, 2), 70_000), (date(2024, 9, 2), 40_000)]
    by_payments = late_charge(120_000, DUE, YEAR_END, DAILY_5, payments=payments)
    assert late_charge(120_000, DUE, YEAR_END, DAILY_5, principal_steps=steps) == by_payments


def test_two_payments_on_one_day_both_count() -> None:
    for paid in ([(DUE, 0), (DUE, 120_000)], [(DUE, 120_000), (DUE, 0)], [(DUE, 60_000), (DUE, 60_000)]):
        assert numbers(late_charge(120_000, DUE, YEAR_END, DAILY_5, payments=paid)) == (0, 0, 0, 0)


def test_a_payment_before_the_due_day_lowers_the_first_principal() -> None:
    early = late_charge(120_000, DUE, YEAR_END, DAILY_5, payments=[(date(2023, 11, 1), 20_000)])
    assert numbers(early) == numbers(late_charge(100_000, DUE, YEAR_END, DAILY_5))


def test_a_waiver_beyond_what_could_be_claimed_leaves_nothing_to_claim() -> None:
    assert numbers(late_charge(120_000, DUE, YEAR_END, DAILY_5, waived_fen=10**6)) == (21_960, 0, 21_960, 366)


def test_policy_by_day_and_a_rate_table_of_ones_own() -> None:
    assert default_policy(date(2022, 1, 1)).article == "民法典第585条"
    row = row_on(load_table("lpr"), date(2023, 1, 1))
    own = late_charge(120_000, DUE, YEAR_END, DAILY_5, policy=Policy(Decimal(4), None), lpr=[row])
    assert (own.contractual_fen, own.claimed_fen) == (21_960, 17_568)  # 1,200 × 366 × 3.65 % × 4 ÷ 365


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2019, 8, 19), "4.35"),
        (date(2019, 8, 20), "4.25"),
        (date(2020, 4, 20), "3.85"),
        (date(2022, 8, 22), "3.65"),
        (date(2024, 10, 21), "3.10"),
        (date(2025, 5, 20), "3.00"),
    ],
)
def test_published_rates(day: date, percent: str) -> None:
    assert row_on(load_table("lpr"), day).decimal("annual_percent") == Decimal(percent)


def test_rates_not_checked_against_the_announcement_are_marked() -> None:
    assert row_on(load_table("lpr"), date(2026, 11, 23)).confidence == "L"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"principal_fen": -1}, "不能是负数"),
        ({"waived_fen": -1}, "不能是负数"),
        ({"principal_fen": 10**16}, "合理范围"),
        ({"contract": ContractRate(Decimal("0.5"))}, "0.0005"),
        ({"contract": ContractRate(Decimal(20), "year")}, "0.0005"),
        ({"payments": [(DUE, -5)]}, "冲正"),
        ({"principal_steps": [(DUE, 120_001)]}, "最初本金"),
        ({"payments": HALF_PAID, "principal_steps": [(DUE, 0)]}, "只给一种"),
    ],
)
def test_impossible_input_is_refused(arguments: dict[str, object], said: str) -> None:
    given_ = {"principal_fen": 120_000, "due_on": DUE, "as_of": YEAR_END, "contract": DAILY_5, **arguments}
    with pytest.raises(LateChargeError, match=said):
        late_charge(**given_)  # type: ignore[arg-type]


@pytest.mark.parametrize("fraction", ["-0.1", "NaN", "Infinity"])
def test_a_rate_no_contract_can_mean_is_refused(fraction: str) -> None:
    with pytest.raises(LateChargeError, match="利率"):
        ContractRate(Decimal(fraction))


def test_days_before_any_table_are_refused() -> None:
    with pytest.raises(TableError, match="1999-01-01"):
        late_charge(120_000, date(1998, 12, 31), YEAR_END, DAILY_5)


# --- what always holds ------------------------------------------------------------------------------------

amounts = st.integers(0, 10**8)
days = st.dates(date(2018, 1, 1), date(2026, 12, 31))
rates = st.builds(ContractRate, st.decimals(0, Decimal("0.004"), places=5), st.sampled_from(["day", "year"]))
payments = st.lists(st.tuples(days, st.integers(0, 10**7)), max_size=4)


@settings(max_examples=80, deadline=None)
@given(amounts, days, days, rates, payments, st.integers(0, 10**6))
def test_claimed_and_waived_never_exceed_the_contract_nor_the_principal(
    principal: int, due: date, as_of: date, rate: ContractRate, paid: list[tuple[date, int]], waived: int
) -> None:
    charge = late_charge(principal, due, as_of, rate, payments=paid, waived_fen=waived)
    assert charge.claimed_fen >= 0
    assert charge.claimed_fen + charge.waived_fen <= charge.contractual_fen <= principal


@settings(max_examples=60, deadline=None)
@given(amounts, days, days, rates, payments)
def test_zero_cases(principal: int, due: date, as_of: date, rate: ContractRate, paid: list[tuple[date, int]]) -> None:
    everything = [*paid, (due, principal)]
    assert numbers(late_charge(principal, due, as_of, rate, payments=everything)) == (0, 0, 0, 0)
    assert numbers(late_charge(0, due, as_of, rate)) == (0, 0, 0, 0)
    assert numbers(late_charge(principal, due, min(due, as_of), rate)) == (0, 0, 0, 0)
    assert late_charge(principal, due, as_of, ContractRate(Decimal(0))).claimed_fen == 0


@settings(max_examples=60, deadline=None)
@given(amounts, days, st.integers(1, 900), st.integers(1, 900), rates)
def test_splitting_the_days_changes_at_most_one_fen(
    principal: int, due: date, first: int, second: int, rate: ContractRate
) -> None:
    no_cap = Policy(Decimal("1.3"), None)
    middle, end = due + timedelta(days=first), due + timedelta(days=first + second)
    whole = late_charge(principal, due, end, rate, policy=no_cap)
    before = late_charge(principal, due, middle, rate, policy=no_cap)
    after = late_charge(principal, middle, end, rate, policy=no_cap)
    assert whole.days == before.days + after.days
    assert abs(whole.contractual_fen - before.contractual_fen - after.contractual_fen) <= 1


@settings(max_examples=60, deadline=None)
@given(amounts, days, st.integers(0, 900), rates, payments)
def test_one_more_day_never_lowers_and_one_more_payment_never_raises(
    principal: int, due: date, length: int, rate: ContractRate, paid: list[tuple[date, int]]
) -> None:
    as_of = due + timedelta(days=length)
    charge = late_charge(principal, due, as_of, rate, payments=paid)
    assert late_charge(principal, due, as_of + timedelta(days=1), rate, payments=paid).claimed_fen >= charge.claimed_fen
    more = [*paid, (due + timedelta(days=length // 2), 5_000)]
    assert late_charge(principal, due, as_of, rate, payments=more).claimed_fen <= charge.claimed_fen

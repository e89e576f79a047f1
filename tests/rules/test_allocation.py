"""Allocation: the worked examples of docs/algorithms/allocation.md by name, and its properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.allocation import STATUTORY, Allocation, AllocationError, Debt, Policy, propose, split_exactly

PAID_ON = date(2026, 11, 23)
JANUARY = Debt("january", date(2026, 1, 31), 600_00)
FEBRUARY = Debt("february", date(2026, 2, 28), 600_00)
DECEMBER = Debt("december", date(2026, 12, 31), 600_00)
AGREED = Policy(principal_first=True)


def _got(allocation: Allocation) -> list[tuple[int | str, int]]:
    return [(line.debt_id, line.amount_fen) for line in allocation.lines]


def test_oldest_first() -> None:
    result = propose(1000_00, [FEBRUARY, JANUARY], paid_on=PAID_ON)
    assert _got(result) == [("january", 600_00), ("february", 400_00)]
    assert [line.reason for line in result.lines] == ["earliest_due", "earliest_due"]
    assert result.lines[0].sentence == "其他条件相同，先到期的先还，这一笔 2026年1月31日 到期(民法典第560条第2款)。"
    assert (result.unallocated_fen, result.notes) == (0, ())


def test_due_before_not_yet_due() -> None:
    result = propose(700_00, [DECEMBER, FEBRUARY], paid_on=PAID_ON)
    assert _got(result) == [("february", 600_00), ("december", 100_00)]
    assert [line.reason for line in result.lines] == ["due", "not_yet_due"]
    assert result.lines[1].sentence == (
        "能抵的到期账单都还清了，余下的抵 2026年12月31日 才到期的这一笔(民法典第560条第2款)。"
    )


def test_due_on_the_day_of_payment_counts_as_due() -> None:
    today = Debt("today", PAID_ON, 100_00)
    result = propose(100_00, [replace(today, id="next", due_on=date(2026, 11, 24)), today], paid_on=PAID_ON)
    assert _got(result) == [("today", 100_00)]


def test_payer_designates_march() -> None:
    march = Debt("march", date(2026, 3, 31), 600_00)
    result = propose(900_00, [JANUARY, FEBRUARY, march], paid_on=PAID_ON, designation=["march"])
    assert _got(result) == [("march", 600_00), ("january", 300_00)]
    assert result.lines[0].reason == "designated"
    assert result.lines[0].sentence == "付款时指定先还这一笔(2026年3月31日 到期)，按指定办(民法典第560条第1款)。"


def test_designation_keeps_the_order_named_even_before_what_is_due() -> None:
    result = propose(700_00, [JANUARY, FEBRUARY, DECEMBER], paid_on=PAID_ON, designation=["december", "february"])
    assert _got(result) == [("december", 600_00), ("february", 100_00)]


def test_unsecured_before_secured() -> None:
    secured = replace(JANUARY, secured=True)
    result = propose(700_00, [secured, FEBRUARY], paid_on=PAID_ON)
    assert _got(result) == [("february", 600_00), ("january", 100_00)]
    assert {line.reason for line in result.lines} == {"least_security"}


def test_heavier_burden_before_older() -> None:
    heavy = replace(FEBRUARY, burden=18)
    result = propose(700_00, [JANUARY, heavy], paid_on=PAID_ON)
    assert _got(result) == [("february", 600_00), ("january", 100_00)]
    assert {line.reason for line in result.lines} == {"heaviest_burden"}


def test_same_day_pro_rata() -> None:
    day = date(2026, 3, 31)
    debts = [Debt("lift", day, 100_00), Debt("fee", day, 100_00), Debt("water", day, 100_01)]
    result = propose(100_00, debts, paid_on=PAID_ON)
    assert _got(result) == [("fee", 33_33), ("lift", 33_33), ("water", 33_34)]
    assert {line.reason for line in result.lines} == {"pro_rata"}
    assert result.unallocated_fen == 0


def test_costs_then_interest_then_principal() -> None:
    debt = Debt("march", date(2026, 3, 31), 1000_00, late_interest_fen=50_00, costs_fen=30_00)
    (line,) = propose(500_00, [debt], paid_on=PAID_ON).lines
    assert (line.costs_fen, line.late_interest_fen, line.principal_fen) == (30_00, 50_00, 420_00)
    assert line.sentence.endswith("同一笔里先还为收款已花的费用，再还逾期利息，最后还本金(民法典第561条)。")


def test_principal_first_by_agreement() -> None:
    first = Debt("march", date(2026, 3, 31), 1000_00, late_interest_fen=50_00)
    second = Debt("june", date(2026, 6, 30), 1000_00, late_interest_fen=20_00)
    lines = propose(2030_00, [first, second], paid_on=PAID_ON, policy=AGREED).lines
    assert [(line.principal_fen, line.late_interest_fen) for line in lines] == [(1000_00, 30_00), (1000_00, 0)]
    assert "按双方约定，先还本金" in lines[0].sentence
    by_law = propose(2030_00, [first, second], paid_on=PAID_ON, policy=STATUTORY).lines
    assert [(line.principal_fen, line.late_interest_fen) for line in by_law] == [(1000_00, 50_00), (960_00, 20_00)]


def test_overpayment_becomes_prepayment() -> None:
    result = propose(700_00, [JANUARY], paid_on=PAID_ON)
    assert (result.unallocated_fen, result.notes) == (100_00, ("能抵的账单都抵完了，余下的记作预缴，下次出账先用它。",))


def test_disputed_bill_is_held_unless_designated() -> None:
    disputed = replace(JANUARY, disputed=True)
    held = propose(700_00, [disputed, FEBRUARY], paid_on=PAID_ON)
    assert (_got(held), held.held_ids, held.unallocated_fen) == ([("february", 600_00)], ("january",), 100_00)
    assert held.notes[0] == "有异议的账单先不动，答复之后再抵；付款人指定要还的除外。"
    named = propose(700_00, [disputed, FEBRUARY], paid_on=PAID_ON, designation=["january"])
    assert (_got(named), named.held_ids) == ([("january", 600_00), ("february", 100_00)], ())
    by_law = propose(700_00, [disputed, FEBRUARY], paid_on=PAID_ON, policy=Policy(hold_disputed=False))
    assert _got(by_law) == [("january", 600_00), ("february", 100_00)]


def test_a_payment_before_the_civil_code_names_the_older_rule() -> None:
    (line,) = propose(1, [Debt(1, date(2019, 1, 1), 1)], paid_on=date(2020, 12, 31)).lines
    assert line.sentence == "这一笔 2019年1月1日 到期，已到期的先还(合同法解释(二)第20条)。"


def test_nothing_owed_and_nothing_paid() -> None:
    assert propose(0, [JANUARY], paid_on=PAID_ON) == Allocation((), 0)
    assert propose(0, [], paid_on=PAID_ON) == Allocation((), 0)
    assert propose(5, [replace(JANUARY, outstanding_fen=0)], paid_on=PAID_ON).unallocated_fen == 5


@pytest.mark.parametrize(
    ("payment", "debts", "designation", "code"),
    [
        (-1, [JANUARY], [], "allocation.negative_payment"),
        (1, [replace(JANUARY, outstanding_fen=-1)], [], "allocation.negative_debt"),
        (1, [replace(JANUARY, costs_fen=-1)], [], "allocation.negative_debt"),
        (1, [JANUARY, JANUARY], [], "allocation.duplicate_debt"),
        (1, [JANUARY], ["march"], "allocation.unknown_designation"),
        (1, [JANUARY], ["january", "january"], "allocation.unknown_designation"),
    ],
)
def test_refusals(payment: int, debts: list[Debt], designation: list[str], code: str) -> None:
    with pytest.raises(AllocationError) as refused:
        propose(payment, debts, paid_on=PAID_ON, designation=designation)
    assert refused.value.code == code


_debt = st.builds(
    Debt,
    id=st.integers(0, 40),
    due_on=st.dates(date(2026, 9, 1), date(2027, 1, 31)).map(lambda day: day.replace(day=1)),
    outstanding_fen=st.integers(0, 5000),
    late_interest_fen=st.sampled_from([0, 0, 7, 333]),
    costs_fen=st.sampled_from([0, 0, 50]),
    burden=st.integers(0, 1),
    secured=st.booleans(),
    disputed=st.sampled_from([False, False, False, True]),
)
debts_ = st.lists(_debt, max_size=12, unique_by=lambda debt: debt.id)
policies = st.builds(Policy, principal_first=st.booleans(), hold_disputed=st.booleans())


@given(st.integers(0, 40_000), debts_, policies, st.data())
def test_no_fen_is_made_or_lost_and_no_debt_overpaid(
    payment: int, debts: list[Debt], policy: Policy, data: st.DataObject
) -> None:
    designation = data.draw(st.permutations([debt.id for debt in debts][:3])) if debts else []
    result = propose(payment, debts, paid_on=PAID_ON, designation=designation, policy=policy)
    assert sum(line.amount_fen for line in result.lines) + result.unallocated_fen == payment
    by_id = {debt.id: debt for debt in debts}
    for line in result.lines:
        debt = by_id[line.debt_id]
        assert 0 <= line.principal_fen <= debt.outstanding_fen
        assert 0 <= line.late_interest_fen <= debt.late_interest_fen
        assert 0 <= line.costs_fen <= debt.costs_fen
        assert line.amount_fen > 0
    assert len({line.debt_id for line in result.lines}) == len(result.lines)
    owed = sum(debt.total_fen for debt in debts if debt.id not in result.held_ids)
    assert result.unallocated_fen == max(0, payment - owed)


@given(st.integers(0, 40_000), debts_, policies, st.randoms(use_true_random=False))
def test_input_order_does_not_matter(payment: int, debts: list[Debt], policy: Policy, random: Random) -> None:
    shuffled = list(debts)
    random.shuffle(shuffled)
    assert propose(payment, shuffled, paid_on=PAID_ON, policy=policy) == propose(
        payment, debts, paid_on=PAID_ON, policy=policy
    )


@given(st.integers(0, 40_000), debts_)
def test_a_later_rank_gets_nothing_while_an_earlier_one_is_open(payment: int, debts: list[Debt]) -> None:
    result = propose(payment, debts, paid_on=PAID_ON, policy=Policy(hold_disputed=False))
    got = {line.debt_id: line.amount_fen for line in result.lines}
    rank = {d.id: (d.due_on > PAID_ON, d.secured, -d.burden, d.due_on) for d in debts}
    still_open = [rank[d.id] for d in debts if got.get(d.id, 0) < d.total_fen]
    paid = [rank[debt_id] for debt_id in got]
    assert not still_open or not paid or max(paid) <= min(still_open)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_split_exactly_adds_up_and_stays_within_one_fen(total: int, weights: list[int]) -> None:
    base = sum(weights)
    if not base:
        weights, base = [*weights, 1], 1
    parts = split_exactly(total, weights)
    assert sum(parts) == total
    assert all(abs(part * base - total * weight) < base for part, weight in zip(parts, weights, strict=True))
    if 0 <= total <= base:
        assert all(part <= weight for part, weight in zip(parts, weights, strict=True))


def test_split_exactly_by_name() -> None:
    assert split_exactly(100, [1, 1, 1]) == [34, 33, 33]
    assert split_exactly(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split_exactly(10, [0, 3, 0]) == [0, 10, 0]
    assert split_exactly(0, []) == []
    assert split_exactly(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [0]), (5, [2, -1]), (0, [-1])])
def test_split_exactly_refuses(total: int, weights: list[int]) -> None:
    with pytest.raises(AllocationError):
        split_exactly(total, weights)


def test_half_of_ten_thousand_debts_is_put_to_use_whole() -> None:
    debts = [
        Debt(n, date(2026, 1 + n % 11, 1 + n % 28), 100 + n, late_interest_fen=n % 97, burden=n % 3)
        for n in range(10_000)
    ]
    owed = sum(debt.total_fen for debt in debts)
    result = propose(owed // 2, debts, paid_on=PAID_ON)
    assert result.unallocated_fen == 0

"""Court fees: the examples of docs/algorithms/court_fees.md by name, the shared worked examples, and properties."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.court_fees import (
    CourtFeeError,
    Reduction,
    acceptance_fee,
    execution_fee,
    payment_order_fee,
    preservation_fee,
)

TODAY = date(2026, 11, 23)
SHARED = Path(os.environ.get("JIEFEN_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def _fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)


@pytest.mark.parametrize(
    ("yuan", "full", "half", "order", "execution", "preservation"),
    [
        ("3600", "50", "25", "16.67", "50", "56"),
        ("10000", "50", "25", "16.67", "50", "120"),
        ("12000", "100", "50", "33.33", "80", "140"),
        ("15680.50", "192.01", "96.01", "64", "135.21", "176.81"),
        ("36000", "700", "350", "233.33", "440", "380"),
        ("1500000", "18300", "9150", "6100", "17400", "5000"),
    ],
)
def test_named_examples(yuan: str, full: str, half: str, order: str, execution: str, preservation: str) -> None:
    amount = _fen(yuan)
    assert acceptance_fee(amount, TODAY) == _fen(full)
    assert acceptance_fee(amount, TODAY, Reduction.SUMMARY_PROCEDURE) == _fen(half)
    assert acceptance_fee(amount, TODAY, Reduction.MEDIATED_OR_WITHDRAWN) == _fen(half)
    assert payment_order_fee(amount, TODAY) == _fen(order)
    assert execution_fee(amount, TODAY) == _fen(execution)
    assert preservation_fee(amount, TODAY) == _fen(preservation)


def test_a_hundred_owners_filed_one_by_one() -> None:
    assert 100 * acceptance_fee(3000_00, TODAY) == _fen("5000")
    assert 100 * acceptance_fee(3000_00, TODAY, Reduction.SUMMARY_PROCEDURE) == _fen("2500")
    assert 100 * payment_order_fee(3000_00, TODAY) == _fen("1667")


def test_settled_before_filing_costs_nothing() -> None:
    assert acceptance_fee(36000_00, TODAY, Reduction.SETTLED_BEFORE_FILING) == 0


def test_every_shared_example_is_reproduced() -> None:
    file = SHARED / "law" / "court_fees.json"
    if not file.is_file():
        pytest.skip("court_fees.json not found: set JIEFEN_SHARED to check the 32 worked examples")
    examples = json.loads(file.read_text(encoding="utf-8"))["worked_examples"]
    assert len(examples) == 32
    for example in examples:
        amount = _fen(example["claim_amount"])
        assert [
            acceptance_fee(amount, TODAY),
            acceptance_fee(amount, TODAY, Reduction.SUMMARY_PROCEDURE),
            payment_order_fee(amount, TODAY),
            execution_fee(amount, TODAY),
            preservation_fee(amount, TODAY),
        ] == [
            _fen(example["acceptance_fee_full"]),
            _fen(example["acceptance_fee_half"]),
            _fen(example["payment_order_fee_one_third"]),
            _fen(example["execution_fee"]),
            _fen(example["preservation_fee_if_whole_amount_preserved"]),
        ], example["claim_amount"]


def test_shared_batches_are_reproduced() -> None:
    file = SHARED / "law" / "court_fees.json"
    if not file.is_file():
        pytest.skip("court_fees.json not found: set JIEFEN_SHARED to check the batch estimates")
    for case in json.loads(file.read_text(encoding="utf-8"))["batch_estimates"]["cases"]:
        count, amount = case["households"], _fen(case["amount_each"])
        assert count * acceptance_fee(amount, TODAY) == _fen(case["acceptance_full"])
        assert count * payment_order_fee(amount, TODAY) == _fen(case["payment_orders"])


@pytest.mark.parametrize("amount", [0, -1])
def test_no_amount_no_fee(amount: int) -> None:
    with pytest.raises(CourtFeeError) as refused:
        acceptance_fee(amount, TODAY)
    assert refused.value.code == "court_fees.no_amount"


def test_before_the_measures_there_is_no_table() -> None:
    assert acceptance_fee(1, date(2007, 4, 1)) == 50_00
    with pytest.raises(CourtFeeError) as refused:
        acceptance_fee(1, date(2007, 3, 31))
    assert refused.value.code == "court_fees.no_table"


amounts = st.integers(1, 10**13)


@given(amounts, st.integers(0, 10**6))
def test_more_at_stake_never_costs_less(amount: int, more: int) -> None:
    for fee in (acceptance_fee, payment_order_fee, execution_fee, preservation_fee):
        assert fee(amount + more, TODAY) >= fee(amount, TODAY) > 0


@given(amounts)
def test_shares_are_within_a_fen_of_the_full_fee(amount: int) -> None:
    full = acceptance_fee(amount, TODAY)
    assert abs(2 * acceptance_fee(amount, TODAY, Reduction.SUMMARY_PROCEDURE) - full) <= 1
    assert abs(3 * payment_order_fee(amount, TODAY) - full) <= 2
    assert preservation_fee(amount, TODAY) <= 5000_00

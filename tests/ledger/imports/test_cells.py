"""Cells: amounts to the 分, phones, ID numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.ledger.imports.cells import amount, hundredths, id_number, phones, text_of


@pytest.mark.parametrize(
    ("value", "fen", "code"),
    [
        ("1,234.50", 123450, None),
        ("¥1,234", 123400, None),
        ("１２３", 12300, None),
        ("1.2万", 1_200_000, None),
        ("(120.00)", -12000, None),
        ("-5", -500, None),
        ("120.00-", -12000, None),
        ("-", None, None),
        ("—", None, None),
        ("/", None, None),
        ("无", None, None),
        ("", None, None),
        ("  ", None, None),
        (0.1 + 0.2, 30, None),
        (1.005, 101, "amount_rounded"),
        (2.675, 268, "amount_rounded"),
        (1234.5678, 123457, "amount_rounded"),
        ("欠 350", 35000, None),
        ("350元整", 35000, None),
        ("人民币1,234.00元", 123400, None),
        ("1，234.5", 123450, None),
        ("#REF!", None, "formula_error"),
        ("待核实", None, "amount_unreadable"),
        ("1,23", None, "amount_unreadable"),
        ("350/月", None, "amount_unreadable"),
        ("1.2E+03", None, "amount_unreadable"),
        (True, None, "amount_unreadable"),
        (1e17, None, "amount_too_large"),
        (float("nan"), None, "amount_unreadable"),
        (None, None, None),
        (0.0, 0, None),
    ],
)
def test_amount(value: Any, fen: int | None, code: str | None) -> None:
    assert tuple(amount(value)) == (fen, code)


def test_amount_in_wan() -> None:
    assert amount(0.178119, 1_000_000) == (178119, None)
    assert amount("0.0001", 1_000_000) == (100, None)
    assert amount(8.9173707, 1_000_000) == (8917371, "amount_rounded")


@settings(max_examples=300)
@given(st.integers(-(10**11), 10**11))
def test_every_fen_survives_float_and_text(fen: int) -> None:
    assert amount(fen / 100) == (fen, None)
    assert amount(f"{fen / 100:,.2f}") == (fen, None)
    assert amount(fen / 1_000_000, 1_000_000) == (fen, None)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=30))
def test_sums_of_floats_carry_no_noise(fens: list[int]) -> None:
    assert amount(sum(fen / 100 for fen in fens)) == (sum(fens), None)


@pytest.mark.parametrize(
    ("value", "numbers", "code"),
    [
        (18504370193.0, ("18504370193",), None),
        ("18504370193", ("18504370193",), None),
        ("138 1234 5678", ("13812345678",), None),
        ("13812345678/13912345679", ("13812345678", "13912345679"), None),
        ("+86 13812345678", ("13812345678",), None),
        ("1.85044E+10", (), "phone_destroyed"),
        (1.38123e10, (), "phone_destroyed"),
        ("1381234567", (), "phone_invalid"),
        ("0571-88886666", ("0571-88886666",), None),
        ("张三13812345678", ("13812345678",), None),
        ("", (), None),
        ("无", (), None),
        ("138123456789", (), "phone_invalid"),
    ],
)
def test_phones(value: Any, numbers: tuple[str, ...], code: str | None) -> None:
    assert tuple(phones(value)) == (numbers, code)


def test_id_numbers() -> None:
    assert id_number("11010519491231002X") == ("11010519491231002X", None)  # the specimen of GB 11643
    assert id_number("110105194912310021") == ("", "id_invalid")
    assert id_number(110105194912310000.0) == ("", "id_destroyed")
    assert id_number("1.10105E+17") == ("", "id_destroyed")
    assert id_number("") == ("", None)


def test_small_things() -> None:
    assert hundredths("98.5㎡") == 9850
    assert hundredths(98.505) == 9851
    assert text_of(2602.0) == "2602"
    assert text_of("　８－１ ") == "8-1"

"""Money: text to 分 and back, and the capitals written on receipts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.money import MAX_FEN, InvalidAmount, capitals, fen_from_yuan, format_yuan, parse_yuan, round_fen

amounts = st.integers(-MAX_FEN, MAX_FEN)


@given(amounts)
def test_format_then_parse_gives_the_same_fen(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("1 234.50", 123450),
        ("1234.5", 123450),
        ("\xa5 12", 1200),
        ("\uffe512.00", 1200),
        ("\uff11\uff12\uff0e\uff15", 1250),
        ("1\uff0c234", 123400),
        ("3 元", 300),
        ("- 3元", -300),
        ("-\xa53", -300),
        ("\xa5-3", -300),
        ("\u22122", -200),
        ("+5", 500),
        (".5", 50),
        ("5.", 500),
        ("\u3000 7 ", 700),
        ("0.005", 1),
        ("0.0049", 0),
        ("-0.005", -1),
        ("12.345", 1235),
    ],
)
def test_parse_yuan_reads_what_people_type(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "元", "abc", "12,50", "1,2,3", "1,0000", "12 50", "12元5", "--3", "-\xa5-3", "1e5", "1.2E+05"]
    + ["1_000", "nan", "Infinity", "1.2.3", "1.234,50", "\u0663", "99999999999999", "壹佰", "3角"],
)
def test_parse_yuan_refuses_what_could_mean_another_sum(text: str) -> None:
    with pytest.raises(InvalidAmount) as refused:
        parse_yuan(text)
    assert refused.value.code == "money.invalid_amount"
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("2.4999", 2), ("-2.4999", -2), ("0", 0)],
)
def test_round_fen_is_half_up_away_from_zero(exact: str, rounded: int) -> None:
    assert round_fen(Decimal(exact)) == rounded


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity", "10000000000000.01", "1E+50"])
def test_fen_from_yuan_refuses_the_absurd(value: str) -> None:
    with pytest.raises(InvalidAmount):
        fen_from_yuan(Decimal(value))


def test_fen_from_yuan_accepts_the_limit_itself() -> None:
    assert fen_from_yuan(Decimal("10000000000000")) == MAX_FEN


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123450, "1,234.50"), (-100, "-1.00"), (10**11, "1,000,000,000.00")],
)
def test_format_yuan(fen: int, text: str) -> None:
    assert format_yuan(fen) == text


# The first six are the worked examples of 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定).
CAPITALS = {
    1_409_50: "壹仟肆佰零玖元伍角整",
    6_007_14: "陆仟零柒元壹角肆分",
    1_680_32: "壹仟陆佰捌拾元叁角贰分",
    107_000_53: "壹拾万柒仟元伍角叁分",
    16_409_02: "壹万陆仟肆佰零玖元零贰分",
    325_04: "叁佰贰拾伍元零肆分",
    0: "零元整",
    5: "伍分",
    50: "伍角整",
    55: "伍角伍分",
    1_00: "壹元整",
    1_05: "壹元零伍分",
    10_00: "壹拾元整",
    1_005_20: "壹仟零伍元贰角整",
    10_001_00: "壹万零壹元整",
    100_000_00: "壹拾万元整",
    1_0000_0000_00: "壹亿元整",
    1_0000_5000_00: "壹亿零伍仟元整",
    1_5000_0000_00: "壹亿伍仟万元整",
    1_0000_0005_0000_00: "壹万亿零伍万元整",
    MAX_FEN: "壹拾万亿元整",
    -1_20: "负壹元贰角整",
}


@pytest.mark.parametrize(("fen", "words"), CAPITALS.items())
def test_capitals_known_examples(fen: int, words: str) -> None:
    assert capitals(fen) == words


_DIGIT = {word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNIT = {"拾": 10, "佰": 100, "仟": 1000}


def _read_number(words: str) -> int:
    """An independent reader: 亿, then 万, then the places of a section."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in words:
            high, low = words.rsplit(unit, 1)
            return _read_number(high) * size + _read_number(low)
    total, digit = 0, 0
    for word in words:
        if word in _UNIT:
            total, digit = total + digit * _UNIT[word], 0
        else:
            digit = _DIGIT[word]
    return total + digit


def _read_capitals(words: str) -> int:
    sign = -1 if words.startswith("负") else 1
    words = words.removeprefix("负").removesuffix("整")
    yuan, _, rest = words.rpartition("元")
    jiao, _, fen = rest.rpartition("角")
    return sign * (_read_number(yuan) * 100 + _read_number(jiao) * 10 + _read_number(fen.removesuffix("分")))


@given(amounts)
def test_capitals_can_be_read_back(fen: int) -> None:
    words = capitals(fen)
    assert _read_capitals(words) == fen
    assert "零零" not in words


def test_capitals_refuse_the_absurd() -> None:
    with pytest.raises(InvalidAmount):
        capitals(MAX_FEN + 1)

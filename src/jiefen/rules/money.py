"""Money is an integer number of 分. This module is the only place where text or rates become 分.

Rounding: half up to the nearest 分 (四舍五入), the convention of Chinese billing systems, applied once.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from jiefen.rules.errors import RuleError

MAX_FEN: Final = 10**15  # ten trillion 元: above it is a typing or unit mistake; 64-bit sums stay safe
_AMOUNT = re.compile(r"([-+]?) ?[¥\uffe5]? ?([-+]?) ?(\d{1,3}(?:[, ]\d{3})+|\d*)(\.\d*)? ?元?", re.ASCII)


class InvalidAmount(RuleError):
    """The text is not an amount of money."""

    code = "money.invalid_amount"


def round_fen(value: Decimal) -> int:
    """Round a Decimal number of 分 half up (away from zero on a tie) to whole 分."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def fen_from_yuan(value: Decimal) -> int:
    """元 as Decimal → 分, rounded half up once. Raises InvalidAmount when not finite or absurdly large."""
    if not value.is_finite() or abs(value) * 100 > MAX_FEN:
        raise InvalidAmount("这个金额不合理，请检查是否多写了位数或单位。")
    return round_fen(value * 100)


def parse_yuan(text: str) -> int:
    """What a person types as 元 (``1,234.50``, ``¥12``, ``-3元``, full-width digits) → 分, rounded half up.

    Strict where a slip would change the sum: separators must group by three (``12,50`` is refused, it may
    mean 12.50), 元 only ends the number, no exponent (``1.2E+05`` in a sheet has already lost digits).
    Raises InvalidAmount.
    """
    match = _AMOUNT.fullmatch(" ".join(text.translate(_FULL_WIDTH).split()))
    signs, digits = (match[1] + match[2], match[3] + (match[4] or "")) if match else ("", "")
    if len(signs) > 1 or not digits.strip("."):
        raise InvalidAmount(f"“{text}”不像一个金额，请只写数字，例如 1234.50。")
    return fen_from_yuan(Decimal(signs + re.sub("[, ]", "", digits)))


def format_yuan(fen: int) -> str:
    """分 → ``1,234.50`` (no currency sign; the screen shows the unit once)."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


_FULL_WIDTH = str.maketrans(
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0d\uff0c\u2212\u3000",
    "0123456789.-,- ",
)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def _section_in_words(number: int) -> str:
    """0–9999 in banker's capitals, inner zeros collapsed to one 零."""
    words = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += _DIGITS[digit] + _PLACES[place]
        elif words and not words.endswith("零") and number % 10**place:
            words += "零"
    return words


def _yuan_in_words(yuan: int) -> str:
    sections = [yuan // 10**8 // 10000, yuan // 10**8 % 10000, yuan // 10**4 % 10000, yuan % 10000]
    words = ""
    for index, section in enumerate(sections):
        if section:
            gap = bool(words) and (section < 1000 or sections[index - 1] == 0)
            words += ("零" if gap else "") + _section_in_words(section) + ("", "万", "亿", "万")[3 - index]
        if index == 1 and words and not words.endswith("亿"):
            words += "亿"
    return words


def capitals(fen: int) -> str:
    """分 → 人民币大写 as written on receipts (``¥1,005.20`` → ``壹仟零伍元贰角整``).

    Source: 票据法 art. 8 requires capitals and figures to agree; forms follow 支付结算办法 annex 1.
    """
    if abs(fen) > MAX_FEN:
        raise InvalidAmount("这个金额太大，不能写成大写。")
    yuan, rest = divmod(abs(fen), 100)
    jiao, fen_digit = divmod(rest, 10)
    words = "负" if fen < 0 else ""
    words += _yuan_in_words(yuan) + "元" if yuan else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif fen_digit and yuan:
        words += "零"
    if fen_digit:
        return words + _DIGITS[fen_digit] + "分"
    return (words or "零元") + "整"

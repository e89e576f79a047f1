"""What one spreadsheet cell says: text, an amount, a phone, an ID number, an area, a date. Pure and cached by
the caller.

Amounts: every function returns 分. A float is first read as Excel shows it (15 significant digits), which removes
binary noise such as 0.30000000000000004, then rounded half up once. ``code`` is None when nothing is doubtful.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final, NamedTuple

from jiefen.ledger.imports import script
from jiefen.rules.money import MAX_FEN

Cell = Any  # calamine gives str, float, int, bool, date, datetime, time or timedelta

NOTHING: Final = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "/",
        "\\",
        "无",
        "没有",
        "空",
        "零",
        "无欠费",
        "不欠",
        "已缴清",
        "已交清",
        "已结清",
        "结清",
        "缴清",
        "交清",
        "已清",
        "付清",
        "已付清",
        "免",
        "免收",
        "NULL",
        "NONE",
        "N/A",
        "NAN",
        "NIL",
        "*",
    ]
)
TICKS: Final = frozenset("√✓✔☑")
PAID: Final = frozenset(
    [
        "已缴",
        "已交",
        "已收",
        "已付",
        "已缴费",
        "已交费",
        "已缴清",
        "已交清",
        "已结清",
        "结清",
        "缴清",
        "交清",
        "已清",
        "付清",
        "已付清",
        "扣款成功",
        "代扣成功",
        "划扣成功",
        "扣费成功",
        "缴费成功",
        "支付成功",
        "已扣款",
        "已扣费",
        "Paid",
        "paid",
        "PAID",
        "Settled",
    ]
)
UNPAID: Final = frozenset(
    ["未缴", "未交", "未收", "未付", "未缴费", "未交费", "欠缴", "欠费", "欠交", "Unpaid", "unpaid", "UNPAID"]
)
VOID: Final = frozenset(["已作废", "作废", "已撤销", "已取消", "已冲正", "已核销"])
ERRORS: Final = frozenset(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"])
_SPACE = re.compile(r"\s+")
# exports keep digits as text by ="0101", an apostrophe or a backtick before them
_GUARDED = re.compile(r"""^(?:="(.*)"|['`](?=[^'`])(.*)|`)$""")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff\u00ad]")
_AMOUNT_NOISE = re.compile(r"^(?:尚欠|拖欠|共欠|合计|欠费|欠款|欠|人民币|RMB|CNY|¥)+|(?:元整|元|圆|块|¥)$")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?")
_SPELT = re.compile(r"(\d+)元(?:(\d)角)?(?:(\d)分)?")  # 100元5角
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_MOBILE = re.compile(r"(?<!\d)(?:\+?0?86-?)?(1[3-9]\d{9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4}|[2-8]\d{6,7})(?!\d)")
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Amount(NamedTuple):
    """``fen`` is None when the cell is blank or unreadable; ``code`` says what is doubtful."""

    fen: int | None
    code: str | None


BLANK: Final = Amount(None, None)


def text_of(value: Cell) -> str:
    """The cell as a clerk reads it: half-width, single spaces, whole floats without ``.0``, dates as ISO."""
    if value.__class__ is str:
        return _text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return "" if value is None else str(value)


@lru_cache(maxsize=100_000)
def _text(value: str) -> str:
    text = value if value.isascii() else unicodedata.normalize("NFKC", _ZERO_WIDTH.sub("", value))
    text = _SPACE.sub(" ", text).strip()
    return _GUARDED.sub(r"\1\2", text) if text[:1] in "='`" else text


def compact(value: Cell) -> str:
    """``text_of`` without any white space, in simplified characters: the form in which headers and rooms are compared."""
    if value.__class__ is str:
        return _compact(value) if value else ""
    return text_of(value).replace(" ", "")


@lru_cache(maxsize=100_000)
def _compact(value: str) -> str:
    text = _text(value).replace(" ", "")
    return text if text.isascii() else script.simplified(text)


def joined(value: Cell) -> str:
    """``text_of`` without any white space, each character as written: for names that are stored."""
    return text_of(value).replace(" ", "")


def amount(value: Cell, scale: int = 100) -> Amount:
    """The amount in a cell as 分. ``scale`` is 分 per unit of the column: 100 for 元, 1,000,000 for 万元.

    Codes: ``amount_unreadable``, ``formula_error``, ``amount_rounded`` (more than two decimals that are not noise),
    ``amount_too_large``.
    """
    if isinstance(value, bool):
        return Amount(None, "amount_unreadable")
    if isinstance(value, float | int):
        try:
            return _rounded(Decimal(format(value, ".15g")) * scale)
        except (InvalidOperation, OverflowError):
            return Amount(None, "amount_unreadable")
    if isinstance(value, str):
        return _text_amount(value, scale)
    return BLANK if value is None else Amount(None, "amount_unreadable")


def _rounded(fen: Decimal) -> Amount:
    if not fen.is_finite():
        return Amount(None, "amount_unreadable")
    if abs(fen) > MAX_FEN:
        return Amount(None, "amount_too_large")
    whole = fen.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    noise = abs(fen - whole) <= abs(fen) * Decimal("1e-12") + Decimal("1e-6")
    return Amount(int(whole), None if noise else "amount_rounded")


def _text_amount(value: str, scale: int) -> Amount:
    text = compact(value).upper().replace("，", ",")
    if text in NOTHING:
        return BLANK
    if text in ERRORS:
        return Amount(None, "formula_error")
    if _SCIENTIFIC.fullmatch(text):
        return Amount(None, "amount_unreadable")
    negative = False
    if text[0] == "(" and text[-1] == ")":
        text, negative = text[1:-1], True
    sign = text[:1] == "-"
    text = _AMOUNT_NOISE.sub("", _AMOUNT_NOISE.sub("", text[1:] if sign else text))
    if text.endswith("-") and len(text) > 1:
        text, negative = text[:-1], not negative
    if scale == 100 and (spelt := _SPELT.fullmatch(text)):
        text = f"{spelt[1]}.{spelt[2] or 0}{spelt[3] or 0}"
    if text.endswith("万"):
        text, scale = text[:-1], 1_000_000
    if not text or not _NUMBER.fullmatch(text) or not any(c.isdigit() for c in text):
        return Amount(None, "amount_unreadable")
    fen = Decimal(text.replace(",", "")) * scale
    return _rounded(-fen if negative != sign else fen)


def is_mobile(value: Cell) -> bool:
    """Whether a cell holds a mobile number and nothing else, as text."""
    return (
        value.__class__ is str
        and len(value) == 11
        and value.isascii()
        and value.isdigit()
        and "13" <= value[:2] <= "19"
    )


class Phones(NamedTuple):
    """Valid numbers in the order written; ``code`` is ``phone_destroyed`` or ``phone_invalid`` when something
    was dropped.
    """

    numbers: tuple[str, ...]
    code: str | None


def phones(value: Cell) -> Phones:
    """Mobile numbers (and landlines) in a cell. A number destroyed by scientific notation is reported, never
    returned.
    """
    if isinstance(value, float) and 1.3e10 <= value < 2e10 and value.is_integer():
        value = str(int(value))
        if value.endswith("00000"):  # 1.38123E+10 read back as a number
            return Phones((), "phone_destroyed")
    if is_mobile(value):
        return Phones((value,), None)
    text = text_of(value)
    if compact(text).upper() in NOTHING or text in ("", "0"):
        return Phones((), None)
    if _SCIENTIFIC.search(text):
        return Phones((), "phone_destroyed")
    flat = re.sub(
        r"(?<=\d)[ ](?=\d{4}(?!\d))|(?<=1\d\d)-(?=\d{4}-?\d{4})|(?<=1\d\d-\d{4})-(?=\d{4})|(?<=1\d{6})-(?=\d{4})",
        "",
        text,
    )
    mobiles = _MOBILE.findall(flat)
    rest = _MOBILE.sub(" ", flat)
    landlines = _LANDLINE.findall(rest)
    rest = _LANDLINE.sub(" ", rest)
    numbers = tuple(dict.fromkeys([*mobiles, *landlines]))
    leftover = len(re.findall(r"\d{5,}", rest)) > 0
    return Phones(numbers, "phone_invalid" if leftover or (not numbers and any(c.isdigit() for c in rest)) else None)


def id_number(value: Cell) -> tuple[str, str | None]:
    """(ID number or "", code). Codes ``id_destroyed`` (stored as a number: digits after the 15th are lost),
    ``id_invalid``.
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return ("", "id_destroyed") if abs(value) >= 1e15 else ("", "id_invalid")
    text = compact(value).upper()
    if text in NOTHING or text == "0":
        return "", None
    if _SCIENTIFIC.fullmatch(text):
        return "", "id_destroyed"
    if re.fullmatch(r"\d{17}[\dX]", text):
        if id_checksum_ok(text):
            return text, None
        return "", "id_destroyed" if text.endswith("000") else "id_invalid"
    if re.fullmatch(r"\d{15}|[0-9A-HJ-NP-RTUW-Y]{18}|[A-Z]{1,2}\d{6,10}[A-Z\d()]*", text):
        return text, None  # first-generation card, unified social credit code, passport or permit
    return "", "id_invalid"


def id_checksum_ok(text: str) -> bool:
    """Whether an 18-character resident ID number has a real birth date and the check digit of GB 11643."""
    try:
        datetime.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17]


def hundredths(value: Cell) -> int | None:
    """An area in m² (or a price in 元) as ×100, half up; None when blank or not a number (``98.5㎡`` is fine)."""
    if value.__class__ is float:
        return _hundredths(value)
    return _text_hundredths(value) if isinstance(value, str) else amount(value).fen


@lru_cache(maxsize=20_000)
def _text_hundredths(value: str) -> int | None:
    return amount(re.sub(r"(?:㎡|M2|M²|平方米|平米|平方|平|元.*)$", "", compact(value).upper())).fen


@lru_cache(maxsize=20_000)  # flats of one building have the same few areas
def _hundredths(value: float) -> int | None:
    if 0 <= value < 1e9 and abs(value * 100 - round(value * 100)) < 1e-6:
        return round(value * 100)
    return amount(value).fen


def looks_like_error(value: Cell) -> bool:
    """Whether the cell shows a formula error."""
    return isinstance(value, str) and value.strip().upper() in ERRORS

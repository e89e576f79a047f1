"""Numbers, dates and names in the words of the screen. Pure: `today` is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, Protocol

from jiefen.rules.money import format_yuan

NOTHING: Final = "—"  # shown where there is no value, so that a cell is never silently blank
WEEKDAYS: Final = "一二三四五六日"
_NEAR: Final = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}


class Ratio(Protocol):
    """Anything with a numerator and a denominator, such as Fraction or a KPI."""

    @property
    def numerator(self) -> int:
        """What counts."""

    @property
    def denominator(self) -> int:
        """Of how many."""


RatioLike = Ratio | tuple[int, int] | float | Decimal | None


def money(fen: int | None) -> str:
    """分 → ``12,480.50``; None → —."""
    return NOTHING if fen is None else format_yuan(fen)


def yuan(fen: int | None) -> str:
    """分 → ``¥12,480.50``, a minus before the sign."""
    text = money(fen)
    return text if fen is None else f"-¥{text[1:]}" if fen < 0 else f"¥{text}"


def money_short(fen: int | None) -> str:
    """分 → 元, 万 or 亿 with at most one decimal, half up (``1.2万``): for chart scales, never for an account."""
    if fen is None:
        return NOTHING
    amount = Decimal(abs(fen)) / 100
    sign = "-" if fen < 0 else ""
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if amount >= size:
            return f"{sign}{_one_decimal(amount / size)}{word}"
    return f"{sign}{amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)}"


def _one_decimal(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):,}"
    return text.removesuffix(".0")


def day(on: date | None, today: date | None = None) -> str:
    """Date → ``11月23日(周日)``, with the year unless it is the year of `today`."""
    if on is None:
        return NOTHING
    year = "" if today is not None and on.year == today.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日(周{WEEKDAYS[on.weekday()]})"


def moment(at: datetime | None, today: date | None = None) -> str:
    """Instant already in local time → ``11月23日 14:05``, with the year unless it is the year of `today`."""
    if at is None:
        return NOTHING
    year = "" if today is not None and at.year == today.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日 {at:%H:%M}"


def relative_day(on: date | None, today: date) -> str:
    """Date seen from `today`: 今天, 明天, 3天后, 约5个月前, 约2年后. Months count 30 days, years 365: hence 约."""
    if on is None:
        return ""
    days = (on - today).days
    if days in _NEAR:
        return _NEAR[days]
    side, size = ("后" if days > 0 else "前"), abs(days)
    if size < 60:
        return f"{size}天{side}"
    return f"约{size // 30}个月{side}" if size < 730 else f"约{size // 365}年{side}"


def percent(value: RatioLike, decimals: int = 2) -> str:
    """Ratio, (numerator, denominator) or fraction of one → ``92.31%``, half up; no denominator → —."""
    share = _as_decimal(value)
    if share is None:
        return NOTHING
    return f"{(share * 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)}%"


def _as_decimal(value: RatioLike) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        top, bottom = value
    elif isinstance(value, (float, Decimal)):
        top, bottom = Fraction(str(value)).as_integer_ratio()
    else:
        top, bottom = value.numerator, value.denominator
    return Decimal(top) / Decimal(bottom) if bottom else None


def masked_phone(phone: str | None) -> str:
    """``13812345678`` → ``138****5678``; short numbers keep only their last two digits."""
    digits = (phone or "").strip()
    if not digits:
        return NOTHING
    if len(digits) < 8:
        return "*" * max(len(digits) - 2, 0) + digits[-2:]
    return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]


def join_dun(words: Iterable[object]) -> str:
    """甲、乙、丙."""
    return "、".join(str(word) for word in words)


def count(number: int | None) -> str:
    """``12480`` → ``12,480``; None → —."""
    return NOTHING if number is None else f"{number:,}"


def quantity(value: float, unit: str) -> str:
    """A chart's value in full: unit fen (分), percent (fraction of one) or count."""
    if unit == "fen":
        return yuan(int(value))
    return percent(float(value)) if unit == "percent" else count(int(value))

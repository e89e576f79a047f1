"""Numbers of articles as Chinese law writes them: 九百四十四 ↔ 944. Pure."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_SPELLINGS: Final = str.maketrans("〇○两０１２３４５６７８９", "零零二0123456789")
LARGEST: Final = 9999


def to_number(written: str) -> int | None:
    """九百四十四, 一千零二, 十二, 二〇, 944 → the number; None for anything that is not a number from 1 to 9999."""
    plain = written.translate(_SPELLINGS)
    if plain.isascii() and plain.isdigit():
        found = int(plain) if len(plain) <= 4 else 0
    elif plain and all(character in DIGITS for character in plain):
        found = int("".join(str(DIGITS.index(character)) for character in plain)) if len(plain) <= 4 else 0
    else:
        found = _with_units(plain) or 0
    return found if 1 <= found <= LARGEST else None


def _with_units(plain: str) -> int | None:
    total, digit, last = 0, 0, 10_000
    for character in plain:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS.index(character)
        elif (unit := _UNITS.get(character, 0)) and unit < last:
            total, digit, last = total + (digit or 1) * unit, 0, unit
        else:
            return None
    return total + digit


def to_chinese(number: int) -> str:
    """944 → 九百四十四, as articles are numbered; ``number`` from 1 to 9999. Raises ValueError outside."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} 不在 1 到 {LARGEST} 之间。")
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = bool(written)
    return written.removeprefix("一") if 10 <= number < 20 else written

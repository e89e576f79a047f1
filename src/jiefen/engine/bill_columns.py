"""The open bills of one household as a short run of 64-bit words, small enough to keep for every door.

    word 0            number of the building
    word 1            day of the last payment
    then per bill     the bill, followed by what was put against it

A bill is one word: amount in 分 (28 bits, signed) · kind (4 bits) · due day (16) · day of limitation (16). What was
put against it has the same shape, with its day where the due day stands. An amount that does not fit 28 bits
(1,342,177.27 元) has WIDE set and follows in a word of its own. Days are counted from 1990-01-01 = 1; 0 is unknown,
and days outside 1990–2169 are taken to the nearest end. Pure; the ledger writes these words, the night reads them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.int64]

EPOCH: Final = dt.date(1989, 12, 31).toordinal()  # day 0
LAST_DAY: Final = 0xFFFF
HEADER: Final = 2  # words before the first bill

BILL: Final = 0
BILL_WITHOUT_LATE: Final = 1  # the contract's late charge does not cover this item
SETTLED: Final = 2  # principal paid, waived or written off on that day
LATE_WAIVED: Final = 3
LATE_PAID: Final = 4
WIDE: Final = 8  # beside the kind: the amount is the next word

AMOUNT_SHIFT: Final = 36
KIND_SHIFT: Final = 32
DAY_SHIFT: Final = 16
_LARGEST: Final = 2**27 - 1
# A word no household holds: its kind would be 7, and an amount of -1 is never WIDE.
_BETWEEN_WORD: Final = -1
BETWEEN: Final = b"\xff" * 8


class Line(NamedTuple):
    """One bill, or one thing put against it. ``day``, ``expires``: from ``day_number``; ``fen``: 分."""

    kind: int
    fen: int
    day: int
    expires: int = 0


def day_number(on: dt.date | None) -> int:
    """Days since 1989-12-31 within 1 … 65535; 0 for None."""
    return 0 if on is None else min(max(on.toordinal() - EPOCH, 1), LAST_DAY)


def pack(building_no: int, last_paid: int, lines: Sequence[Line]) -> bytes:
    """One household's words as bytes, little-endian."""
    words = [building_no, last_paid]
    for line in lines:
        words += _words_of(line)
    return np.array(words, dtype="<i8").tobytes()


def _words_of(line: Line) -> list[int]:
    is_wide = not -_LARGEST <= line.fen <= _LARGEST
    head = (line.kind | (WIDE if is_wide else 0)) << KIND_SHIFT | line.day << DAY_SHIFT | line.expires
    return [head, line.fen] if is_wide else [line.fen << AMOUNT_SHIFT | head]


def unpack(packed: bytes) -> tuple[int, int, list[Line]]:
    """What ``pack`` was given: building, last payment, lines."""
    words = np.frombuffer(packed, dtype="<i8").tolist()
    rest, lines = iter(words[HEADER:]), []
    for word in rest:
        fen = next(rest) if word >> KIND_SHIFT & WIDE else word >> AMOUNT_SHIFT
        lines.append(Line(word >> KIND_SHIFT & 7, fen, word >> DAY_SHIFT & LAST_DAY, word & LAST_DAY))
    return words[0], words[1], lines


def pack_many(households: Words, lines: Words) -> list[bytes]:
    """``pack`` for many. ``households``: rows (key, building, last payment), keys ascending, each with a line or more.

    ``lines``: rows (key, bill, place within the bill, kind, fen, day, expires), in any order; place 0 is the bill.
    """
    if not len(households):
        return []
    key, _, _, kind, fen, day, expires = lines[np.lexsort((lines[:, 2], lines[:, 1], lines[:, 0]))].T
    is_wide = (fen > _LARGEST) | (fen < -_LARGEST)
    head = (kind | np.where(is_wide, WIDE, 0)) << KIND_SHIFT | day << DAY_SHIFT | expires
    opens = np.searchsorted(households[:, 0], key)
    # Before each line stand the headers up to its own household's, and one word more for every wide line before it.
    at = np.arange(len(lines)) + np.cumsum(is_wide) - is_wide + HEADER * (opens + 1)
    words = np.zeros(len(lines) + int(is_wide.sum()) + HEADER * len(households), "<i8")
    words[at] = np.where(is_wide, head, fen << AMOUNT_SHIFT | head)
    words[at[is_wide] + 1] = fen[is_wide]
    starts = at[np.searchsorted(opens, np.arange(len(households)))] - HEADER
    words[starts], words[starts + 1] = households[:, 1], households[:, 2]
    whole, edges = words.tobytes(), [*(starts * 8).tolist(), len(words) * 8]
    return [whole[edges[row] : edges[row + 1]] for row in range(len(households))]


class Columns(NamedTuple):
    """Many households: all their words in one array, and between which places each one's stand."""

    premises: NDArray[np.int64]
    words: Words
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.premises)


def join(premises: Sequence[int], packed: Sequence[Any]) -> Columns:
    """Households' bytes, as read from the database, put behind one another."""
    ends = np.cumsum(np.fromiter(map(len, packed), np.int64, len(packed)) // 8)
    starts = np.concatenate([np.zeros(min(len(ends), 1), np.int64), ends[:-1]])
    return Columns(np.array(premises, np.int64), np.frombuffer(b"".join(packed), dtype="<i8"), starts, ends)


def separated(premises: NDArray[np.int64], packed: Any) -> Columns:
    """The same from bytes the database has put behind one another with BETWEEN between them.

    Raises ValueError when they are not as many as ``premises``.
    """
    words = np.frombuffer(packed, dtype="<i8")
    cuts = np.flatnonzero(words == _BETWEEN_WORD)
    if len(premises) != (len(cuts) + 1 if len(words) else 0):
        raise ValueError("premises and packed households are not equally many")
    starts, ends = np.concatenate([[0], cuts + 1]), np.concatenate([cuts, [len(words)]])
    return Columns(premises, words, starts[: len(premises)], ends[: len(premises)])


def with_empty(columns: Columns, empty: Words) -> Columns:
    """Households without bills put between the others. ``empty``: rows (premises, building, last payment), ascending."""
    if not len(empty):
        return columns
    place = np.searchsorted(columns.premises, empty[:, 0])
    at = np.append(columns.starts, len(columns.words))[place]
    moved = HEADER * np.searchsorted(empty[:, 0], columns.premises)
    starts = at + HEADER * np.arange(len(empty))
    return Columns(
        np.insert(columns.premises, place, empty[:, 0]),
        np.insert(columns.words, np.repeat(at, HEADER), empty[:, 1:].ravel()),
        np.insert(columns.starts + moved, place, starts),
        np.insert(columns.ends + moved, place, starts + HEADER),
    )

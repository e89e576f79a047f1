"""Stored proposals: what goes in comes out, since when is kept, and codes keep their places."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiefen.engine import proposal_columns as column
from jiefen.rules.stage_codes import REASONS, STEPS
from jiefen.rules.stage_facts import LADDER

_FEN = st.integers(-(2**40), 2**62)
_row = st.tuples(
    st.integers(1, len(STEPS) - 1), st.integers(0, len(LADDER) - 1), st.integers(0, len(REASONS) - 1), st.integers(0, 31),
    st.integers(-(2**31), 2**31 - 1), _FEN, st.integers(0, 2**31 - 1), _FEN,
)  # fmt: skip


def _table(rows: list[tuple[int, ...]], today: int = 739_000) -> column.Table:
    given = np.array(rows, np.int64).reshape(-1, 8)
    return column.table_of(np.arange(len(rows)) * 3, given[:, :7], given[:, 7], today)


@given(st.lists(_row, max_size=6), st.integers(1, 2**31 - 1))
def test_what_is_stored_is_read_again(rows: list[tuple[int, ...]], today: int) -> None:
    table = column.from_bytes([column.to_bytes(_table(rows, today))])
    parts = (column.steps, column.stages, column.reasons, column.scores)
    read = [part(table).tolist() for part in parts]
    read += [
        table[:, column.AT_STAKE].tolist(),
        column.deadlines(table).tolist(),
        table[:, column.OUTSTANDING].tolist(),
    ]
    assert list(zip(*read, strict=True)) == [(*row[:3], *row[4:]) for row in rows]
    assert table[:, column.PREMISES].tolist() == [3 * place for place in range(len(rows))]
    assert column.since(table).tolist() == [today] * len(rows)


@given(st.lists(st.tuples(_row, _row), min_size=1, max_size=6))
def test_since_when_is_kept_where_reason_and_stage_are_the_same(pairs: list[tuple[tuple[int, ...], ...]]) -> None:
    now, before = _table([pair[0] for pair in pairs]), _table([pair[1] for pair in pairs], today=738_000)
    column.keep_since(now, np.ones(len(pairs), np.bool_), before)
    expected = [738_000 if one[1:3] == other[1:3] else 739_000 for one, other in pairs]
    assert column.since(now).tolist() == expected
    assert column.deadlines(now).tolist() == [one[6] for one, _ in pairs]


@given(st.lists(_row, max_size=9))
def test_best_first_is_by_score_then_premises(rows: list[tuple[int, ...]]) -> None:
    expected = sorted(range(len(rows)), key=lambda place: (-rows[place][4], place))
    assert column.best_first(_table(rows)).tolist() == expected


def test_codes_are_stored_by_place_and_so_only_grow_at_the_end() -> None:
    assert STEPS == ("", "contact", "care", "office", "approval")
    assert [stage.value for stage in LADDER] == list(REASONS[:7])
    assert (REASONS[7], REASONS[17], REASONS[24], REASONS[35], REASONS[36]) == (
        "undelivered", "limitation", "stale_payments", "in_court", "disputed_limitation",
    )  # fmt: skip
    assert REASONS[:7] == (
        "reminder", "phone", "visit", "demand_notice", "lawyers_letter", "mediation_or_payment_order", "litigation",
    )  # fmt: skip

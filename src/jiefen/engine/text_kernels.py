"""The one inner loop of training, as plain Python that numba compiles: products of a sparse matrix with a table.

Numba is imported only when something is trained; answering a question does not need it. The loop adds in one fixed
order, without fast-math, so the same examples give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def products(to: Ints, by: Ints, values: Floats, table: Floats, height: int) -> Floats:
    """``result[to[i]] += values[i] · table[by[i]]`` for every i; ``result`` has ``height`` rows."""
    result = np.zeros((height, table.shape[1]))
    _compiled()(to, by, values, np.ascontiguousarray(table), result)
    return result


def _add(to: Ints, by: Ints, values: Floats, table: Floats, result: Floats) -> None:
    for i in range(len(values)):
        row, other, value = to[i], by[i], values[i]
        for label in range(table.shape[1]):
            result[row, label] += value * table[other, label]


@cache
def _compiled() -> Callable[..., Any]:
    """The loop in machine code; compiling takes about a second, once per process."""
    import numba

    loop: Callable[..., Any] = numba.njit(_add)
    return loop

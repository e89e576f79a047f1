"""The inner loops of training, as plain Python that numba compiles.

Numba is imported only when something is trained; answering a question does not need it. The loops add in one fixed
order, without fast-math, so the same examples give the same model. Compiling takes about a second a process.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIRST_STEP: Final = 4.0  # length of the first step; rows of features have length 1
BIAS_STEP: Final = 0.1  # ... of the intercepts, beside it
SMALLEST: Final = 1e-6  # the common scale is multiplied out before it gets this small


def products(to: Ints, by: Ints, values: Floats, table: Floats, height: int) -> Floats:
    """``result[to[i]] += values[i] · table[by[i]]`` for every i; ``result`` has ``height`` rows."""
    result = np.zeros((height, table.shape[1]))
    _compiled(_add)(to, by, values, np.ascontiguousarray(table), result)
    return result


def descend(
    starts: Ints, columns: Ints, values: Floats, targets: Floats, say: Floats, order: Ints, rest: tuple[int, float, int]
) -> tuple[Floats, Floats]:
    """(coefficients, intercepts) of a softmax after stochastic gradient steps.

    Example i has the columns and values from ``starts[i]`` to ``starts[i + 1]``; ``rest`` is the number of columns,
    the L2 penalty of one example and how often to go through all of them.
    """
    width, penalty, passes = rest
    table, bias = np.zeros((width, targets.shape[1])), np.zeros(targets.shape[1])
    table *= _compiled(_steps)(
        starts, columns, values, targets, say, order, penalty, passes, table, bias, np.zeros(len(bias))
    )
    return table, bias


def _add(to: Ints, by: Ints, values: Floats, table: Floats, result: Floats) -> None:
    for i in range(len(values)):
        row, other, value = to[i], by[i], values[i]
        for label in range(table.shape[1]):
            result[row, label] += value * table[other, label]


def _steps(
    starts: Ints, columns: Ints, values: Floats, targets: Floats, say: Floats, order: Ints,
    penalty: float, passes: int, table: Floats, bias: Floats, slope: Floats,
) -> float:  # fmt: skip
    """Change ``table`` and ``bias``; the true coefficients are the returned scale times ``table``."""
    many, labels = targets.shape
    scale = 1.0
    for turn in range(passes * many):
        place = turn % many
        one = order[place] if turn // many % 2 == 0 else order[many - 1 - place]
        step = FIRST_STEP / (1.0 + penalty * FIRST_STEP * turn)
        slope[:] = bias
        for at in range(starts[one], starts[one + 1]):
            for label in range(labels):
                slope[label] += values[at] * scale * table[columns[at], label]
        highest, total = slope.max(), 0.0
        for label in range(labels):
            slope[label] = math.exp(slope[label] - highest)
            total += slope[label]
        for label in range(labels):
            slope[label] = (targets[one, label] - slope[label] / total) * say[one] * step
            bias[label] += BIAS_STEP * slope[label]
        scale *= 1.0 - step * penalty
        for at in range(starts[one], starts[one + 1]):
            for label in range(labels):
                table[columns[at], label] += values[at] / scale * slope[label]
        if scale < SMALLEST:
            table *= scale
            scale = 1.0
    return scale


@cache
def _compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    import numba  # here: see above

    fast: Callable[..., Any] = numba.njit(loop)
    return fast

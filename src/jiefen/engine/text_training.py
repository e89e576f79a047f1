"""Fitting a linear classifier: two losses with L2, L-BFGS, and calibration of its scores. Deterministic.

Shapes: n examples, m features (columns), k labels. ``targets`` is n × k with shares between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jiefen.engine.text_features import Floats, Matrix
from jiefen.engine.text_kernels import descend

Loss = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""(scores n × k, targets n × k) → (loss per example, its gradient by the scores)."""

_STRIDE = 1_103_515_245  # odd, so that no two examples share a place in the shuffle
MEMORY = 8  # pairs of steps and gradients L-BFGS remembers


def softmax(scores: Floats) -> Floats:
    """Each row's shares, summing to 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def sigmoid(scores: Floats) -> Floats:
    """1 / (1 + e^-x), without overflow."""
    half: Floats = 0.5 * (1.0 + np.tanh(0.5 * scores))
    return half


def softmax_loss(scores: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Cross-entropy of one choice among k; a target row may be shared between labels (sums to 1)."""
    highest = scores.max(axis=1, keepdims=True)
    total = np.log(np.exp(scores - highest).sum(axis=1)) + highest[:, 0]
    return total - (targets * scores).sum(axis=1), softmax(scores) - targets


def one_vs_rest_loss(scores: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """k independent yes-or-no questions, summed."""
    losses = np.logaddexp(0.0, scores) - targets * scores
    return losses.sum(axis=1), sigmoid(scores) - targets


def train(
    features: Matrix, targets: Floats, weights: Floats, *, loss: Loss, penalty: float, rounds: int
) -> tuple[Floats, Floats]:
    """(coefficients m × k, intercepts k) with the least weighted mean loss + penalty/2 · |coefficients|² / n."""
    labels = targets.shape[1]
    total = float(weights.sum())
    share = penalty / features.height

    def objective(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(features.width + 1, labels)
        inner, bias = table[:-1], table[-1]
        losses, slopes = loss(features.times(inner) + bias, targets)
        slopes *= (weights / total)[:, None]
        slope = np.vstack([features.transposed_times(slopes) + share * inner, slopes.sum(axis=0)])
        return float(losses @ weights) / total + 0.5 * share * float((inner * inner).sum()), slope.ravel()

    table = minimise(objective, np.zeros((features.width + 1) * labels), rounds=rounds).reshape(-1, labels)
    return table[:-1], table[-1]


def train_in_passes(
    features: Matrix, targets: Floats, weights: Floats, *, penalty: float, passes: int
) -> tuple[Floats, Floats]:
    """What ``train`` finds for the softmax loss, nearly, by stochastic gradient steps: example by example.

    The order is a fixed shuffle, forwards and backwards in turn; the step shrinks as 1/t (Bottou, 2012).
    """
    share = penalty / features.height
    starts = np.searchsorted(features.rows, np.arange(features.height + 1))
    order = np.argsort(np.arange(features.height) * _STRIDE % (1 << 31), kind="stable")
    say = weights * (features.height / float(weights.sum()))
    return descend(starts, features.columns, features.values, targets, say, order, (features.width, share, passes))


def minimise(objective: Callable[[Floats], tuple[float, Floats]], start: Floats, *, rounds: int) -> Floats:
    """L-BFGS with backtracking (Nocedal & Wright, ch. 7): stops when the slope is flat or nothing improves."""
    place, (value, slope) = start, objective(start)
    steps: list[tuple[Floats, Floats, float]] = []
    for _ in range(rounds):
        direction = _direction(slope, steps)
        downhill = _dot(slope, direction)
        if downhill > -1e-10:
            break
        length = 1.0 if steps else min(1.0, 1.0 / float(np.abs(slope).sum()))
        for _ in range(30):
            there = place + length * direction
            new_value, new_slope = objective(there)
            if new_value <= value + 1e-4 * length * downhill:
                break
            length *= 0.5
        else:
            break
        _remember(steps, there - place, new_slope - slope)
        settled = value - new_value < 1e-7 * max(abs(value), 1.0)
        place, value, slope = there, new_value, new_slope
        if settled:
            break
    return place


def _remember(steps: list[tuple[Floats, Floats, float]], moved: Floats, turned: Floats) -> None:
    bend = _dot(moved, turned)
    if bend > 1e-12:
        steps.append((moved, turned, bend))
        del steps[:-MEMORY]


def _dot(one: Floats, other: Floats) -> float:
    """Inner product in numpy's own fixed order: a threaded BLAS gives other last digits on other machines."""
    return float((one * other).sum())


def _direction(slope: Floats, steps: list[tuple[Floats, Floats, float]]) -> Floats:
    direction = -slope
    factors = []
    for moved, turned, bend in reversed(steps):
        factor = _dot(moved, direction) / bend
        factors.append(factor)
        direction = direction - factor * turned
    if steps:
        _, turned, bend = steps[-1]
        direction = direction * (bend / _dot(turned, turned))
    for (moved, turned, bend), factor in zip(steps, reversed(factors), strict=True):
        direction = direction + (factor - _dot(turned, direction) / bend) * moved
    return direction


def temperature(scores: Floats, targets: Floats) -> float:
    """The scale t for which softmax(t · scores) fits ``targets`` best; golden section between 0.1 and 20."""
    low, high, golden = np.log(0.1), np.log(20.0), (5**0.5 - 1) / 2

    def worth(power: float) -> float:
        return float(softmax_loss(np.exp(power) * scores, targets)[0].mean())

    for _ in range(40):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if worth(left) < worth(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def platt(scores: Floats, targets: Floats) -> tuple[float, float]:
    """(a, b) for which sigmoid(a · score + b) fits one label's ``targets``; a little prior keeps both finite."""

    def objective(flat: Floats) -> tuple[float, Floats]:
        losses, slopes = one_vs_rest_loss((flat[0] * scores + flat[1])[:, None], targets[:, None])
        pull = 1e-3 * (flat - np.array([1.0, 0.0]))
        slope = np.array([slopes[:, 0] @ scores, slopes.sum()]) / len(scores) + pull
        return float(losses.mean()) + 0.5e-3 * float((flat[0] - 1.0) ** 2 + flat[1] ** 2), slope

    a, b = minimise(objective, np.array([1.0, 0.0]), rounds=100)
    return float(a), float(b)

"""The published score for every lawyer in float64, without any short cut: what the ranker must agree with, bit by bit."""

from __future__ import annotations

from typing import Any

import numpy as np

from jiefen.engine.ranker import Need, Ranker, scoring


def exhaustive(
    ranker: Ranker, need: Need, k: int = 10, *, with_exposure: bool = True
) -> list[tuple[int, float, float]]:
    """(row, score, merit) of the best k by scoring every place of the areas asked."""
    columns, asked = ranker.columns, ranker.asked(need)
    weights, table = scoring(columns, with_exposure=with_exposure), columns.table
    best = np.full(len(columns.ids), -1.0)
    for area, share in zip(asked.areas, asked.shares, strict=True):
        span = slice(columns.everywhere.start[area], columns.everywhere.start[area + 1])
        rows = columns.everywhere.row[span]
        fit = share * (columns.everywhere.fit[span] / 255.0)
        n = columns.everywhere.n[span].astype("i8")
        merits = np.where(n >= asked.least_n, _merits(table, asked, weights, rows, fit, n), -1.0)
        np.maximum.at(best, rows, merits)
    allowed = (table.flags & asked.needs) == asked.needs
    allowed &= (table.languages & asked.speaks) == asked.speaks
    allowed &= ~np.isin(table.firm, asked.without_firms)
    allowed[asked.without_rows] = False
    rows = np.flatnonzero(allowed & (best >= 0))
    bonus = weights.bonus[np.minimum(table.shown[rows], len(weights.bonus) - 1)]
    score = best[rows] + bonus
    if len(rows) > k:
        near = score >= np.partition(score, len(rows) - k)[len(rows) - k]
        rows, score = rows[near], score[near]
    order = np.lexsort((rows, -score))[:k]
    return [(int(rows[each]), float(score[each]), float(best[rows[each]])) for each in order]


def page(ranker: Ranker, need: Need, k: int = 10) -> list[int]:
    """The rows as people see them: the best k by score, in the order of merit."""
    return [row for row, _, _ in sorted(exhaustive(ranker, need, k), key=lambda each: (-each[2], each[0]))]


def _merits(table: Any, asked: Any, weights: Any, rows: Any, fit: Any, n: Any) -> Any:
    w = weights.parts
    text = np.zeros(len(rows))
    if len(asked.terms):
        for column in range(table.terms.shape[1]):
            text = text + asked.term_weight[table.terms[rows, column]]
    same = np.zeros(len(rows), "i8")
    if asked.cause:
        for column in range(table.causes.shape[1]):
            hit = table.causes[rows, column] == asked.cause
            same = np.where(hit, np.minimum(table.cause_n[rows, column], n), same)
    counted = same + weights.other * (n - same)
    region = np.zeros(len(rows))
    if asked.city >= 0:
        near = np.where(table.province[rows] == asked.province, weights.same_province, 0.0)
        region = np.where(table.city[rows] == asked.city, 1.0, near)
    speaks = np.where(table.languages[rows] & asked.languages == asked.languages, 1.0, 0.0)
    capacity = table.capacity[rows].astype("i8")
    left = np.maximum(capacity - table.load[rows], 0)
    free = left / np.maximum(capacity, 1)
    total = w[0] * fit + w[1] * np.minimum(text, 1.0) + w[2] * (counted / (counted + weights.half))
    total = total + w[3] * region + w[4] * speaks + w[5] * free
    return total + w[6] * table.reply[rows].astype("f8") + w[7] * table.rating[rows].astype("f8")

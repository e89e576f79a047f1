"""The exact top-k search over the lawyers' columns: plain functions of arrays, compiled when there is enough to search.

A place in a list is one practice area of one lawyer. Lists are ordered by ``bound``: the most this place can score
from what does not change (area, experience, replies, rating). A list is left as soon as its bound plus everything else
at its best stays below the k-th score, so what is left unread cannot belong to the answer. Every sum runs in float64 in
the order of ``score_of``; the exhaustive reference adds in the same order, so scores agree to the last bit.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

SHOWABLE, ONLINE = 1, 2  # bits of ``flags``


class Table(NamedTuple):
    """Columns by lawyer (row). ``flags``, ``load``, ``capacity`` and ``shown`` are live."""

    city: Any  # u2: index of the city
    province: Any  # u1
    firm: Any  # i4
    languages: Any  # u4 bits
    terms: Any  # u2 (rows, TERMS), 0 ends
    causes: Any  # u2 (rows, CAUSES), 0 ends
    cause_n: Any  # u1 (rows, CAUSES)
    reply: Any  # f4, 0..1
    rating: Any  # f4, 0..1
    flags: Any  # u1
    load: Any  # u1
    capacity: Any  # u1
    shown: Any  # u4


class Places(NamedTuple):
    """One order of the places: by area and region, best bound first. ``start``: offsets by area × region."""

    start: Any  # i8
    row: Any  # i4
    bound: Any  # f4, never below the true value
    fit: Any  # u1, 255 = 1
    n: Any  # u2: verified matters in this area


class Asked(NamedTuple):
    """What is asked. ``areas`` and ``shares`` run together; ``term_weight`` has one weight per word, summing to ≤ 1."""

    areas: Any
    shares: Any
    least_fit: Any  # smallest fit of each area asked, 0..1
    cause: Any
    term_weight: Any
    text_most: Any  # sum of the weights: 0 without words
    city: Any  # -1: nowhere in particular
    province: Any
    languages: Any
    needs: Any  # bits every result must have
    without_rows: Any
    without_firms: Any


class Scoring(NamedTuple):
    """Weights as numbers: ``parts`` in the order of rules.ranking.PARTS."""

    parts: Any
    exposure: Any
    half: Any
    other: Any
    same_province: Any


def search(
    table: Table, cities: Places, provinces: Places, everywhere: Places, asked: Asked, scoring: Scoring,
    city_count: int, province_count: int, rows: Any, scores: Any, areas: Any,
) -> int:  # fmt: skip
    """Fill ``rows``, ``scores``, ``areas`` with the best, best first, ties by row. Returns how many were found."""
    found = 0
    for each in range(len(asked.areas)):
        if asked.city >= 0:
            at = asked.areas[each] * city_count + asked.city
            found = walk(table, cities, at, 1.0, each, asked, scoring, rows, scores, areas, found)
    for each in range(len(asked.areas)):
        if asked.city >= 0:
            at = asked.areas[each] * province_count + asked.province
            most = scoring.same_province
            found = walk(table, provinces, at, most, each, asked, scoring, rows, scores, areas, found)
    for each in range(len(asked.areas)):
        found = walk(table, everywhere, asked.areas[each], 0.0, each, asked, scoring, rows, scores, areas, found)
    return found


def walk(
    table: Table, places: Places, at: int, region_most: float, each: int, asked: Asked, scoring: Scoring,
    rows: Any, scores: Any, areas: Any, found: int,
) -> int:  # fmt: skip
    """Go through one list until nothing in it can enter the answer any more. Rounding is covered by the 1e-9.

    ``region_most`` holds for places the nearer lists have not shown yet; those they have are in the answer already
    or cannot enter it, because their score does not depend on the list.
    """
    w = scoring.parts
    share = asked.shares[each]
    others = 1e-9 + w[4] + w[5] + scoring.exposure - w[0] * asked.least_fit[each] * (1.0 - share) + w[3] * region_most
    k = len(rows)
    for place in range(places.start[at], places.start[at + 1]):
        most = places.bound[place] + others
        floor = scores[k - 1] if found == k else -1.0
        if most + w[1] * asked.text_most < floor:
            break
        row = places.row[place]
        if table.flags[row] & asked.needs != asked.needs:
            continue
        text = text_of(table, asked, row)
        if most + w[1] * text < floor:
            continue
        score = score_of(table, asked, scoring, row, share * (places.fit[place] / 255.0), places.n[place], text)
        if score >= floor and not is_excluded(table, asked, row):
            found = insert(row, score, asked.areas[each], rows, scores, areas, found)
    return found


def text_of(table: Table, asked: Asked, row: int) -> float:
    """Sum of the weights of the asked words this lawyer's verified words contain, at most 1."""
    total = 0.0
    if asked.text_most > 0.0:
        for column in range(table.terms.shape[1]):
            term = table.terms[row, column]
            if term == 0:
                break
            total += asked.term_weight[term]
    return min(total, 1.0)


def experience_of(table: Table, asked: Asked, scoring: Scoring, row: int, n: int) -> float:
    """n/(n + half), where matters of another cause in the area count for a part."""
    same = 0
    if asked.cause > 0:
        for column in range(table.causes.shape[1]):
            if table.causes[row, column] == asked.cause:
                same = min(table.cause_n[row, column], n)
    counted = same + scoring.other * (n - same)
    return counted / (counted + scoring.half)


def region_of(table: Table, asked: Asked, scoring: Scoring, row: int) -> float:
    """1 in the city, less in its province, 0 elsewhere or when no place was asked."""
    if asked.city < 0:
        return 0.0
    if table.city[row] == asked.city:
        return 1.0
    return scoring.same_province if table.province[row] == asked.province else 0.0


def score_of(table: Table, asked: Asked, scoring: Scoring, row: int, fit: float, n: int, text: float) -> float:
    """The published score. The order of the additions is part of the definition."""
    w = scoring.parts
    speaks = 1.0 if table.languages[row] & asked.languages == asked.languages else 0.0
    capacity = int(table.capacity[row])
    left = capacity - int(table.load[row])
    free = left / capacity if left > 0 else 0.0
    total = w[0] * fit + w[1] * text + w[2] * experience_of(table, asked, scoring, row, n)
    total = total + w[3] * region_of(table, asked, scoring, row) + w[4] * speaks + w[5] * free
    total = total + w[6] * table.reply[row] + w[7] * table.rating[row]
    return total + scoring.exposure / math.sqrt(1.0 + table.shown[row])


def is_excluded(table: Table, asked: Asked, row: int) -> bool:
    """Whether a conflict of interest keeps this lawyer, or the whole firm, out."""
    for other in asked.without_rows:
        if other == row:
            return True
    for firm in asked.without_firms:
        if firm == table.firm[row]:
            return True
    return False


def insert(row: int, score: float, area: int, rows: Any, scores: Any, areas: Any, found: int) -> int:
    """Keep the answer sorted by (score down, row up), each lawyer once with the best area. Returns the new count."""
    for place in range(found):
        if rows[place] == row:
            if scores[place] >= score:
                return found
            for later in range(place, found - 1):
                move(later, later + 1, rows, scores, areas)
            found -= 1
            break
    place = found if found < len(rows) else found - 1
    if found == len(rows) and not comes_before(score, row, scores[place], rows[place]):
        return found
    while place > 0 and comes_before(score, row, scores[place - 1], rows[place - 1]):
        move(place, place - 1, rows, scores, areas)
        place -= 1
    rows[place], scores[place], areas[place] = row, score, area
    return min(found + 1, len(rows))


def comes_before(score: float, row: int, other_score: float, other_row: int) -> bool:
    """The order of results: higher score, then the earlier row."""
    return score > other_score or (score == other_score and row < other_row)


def move(to: int, of: int, rows: Any, scores: Any, areas: Any) -> None:
    """Copy one place of the answer over another."""
    rows[to], scores[to], areas[to] = rows[of], scores[of], areas[of]

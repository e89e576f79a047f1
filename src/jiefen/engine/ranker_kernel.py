"""The exact top-k search over the lawyers' columns: plain functions of arrays, compiled when there is enough to search.

A place is one practice area of one lawyer. Lists of places are ordered by ``bound``: the most a place can score from
what does not change (area, experience, replies, rating). A list is left as soon as its bound plus everything else at
its best stays below the k-th score, so what is left unread cannot belong to the answer. Lawyers on whose card an asked
word stands are found through the lists of the words, rarest word first; so the lists of places may leave words out of
their best. Every sum runs in float64 in the order of ``merit_of``; the exhaustive reference adds in the same order, so
scores agree to the last bit. The score is the merit and the bonus for few showings.
"""

from __future__ import annotations

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
    best: Any  # f4: the largest bound of the lawyer's places
    rest: Any  # f4: the same with an area share of 0


class Cards(NamedTuple):
    """The places by lawyer, and the lawyers by word (``word_start``, ``word_row``: largest ``best`` first)."""

    start: Any  # i4
    area: Any  # u1
    fit: Any  # u1
    n: Any  # u2
    word_start: Any  # i8
    word_row: Any  # i4


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
    terms: Any  # words asked, rarest first
    term_weight: Any
    city: Any  # -1: nowhere in particular
    province: Any
    languages: Any
    needs: Any  # bits every result must have
    speaks: Any  # languages every result must speak, as bits
    least_n: Any  # verified matters every result must have in the area that counts
    without_rows: Any
    without_firms: Any


class Scoring(NamedTuple):
    """Weights as numbers: ``parts`` in the order of rules.ranking.PARTS."""

    parts: Any
    exposure: float  # the most the bonus adds
    bonus: Any  # f8 by showings; the last value holds for more
    half: float
    other: float
    same_province: float


class Answer(NamedTuple):
    """Arrays of one length, filled with the best: highest score first, ties by row."""

    rows: Any
    scores: Any
    merits: Any  # the same scores without the bonus
    areas: Any


def search(
    table: Table, cards: Cards, cities: Places, provinces: Places, everywhere: Places, asked: Asked, scoring: Scoring,
    city_count: int, province_count: int, answer: Answer,
) -> int:  # fmt: skip
    """Fill ``answer`` with the best. Returns how many were found."""
    found = 0
    for each in range(len(asked.areas)):
        if asked.city >= 0:
            at = asked.areas[each] * city_count + asked.city
            found = walk(table, cities, at, 1.0, each, asked, scoring, answer, found)
    left = 1.0
    for term in asked.terms:
        found = walk_word(table, cards, term, left, asked, scoring, answer, found)
        left -= asked.term_weight[term]
    for each in range(len(asked.areas)):
        if asked.city >= 0:
            at = asked.areas[each] * province_count + asked.province
            most = scoring.same_province
            found = walk(table, provinces, at, most, each, asked, scoring, answer, found)
    for each in range(len(asked.areas)):
        found = walk(table, everywhere, asked.areas[each], 0.0, each, asked, scoring, answer, found)
    return found


def walk(
    table: Table, places: Places, at: int, region_most: float, each: int, asked: Asked, scoring: Scoring,
    answer: Answer, found: int,
) -> int:  # fmt: skip
    """Go through one list until nothing in it can enter the answer any more. Rounding is covered by the 1e-9.

    The bounds hold for lawyers without any of the words, and ``region_most`` for those no nearer list has shown: the
    others are in the answer already or cannot enter it, because a score does not depend on the list.
    """
    w = scoring.parts
    share = asked.shares[each]
    lost = w[0] * (1.0 - share) / 255.0  # what a place loses for a share below 1, by unit of fit
    live = w[5] + scoring.exposure
    others = 1e-9 + w[4] + w[3] * region_most
    least = 255.0 * asked.least_fit[each]
    k = len(answer.rows)
    floor = answer.scores[k - 1] if found == k else -1.0
    for place in range(places.start[at], places.start[at + 1]):
        most = places.bound[place] + others
        if most + live - lost * least < floor:
            break
        most -= lost * places.fit[place]
        if most + live < floor or not may_enter(table, asked, scoring, places.row[place], most, floor):
            continue
        row = places.row[place]
        fit = share * (places.fit[place] / 255.0)
        merit = merit_of(table, asked, scoring, row, fit, places.n[place], text_of(table, asked, row))
        score = merit + bonus_of(table, scoring, row)
        if score >= floor and places.n[place] >= asked.least_n and not is_excluded(table, asked, row):
            found = insert(row, score, merit, asked.areas[each], answer, found)
            floor = answer.scores[k - 1] if found == k else -1.0
    return found


def walk_word(
    table: Table, cards: Cards, term: int, text_most: float, asked: Asked, scoring: Scoring,
    answer: Answer, found: int,
) -> int:  # fmt: skip
    """Go through the lawyers of one word. ``text_most``: what this word and those after it can bring together."""
    w = scoring.parts
    live = w[5] + scoring.exposure
    share = max_of(asked.shares)
    lost = w[0] * min_of(asked.least_fit) * (1.0 - share)  # no area asked has the whole share
    others = 1e-9 + w[4] + w[1] * text_most
    nearest = w[3] if asked.city >= 0 else 0.0
    k = len(answer.rows)
    floor = answer.scores[k - 1] if found == k else -1.0
    for place in range(cards.word_start[term], cards.word_start[term + 1]):
        row = cards.word_row[place]
        if table.best[row] - lost + others + nearest + live < floor:
            break
        # The best place is a maximum of lines in the share, so it lies below the chord between share 0 and 1.
        most = (1.0 - share) * table.rest[row] + share * table.best[row] + others
        most += w[3] * region_of(table, asked, scoring, row)
        if most + live < floor or not may_enter(table, asked, scoring, row, most, floor):
            continue
        text = text_of(table, asked, row)
        if not may_enter(table, asked, scoring, row, most - w[1] * (text_most - text), floor):
            continue
        found = score_cards(table, cards, row, text, asked, scoring, answer, found)
        floor = answer.scores[k - 1] if found == k else -1.0
    return found


def score_cards(
    table: Table, cards: Cards, row: int, text: float, asked: Asked, scoring: Scoring,
    answer: Answer, found: int,
) -> int:  # fmt: skip
    """Score one lawyer's places in the areas asked."""
    for card in range(cards.start[row], cards.start[row + 1]):
        for each in range(len(asked.areas)):
            if asked.areas[each] == cards.area[card] and cards.n[card] >= asked.least_n:
                fit = asked.shares[each] * (cards.fit[card] / 255.0)
                merit = merit_of(table, asked, scoring, row, fit, cards.n[card], text)
                score = merit + bonus_of(table, scoring, row)
                is_near = found < len(answer.rows) or score >= answer.scores[found - 1]
                if is_near and not is_excluded(table, asked, row):
                    found = insert(row, score, merit, asked.areas[each], answer, found)
    return found


def may_enter(table: Table, asked: Asked, scoring: Scoring, row: int, most: float, floor: float) -> bool:
    """Whether the lawyer passes the filter and may still reach the floor. ``most``: the best without what is live."""
    if table.flags[row] & asked.needs != asked.needs:
        return False
    live = scoring.parts[5] * free_of(table, row) + bonus_of(table, scoring, row)
    return bool(most + live >= floor)


def search_among(table: Table, cards: Cards, candidates: Any, asked: Asked, scoring: Scoring, answer: Answer) -> int:
    """The best of the given rows alone, as ``search`` fills them. For filters that no column knows."""
    found = 0
    for row in candidates:
        if may_enter(table, asked, scoring, row, 2.0, 0.0):  # 2.0: no floor, only the filters speak
            text = text_of(table, asked, row)
            found = score_cards(table, cards, row, text, asked, scoring, answer, found)
    return found


def min_of(values: Any) -> float:
    """The smallest value."""
    least = values[0]
    for value in values:
        least = min(least, value)
    return float(least)


def max_of(values: Any) -> float:
    """The largest value."""
    most = values[0]
    for value in values:
        most = max(most, value)
    return float(most)


def text_of(table: Table, asked: Asked, row: int) -> float:
    """Sum of the weights of the asked words this lawyer's verified words contain, at most 1."""
    total = 0.0
    if len(asked.terms) > 0:
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
    return float(counted / (counted + scoring.half))


def region_of(table: Table, asked: Asked, scoring: Scoring, row: int) -> float:
    """1 in the city, less in its province, 0 elsewhere or when no place was asked."""
    if asked.city < 0:
        return 0.0
    if table.city[row] == asked.city:
        return 1.0
    return scoring.same_province if table.province[row] == asked.province else 0.0


def merit_of(table: Table, asked: Asked, scoring: Scoring, row: int, fit: float, n: int, text: float) -> float:
    """The published eight parts. The order of the additions is part of the definition."""
    w = scoring.parts
    speaks = 1.0 if table.languages[row] & asked.languages == asked.languages else 0.0
    free = free_of(table, row)
    total = w[0] * fit + w[1] * text + w[2] * experience_of(table, asked, scoring, row, n)
    total = total + w[3] * region_of(table, asked, scoring, row) + w[4] * speaks + w[5] * free
    return float(total + w[6] * table.reply[row] + w[7] * table.rating[row])


def bonus_of(table: Table, scoring: Scoring, row: int) -> float:
    """What few showings add."""
    return float(scoring.bonus[min(int(table.shown[row]), len(scoring.bonus) - 1)])


def free_of(table: Table, row: int) -> float:
    """The free share of the capacity; 0 when full or closed."""
    capacity = int(table.capacity[row])
    left = capacity - int(table.load[row])
    return left / capacity if left > 0 else 0.0


def is_excluded(table: Table, asked: Asked, row: int) -> bool:
    """Whether a conflict of interest keeps this lawyer, or the whole firm, out, or a language he must speak.

    Asked last, of the few that would enter: what is read of everybody is what a search costs.
    """
    if table.languages[row] & asked.speaks != asked.speaks:
        return True
    for other in asked.without_rows:
        if other == row:
            return True
    kept_out = False
    for firm in asked.without_firms:  # machine code knows no generators
        kept_out = kept_out or firm == table.firm[row]
    return kept_out


def insert(row: int, score: float, merit: float, area: int, answer: Answer, found: int) -> int:
    """Keep the answer sorted by (score down, row up), each lawyer once with the best area. Returns the new count."""
    rows, scores = answer.rows, answer.scores
    for place in range(found):
        if rows[place] == row:
            if scores[place] > score or (scores[place] == score and answer.merits[place] >= merit):
                return found
            for later in range(place, found - 1):
                move(later, later + 1, answer)
            found -= 1
            break
    place = found if found < len(rows) else found - 1
    if found == len(rows) and not comes_before(score, row, scores[place], rows[place]):
        return found
    while place > 0 and comes_before(score, row, scores[place - 1], rows[place - 1]):
        move(place, place - 1, answer)
        place -= 1
    rows[place], scores[place], answer.merits[place], answer.areas[place] = row, score, merit, area
    return min(found + 1, len(rows))


def comes_before(score: float, row: int, other_score: float, other_row: int) -> bool:
    """The order of results: higher score, then the earlier row."""
    return score > other_score or (score == other_score and row < other_row)


def move(to: int, of: int, answer: Answer) -> None:
    """Copy one place of the answer over another."""
    answer.rows[to], answer.scores[to] = answer.rows[of], answer.scores[of]
    answer.merits[to], answer.areas[to] = answer.merits[of], answer.areas[of]

"""The night's inner loops: one household's words in, its money, its dates and its one step out. Whole numbers only.

Like rules/stage_decision this is plain Python that numba can compile unchanged (engine/nightly does, for many
households). Nothing here allocates, and no fraction is ever a float: late charges are exact to the 分.

Late charges. Interest on a balance that falls step by step equals interest on what is still open for the whole time,
plus interest on each part until the day it was settled. The rate may change daily: ``cumulative[d]`` is the sum of
the published percentages up to day d, so that a span costs one subtraction. Both sums are divided once and rounded
half up once, as in rules/late_charge.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from jiefen.engine.bill_columns import EPOCH, HEADER, LATE_PAID, LATE_WAIVED, SETTLED, WIDE
from jiefen.rules.stage_codes import Known, Terms
from jiefen.rules.stage_decision import decide

# Columns of the money row.
(
    OUTSTANDING, BILLS, OLDEST, NEXT_LIMITATION, LAST_LIMITATION, BILLS_180, FEN_180, FEN_90, FEN_30, BARRED,
    DISPUTED, LATE, LATE_UNKNOWN, AGING,
) = range(14)  # fmt: skip
BUCKETS: Final = 9  # rules/aging; the columns from AGING on
MONEY: Final = AGING + BUCKETS
# Columns of the facts row: what the bills do not tell. Days are ordinals, 0 never. With a dispute, DISPUTED_… of the
# bills it names and OTHERS_… of the household's other bills.
(
    CONTACT, CONTACTS_WEEK, STAGE, DEMAND, TICKET, DISPUTE, PROMISE, PLAN_NEXT, PLAN_MISSED, APPOINTMENT, AFTERCARE,
    BREATHING, DO_NOT_CONTACT, NO_PHONE, UNDELIVERED, PAYMENTS_KNOWN, RATE, DISPUTED_FEN,
    OTHERS_OLDEST, OTHERS_LIMITATION, OTHERS_FEN_180, OTHERS_BARRED, DISPUTED_LIMITATION, DISPUTED_FEN_180,
) = range(24)  # fmt: skip
FACTS: Final = 24
DECISION: Final = 7  # fields of Decision
_FAR: Final = 1 << 20  # later than any day number
_SMALL: Final = 2**27  # amounts below: every product of the short way stays within 64 bits


class LateTerms(NamedTuple):
    """Rates as fractions of whole numbers. ``cumulative``: by day number, scaled percent, from
    ``known_from`` on; ``allowed``: the policy's weight of one 分 from the day after that day until today.
    """

    today: int
    known_from: int
    cumulative: Any
    allowed: Any
    policy_times: int
    policy_by: int
    cap_percent: int
    contract_times: Any
    contract_by: Any


class NightTerms(NamedTuple):
    """What a night knows of every household alike. ``bucket``: aging bucket by day number of the due day."""

    stages: Terms
    late: LateTerms
    bucket: Any
    today: int


def _words_used(words: Any, place: int) -> int:
    return 2 if words[place] >> 32 & WIDE else 1


def _amount(words: Any, place: int) -> int:
    fen: int = words[place + 1] if words[place] >> 32 & WIDE else words[place] >> 36
    return fen


def _after_parts(words: Any, place: int, end: int) -> int:
    """Where the next bill begins: behind everything put against this one."""
    while place < end and words[place] >> 32 & 7 >= SETTLED:
        place += _words_used(words, place)
    return place


def _late_in_parts(words: Any, place: int, end: int, fen: int, due: int, rate: int, t: LateTerms) -> int:
    """The claim still open on a bill that was settled in part, or is large: whole parts and remainders apart."""
    by, policy_by = t.contract_by[rate], t.policy_by
    principal, waived, paid = fen, 0, 0
    times, policy_times = _weights(due, t.today, rate, t)
    whole, rest = fen // by * times, fen % by * times
    policy_whole, policy_rest = fen // policy_by * policy_times, fen % policy_by * policy_times
    while place < end:
        kind, part, day = words[place] >> 32 & 7, _amount(words, place), words[place] >> 16 & 0xFFFF
        if kind == SETTLED:
            principal += part
            times, policy_times = _weights(due, min(day, t.today), rate, t)
            whole, rest = whole + part // by * times, rest + part % by * times
            policy_whole += part // policy_by * policy_times
            policy_rest += part % policy_by * policy_times
        elif kind == LATE_WAIVED:
            waived += part
        elif kind == LATE_PAID:
            paid += part
        place += _words_used(words, place)
    agreed = whole + (2 * rest + by) // (2 * by)
    allowed = policy_whole + (2 * policy_rest + policy_by) // (2 * policy_by)
    agreed = min(agreed, principal * t.cap_percent // 100)
    still_open: int = max(0, max(0, min(agreed, allowed) - min(waived, agreed)) - paid)
    return still_open


def _weights(due: int, until: int, rate: int, t: LateTerms) -> tuple[int, int]:
    """Contract and policy weight of one 分 open from the day after ``due`` through ``until``."""
    if until <= due:
        return 0, 0
    return t.contract_times[rate] * (until - due), t.policy_times * (t.cumulative[until] - t.cumulative[due])


def _divide(number: int, by: int, inverse: float) -> int:
    """number // by for 0 ≤ number < 2**62 and a quotient below 2**45: guessed with ``inverse`` = 1 / by, then corrected.

    The guess is at most one off, so whole numbers have the last word; a division of 64 bits costs four times as much.
    """
    quotient = int(number * inverse)
    rest = number - quotient * by
    return quotient - 1 if rest < 0 else quotient + 1 if rest >= by else quotient


def measure(words: Any, start: int, end: int, rate: int, n: NightTerms, money: Any, row: int) -> None:
    """One household's money into the columns from ``row`` on (days as day numbers). ``rate`` -1: none agreed."""
    for column in range(MONEY):
        money[row + column] = 0
    outstanding = bills = late = unknown = barred = fen_180 = fen_90 = fen_30 = bills_180 = latest = 0
    oldest = nearest = _FAR
    place, today, t = start + HEADER, n.today, n.late
    bucket, allowed, known_from, policy_by, cap = n.bucket, t.allowed, t.known_from, t.policy_by, t.cap_percent
    times, by = (t.contract_times[rate], t.contract_by[rate]) if rate >= 0 else (0, 1)
    inverse, policy_inverse = 0.5 / by, 0.5 / policy_by
    while place < end:
        word, fen = words[place], _amount(words, place)
        parts = place + _words_used(words, place)
        place = _after_parts(words, parts, end)
        due, expires = word >> 16 & 0xFFFF, word & 0xFFFF
        outstanding += fen
        bills += 1
        if due:
            money[row + AGING + bucket[due]] += fen
            oldest = min(oldest, due)
        left = expires - today if expires and fen > 0 else _FAR
        inside = 0 <= left <= 180
        barred += fen if left < 0 else 0
        fen_180 += fen if inside else 0
        bills_180 += 1 if inside else 0
        fen_90 += fen if 0 <= left <= 90 else 0
        fen_30 += fen if 0 <= left <= 30 else 0
        nearest = min(nearest, expires if inside else _FAR)
        latest = max(latest, expires if inside else 0)
        if rate >= 0 and fen > 0 and 0 < due < today and word >> 32 & 7 == 0:
            if due < known_from - 1:
                unknown += 1
            elif parts == place and fen < _SMALL:
                agreed = _divide(2 * fen * times * (today - due) + by, 2 * by, inverse)
                at_most = _divide(2 * fen * allowed[due] + policy_by, 2 * policy_by, policy_inverse)
                late += min(agreed, at_most, fen * cap // 100)
            else:
                late += _late_in_parts(words, parts, place, fen, due, rate, t)
    money[row + OUTSTANDING], money[row + BILLS], money[row + OLDEST] = outstanding, bills, oldest % _FAR
    money[row + NEXT_LIMITATION], money[row + LAST_LIMITATION] = nearest % _FAR, latest
    money[row + BILLS_180], money[row + FEN_180], money[row + FEN_90] = bills_180, fen_180, fen_90
    money[row + FEN_30], money[row + BARRED], money[row + LATE] = fen_30, barred, late
    money[row + LATE_UNKNOWN] = unknown


def _ordinal(day: int) -> int:
    return day + EPOCH if day else 0


def known_of(money: Any, row: int, facts: Any, at: int, last_paid: int) -> Known:
    """Money and facts of one household, from ``row`` and ``at`` on, as the decision wants them.

    Bills under dispute neither age the household nor press for a demand; their limitation is told apart.
    """
    outstanding, oldest, disputed = money[row + OUTSTANDING], money[row + OLDEST], facts[at + DISPUTED_FEN]
    undisputed, since, expires = outstanding, _ordinal(oldest), _ordinal(money[row + NEXT_LIMITATION])
    expiring, barred = money[row + FEN_180], money[row + BARRED]
    if facts[at + DISPUTE]:
        undisputed = max(0, outstanding - disputed) if disputed else 0
        if disputed:
            since = facts[at + OTHERS_OLDEST] if facts[at + OTHERS_OLDEST] else since
            expires, expiring = facts[at + OTHERS_LIMITATION], facts[at + OTHERS_FEN_180]
            barred = facts[at + OTHERS_BARRED]
    return Known(
        outstanding, undisputed, since, expires, expiring,
        barred, _ordinal(last_paid), facts[at + CONTACT], facts[at + CONTACTS_WEEK], facts[at + STAGE],
        facts[at + DEMAND], facts[at + TICKET], facts[at + DISPUTE], facts[at + PROMISE], facts[at + PLAN_NEXT],
        facts[at + PLAN_MISSED], facts[at + APPOINTMENT], facts[at + AFTERCARE], facts[at + BREATHING],
        facts[at + DO_NOT_CONTACT], 1 - facts[at + NO_PHONE], facts[at + UNDELIVERED],
        1 if oldest > last_paid > 0 else 0, facts[at + PAYMENTS_KNOWN], facts[at + DISPUTED_LIMITATION],
        facts[at + DISPUTED_FEN_180],
    )  # fmt: skip


def plan_all(words: Any, starts: Any, ends: Any, facts: Any, n: NightTerms, money: Any, decisions: Any) -> None:
    """Every household, in order. ``facts``, ``money``, ``decisions``: tables laid flat, row behind row."""
    for place in range(len(starts)):
        start, end, row, at = starts[place], ends[place], place * MONEY, place * FACTS
        measure(words, start, end, facts[at + RATE], n, money, row)
        money[row + DISPUTED] = facts[at + DISPUTED_FEN]
        last_paid = words[start + 1] if end > start else 0
        found = decide(known_of(money, row, facts, at, last_paid), n.stages)
        first = place * DECISION
        decisions[first], decisions[first + 1], decisions[first + 2] = found.step, found.stage, found.reason
        decisions[first + 3], decisions[first + 4] = found.also, found.score
        decisions[first + 5], decisions[first + 6] = found.at_stake_fen, found.deadline

"""The night's arithmetic against the rules, in plain Python and compiled: exactly the same whole numbers."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.engine import nightly, nightly_kernel
from jiefen.engine.bill_columns import (
    BILL,
    BILL_WITHOUT_LATE,
    EPOCH,
    LATE_PAID,
    LATE_WAIVED,
    SETTLED,
    Line,
    day_number,
    join,
    pack,
)
from jiefen.engine.nightly_kernel import AGING, LATE, LATE_UNKNOWN, RATE, known_of
from jiefen.rules.aging import age
from jiefen.rules.late_charge import ContractRate, late_charge
from jiefen.rules.stage_codes import LEAVE, REASONS, STEPS
from jiefen.rules.stage_decision import decide
from jiefen.rules.stage_terms import known, terms_on
from jiefen.rules.stages import LADDER, propose
from tests.rules.test_stages import anything

TODAY = date(2026, 11, 23)
NOW = day_number(TODAY)
_days = st.integers(NOW - 4000, NOW + 300)
_fen = st.integers(1, 3_000_000) | st.integers(1, 10**14)


def _money(lines: list[Line], rate: str = "", today: date = TODAY) -> list[int]:
    """The money row of one household with these lines."""
    fraction = nightly.rate_of(rate, today)
    facts = nightly.no_facts(1)
    facts[0, RATE] = 0 if fraction else -1
    terms = nightly.night_terms(today, (fraction,) if fraction else ())
    return [int(each) for each in nightly.plan(join([1], [pack(5, 0, lines)]), facts, terms).money[0]]


def _by_rules(fen: int, due: int, parts: list[tuple[int, int, int]], rate: str) -> int:
    """The open late charge as ledger/queries/late_charges computes it."""
    paid_on = [(date.fromordinal(day + EPOCH), part) for kind, part, day in parts if kind == SETTLED]
    found = late_charge(
        fen + sum(part for _, part in paid_on), date.fromordinal(due + EPOCH), TODAY,
        ContractRate(Decimal(rate)), payments=[(on, part) for on, part in paid_on if on <= TODAY],
        waived_fen=sum(part for kind, part, _ in parts if kind == LATE_WAIVED),
    )  # fmt: skip
    return max(0, found.claimed_fen - sum(part for kind, part, _ in parts if kind == LATE_PAID))


_parts = st.lists(st.tuples(st.sampled_from([SETTLED, LATE_WAIVED, LATE_PAID]), _fen, _days), max_size=4)
_rates = st.sampled_from(["0.0005", "0.0003", "0.003", "0.00041", "0.05", "0.00005"])


@settings(max_examples=120)
@given(st.lists(st.tuples(_fen, _days, _parts), min_size=1, max_size=4), _rates)
def test_late_charges_are_those_of_the_rule(
    bills: list[tuple[int, int, list[tuple[int, int, int]]]], rate: str
) -> None:
    lines, expected = [], 0
    for fen, due, parts in bills:
        lines += [Line(BILL, fen, due, 0), *(Line(kind, part, day) for kind, part, day in parts)]
        expected += _by_rules(fen, due, parts, rate)
    assert _money(lines, rate)[LATE] == expected


@given(st.lists(st.tuples(st.integers(-500, 10**9).filter(bool), _days), max_size=30))
def test_aging_is_that_of_the_rule(bills: list[tuple[int, int]]) -> None:
    row = _money([Line(BILL, fen, due) for fen, due in bills])
    expected = age(((date.fromordinal(due + EPOCH), fen) for fen, due in bills), TODAY)
    assert row[AGING:] == list(expected.values())
    assert row[nightly_kernel.OUTSTANDING] == sum(fen for fen, _ in bills)


def test_what_is_barred_and_what_expires_when() -> None:
    days = [(-1, 1), (0, 10), (30, 100), (31, 1_000), (90, 10_000), (91, 100_000), (180, 10**6), (181, 10**7)]
    row = _money([Line(BILL, fen, NOW - 1000, NOW + left) for left, fen in days] + [Line(BILL, -7, NOW - 9, NOW + 5)])
    k = nightly_kernel
    assert (row[k.BARRED], row[k.FEN_30], row[k.FEN_90], row[k.FEN_180]) == (1, 110, 11_110, 1_111_110)
    assert (row[k.BILLS_180], row[k.NEXT_LIMITATION], row[k.LAST_LIMITATION]) == (6, NOW, NOW + 180)
    assert (row[k.BILLS], row[k.OLDEST]) == (9, NOW - 1000)


def test_items_without_late_charge_and_bills_older_than_the_rates() -> None:
    old = day_number(date(1999, 6, 8))
    lines = [Line(BILL_WITHOUT_LATE, 10**6, NOW - 400), Line(BILL, 100, old), Line(BILL, 100, 0)]
    row = _money(lines, "0.0005")
    assert (row[LATE], row[LATE_UNKNOWN]) == (0, 1)
    assert _money([Line(BILL, 100, old + 1)], "0.0005")[LATE_UNKNOWN] == 0


@pytest.mark.parametrize("rate", ["", "abc", "0", "-0.1", "0.06", "NaN", "0.0000123456789"])
def test_rates_no_contract_can_mean_earn_nothing(rate: str) -> None:
    assert nightly.rate_of(rate, TODAY) is None
    assert _money([Line(BILL, 10**6, NOW - 400)], rate)[LATE] == 0


@settings(max_examples=400)
@given(anything)
def test_columns_decide_as_propose_does(facts: object) -> None:
    """The facts as they stand in the night's tables lead to the very proposal of rules/stages."""
    asked = known(facts)
    found, expected = decide(asked, terms_on(TODAY)), propose(facts, TODAY)
    assert (found.step == LEAVE) == (expected is None)
    if expected is not None:
        assert (STEPS[found.step], LADDER[found.stage], REASONS[found.reason]) == (
            expected.step, expected.stage, expected.reasons[0],
        )  # fmt: skip
        assert (found.score, found.at_stake_fen) == (expected.score, expected.at_stake_fen)


def _random_world(households: int) -> tuple[nightly.Columns, nightly.Table]:
    """Households with every kind of bill and fact, from a fixed draw."""
    draw = np.random.default_rng(7)
    packed = []
    for _ in range(households):
        lines = []
        for _ in range(draw.integers(0, 9)):
            due, fen = int(NOW - draw.integers(-60, 2500)), int(draw.integers(-500, 10 ** draw.integers(3, 15)))
            expires = int(due + draw.choice([1095, 1096, 730])) if draw.random() < 0.9 else 0
            lines.append(Line(int(draw.integers(0, 2)), fen, due if draw.random() < 0.95 else 0, expires))
            for _ in range(draw.integers(0, 3) if draw.random() < 0.3 else 0):
                kind = int(draw.integers(2, 5))
                lines.append(
                    Line(kind, int(draw.integers(1, 10 ** draw.integers(2, 12))), int(due + draw.integers(-9, 99)))
                )
        packed.append(
            pack(int(draw.integers(1, 9)), int(NOW - draw.integers(0, 900)) if draw.random() < 0.6 else 0, lines)
        )
    return join(list(range(households)), packed), _random_facts(households, draw)


def _random_facts(households: int, draw: np.random.Generator) -> nightly.Table:
    facts, k, today = nightly.no_facts(households), nightly_kernel, TODAY.toordinal()
    for column in (k.CONTACT, k.DEMAND, k.PROMISE, k.PLAN_NEXT, k.PLAN_MISSED, k.APPOINTMENT, k.AFTERCARE, k.BREATHING):
        some = draw.random(households) < 0.15
        facts[some, column] = today + draw.integers(-60, 40, households)[some]
    for column in (k.TICKET, k.DISPUTE, k.DO_NOT_CONTACT, k.NO_PHONE, k.UNDELIVERED):
        facts[:, column] = draw.random(households) < 0.1
    facts[:, k.STAGE] = draw.integers(-1, 7, households)
    facts[:, k.CONTACTS_WEEK] = draw.integers(0, 5, households)
    facts[:, k.DISPUTED_FEN] = np.where(facts[:, k.DISPUTE] > 0, draw.integers(0, 50_000, households), 0)
    for column, fen in ((k.DISPUTED_LIMITATION, k.DISPUTED_FEN_180), (k.OTHERS_LIMITATION, k.OTHERS_FEN_180)):
        facts[:, column] = np.where(draw.random(households) < 0.5, today + draw.integers(-9, 200, households), 0)
        facts[:, fen] = draw.integers(0, 40_000, households)
    facts[:, k.OTHERS_OLDEST] = np.where(draw.random(households) < 0.7, today - draw.integers(0, 900, households), 0)
    facts[:, k.PAYMENTS_KNOWN] = np.where(draw.random(households) < 0.5, today - 3, today - 20)
    facts[:, k.RATE] = draw.integers(-1, 2, households)
    return facts


def test_compiled_is_plain(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The machine code of 6,000 random households is the plain Python of the same functions, number for number."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(tmp_path_factory.mktemp("numba")))
    columns, facts = _random_world(6_000)
    terms = nightly.night_terms(TODAY, ((1, 2000), (41, 100_000)))
    plain, fast = nightly.plan(columns, facts, terms), nightly.plan(columns, facts, terms, compile_from=0)
    assert np.array_equal(plain.money, fast.money)
    assert np.array_equal(plain.decisions, fast.decisions)
    assert {REASONS[each] for each in np.unique(plain.decisions[:, 2]).tolist()} >= set(REASONS[7:]) - {"no_due_day"}


def test_nobody_to_plan() -> None:
    empty = join([], [])
    assert len(nightly.plan(empty, nightly.no_facts(0), nightly.night_terms(TODAY)).money) == 0


def test_households_are_planned_alike_alone_and_among_others() -> None:
    columns, facts = _random_world(40)
    terms = nightly.night_terms(TODAY, ((1, 2000), (1, 3000)))
    together = nightly.plan(columns, facts, terms)
    for place in range(40):
        words = columns.words[columns.starts[place] : columns.ends[place]]
        alone = nightly.plan(join([place], [words.tobytes()]), facts[place : place + 1], terms)
        assert np.array_equal(alone.money[0], together.money[place])
        assert np.array_equal(alone.decisions[0], together.decisions[place])


def test_a_day_later_only_days_have_moved() -> None:
    row = _money([Line(BILL, 500, NOW - 40, NOW + 1055)], today=TODAY + timedelta(days=1))
    assert row[nightly_kernel.OUTSTANDING] == 500
    facts = nightly.no_facts(1)[0].tolist()
    assert known_of(row, 0, facts, 0, 0).oldest_due == NOW - 40 + EPOCH

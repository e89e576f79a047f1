"""Civil Code 560 and 561, worked out by hand before the code was asked. Amounts in 分."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jiefen.rules.allocation import AllocationError, Debt, Policy, propose, split_exactly

TODAY = date(2026, 11, 23)
JAN, FEB, MAR, DEC = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 12, 31)
AGREED = Policy(principal_first=True)
OPEN_TO_ALL = Policy(hold_disputed=False)
Got = list[tuple[Any, int, int, int]]  # (id, principal, interest, costs)


def one(identity: Any, due: date, fen: int, interest: int = 0, costs: int = 0, **more: Any) -> Debt:
    return Debt(identity, due, fen, interest, costs, **more)


# name: (paid, debts, designation, policy, what each receives, what is left over)
BY_HAND: dict[str, tuple[int, list[Debt], tuple[Any, ...], Policy, Got, int]] = {
    "nothing paid": (0, [one("a", JAN, 100)], (), Policy(), [], 0),
    "nothing owed": (100, [], (), Policy(), [], 100),
    "a settled bill gets no line": (100, [one("a", JAN, 0), one("b", FEB, 60)], (), Policy(), [("b", 60, 0, 0)], 40),
    "less than one bill": (1, [one("a", JAN, 100), one("b", FEB, 100)], (), Policy(), [("a", 1, 0, 0)], 0),
    "exactly one bill": (100, [one("a", JAN, 100), one("b", FEB, 100)], (), Policy(), [("a", 100, 0, 0)], 0),
    "due today is due": (50, [one("a", TODAY, 50), one("b", DEC, 50)], (), Policy(), [("a", 50, 0, 0)], 0),
    "due tomorrow is not": (
        50,
        [one("a", date(2026, 11, 24), 50, burden=9), one("b", TODAY, 50)],
        (),
        Policy(),
        [("b", 50, 0, 0)],
        0,
    ),
    "what is not yet due comes last": (
        150,
        [one("a", DEC, 100), one("b", JAN, 100, secured=True)],
        (),
        Policy(),
        [("b", 100, 0, 0), ("a", 50, 0, 0)],
        0,
    ),
    "among the not yet due the earliest": (
        50,
        [one("a", date(2027, 2, 1), 50), one("b", DEC, 50)],
        (),
        Policy(),
        [("b", 50, 0, 0)],
        0,
    ),
    "no security before a burden": (
        50,
        [one("a", JAN, 50, secured=True, burden=9), one("b", MAR, 50)],
        (),
        Policy(),
        [("b", 50, 0, 0)],
        0,
    ),
    "a burden before age": (50, [one("a", JAN, 50), one("b", MAR, 50, burden=1)], (), Policy(), [("b", 50, 0, 0)], 0),
    "age before chance": (50, [one("b", JAN, 50), one("a", FEB, 50)], (), Policy(), [("b", 50, 0, 0)], 0),
    "three burdens in order": (
        250,
        [one("a", JAN, 100, burden=1), one("b", FEB, 100, burden=3), one("c", MAR, 100, burden=2)],
        (),
        Policy(),
        [("b", 100, 0, 0), ("c", 100, 0, 0), ("a", 50, 0, 0)],
        0,
    ),
    "both secured: then the burden": (
        50,
        [one("a", JAN, 50, secured=True), one("b", FEB, 50, secured=True, burden=1)],
        (),
        Policy(),
        [("b", 50, 0, 0)],
        0,
    ),
    "pro rata, 1 分 over, to the largest remainder": (
        100,
        [one("a", JAN, 100), one("b", JAN, 100), one("c", JAN, 101)],
        (),
        Policy(),
        [("a", 33, 0, 0), ("b", 33, 0, 0), ("c", 34, 0, 0)],
        0,
    ),
    "pro rata, 1 分 over, equal remainders: the earlier id": (
        1,
        [one("b", JAN, 5), one("a", JAN, 5)],
        (),
        Policy(),
        [("a", 1, 0, 0)],
        0,
    ),
    "pro rata, 2 分 over three": (
        200,
        [one("a", JAN, 100), one("b", JAN, 100), one("c", JAN, 100)],
        (),
        Policy(),
        [("a", 67, 0, 0), ("b", 67, 0, 0), ("c", 66, 0, 0)],
        0,
    ),
    "pro rata by the whole debt, interest and costs too": (
        100,
        [one("a", JAN, 100, 50, 50), one("b", JAN, 200)],
        (),
        Policy(),
        [("a", 0, 0, 50), ("b", 50, 0, 0)],
        0,
    ),
    "pro rata never beyond a debt": (
        299,
        [one("a", JAN, 1), one("b", JAN, 299)],
        (),
        Policy(),
        [("a", 1, 0, 0), ("b", 298, 0, 0)],
        0,
    ),
    "pro rata only among equals": (
        150,
        [one("a", JAN, 100), one("b", FEB, 100), one("c", FEB, 100)],
        (),
        Policy(),
        [("a", 100, 0, 0), ("b", 25, 0, 0), ("c", 25, 0, 0)],
        0,
    ),
    "costs first": (30, [one("a", JAN, 100, 50, 30)], (), Policy(), [("a", 0, 0, 30)], 0),
    "then interest": (70, [one("a", JAN, 100, 50, 30)], (), Policy(), [("a", 0, 40, 30)], 0),
    "then principal": (100, [one("a", JAN, 100, 50, 30)], (), Policy(), [("a", 20, 50, 30)], 0),
    "all three and one over": (181, [one("a", JAN, 100, 50, 30)], (), Policy(), [("a", 100, 50, 30)], 1),
    "interest alone is a debt": (10, [one("a", JAN, 0, 50)], (), Policy(), [("a", 0, 10, 0)], 0),
    "the first debt whole before the second's costs": (
        200,
        [one("a", JAN, 100, 50, 30), one("b", FEB, 100, 0, 40)],
        (),
        Policy(),
        [("a", 100, 50, 30), ("b", 0, 0, 20)],
        0,
    ),
    "agreed: principals first": (
        200,
        [one("a", JAN, 100, 50), one("b", FEB, 100, 50)],
        (),
        AGREED,
        [("a", 100, 0, 0), ("b", 100, 0, 0)],
        0,
    ),
    "agreed: then interest, oldest first": (
        260,
        [one("a", JAN, 100, 50), one("b", FEB, 100, 50)],
        (),
        AGREED,
        [("a", 100, 50, 0), ("b", 100, 10, 0)],
        0,
    ),
    "agreed: costs last": (155, [one("a", JAN, 100, 50, 30)], (), AGREED, [("a", 100, 50, 5)], 0),
    "agreed: not yet due waits for interest due": (
        160,
        [one("a", JAN, 100, 50), one("b", DEC, 100)],
        (),
        AGREED,
        [("a", 100, 50, 0), ("b", 10, 0, 0)],
        0,
    ),
    "designated before all": (100, [one("a", JAN, 100), one("b", MAR, 100)], ("b",), Policy(), [("b", 100, 0, 0)], 0),
    "designated although secured and not due": (
        120,
        [one("a", JAN, 100), one("b", DEC, 100, secured=True)],
        ("b",),
        Policy(),
        [("b", 100, 0, 0), ("a", 20, 0, 0)],
        0,
    ),
    "two designated in the order named": (
        150,
        [one("a", JAN, 100), one("b", FEB, 100), one("c", MAR, 100)],
        ("c", "b"),
        Policy(),
        [("c", 100, 0, 0), ("b", 50, 0, 0)],
        0,
    ),
    "designated: its costs and interest too": (
        100,
        [one("a", JAN, 100), one("b", FEB, 100, 20, 10)],
        ("b",),
        Policy(),
        [("b", 70, 20, 10)],
        0,
    ),
    "designated but settled": (50, [one("a", JAN, 100), one("b", FEB, 0)], ("b",), Policy(), [("a", 50, 0, 0)], 0),
    "disputed is held": (
        150,
        [one("a", JAN, 100, disputed=True), one("b", FEB, 100)],
        (),
        Policy(),
        [("b", 100, 0, 0)],
        50,
    ),
    "only disputed: all is prepayment": (150, [one("a", JAN, 100, disputed=True)], (), Policy(), [], 150),
    "disputed but designated": (
        150,
        [one("a", JAN, 100, disputed=True), one("b", FEB, 100)],
        ("a",),
        Policy(),
        [("a", 100, 0, 0), ("b", 50, 0, 0)],
        0,
    ),
    "disputed and agreed to count": (
        50,
        [one("a", JAN, 100, disputed=True), one("b", FEB, 100)],
        (),
        OPEN_TO_ALL,
        [("a", 50, 0, 0)],
        0,
    ),
    "numbers and words as ids": (
        3,
        [one(2, JAN, 1), one("10", JAN, 1), one(10, JAN, 1)],
        (),
        Policy(),
        [(10, 1, 0, 0), ("10", 1, 0, 0), (2, 1, 0, 0)],
        0,
    ),
    "a thousand equal bills and 7 分": (
        7,
        [one(f"{i:04d}", JAN, 100) for i in range(1000)],
        (),
        Policy(),
        [(f"{i:04d}", 1, 0, 0) for i in range(7)],
        0,
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(name: str) -> None:
    paid, debts, designation, policy, expected, left = BY_HAND[name]
    found = propose(paid, reversed(debts), paid_on=TODAY, designation=designation, policy=policy)
    got = [(x.debt_id, x.principal_fen, x.late_interest_fen, x.costs_fen) for x in found.lines]
    assert (got, found.unallocated_fen) == (expected, left)


@pytest.mark.parametrize(
    ("paid", "debts", "designation", "code"),
    [
        (-1, [one("a", JAN, 100)], (), "allocation.negative_payment"),
        (1, [one("a", JAN, -1)], (), "allocation.negative_debt"),
        (1, [one("a", JAN, 1, -1)], (), "allocation.negative_debt"),
        (1, [one("a", JAN, 1), one("a", FEB, 1)], (), "allocation.duplicate_debt"),
        (1, [one("a", JAN, 1)], ("b",), "allocation.unknown_designation"),
        (1, [one("a", JAN, 1)], ("a", "a"), "allocation.unknown_designation"),
    ],
)
def test_refused(paid: int, debts: list[Debt], designation: tuple[Any, ...], code: str) -> None:
    with pytest.raises(AllocationError) as caught:
        propose(paid, debts, paid_on=TODAY, designation=designation)
    assert caught.value.code == code


def test_shares_by_hand() -> None:
    assert split_exactly(10, [1, 1, 1]) == [4, 3, 3]
    assert split_exactly(-10, [1, 1, 1]) == [-4, -3, -3]
    assert split_exactly(5, [0, 3, 7]) == [0, 2, 3]  # 1.5 and 3.5: equal remainders, the earlier gains
    assert split_exactly(0, []) == []

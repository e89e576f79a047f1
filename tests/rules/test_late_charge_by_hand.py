"""Late charges worked out by hand before the code was asked.

3,650.00 元 makes the arithmetic plain: 日万分之五 is 182.5 分 a day, and LPR × 1.3 is 13 分 a day for every percent.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiefen.rules.late_charge import ContractRate, LateChargeError, Policy, late_charge
from jiefen.rules.tables_io import TableError

P = 365_000
DAILY_5 = ContractRate(Decimal("0.0005"))
DAILY_30 = ContractRate(Decimal("0.003"))
NEW_YEAR, TEN_DAYS_ON = date(2024, 1, 1), date(2024, 1, 11)
EMPTY: dict[str, Any] = {}


def paid(*payments: tuple[date, int]) -> dict[str, Any]:
    return {"payments": payments}


BY_HAND: dict[str, tuple[tuple[Any, ...], dict[str, Any], tuple[int, int, int, int]]] = {
    # (principal, due, as of, contract), more, (contractual, claimed, waived, days)
    "one day: 182.5 and 44.85": ((P, NEW_YEAR, date(2024, 1, 2), DAILY_5), EMPTY, (183, 45, 0, 1)),
    "the due day itself": ((P, NEW_YEAR, NEW_YEAR, DAILY_5), EMPTY, (0, 0, 0, 0)),
    "as of a day before it is due": ((P, NEW_YEAR, date(2023, 12, 1), DAILY_5), EMPTY, (0, 0, 0, 0)),
    "29 February counts: 2 × 44.85": ((P, date(2024, 2, 28), date(2024, 3, 1), DAILY_5), EMPTY, (365, 90, 0, 2)),
    "no 29 February: 13 × 3.65": ((P, date(2023, 2, 28), date(2023, 3, 1), DAILY_5), EMPTY, (183, 47, 0, 1)),
    "due on 29 February": ((P, date(2024, 2, 29), date(2024, 3, 10), DAILY_5), EMPTY, (1825, 449, 0, 10)),
    "leap year: 13 × (203 × 3.45 + 91 × 3.35 + 72 × 3.1)": (
        (P, date(2023, 12, 31), date(2024, 12, 31), DAILY_5),
        EMPTY,
        (66_795, 15_969, 0, 366),
    ),
    "common year: 13 × (170 × 3.65 + 62 × 3.55 + 133 × 3.45)": (
        (P, date(2022, 12, 31), date(2023, 12, 31), DAILY_5),
        EMPTY,
        (66_613, 16_893, 0, 365),
    ),
    "new LPR on the only day": ((P, date(2023, 8, 20), date(2023, 8, 21), DAILY_5), EMPTY, (183, 45, 0, 1)),
    "old LPR on the day before": ((P, date(2023, 8, 19), date(2023, 8, 20), DAILY_5), EMPTY, (183, 46, 0, 1)),
    "both: 46.15 + 44.85": ((P, date(2023, 8, 19), date(2023, 8, 21), DAILY_5), EMPTY, (365, 91, 0, 2)),
    "benchmark to LPR: 13 × (4.35 + 4.25)": (
        (P, date(2019, 8, 18), date(2019, 8, 20), DAILY_5),
        EMPTY,
        (365, 112, 0, 2),
    ),
    "last day of the old law": ((P, date(2020, 12, 30), date(2020, 12, 31), DAILY_5), EMPTY, (183, 50, 0, 1)),
    "first day of the Civil Code": ((P, date(2020, 12, 31), date(2021, 1, 1), DAILY_5), EMPTY, (183, 50, 0, 1)),
    "first day of the policy table: 13 × 5.31": (
        (P, date(2009, 5, 12), date(2009, 5, 13), DAILY_5),
        EMPTY,
        (183, 69, 0, 1),
    ),
    "future days use the last rate: 13 × 10 × 3": (
        (P, date(2029, 12, 22), date(2030, 1, 1), DAILY_5),
        EMPTY,
        (1825, 390, 0, 10),
    ),
    "2193 capped at 1000; 1.3 × 2527.85 ÷ 36.5": (
        (1000, date(2022, 12, 31), date(2024, 12, 31), DAILY_30),
        EMPTY,
        (1000, 90, 0, 731),
    ),
    "exactly the principal is no cut; 1.3 × 1765 ÷ 36.5": (
        (1000, date(2023, 1, 1), date(2024, 5, 15), ContractRate(Decimal("0.002"))),
        EMPTY,
        (1000, 63, 0, 500),
    ),
    "half of 1001 is 500": (
        (1001, date(2022, 12, 31), date(2023, 12, 31), DAILY_30),
        {"policy": Policy(Decimal(1000), 50)},
        (500, 500, 0, 365),
    ),
    "no cap agreed": (
        (1000, date(2022, 12, 31), date(2024, 12, 31), DAILY_30),
        {"policy": Policy(Decimal(1000), None)},
        (2193, 2193, 0, 731),
    ),
    "six per cent a year is 60 a day": (
        (P, date(2023, 12, 31), date(2024, 12, 31), ContractRate(Decimal("0.06"), "year")),
        EMPTY,
        (21_960, 15_969, 0, 366),
    ),
    "a low contract is the smaller": (
        (P, NEW_YEAR, TEN_DAYS_ON, ContractRate(Decimal("0.0365"), "year")),
        EMPTY,
        (365, 365, 0, 10),
    ),
    "paid on the due day: 2 × 91.25": (
        (P, NEW_YEAR, date(2024, 1, 3), DAILY_5),
        paid((NEW_YEAR, 182_500)),
        (183, 45, 0, 2),
    ),
    "paid before the due day": (
        (P, NEW_YEAR, date(2024, 1, 3), DAILY_5),
        paid((date(2023, 12, 1), 182_500)),
        (183, 45, 0, 2),
    ),
    "paid on the last day": ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), paid((TEN_DAYS_ON, 182_500)), (1825, 449, 0, 10)),
    "paid after the last day": ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), paid((date(2024, 2, 1), P)), (1825, 449, 0, 10)),
    "nine days and a half: 1733.75, 426.075": (
        (P, NEW_YEAR, TEN_DAYS_ON, DAILY_5),
        paid((date(2024, 1, 10), 182_500)),
        (1734, 426, 0, 10),
    ),
    "paid in full on the fifth day": (
        (P, NEW_YEAR, date(2024, 12, 31), DAILY_5),
        paid((date(2024, 1, 6), P)),
        (913, 224, 0, 5),
    ),
    "overpaid is paid in full": (
        (P, NEW_YEAR, date(2024, 12, 31), DAILY_5),
        paid((date(2024, 1, 6), P + 1)),
        (913, 224, 0, 5),
    ),
    "three payments: 365 + 121.67 × 2 + 0": (
        (P, NEW_YEAR, TEN_DAYS_ON, DAILY_5),
        paid((date(2024, 1, 3), 243_333), (date(2024, 1, 5), 121_667)),
        (487, 120, 0, 4),
    ),
    "a part waived": ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), {"waived_fen": 100}, (1825, 349, 100, 10)),
    "more waived than there is": ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), {"waived_fen": 999_999}, (1825, 0, 1825, 10)),
    "all waived": ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), {"waive_all": True}, (1825, 0, 449, 10)),
    "no agreed penalty": ((P, NEW_YEAR, TEN_DAYS_ON, None), EMPTY, (0, 0, 0, 10)),
    "nothing owed": ((0, NEW_YEAR, TEN_DAYS_ON, DAILY_5), EMPTY, (0, 0, 0, 0)),
    "a rate of nothing": ((P, NEW_YEAR, TEN_DAYS_ON, ContractRate(Decimal(0))), EMPTY, (0, 0, 0, 10)),
    "five per cent a day is the last believed": (
        (P, NEW_YEAR, date(2024, 1, 2), ContractRate(Decimal("0.05"))),
        EMPTY,
        (18_250, 45, 0, 1),
    ),
    "a company that claims nothing": (
        (P, NEW_YEAR, TEN_DAYS_ON, DAILY_5),
        {"policy": Policy(Decimal(0))},
        (1825, 0, 0, 10),
    ),
    "four times LPR: 40 × 10 × 3.45": (
        (P, NEW_YEAR, TEN_DAYS_ON, DAILY_5),
        {"policy": Policy(Decimal(4))},
        (1825, 1380, 0, 10),
    ),
    "one fen for ten days": ((1, NEW_YEAR, TEN_DAYS_ON, DAILY_5), EMPTY, (0, 0, 0, 10)),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(name: str) -> None:
    given, more, expected = BY_HAND[name]
    got = late_charge(*given, **more)
    assert (got.contractual_fen, got.claimed_fen, got.waived_fen, got.days) == expected


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ((-1, NEW_YEAR, TEN_DAYS_ON, DAILY_5), EMPTY),
        ((P, NEW_YEAR, TEN_DAYS_ON, ContractRate(Decimal("0.0500001"))), EMPTY),
        ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), paid((NEW_YEAR, -1))),
        ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), {"waived_fen": -1}),
        ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), {"principal_steps": [(NEW_YEAR, P + 1)]}),
        ((P, NEW_YEAR, TEN_DAYS_ON, DAILY_5), {"payments": [(NEW_YEAR, 1)], "principal_steps": [(NEW_YEAR, 1)]}),
    ],
)
def test_refused(given: tuple[Any, ...], more: dict[str, Any]) -> None:
    with pytest.raises(LateChargeError):
        late_charge(*given, **more)


@pytest.mark.parametrize(
    ("due_on", "as_of"),
    [(date(1999, 6, 8), date(2024, 1, 1)), (date(2009, 5, 1), date(2009, 5, 12))],  # no rate; no policy
)
def test_days_before_the_tables_begin_are_refused(due_on: date, as_of: date) -> None:
    with pytest.raises(TableError):
        late_charge(P, due_on, as_of, DAILY_5)

"""Rates: the ledger of twelve charges worked by hand in docs/algorithms/kpi.md, and properties of the counting."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.rules.kpi import (
    KPIS,
    Basis,
    ChargeRow,
    FactsError,
    KpiFacts,
    Ratio,
    SettlementRow,
    combine,
    facts_from_rows,
)

# id, household, first day of the billing period, 分
TWELVE_CHARGES = [
    ChargeRow(1, "A", date(2024, 6, 1), 600_00),
    ChargeRow(2, "A", date(2025, 6, 1), 600_00),
    ChargeRow(3, "A", date(2026, 1, 1), 300_00),
    ChargeRow(4, "A", date(2026, 7, 1), 300_00),
    ChargeRow(5, "B", date(2025, 12, 1), 450_00),
    ChargeRow(6, "B", date(2026, 1, 1), 450_00),
    ChargeRow(7, "B", date(2026, 7, 1), 450_00),
    ChargeRow(8, "C", date(2026, 1, 1), 200_00),
    ChargeRow(9, "F", date(2026, 7, 1), 200_00),
    ChargeRow(10, "D", date(2025, 3, 1), 1000_00),
    ChargeRow(11, "A", date(2026, 3, 1), 500_00),
    ChargeRow(12, "E", date(2026, 12, 1), 80_00),
]
SETTLEMENTS = [
    SettlementRow(1, date(2025, 5, 10), 600_00, "payment"),  # before the year: lowers the opening arrears
    SettlementRow(2, date(2026, 3, 5), 250_00, "payment"),
    SettlementRow(3, date(2025, 12, 20), 300_00, "payment"),  # prepaid: counts for the current year
    SettlementRow(4, date(2026, 7, 15), 123_45, "payment"),
    SettlementRow(5, date(2026, 2, 1), 450_00, "payment"),
    SettlementRow(6, date(2026, 2, 1), 450_00, "payment"),
    SettlementRow(7, date(2026, 11, 5), 450_00, "payment"),  # after the period: not yet
    SettlementRow(8, date(2026, 3, 1), 200_00, "waiver"),
    SettlementRow(9, date(2026, 10, 31), 200_00, "payment"),  # the last day counts
    SettlementRow(10, date(2026, 4, 1), 100_00, "waiver"),
    SettlementRow(10, date(2026, 5, 1), 300_00, "write_off"),
    SettlementRow(10, date(2026, 6, 1), 200_00, "payment"),
    SettlementRow(11, date(2026, 6, 30), 50_00, "payment"),
]
YEAR_TO_OCTOBER = (date(2026, 1, 1), date(2026, 10, 31))
JULY = (date(2026, 7, 1), date(2026, 7, 31))


def test_facts_of_the_twelve_charges() -> None:
    assert facts_from_rows(TWELVE_CHARGES, SETTLEMENTS, *YEAR_TO_OCTOBER) == KpiFacts(
        current_charged_fen=2400_00,
        current_waived_fen=200_00,
        current_paid_fen=1123_45,
        prior_opening_arrears_fen=2050_00,
        prior_paid_fen=900_00,
        prior_waived_fen=100_00,
        prior_written_off_fen=300_00,
        prior_closing_fen=1050_00,
        households_charged=3,
        households_paid=1,
    )


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "rate"),
    [
        ("current_collection_rate", 1123_45, 2200_00, "0.5107"),
        ("household_collection_rate", 1, 3, "0.3333"),
        ("prior_recovery_rate_hc", 900_00, 1950_00, "0.4615"),
        ("prior_recovery_rate_erp", 900_00, 2050_00, "0.4390"),
        ("overall_rate", 2023_45, 4250_00, "0.4761"),
    ],
)
def test_rates_of_the_twelve_charges(code: str, numerator: int, denominator: int, rate: str) -> None:
    facts = facts_from_rows(TWELVE_CHARGES, SETTLEMENTS, *YEAR_TO_OCTOBER)
    ratio = KPIS[code].ratio(facts)
    assert ratio == Ratio(numerator, denominator)
    assert ratio.rounded(4) == Decimal(rate)


def test_gross_basis_keeps_waivers_in_the_denominator() -> None:
    facts = facts_from_rows(TWELVE_CHARGES, SETTLEMENTS, *YEAR_TO_OCTOBER)
    assert KPIS["current_collection_rate"].ratio(facts, Basis.GROSS).rounded() == Decimal("0.4681")
    assert KPIS["overall_rate"].ratio(facts, Basis.GROSS).rounded() == Decimal("0.4547")
    for code in ("household_collection_rate", "prior_recovery_rate_hc", "prior_recovery_rate_erp"):
        assert KPIS[code].ratio(facts, Basis.GROSS) == KPIS[code].ratio(facts, Basis.NET)


def test_july_alone() -> None:
    facts = facts_from_rows(TWELVE_CHARGES, SETTLEMENTS, *JULY)
    assert (facts.current_charged_fen, facts.current_paid_fen) == (950_00, 123_45)
    assert KPIS["current_collection_rate"].ratio(facts).rounded() == Decimal("0.1299")
    assert (facts.prior_opening_arrears_fen, facts.prior_paid_fen, facts.prior_closing_fen) == (2050_00, 0, 1050_00)
    assert (facts.households_charged, facts.households_paid) == (3, 0)


def test_prior_before_moves_the_boundary() -> None:
    facts = facts_from_rows(TWELVE_CHARGES, SETTLEMENTS, *JULY, prior_before=JULY[0])
    # still open on 1 July: 350.00 of charge 2, 400.00 of charge 10 and, of this year, 450.00 of charge 11
    assert facts.prior_opening_arrears_fen == 350_00 + 400_00 + 450_00


def test_other_rates_from_counts() -> None:
    facts = KpiFacts(
        promises_due=8,
        promises_kept=5,
        households_attempted=40,
        households_reached=33,
        aftercare_answered=7,
        aftercare_satisfied=6,
        households_cleared=12,
        households_relapsed=3,
    )
    texts = {code: KPIS[code].ratio(facts).percent_text() for code in list(KPIS)[5:]}
    assert texts == {
        "promise_kept_rate": "62.50%",
        "contact_reach_rate": "82.50%",
        "aftercare_satisfaction_rate": "85.71%",
        "relapse_rate": "25.00%",
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (14, 17, "82.35%"),
        (0, 0, "—"),
        (5, 0, "—"),
        (5, -1, "—"),
        (0, 3, "0.00%"),
        (3, 3, "100.00%"),
        (1, 20000, "0.01%"),  # 0.005% is a tie: half up
        (-1, 20000, "-0.01%"),
        (1, 20001, "0.00%"),
        (7, 5, "140.00%"),
    ],
)
def test_percent_text(numerator: int, denominator: int, text: str) -> None:
    assert Ratio(numerator, denominator).percent_text() == text


def test_fraction_is_exact() -> None:
    assert Ratio(1, 3).fraction == Fraction(1, 3)
    assert Ratio(1, 0).fraction is None
    assert Ratio(1, 0).rounded() is None


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15), st.integers(0, 8))
def test_rounding_is_within_half_a_unit(numerator: int, denominator: int, places: int) -> None:
    rounded = Ratio(numerator, denominator).rounded(places)
    assert rounded is not None
    assert abs(Fraction(rounded) - Fraction(numerator, denominator)) <= Fraction(1, 2 * 10**places)


def test_every_definition_explains_itself() -> None:
    for code, kpi in KPIS.items():
        assert kpi.code == code
        assert kpi.name.endswith("率")
        assert kpi.formula.endswith("。")
        assert "÷" in kpi.formula
        assert kpi.unit in ("元", "户", "次")
        assert kpi.numerator_meaning
        assert kpi.denominator_meaning
    assert len({kpi.name for kpi in KPIS.values()}) == len(KPIS)


@pytest.mark.parametrize(
    ("charges", "settlements", "period", "code"),
    [
        ([], [], (date(2026, 2, 1), date(2026, 1, 31)), "kpi.invalid_period"),
        (TWELVE_CHARGES * 2, [], YEAR_TO_OCTOBER, "kpi.duplicate_charge"),
        ([], SETTLEMENTS, YEAR_TO_OCTOBER, "kpi.unknown_settlement"),
        (TWELVE_CHARGES, [SettlementRow(1, JULY[0], 1, "gift")], YEAR_TO_OCTOBER, "kpi.unknown_settlement"),
    ],
)
def test_refusals(
    charges: list[ChargeRow], settlements: list[SettlementRow], period: tuple[date, date], code: str
) -> None:
    with pytest.raises(FactsError) as refused:
        facts_from_rows(charges, settlements, *period)
    assert refused.value.code == code


def test_prior_boundary_inside_the_period_is_refused() -> None:
    with pytest.raises(FactsError):
        facts_from_rows([], [], *YEAR_TO_OCTOBER, prior_before=date(2026, 2, 1))


_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
_kinds = st.sampled_from(["payment", "payment", "waiver", "write_off"])
_ledger = st.lists(st.tuples(st.integers(1, 5), _days, st.integers(1, 9999)), max_size=15)
_moves = st.lists(st.tuples(st.integers(0, 14), _days, st.integers(-500, 5000), _kinds), max_size=25)


@given(_ledger, _moves)
def test_year_to_date_arrears_reconcile(
    ledger: list[tuple[int, date, int]], moves: list[tuple[int, date, int, str]]
) -> None:
    charges = [ChargeRow(n, *row) for n, row in enumerate(ledger)]
    settlements = [SettlementRow(*move) for move in moves if move[0] < len(charges)]
    facts = facts_from_rows(charges, settlements, *YEAR_TO_OCTOBER)
    assert facts.prior_closing_fen == (facts.prior_opening_arrears_fen - facts.prior_paid_fen - facts.prior_waived_fen)
    assert 0 <= facts.households_paid <= facts.households_charged


@given(_ledger, _moves)
def test_facts_of_parts_add_up_to_the_whole(
    ledger: list[tuple[int, date, int]], moves: list[tuple[int, date, int, str]]
) -> None:
    charges = [ChargeRow(n, *row) for n, row in enumerate(ledger)]
    settlements = [SettlementRow(*move) for move in moves if move[0] < len(charges)]
    parts = []
    for household in range(1, 6):
        mine = [charge for charge in charges if charge.household_id == household]
        ids = {charge.id for charge in mine}
        own = [row for row in settlements if row.charge_id in ids]
        parts.append(facts_from_rows(mine, own, *YEAR_TO_OCTOBER))
    assert combine(parts) == facts_from_rows(charges, settlements, *YEAR_TO_OCTOBER)


def test_combining_nothing_is_nothing() -> None:
    assert set(asdict(combine([])).values()) == {0}

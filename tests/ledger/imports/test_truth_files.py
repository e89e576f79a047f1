"""The four shared ledgers, when they are at hand: exactly what their truth says, with nothing corrected."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from jiefen.ledger.imports import parse, read_workbook

SHARED = Path(os.environ.get("JIEFEN_SHARED") or Path(__file__).parents[4] / "shared") / "data" / "ledgers"
TRUTH = json.loads((SHARED / "truth.json").read_text()) if (SHARED / "truth.json").exists() else []


@pytest.mark.skipif(not TRUTH, reason="shared ledgers not found: set JIEFEN_SHARED to check against them")
@pytest.mark.parametrize("truth", TRUTH, ids=[t["file"] for t in TRUTH])
def test_shared_ledger(truth: dict[str, object]) -> None:
    parsed = parse(read_workbook(SHARED / str(truth["file"])))
    got = (len(parsed.premises), parsed.charge_rows, parsed.outstanding_fen, parsed.late_charge_fen)
    assert got == (truth["premises"], truth["charge_rows"], truth["outstanding_fen"], truth.get("late_charge_fen", 0))
    assert parsed.problems == []

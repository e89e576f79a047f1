"""Which column is what: every part the mapping page offers reaches the engine. Pure: no database."""

from __future__ import annotations

import pytest

from jiefen.ledger.imports import infer, mapped, read_workbook
from jiefen.ledger.imports.generic import _Reader
from jiefen.ledger.imports.patched import patched
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

ALL = [(kind, part) for kind, parts in mapped.PARTS.items() for part in (*parts, *mapped.SHARED)]


@pytest.mark.parametrize(("kind", "part"), ALL)
def test_the_engine_obeys_the_mapping(kind, part):
    columns = [ColumnPlan(0, "甲", "ignore"), ColumnPlan(1, "收款日期", part), ColumnPlan(2, "金额", "ignore")]
    reader = _Reader(mapped.readable(SheetPlan("表", kind, columns=columns)), kind)
    assert reader.roles == {part: 1}


def test_a_bank_export_is_understood_and_described():
    text = "交易日期,交易流水号,借方发生额,贷方发生额,余额,对方户名,摘要\n2026-03-05,A1,,5.00,9,王芳,1-1-101\n"
    plan = mapped.with_parts(infer(read_workbook(text.encode(), "流水.csv"), "payments")[0])
    assert [column.field for column in plan.columns] == [
        "date", "fee_no", "expense", "amount", "ignore", "owner", "note",
    ]  # fmt: skip
    assert mapped.missing_parts(plan) == []
    assert mapped.describe(plan).startswith("流水：收款日期取“交易日期”")
    again = SheetPlan.from_json(plan.to_json())
    assert mapped.readable(again) == mapped.readable(plan)


def test_corrections_reach_cells_beyond_the_row_s_end():
    book = read_workbook("日期,金额,备注\n2026-03-05,5\n".encode(), "a.csv")
    fixed = patched(book, [], {("a", 2, 2): "1-1-101", ("a", 2, 1): "6"})
    assert list(fixed.sheet("a").rows())[1][:3] == ["2026-03-05", "6", "1-1-101"]
    assert list(book.sheet("a").rows())[1][1] == "5"

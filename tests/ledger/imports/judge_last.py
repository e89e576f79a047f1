"""Sheets a judge expects to be read or at least questioned: side by side, formulas, waivers, doubtful recoveries."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

JUNE = months(2024, 6)


@judged
def two_tables_side_by_side() -> Case:
    rows: list[Row] = [
        ["阳光花园欠费公示"],
        ["房号", "业主", "电话", "账期", "欠费金额", "", "房号", "业主", "电话", "账期", "欠费金额"],
    ]
    owed: list[Owed] = []
    for i in range(5):
        row: Row = []
        for h, k in ((HOMES[i], i), (HOMES[i + 5] if i < 3 else None, i + 5)):
            row += [h.key, h.owner, h.phone, "2024年6月", yuan(fen(k)), ""] if h else [""] * 5
            owed += [(h.key, "物业费", *JUNE, fen(k))] if h else []
        rows.append(row[:11])
    return Case([page(rows)], 8, owed)


@judged
def owed_as_formula_without_value() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "应收", "实收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024-06", yuan(fen(i) + 700), 7, f"=D{i + 2}-E{i + 2}"])
        owed.append((h.key, "物业费", *JUNE, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"outstanding_recomputed"}), kinds=("xlsx",))


@judged
def owed_and_recovered() -> Case:
    rows: list[Row] = [["房号", "业主姓名", "欠费周期", "欠费金额", "收回金额", "收回占比"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024.1-2024.6", yuan(fen(i)), 20.0, "20%"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree"}))


@judged
def receivable_after_waiver() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "原应收", "优惠金额", "优惠后应收", "实收"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024-06", yuan(fen(i) + 3_000), 10, yuan(fen(i) + 2_000), 20])
        owed.append((h.key, "物业费", *JUNE, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def two_subtotal_columns_and_a_total() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "物业费", "公共水电", "小计", "代收水费", "代收电费", "小计", "合计"]]
    owed: list[Owed] = []
    names = ("物业费", "公共水电", "代收水费", "代收电费")
    for i, h in enumerate(HOMES):
        a, b, c, d = (fen(i, k) for k in range(4))
        rows.append([h.key, h.owner, "2024年6月", *map(yuan, (a, b, a + b, c, d, c + d, a + b + c + d))])
        owed += [(h.key, n, *JUNE, p) for n, p in zip(names, (a, b, c, d), strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def late_charge_by_other_names() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "物业费", "迟纳金", "逾期付款利息", "合计"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024.06", yuan(fen(i)), 1.5, 2, yuan(fen(i) + 350)])
        owed.append((h.key, "物业费", *JUNE, fen(i)))
        late += 350
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def program_csv_with_whole_floats() -> Case:
    rows: list[Row] = [["小区名称", "楼栋", "单元", "房号", "业主", "电话", "年度", "季度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        q = i % 4 + 1
        rows.append(
            [
                "阳光花园",
                f"{h.building}.0",
                f"{h.entrance}.0",
                f"{h.room}.0",
                h.owner,
                f"{h.phone}.0",
                "2024.0",
                f"第{q}季度",
                comma(fen(i)),
            ]
        )
        owed.append((h.key, "物业费", *months(2024, q * 3 - 2, 2024, q * 3), fen(i)))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def monthly_pairs_with_waivers_and_lump_of_items() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "年份", "物业费应收", "物业费实收", "物业费减免", "车位费应收", "车位费实收", "欠费合计"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i, 1), fen(i, 2)
        rows.append([h.key, h.owner, "2023年", yuan(a + 900), 5, 4, yuan(b + 1_000), 10, yuan(a + b)])
        owed += [(h.key, n, *year(2023), p) for n, p in (("物业费", a), ("车位费", b))]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def total_above_the_rows_and_start_with_months() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "欠费起始月", "欠费月数", "欠费金额"],
        ["合计", "", "", "", yuan(sum(map(fen, range(8))))],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年1月", i + 1, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, i + 1), fen(i)))
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def bills_with_a_status() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "应收金额", "缴费状态"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年4月、5月、6月", yuan(fen(i)), "未缴" if i % 2 else "已缴"])
        owed += [(h.key, "物业费", *months(2024, 4, 2024, 6), fen(i))] if i % 2 else []
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))

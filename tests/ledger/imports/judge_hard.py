"""The judge's hardest sheets: rows of units and formulas under the header, rollovers, odd rooms and odd totals."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

SPAN = months(2024, 1, 2024, 6)


@judged
def years_and_months_as_numbers() -> Case:
    rows: list[Row] = [["房号", "业主", 2023, "", "", 2024, "", "", "合计"], ["", "", 10, 11, 12, 1, 2, 3, ""]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(6)]
        rows.append([h.key, h.owner, *[yuan(p) if p else "" for p in parts], yuan(sum(parts))])
        spans = [(2023, 10), (2023, 11), (2023, 12), (2024, 1), (2024, 2), (2024, 3)]
        owed += [(h.key, "物业费", *months(*s), p) for s, p in zip(spans, parts, strict=True) if p]
    merges = [(0, 2, 0, 4), (0, 5, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1), (0, 8, 1, 8)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def months_as_bare_numbers() -> Case:
    rows: list[Row] = [["2024年度物业费欠费明细表"], ["楼号", "单元", "房号", "户主", *range(1, 13), "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(12)]
        rows.append([h.building, h.entrance, h.room, h.owner, *[yuan(p) if p else "" for p in parts], yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2024, k + 1), p) for k, p in enumerate(parts) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def years_as_numbers() -> Case:
    rows: list[Row] = [["房号", "业主", "电话", 2021, 2022, 2023, 2024, "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)]
        rows.append([h.key, h.owner, float(h.phone), *[yuan(p) if p else "" for p in parts], yuan(sum(parts))])
        owed += [(h.key, "物业费", *year(2021 + k), p) for k, p in enumerate(parts) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def old_debt_and_this_years_settlement() -> Case:
    rows: list[Row] = [["房号", "业主", "往年欠费", "2024年应收", "2024年实收", "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        old, due, paid = fen(i, 1) if i % 2 else 0, fen(i, 2) + 9_000, 9_000 if i % 3 else 0
        rows.append([h.key, h.owner, yuan(old), yuan(due), yuan(paid), yuan(old + due - paid)])
        owed += [(h.key, "物业费", None, None, old)] if old else []
        owed.append((h.key, "物业费", *year(2024), due - paid))
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def units_row_under_header() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "面积", "单价", "欠费期间", "物业费", "电梯费", "合计"],
        ["", "", "㎡", "元/㎡", "", "元", "元", "元"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i, 1), fen(i, 2)
        rows.append([h.key, h.owner, h.area, 1.8, "2024.01-2024.06", yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, n, *SPAN, p) for n, p in (("物业费", a), ("电梯费", b))]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def column_numbers_row_under_header() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "应收金额", "实收金额", "欠费金额"], ["1", "2", "3", "4", "5", "6=4-5"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年6月", yuan(fen(i) + 5_000), 50, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def late_charge_settled_apart() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "账期", "应收物业费", "实收物业费", "未收物业费", "应收违约金", "实收违约金", "未收违约金"]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rows.append(
            [h.key, h.owner, "2024年上半年", yuan(fen(i) + 800), 8, yuan(fen(i)), yuan(300 + i), 1, yuan(200 + i)]
        )
        owed.append((h.key, "物业费", *SPAN, fen(i)))
        late += 200 + i
    return Case([page(rows)], 8, owed, late=late)


@judged
def headers_with_line_breaks() -> Case:
    rows: list[Row] = [["楼栋\n单元", "房\n号", "业主\n姓名", "欠费\n时段", "欠费\n金额\n（元）", "逾期付款\n违约金"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rows.append(
            [f"{h.building}-{h.entrance}", h.room, f"{h.owner}\n", "2024.1-\n2024.6", comma(fen(i)), yuan(10 + i)]
        )
        owed.append((h.key, "物业费", *SPAN, fen(i)))
        late += 10 + i
    return Case([page(rows)], 8, owed, late=late, kinds=("xlsx", "xls"))


@judged
def item_and_year_in_one_header() -> Case:
    heads = [
        ("2023年物业费", "物业费", 2023),
        ("2024年物业费", "物业费", 2024),
        ("2023年车位费", "车位费", 2023),
        ("2024年车位费", "车位费", 2024),
    ]
    rows: list[Row] = [["房号", "业主", *[h[0] for h in heads], "欠费总计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, n, *year(y), p) for (_, n, y), p in zip(heads, parts, strict=True) if p]
    rows.append(["合计（8户）", "", "", "", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def household_subtotals_named_in_room_column() -> Case:
    rows: list[Row] = [["房号", "业主", "费用名称", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k in range(2):
            rows.append([h.key, h.owner, "物业费", f"2024-0{k + 1}", yuan(fen(i, k))])
            owed.append((h.key, "物业费", *months(2024, k + 1), fen(i, k)))
        rows.append([f"{h.key} 小计", "", "", "", yuan(fen(i, 0) + fen(i, 1))])
    rows.append(["总计", "", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def two_level_subtotals() -> Case:
    rows: list[Row] = [["楼栋", "单元", "房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for b in (3, 5, 12):
        for e in (1, 2):
            mark = len(owed)
            for i, h in enumerate(HOMES):
                if (h.building, h.entrance) == (b, e):
                    rows.append([f"{b}栋", f"{e}单元", h.room, h.owner, "2024年1-6月", yuan(fen(i))])
                    owed.append((h.key, "物业费", *SPAN, fen(i)))
            rows.append([f"{b}栋", f"{e}单元小计", "", "", "", yuan(total(owed[mark:]))])
        rows.append([f"{b}栋合计", "", "", "", "", yuan(sum(o[-1] for o in owed if o[0].startswith(f"{b}-")))])
    rows.append(["全部合计", "", "", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def building_cells_merged_and_numbers_as_rooms() -> Case:
    rows: list[Row] = [["楼栋", "单元", "房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    merges, top = [], 1
    for b in (3, 5, 12):
        here = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        for n, (i, h) in enumerate(here):
            rows.append(
                [float(b) if not n else "", float(h.entrance), float(h.room), h.owner, "2024.01-2024.06", yuan(fen(i))]
            )
            owed.append((h.key, "物业费", *SPAN, fen(i)))
        merges.append((top, 0, top + len(here) - 1, 0))
        top += len(here)
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def odd_rooms() -> Case:
    names = [
        "A座1201",
        "A座1202",
        "3#101",
        "别墅18号",
        "1号楼东单元301",
        "1号楼西单元301",
        "5栋甲单元501",
        "5栋乙单元501",
        "17-2-0301",
        "一期8栋2单元303",
    ]
    rows: list[Row] = [["房屋坐落", "产权人", "费用所属期", "未缴金额"]]
    owed: list[Owed] = []
    for i, name in enumerate(names):
        rows.append([name, "王建国", "2024年6月份", yuan(fen(i))])
        owed.append((name, "物业费", *months(2024, 6), fen(i)))
    return Case([page(rows)], len(names), owed, names_rooms=False)


@judged
def periods_under_item_groups() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "物业费", "", "", "车位费", "", "", "欠费合计"],
        ["", "", "起", "止", "金额", "起", "止", "金额", ""],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i, 1), fen(i, 2) if i % 2 else 0
        rows.append(
            [
                h.key,
                h.owner,
                "2024-01",
                "2024-06",
                yuan(a),
                *(["2023-07", "2024-06", yuan(b)] if b else ["", "", ""]),
                yuan(a + b),
            ]
        )
        owed.append((h.key, "物业费", *SPAN, a))
        owed += [(h.key, "车位费", *months(2023, 7, 2024, 6), b)] if b else []
    merges = [(0, 2, 0, 4), (0, 5, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1), (0, 8, 1, 8)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def settlement_totals_after_month_columns() -> Case:
    rows: list[Row] = [
        ["2024年1-6月物业费收缴明细"],
        ["房号", "业主", *[f"{m}月应收" for m in range(1, 7)], "应收合计", "实收合计", "欠费合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, m) for m in range(1, 7)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts)), 0, yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2024, m), p) for m, p in enumerate(parts, 1)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def quarter_columns_with_title_year() -> Case:
    rows: list[Row] = [
        ["阳光花园2024年物业费欠费统计（单位：元）"],
        ["序号", "房号", "业主", "一季度", "二季度", "三季度", "四季度", "年度合计", "备注"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)]
        rows.append([i + 1, h.key, h.owner, *[yuan(p) if p else "" for p in parts], yuan(sum(parts)), ""])
        owed += [(h.key, "物业费", *months(2024, 3 * k + 1, 2024, 3 * k + 3), p) for k, p in enumerate(parts) if p]
    rows.append(["合计", "", "", "", "", "", "", yuan(total(owed)), ""])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def ten_thousand_yuan_in_title() -> Case:
    rows: list[Row] = [["商业街欠费明细（万元）"], ["铺位号", "商户名称", "欠费期间", "物业管理费", "租金", "合计"]]
    owed: list[Owed] = []
    for i in range(6):
        a, b = (i + 1) * 23_400, (i + 3) * 1_230_000
        rows.append([f"S{i + 101}", HOMES[i].owner, "2024年度", a / 1e6, b / 1e6, (a + b) / 1e6])
        owed += [(f"S{i + 101}", n, *year(2024), p) for n, p in (("物业管理费", a), ("租金", b))]
    return Case([page(rows)], 6, owed, stated=total(owed), names_rooms=False)

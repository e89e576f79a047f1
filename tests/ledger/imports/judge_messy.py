"""Sheets as clerks keep them: sections, merged cells, page totals, several sheets, odd amounts and periods."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

SPAN = months(2024, 1, 2024, 6)


@judged
def building_sections_with_page_totals() -> Case:
    rows: list[Row] = [["阳光花园欠费清单"], ["单位：元"], ["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for b in (3, 5, 12):
        rows.append([f"{b}#楼", "", "", ""])
        here = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        for i, h in here:
            rows.append([f"{h.entrance}-{h.room}", h.owner, "2024.01-2024.06", yuan(fen(i))])
            owed.append((h.key, "物业费", *SPAN, fen(i)))
        rows.append(["小计", "", "", yuan(sum(fen(i) for i, _ in here))])
        rows.append(["本页合计", "", "", yuan(sum(fen(i) for i, _ in here))])
        if b != 12:
            rows.append(["承上页", "", "", yuan(total(owed))])
    rows += [["总计", "", "", yuan(total(owed))], ["制表人：周倩", "", "审核人：", "日期：2024.10.8"]]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def carried_forward_pages() -> Case:
    rows: list[Row] = []
    owed: list[Owed] = []
    for at in (0, 4):
        if at:
            rows += [["过次页", "", "", yuan(total(owed))], []]
        rows.append(["房号", "户主", "费用年月", "欠缴金额"])
        if at:
            rows.append(["承前页", "", "", yuan(total(owed))])
        for i, h in list(enumerate(HOMES))[at : at + 4]:
            rows.append([f"{h.building}号楼{h.entrance}单元{h.room}", h.owner, "2023.11", yuan(fen(i))])
            owed.append((h.key, "物业费", *months(2023, 11), fen(i)))
    rows.append(["合计", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("csv",))


@judged
def owner_cells_merged_over_items() -> Case:
    rows: list[Row] = [["序号", "房号", "业主", "电话", "面积", "收费项目", "起", "止", "欠费金额", "户合计"]]
    owed: list[Owed] = []
    merges = []
    for i, h in enumerate(HOMES):
        count, top = i % 3 + 1, len(rows)
        for k, item in enumerate(("物业费", "电梯费", "车位费")[:count]):
            first = [i + 1, h.key, h.owner, h.phone, h.area] if not k else [""] * 5
            whole = yuan(sum(fen(i, n) for n in range(count))) if not k else ""
            rows.append([*first, item, "2024.01", "2024.06", yuan(fen(i, k)), whole])
            owed.append((h.key, item, *SPAN, fen(i, k)))
        merges += [(top, c, top + count - 1, c) for c in (0, 1, 2, 3, 4, 9) if count > 1]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def owner_cells_blank_with_household_subtotals() -> Case:
    rows: list[Row] = [["房屋信息", "客户名称", "费用名称", "欠费月份", "本期欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k in range(i % 2 + 1):
            rows.append(
                [h.key if not k else "", h.owner if not k else "", "物业费", f"2024年{k + 5}月", comma(fen(i, k))]
            )
            owed.append((h.key, "物业费", *months(2024, k + 5), fen(i, k)))
        rows.append(["", "小计", "", "", comma(sum(fen(i, k) for k in range(i % 2 + 1)))])
    rows.append(["合计", "", "", "", comma(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def ten_thousand_yuan_sheet() -> Case:
    rows: list[Row] = [["历年欠费大户统计", "", "", "单位：万元"], ["房号", "业主", "年度", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        value = (fen(i) // 100) * 100 + 1_000_000
        rows.append([h.key, h.owner, f"{2020 + i % 4}年", value / 1_000_000])
        owed.append((h.key, "物业费", *year(2020 + i % 4), value))
    rows.append(["合计", "", "", total(owed) / 1_000_000])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def ten_thousand_yuan_column() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "物业费(元)", "商铺租金(万元)", "滞纳金（元）"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rent = (i + 1) * 123_400
        rows.append([h.key, h.owner, "2024-01-01至2024-06-30", yuan(fen(i)), rent / 1_000_000, yuan(31 * i)])
        owed += [(h.key, "物业费", *SPAN, fen(i)), (h.key, "商铺租金", *SPAN, rent)]
        late += 31 * i
    return Case([page(rows)], 8, owed, late=late)


def _per_building() -> tuple[list[tuple[str, list[Row]]], list[Owed]]:
    owed: list[Owed] = []
    sheets = []
    for b in (3, 5, 12):
        rows: list[Row] = [["房号", "业主", "电话", "欠费期间", "物业费", "水费", "合计"]]
        for i, h in enumerate(HOMES):
            if h.building == b:
                parts = fen(i, 1), fen(i, 2) % 9_000
                rows.append(
                    [f"{h.entrance}-{h.room}", h.owner, h.phone, "2024年上半年", *map(yuan, parts), yuan(sum(parts))]
                )
                owed += [(h.key, n, *SPAN, p) for n, p in zip(("物业费", "水费"), parts, strict=True)]
        rows.append(["合计", "", "", "", "", "", yuan(sum(o[-1] for o in owed if o[0].startswith(f"{b}-")))])
        sheets.append((f"{b}号楼", rows))
    return sheets, owed


@judged
def sheet_per_building_with_building_summary() -> Case:
    sheets, owed = _per_building()
    summary: list[Row] = [["各楼栋欠费汇总"], ["楼栋", "户数", "欠费金额", "收缴率"]]
    for name, _ in sheets:
        summary.append([name, 3, yuan(sum(o[-1] for o in owed if o[0].startswith(name[:-2] + "-"))), "87.5%"])
    summary.append(["合计", 8, yuan(total(owed)), "90%"])
    return Case(
        [page(summary, "汇总"), *[page(r, n) for n, r in sheets]], 8, owed, stated=total(owed), kinds=("xlsx", "xls")
    )


@judged
def sheet_per_building_with_household_summary() -> Case:
    sheets, owed = _per_building()
    summary: list[Row] = [["房号", "业主", "欠费合计"]]
    for h in HOMES:
        summary.append([h.key, h.owner, yuan(sum(o[-1] for o in owed if o[0] == h.key))])
    pages = [*[page(r, n) for n, r in sheets], page(summary, "欠费总表")]
    return Case(pages, 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def hidden_old_sheet() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    old: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "202404", yuan(fen(i))])
        old.append([h.key, h.owner, "202304", yuan(fen(i, 9))])
        owed.append((h.key, "物业费", *months(2024, 4), fen(i)))
    return Case(
        [page(rows, "2024"), page(old, "旧表")],
        8,
        owed,
        codes=frozenset({"sheet_hidden"}),
        hidden=("旧表",),
        kinds=("xlsx",),
    )


@judged
def sheet_per_year_with_month_columns() -> Case:
    pages, owed = [], []
    for y in (2022, 2023):
        rows: list[Row] = [["房号", "业主", *[f"{m}月" for m in range(1, 13)], "合计"]]
        for i, h in enumerate(HOMES):
            parts = [fen(i, y + m) if (i + m) % 5 == 0 else 0 for m in range(1, 13)]
            rows.append([h.key, h.owner, *[yuan(p) if p else 0 for p in parts], yuan(sum(parts))])
            owed += [(h.key, "物业费", *months(y, m), p) for m, p in enumerate(parts, 1) if p]
        pages.append(page(rows, f"{y}年"))
    return Case(pages, 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def header_in_row_six() -> Case:
    rows: list[Row] = [
        ["阳光物业服务有限公司"],
        ["阳光花园项目欠费明细表"],
        ["截止日期：2024年9月30日"],
        ["单位：元", "", "", "打印日期：2024-10-08"],
        [],
    ]
    rows.append(["序号", "栋", "单元", "楼层", "房", "姓名", "手机", "截至2024年9月欠费月数", "欠费时段", "欠费总额"])
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row = [
            i + 1,
            h.building,
            h.entrance,
            h.room // 100,
            h.room % 100,
            h.owner,
            h.phone,
            6,
            "2024.1.1-2024.6.30",
            comma(fen(i)) + "元",
        ]
        rows.append(row)
        owed.append((h.key, "物业费", *SPAN, fen(i)))
    rows += [
        ["", "合计", "", "", "", "", "", "", "", comma(total(owed)) + "元"],
        [],
        ["制表：周倩", "", "", "复核：", "", "", "", "主管："],
    ]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def amounts_as_messy_text() -> Case:
    ways = ["¥{}", "￥{}", "{}元", " {} ", "RMB {}", "{}"]
    wide = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
    rows: list[Row] = [["房号", "业主", "所属期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        shown = ways[i % 6].format(comma(fen(i)))
        rows.append([h.key, h.owner, "2024年上半年", shown.translate(wide) if i > 5 else shown])
        owed.append((h.key, "物业费", *SPAN, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def phones_as_floats_and_destroyed() -> Case:
    rows: list[Row] = [["房号", "业主", "联系方式", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        phone = [float(h.phone), "1.38E+10", f"{h.phone}/{h.phone[:-1]}9", h.phone + ".0"][i % 4]
        rows.append([h.key, h.owner, phone, "2024年第3季度", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 9), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"phone_destroyed"}))


@judged
def nothing_owed_in_many_spellings() -> Case:
    none = [0, "", "-", "无", "0.00", "/", "已缴清", "不欠"]
    rows: list[Row] = [["房号", "业主", "欠费期间", "物业费欠费", "备注"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "", none[i], ""])
        rows.append([f"{h.building}-{h.entrance}-{h.room + 1000}", h.owner, "2024年", yuan(fen(i)), ""])
        owed.append((f"{h.building}-{h.entrance}-{h.room + 1000}", "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 16, owed)


@judged
def negative_lines_and_duplicates() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2024-05", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 5), fen(i)))
    rows += [
        list(rows[2]),
        [HOMES[0].key, HOMES[0].owner, "物业费", "2024-06", -120.0],
        [HOMES[1].key, "李秀英", "物业费", "2024-06", "(35.50)"],
    ]
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount", "duplicate"}), duplicates=1)


@judged
def deposits_and_collected_for_others() -> Case:
    items = ["物业费", "装修押金", "代收水费", "装修保证金", "代收电费"]
    rows: list[Row] = [["房产名称", "客户名称", "收费科目", "费用所属月份", "欠费金额"]]
    owed: list[Owed] = []
    deposits = 0
    for i, h in enumerate(HOMES):
        item = items[i % 5]
        rows.append([h.key, h.owner, item, "2024年05月", yuan(fen(i))])
        if "金" in item:
            deposits += fen(i)
        else:
            owed.append((h.key, item, *months(2024, 5), fen(i)))
    return Case([page(rows)], 8, owed, deposits=deposits)


@judged
def periods_in_every_spelling() -> Case:
    spans = {
        "2023.01-2024.06": months(2023, 1, 2024, 6), "2025年第3季度": months(2025, 7, 2025, 9), "2024年1月-6月": SPAN,
        "24.01-24.12": year(2024), "2024/1/1至2024/12/31": year(2024), "2024年上半年": SPAN, "2024年1月": months(2024, 1),
        "2024.7~12月": months(2024, 7, 2024, 12), "2023年10月—2024年3月": months(2023, 10, 2024, 3), "2024全年": year(2024),
        "2023.1月至2023.12月": year(2023), "2024年1月1日起至2024年6月30日止": SPAN, "2024年一季度": months(2024, 1, 2024, 3),
        "2024年1、2、3月": months(2024, 1, 2024, 3), "2024.1-2024.6（6个月）": SPAN, "202401至202406": SPAN,
        "2022年-2023年": months(2022, 1, 2023, 12), "2024年Q2": months(2024, 4, 2024, 6),
        "自2024年1月至2024年6月": SPAN, "2024-01 — 2024-06": SPAN, "2024年1-3季度": months(2024, 1, 2024, 9),
        "2024.01.01--2024.06.30": SPAN, "2023年下半年": months(2023, 7, 2023, 12), "2024年度": year(2024),
    }  # fmt: skip
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, (text, span) in enumerate(spans.items()):
        rows.append([f"1-1-{i + 1}01", "王建国", text, yuan(fen(i))])
        owed.append((f"1-1-{i + 1}01", "物业费", *span, fen(i)))
    return Case([page(rows)], len(spans), owed)

"""The closing look: templates with asterisks, two years over their months, fines by year, plates, conflicting units."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row


@judged
def template_with_asterisks_and_an_example() -> Case:
    rows: list[Row] = [
        [
            "*房号（必填）",
            "*业主姓名（必填）",
            "手机号（选填）",
            "*收费项目（必填）",
            "*开始日期（必填）",
            "*结束日期（必填）",
            "*金额（必填，元）",
        ],
        ["示例：1-1-101", "张三", "13800000000", "物业费", "2024-01-01", "2024-12-31", 100],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, h.phone, "物业费", "2024-01-01", "2024-06-30", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"unrecognised_row"}))


@judged
def two_years_over_their_months() -> Case:
    names = [f"{m}月" for m in (10, 11, 12, 1, 2, 3)]
    rows: list[Row] = [["房号", "业主", "2023年", None, None, "2024年", None, None, "合计"], [None, None, *names, None]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(6)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        for k, p in enumerate(parts):
            owed.append((h.key, "物业费", *(months(2023, 10 + k) if k < 3 else months(2024, k - 2)), p))
    merges = [(0, 2, 0, 4), (0, 5, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1), (0, 8, 1, 8)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def fines_by_year() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "2023年", None, "2024年", None, "合计"],
        [None, None, "本金", "违约金", "本金", "违约金", None],
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        parts, fines = (fen(i), fen(i, 1)), (1000 + i, 2000 + i)
        late += sum(fines)
        rows.append(
            [
                h.key,
                h.owner,
                yuan(parts[0]),
                yuan(fines[0]),
                yuan(parts[1]),
                yuan(fines[1]),
                yuan(sum(parts) + sum(fines)),
            ]
        )
        owed += [(h.key, "物业费", *year(2023 + k), p) for k, p in enumerate(parts)]
    merges = [(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1), (0, 6, 1, 6)]
    return Case([page(rows, merges=merges)], 8, owed, late=late, stated=total(owed) + late)


@judged
def column_says_yuan_under_a_title_of_ten_thousands() -> Case:
    rows: list[Row] = [["欠费汇总表（单位：万元）"], ["房号", "业主", "年度", "欠费金额（元）"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2024, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def money_first_and_room_last() -> Case:
    rows: list[Row] = [["欠费金额", "欠费期间", "费用名称", "业主电话", "业主", "房号"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([yuan(fen(i)), "2024.1.1-6.30", "物业费", h.phone, h.owner, h.key])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def sum_before_its_parts() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "欠费合计", "物业费", "电梯费", "垃圾费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, "2024年", yuan(sum(parts)), *map(yuan, parts)])
        owed += [(h.key, n, *year(2024), p) for n, p in zip(("物业费", "电梯费", "垃圾费"), parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def household_number_beside_the_room() -> Case:
    rows: list[Row] = [["户号", "房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{100200 + i}", h.key, h.owner, "2024年1月", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 1), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def room_under_the_customers_name() -> Case:
    rows: list[Row] = [["客户编号", "客户名称", "业主姓名", "费用类型", "费用期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [f"A{i:05d}", f"{h.building}栋{h.entrance}单元{h.room}", h.owner, "物业费", "2024-02", yuan(fen(i))]
        )
        owed.append((h.key, "物业费", *months(2024, 2), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def letters_for_buildings() -> Case:
    rows: list[Row] = [["栋座", "房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        block = "ABCD"[i // 2]
        rows.append([f"{block}座", h.room, h.owner, "2024年", yuan(fen(i))])
        owed.append((f"{block}-{h.room}", "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def plates_without_rooms() -> Case:
    rows: list[Row] = [["车牌号", "车主", "车位号", "收费项目", "到期日", "欠费月份", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [f"浙A{i}B{i}88", h.owner, f"B1-{i + 101}", "车位管理费", "2024-06-30", "2024年7-9月", yuan(fen(i))]
        )
        owed.append((f"车位B1-{i + 101}", "车位管理费", *months(2024, 7, 2024, 9), fen(i)))
    return Case([page(rows)], 8, owed, names_rooms=False)


@judged
def owner_merged_over_two_flats() -> Case:
    rows: list[Row] = [["业主", "电话", "房号", "期间", "欠费"]]
    owed: list[Owed] = []
    merges = []
    for i, h in enumerate(HOMES):
        first = i % 2 == 0
        rows.append([h.owner if first else None, h.phone if first else None, h.key, "2024年", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
        if first:
            merges += [(i + 1, 0, i + 2, 0), (i + 1, 1, i + 2, 1)]
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def received_more_than_was_due() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "应收", "实收"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        over = i == 3
        rows.append([h.key, h.owner, "2024年3月", 0 if over else yuan(fen(i) + 1000), 300 if over else 10])
        if not over:
            owed.append((h.key, "物业费", *months(2024, 3), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))


@judged
def zeros_and_dashes_for_nothing() -> Case:
    rows: list[Row] = [["房号", "业主", "2023年", "2024年", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i) if i % 2 else 0, fen(i, 1) if i % 3 else 0]
        shown = [yuan(p) if p else ("-", 0, "0.00", "无")[(i + k) % 4] for k, p in enumerate(parts)]
        rows.append([h.key, h.owner, *shown, yuan(sum(parts))])
        owed += [(h.key, "物业费", *year(2023 + k), p) for k, p in enumerate(parts) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def exported_with_lines_of_the_query_above() -> Case:
    lines = [
        "导出时间,2024-12-31 10:22:31",
        "查询条件,项目=阳光里;状态=欠费",
        "",
        "房号,业主,费用名称,费用月份,应收金额,实收金额,欠费金额",
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        lines.append(f"{h.key},{h.owner},物业费,2024-07,{yuan(fen(i) + 100)},1.00,{yuan(fen(i))}")
        owed.append((h.key, "物业费", *months(2024, 7), fen(i)))
    lines.append(f"共8条,,,,,,{yuan(total(owed))}")
    return Case([], 8, owed, raw="\n".join(lines).encode("gb18030"), kinds=("csv",), stated=total(owed))


@judged
def sheets_of_years_and_items() -> Case:
    pages, owed = [], []
    for k, (name, item, y) in enumerate(
        (("2023物业费", "物业费", 2023), ("2024物业费", "物业费", 2024), ("2024车位费", "车位费", 2024))
    ):
        rows: list[Row] = [["房号", "业主", "欠费金额"]]
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner, yuan(fen(i, k))])
            owed.append((h.key, item, *year(y), fen(i, k)))
        pages.append(page(rows, name))
    return Case(pages, 8, owed)


@judged
def parts_of_a_year_with_gaps() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费月份", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年1-3月、5-6月" if i == 1 else "2023年全年", yuan(fen(i))])
        owed.append((h.key, "物业费", *((None, None) if i == 1 else year(2023)), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_unreadable"}))


@judged
def subtotal_word_in_the_column_of_items() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "期间", "应收", "已收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, item in enumerate(("物业费", "公摊电费")):
            rows.append([h.key, h.owner, item, "2024年", yuan(fen(i, k) + 1000), 10, yuan(fen(i, k))])
            owed.append((h.key, item, *year(2024), fen(i, k)))
        rows.append([h.key, h.owner, "小计", None, yuan(fen(i) + fen(i, 1) + 2000), 20, yuan(fen(i) + fen(i, 1))])
    rows.append(["总计", None, None, None, yuan(total(owed) + 16_000), 160, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def quarters_paid_by_words_and_days() -> Case:
    """2024.3.5已交 is a payment, 未交 a debt of the quarterly fee."""
    rows: list[Row] = [["2024年"], ["房号", "业主", "季度物业费", "一季度", "二季度", "三季度", "四季度"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), "已交", "已交", "未交", "未交"])
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 12), fen(i) * 2))
    return Case([page(rows, merges=[(0, 0, 0, 6)])], 8, owed, codes=frozenset({"amount_computed"}))


@judged
def circles_for_paid() -> Case:
    """○ and ● without a legend: nobody can say which is which."""
    rows: list[Row] = [["2024年"], ["房号", "业主", "月费", *[f"{m}月" for m in range(1, 5)], "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), "○", "○", "●", "●", yuan(fen(i) * 2)])
        owed.append((h.key, "物业费", None, None, fen(i) * 2))
    return Case([page(rows, merges=[(0, 0, 0, 7)])], 8, owed, codes=frozenset({"period_missing", "columns_disagree"}))


@judged
def amounts_of_hundreds_with_text_in_front() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024/03", f"欠{comma(fen(i))}元"])
        owed.append((h.key, "物业费", *months(2024, 3), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def earlier_owner_and_new_owner_in_columns() -> Case:
    rows: list[Row] = [["房号", "原业主", "现业主", "过户日期", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, "钱前任", h.owner, "2023-05-01", "2023.6-2024.5", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2023, 6, 2024, 5), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def rent_and_deposit_of_shops() -> Case:
    rows: list[Row] = [["商铺号", "租户", "月租金", "欠租月份", "欠租金额", "欠物业费", "履约保证金", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([f"商铺{i + 1:02d}", h.owner, 3000, "2024年10-12月", yuan(a), yuan(b), None, yuan(a + b)])
        owed += [
            (f"商铺{i + 1}", "租金", *months(2024, 10, 2024, 12), a),
            (f"商铺{i + 1}", "物业费", *months(2024, 10, 2024, 12), b),
        ]
    return Case([page(rows)], 8, owed, stated=total(owed), names_rooms=False)


@judged
def collected_for_the_water_company() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "物业费", "代收水费", "代收垃圾费", "小计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, 2024, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, n, *year(2024), p) for n, p in zip(("物业费", "代收水费", "代收垃圾费"), parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))

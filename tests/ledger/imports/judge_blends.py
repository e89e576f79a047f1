"""The listed traits in their harder blends: sheets of late charges and deposits, merged amounts, units that differ by column, printed notices."""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import Any

from tests.ledger.imports.judging import HOMES, Case, Home, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Page, Row

D = datetime.date
H1 = months(2024, 1, 2024, 6)
BUILDINGS = [(b, list(group)) for b, group in groupby(HOMES, key=lambda h: h.building)]
N = {h.key: i for i, h in enumerate(HOMES)}
BOOK = ("xlsx", "xls")


def line(h: Home, item: str, span: tuple[Any, Any], value: int) -> Owed:
    return (h.key, item, *span, value)


@judged
def items_then_the_debt_as_their_sum() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "物业费", "公摊水电", "垃圾清运费", "欠费", "备注"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, "2024年1-6月", *map(yuan, (*vs, sum(vs))), "已发函" if i % 2 else ""])
        owed += [line(h, n, H1, v) for n, v in zip(("物业费", "公摊水电", "垃圾清运费"), vs, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def total_merged_over_the_rows_of_a_household() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "期间", "欠费金额", "合计金额"]]
    merges = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        r = len(rows)
        vs = [fen(i, k) for k in range(3)]
        for k, name in enumerate(("物业费", "电梯费", "代收水费")):
            rows.append(
                [h.key, h.owner, name, "2023.7-2024.6", yuan(vs[k]), yuan(sum(vs))]
                if not k
                else ["", "", name, "", yuan(vs[k]), ""]
            )
            owed.append(line(h, name, months(2023, 7, 2024, 6), vs[k]))
        merges += [(r, c, r + 2, c) for c in (0, 1, 3, 5)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=BOOK)


@judged
def building_and_entrance_merged_down() -> Case:
    rows: list[Row] = [["楼栋", "单元", "房号", "业主", "2022年", "2023年", "2024年", "小计"]]
    merges = []
    owed: list[Owed] = []
    for b, people in BUILDINGS:
        start = len(rows)
        last = None
        for h in people:
            vs = [fen(N[h.key], k) for k in range(3)]
            rows.append(
                [
                    f"{b}栋" if len(rows) == start else "",
                    h.entrance if h.entrance != last else "",
                    h.room,
                    h.owner,
                    *map(yuan, vs),
                    yuan(sum(vs)),
                ]
            )
            if h.entrance == last:
                merges.append((len(rows) - 2, 1, len(rows) - 1, 1))
            last = h.entrance
            owed += [line(h, "物业费", year(2022 + k), v) for k, v in enumerate(vs)]
        merges.append((start, 0, len(rows) - 1, 0))
        part = [o for o in owed if o[0].startswith(f"{b}-")]
        rows.append(["小计", "", "", "", *(yuan(sum(o[-1] for o in part[k::3])) for k in range(3)), yuan(total(part))])
    rows.append(["总  计", "", "", "", "", "", "", yuan(total(owed))])
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


def month_heads(heads: list[Any], spans: list[Any], **more: Any) -> Case:
    rows: list[Row] = [["房号", "业主", *heads, "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) for k in range(len(heads))]
        rows.append([h.key, h.owner, *map(yuan, vs), yuan(sum(vs))])
        owed += [line(h, "物业费", s, v) for s, v in zip(spans, vs, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed), **more)


@judged
def month_heads_as_days() -> Case:
    return month_heads([D(2024, m, 1) for m in (10, 11, 12)], [months(2024, m) for m in (10, 11, 12)], kinds=BOOK)


@judged
def month_heads_as_six_figures() -> Case:
    return month_heads([202311, 202312, 202401], [months(2023, 11), months(2023, 12), months(2024, 1)])


@judged
def month_heads_as_decimals_up_to_october() -> Case:
    return month_heads([2024.08, 2024.09, 2024.1, 2024.11], [months(2024, m) for m in (8, 9, 10, 11)])


@judged
def year_heads_as_numbers() -> Case:
    return month_heads([2021, 2022, 2023], [year(y) for y in (2021, 2022, 2023)])


@judged
def month_heads_as_ends_of_month() -> Case:
    return month_heads(
        [D(2024, 1, 31), D(2024, 2, 29), D(2024, 3, 31)], [months(2024, m) for m in (1, 2, 3)], kinds=BOOK
    )


@judged
def a_row_for_each_item_and_a_column_for_each_month() -> Case:
    rows: list[Row] = [["房号", "业主", "收费项目", "2024年", "", "", "合计"], ["", "", "", "1月", "2月", "3月", ""]]
    merges = [(0, c, 1, c) for c in (0, 1, 2, 6)] + [(0, 3, 0, 5)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        r = len(rows)
        sums = [0, 0, 0]
        for k, name in enumerate(("物业费", "停车费", "违约金")):
            vs = [fen(i, k * 3 + m) for m in range(3)] if k < 2 else [100, 100, 100]
            sums = [a + b for a, b in zip(sums, vs, strict=True)]
            rows.append([h.key if not k else "", h.owner if not k else "", name, *map(yuan, (*vs, sum(vs)))])
            owed += [line(h, name, months(2024, m + 1), v) for m, v in enumerate(vs)] if k < 2 else []
        rows.append(["", "", "小计", *map(yuan, (*sums, sum(sums)))])
        merges += [(r, 0, r + 3, 0), (r, 1, r + 3, 1)]
    return Case([page(rows, merges=merges)], 8, owed, late=2400, stated=total(owed) + 2400)


@judged
def years_with_items_and_totals_below_them() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "2023年", "", "", "2024年", "", "", "欠费总计"],
        ["", "", *["物业费", "水费", "小计"] * 2, ""],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7), (0, 8, 1, 8)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b, c, d = (fen(i, k) for k in range(4))
        rows.append([h.key, h.owner, *map(yuan, (a, b, a + b, c, d, c + d, a + b + c + d))])
        owed += [
            line(h, "物业费", year(2023), a),
            line(h, "水费", year(2023), b),
            line(h, "物业费", year(2024), c),
            line(h, "水费", year(2024), d),
        ]
    rows.append(["合计", "", *[""] * 6, yuan(total(owed))])
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def sheets_of_late_charges_and_deposits() -> Case:
    """A whole sheet of 违约金 and one of 装修押金 beside the fee: neither is a debt for the fee."""
    fee: list[Row] = [["房号", "业主", "账期", "金额"]]
    late: list[Row] = [["房号", "业主", "金额"]]
    deposit: list[Row] = [["房号", "业主", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        fee.append([h.key, h.owner, "2023年", yuan(fen(i))])
        late.append([h.key, h.owner, 7.5])
        deposit.append([h.key, h.owner, 2000])
        owed.append(line(h, "物业费", year(2023), fen(i)))
    return Case(
        [page(fee, "物业费"), page(late, "违约金"), page(deposit, "装修押金")],
        8,
        owed,
        late=6000,
        deposits=1_600_000,
        kinds=BOOK,
    )


@judged
def sheets_by_item_with_the_item_in_the_title() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for k, name in enumerate(("物业费", "车位费", "代收水电费")):
        rows: list[Row] = [[f"{name}欠费明细"], ["房号", "业主", "欠费期间", "欠费金额"]]
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner, "2024.1-2024.6", yuan(fen(i, k))])
            owed.append(line(h, name, H1, fen(i, k)))
        rows.append(["合计", "", "", yuan(total(owed[-8:]))])
        pages.append(page(rows, f"表{k + 1}"))
    return Case(pages, 8, owed, stated=total(owed), kinds=BOOK)


@judged
def summary_by_building_and_explanations_beside_the_details() -> Case:
    details: list[Row] = [["房号", "业主", "费用项", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        details.append([h.key, h.owner, "物业费", "2023年下半年", yuan(fen(i))])
        owed.append(line(h, "物业费", months(2023, 7, 2023, 12), fen(i)))
    summary: list[Row] = [["楼栋", "欠费户数", "欠费金额"]]
    for b, people in BUILDINGS:
        summary.append([f"{b}号楼", len(people), yuan(sum(fen(N[h.key]) for h in people))])
    summary.append(["合计", 8, yuan(total(owed))])
    notes: list[Row] = [["填表说明"], ["1. 本表由财务部每月5日前上报"], ["2. 金额保留两位小数"]]
    return Case(
        [page(notes, "说明"), page(summary, "汇总"), page(details, "明细")], 8, owed, stated=total(owed), kinds=BOOK
    )


@judged
def the_late_charge_in_another_unit() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费本金（万元）", "违约金（元）"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i) // 100 * 100 + 1_000_000
        rows.append([h.key, h.owner, "2021-2023", round(v / 1_000_000, 4), 66.5])
        owed.append(line(h, "物业费", (D(2021, 1, 1), D(2023, 12, 31)), v))
    return Case([page(rows)], 8, owed, late=6650 * 8)


@judged
def amounts_with_ten_thousand_behind_them() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i) // 100 * 100 + 1_000_000
        rows.append([h.key, h.owner, "2023年", f"{v / 1_000_000:.4f}万元" if i % 2 else comma(v)])
        owed.append(line(h, "物业费", year(2023), v))
    return Case([page(rows)], 8, owed)


@judged
def counts_and_amounts_in_words_beside() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "欠费笔数", "欠费月数", "欠费起止", "欠费金额", "大写金额", "逾期天数", "是否空置"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 6, 6, "2024年1月1日-2024年6月30日", yuan(fen(i)), "壹佰元整", 183, "否"])
        owed.append(line(h, "物业费", H1, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def periods_in_every_way_in_one_column() -> Case:
    said = [
        "2023年1月1日-2023年12月31日",
        "2023年全年",
        "2023.1-3月",
        "24年1-6月",
        "2024年第一季度",
        "2023.10",
        "2024Q2",
        "2023年7月~2024年6月",
    ]
    spans = [
        year(2023),
        year(2023),
        months(2023, 1, 2023, 3),
        H1,
        months(2024, 1, 2024, 3),
        months(2023, 10),
        months(2024, 4, 2024, 6),
        months(2023, 7, 2024, 6),
    ]
    rows: list[Row] = [["房号", "业主", "欠费所属期", "欠费额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, said[i], yuan(fen(i))])
        owed.append(line(h, "物业费", spans[i], fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def section_rows_that_carry_the_subtotal() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "物业费", "合计"]]
    owed: list[Owed] = []
    for b, people in BUILDINGS:
        part = sum(fen(N[h.key]) for h in people)
        rows.append([f"{b}号楼（{len(people)}户）", "", "", yuan(part), yuan(part)])
        for h in people:
            rows.append([f"{h.entrance}-{h.room}", h.owner, "2024年", yuan(fen(N[h.key])), yuan(fen(N[h.key]))])
            owed.append(line(h, "物业费", year(2024), fen(N[h.key])))
    rows.append(["合计", "", "", yuan(total(owed)), yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def months_billed_and_one_receipt_in_all() -> Case:
    rows: list[Row] = [["房号", "业主", "2024年1月", "2024年2月", "2024年3月", "应收合计", "已收合计", "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) for k in range(3)]
        paid = vs[0] if i % 2 else 0
        rows.append([h.key, h.owner, *map(yuan, vs), yuan(sum(vs)), yuan(paid), yuan(sum(vs) - paid)])
        if paid:
            owed.append(line(h, "物业费", months(2024, 1, 2024, 3), sum(vs) - paid))
        else:
            owed += [line(h, "物业费", months(2024, 1 + k), v) for k, v in enumerate(vs)]
    return Case([page(rows)], 8, owed, codes=frozenset({"lump_settled"}))


@judged
def words_for_paid_among_the_months() -> Case:
    words = ["已交", "已缴", "已清", "免", "未入住", "√", "已收", "不欠"]
    rows: list[Row] = [["房号", "业主", "2024年1月欠费", "2024年2月欠费", "2024年3月欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows.append([h.key, h.owner, yuan(fen(i)), words[i], yuan(fen(i, 2))])
        owed += [line(h, "物业费", months(2024, 1), fen(i)), line(h, "物业费", months(2024, 3), fen(i, 2))]
    return Case([page(rows)], 5, owed, codes=frozenset({"amount_unreadable"}))


@judged
def red_entry_and_offset_without_what_is_left() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "费用日期", "应收金额", "实收金额", "预交冲抵", "减免金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for m in (1, 2):
            v = fen(i, m)
            rows.append([h.key, h.owner, "物业费", f"2024-0{m}-01", comma(v + 6000), "10.00", "20.00", "30.00"])
            owed.append(line(h, "物业费", months(2024, m), v))
    return Case([page(rows)], 8, owed)


@judged
def paid_too_much_in_one_row() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "应收", "实收"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i)), yuan(fen(i) + 500) if i == 3 else 0])
        owed += [] if i == 3 else [line(h, "物业费", year(2024), fen(i))]
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))


@judged
def three_figures_for_years_and_for_their_total() -> Case:
    rows: list[Row] = [
        ["房号", "业主", *[x for y in ("2022年度", "2023年度", "合计") for x in (y, "", "")]],
        ["", "", *["应收", "实收", "欠费"] * 3],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), *((0, c, 0, c + 2) for c in (2, 5, 8))]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, *map(yuan, (a + 100, 100, a, b + 200, 200, b, a + b + 300, 300, a + b))])
        owed += [line(h, "物业费", year(2022), a), line(h, "物业费", year(2023), b)]
    rows.append(["总计", *[""] * 9, yuan(total(owed))])
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def amount_and_months_for_each_item() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "物业费", "", "", "车位费", "", "", "欠费合计"],
        ["", "", *["起止时间", "月数", "金额"] * 2, ""],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7), (0, 8, 1, 8)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1) if i % 2 else 0
        rows.append(
            [
                h.key,
                h.owner,
                "2023.01-2023.12",
                12,
                yuan(a),
                *(["2024.01-2024.03", 3, yuan(b)] if b else ["", "", ""]),
                yuan(a + b),
            ]
        )
        owed += [line(h, "物业费", year(2023), a), *([line(h, "车位费", months(2024, 1, 2024, 3), b)] if b else [])]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def items_across_pages_of_software_with_whole_days() -> Case:
    rows: list[Row] = [["收费对象", "业主名称", "手机号", "开始时间", "结束时间", "物业管理费", "停车费", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, h.phone, "2023-01-01 00:00:00", "2023-12-31 23:59:59", *map(yuan, (a, b, a + b))])
        owed += [line(h, "物业管理费", year(2023), a), line(h, "停车费", year(2023), b)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def printed_notices_one_below_the_other() -> Case:
    """The household stands above each small table, not in it."""
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:3]):
        a, b = fen(i), fen(i, 1)
        rows += [
            ["物业费催缴通知单"],
            [f"房号：{h.key}", "", f"业主：{h.owner}"],
            ["收费名称", "收费标准", "面积", "欠费时间", "应缴金额", "违约金"],
        ]
        rows += [
            ["物业费", 2.6, h.area, "2023.1-2023.12", yuan(a), 5],
            ["公摊电费", "", "", "2024.3", yuan(b), 0],
            ["合计", "", "", "", yuan(a + b), 5],
            [],
        ]
        owed += [line(h, "物业费", year(2023), a), line(h, "公摊电费", months(2024, 3), b)]
    return Case([page(rows)], 3, owed, late=1_500, stated=total(owed))


@judged
def the_same_debts_in_two_sheets_in_part() -> Case:
    first: list[Row] = [["房号", "业主", "账期", "欠费"]]
    second: list[Row] = [["房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row = [h.key, h.owner, "2024-05", yuan(fen(i))]
        if i < 6:
            first.append(row)
        if i > 4:
            second.append(row)
        owed.append(line(h, "物业费", months(2024, 5), fen(i)))
    return Case(
        [page(first, "张三"), page(second, "李四")], 8, owed, codes=frozenset({"duplicate"}), duplicates=1, kinds=BOOK
    )


@judged
def one_building_named_in_the_title_only() -> Case:
    rows: list[Row] = [["阳光里8号楼欠费表"], ["单元", "房号", "业主", "2024年1-3月", "2024年4-6月", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([f"{h.entrance}单元", h.room, h.owner, yuan(a), yuan(b), yuan(a + b)])
        key = f"8-{h.entrance}-{h.room}"
        owed += [(key, "物业费", *months(2024, 1, 2024, 3), a), (key, "物业费", *months(2024, 4, 2024, 6), b)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def tenants_beside_owners_and_the_receivable_waived_late() -> Case:
    rows: list[Row] = [
        [
            "商铺号",
            "产权人",
            "租户",
            "联系人电话",
            "面积",
            "起租日期",
            "欠费区间",
            "物管费欠费",
            "能耗费欠费",
            "滞纳金（减免后）",
            "欠费总额",
        ]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append(
            [
                f"A区{i + 1:02d}号",
                h.owner,
                f"好味餐饮{i}",
                h.phone,
                h.area,
                D(2022, 3, 1),
                "2024年1月-2024年6月",
                *map(yuan, (a, b, 330, a + b + 330)),
            ]
        )
        owed += [("", "物管费", *H1, a), ("", "能耗费", *H1, b)]
    return Case([page(rows)], 8, owed, late=330 * 8, stated=total(owed) + 330 * 8, names_rooms=False, kinds=BOOK)


@judged
def earlier_years_then_months_then_late_charge() -> Case:
    rows: list[Row] = [
        ["2024年6月欠费台账"],
        ["房号", "业主", "2022年及以前", "2023年", "2024年1-6月", "欠费小计", "违约金", "总计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b, c = (fen(i, k) for k in range(3))
        rows.append([h.key, h.owner, *map(yuan, (a, b, c, a + b + c)), 8.8, yuan(a + b + c + 880)])
        owed += [
            line(h, "物业费", (None, D(2022, 12, 31)), a),
            line(h, "物业费", year(2023), b),
            line(h, "物业费", H1, c),
        ]
    return Case([page(rows)], 8, owed, late=7040, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def ends_in_text_and_a_blank_row_between_households() -> Case:
    rows: list[Row] = [[], ["", "房号", "", "业主", "欠费开始月", "欠费截止月", "", "未缴金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows += [["", h.key, "", h.owner, 2023.11, 2024.02, "", f"{comma(fen(i))} "], []]
        owed.append(line(h, "物业费", months(2023, 11, 2024, 2), fen(i)))
    rows.append(["", "合计（8户）", "", "", "", "", "", comma(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))

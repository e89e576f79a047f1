"""Several of the listed traits in one sheet: quarters, three figures a month, pages, serial days, waivers, text files."""

from __future__ import annotations

import datetime
from typing import Any

from tests.ledger.imports.judging import HOMES, Case, Home, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

D = datetime.date
H1 = months(2024, 1, 2024, 6)


def serial(day: datetime.date) -> int:
    return (day - D(1899, 12, 30)).days


def line(h: Home, item: str, span: tuple[Any, Any], value: int) -> Owed:
    return (h.key, item, *span, value)


@judged
def quarters_as_columns_without_a_year_in_them() -> Case:
    rows: list[Row] = [
        ["2025年度各季度欠费表"],
        ["楼号", "单元号", "室号", "业主", "一季度", "二季度", "三季度", "四季度", "全年欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) if k != i % 4 else 0 for k in range(4)]
        rows.append([h.building, h.entrance, h.room, h.owner, *map(yuan, vs), yuan(sum(vs))])
        owed += [line(h, "物业费", months(2025, 3 * k + 1, 2025, 3 * k + 3), v) for k, v in enumerate(vs) if v]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def three_figures_for_each_month() -> Case:
    rows: list[Row] = [
        ["房号", "业主", *[x for m in (4, 5, 6) for x in (f"2024年{m}月", "", "")], "欠费合计"],
        ["", "", *["应收", "实收", "欠收"] * 3, ""],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 11, 1, 11)] + [(0, c, 0, c + 2) for c in (2, 5, 8)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [h.key, h.owner]
        for k in range(3):
            row += [yuan(fen(i, k) + 1500), 15, yuan(fen(i, k))]
            owed.append(line(h, "物业费", months(2024, 4 + k), fen(i, k)))
        rows.append([*row, yuan(sum(fen(i, k) for k in range(3)))])
    rows.append(["合计", "", *[""] * 9, yuan(total(owed))])
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def years_with_receivable_waived_and_received_only() -> Case:
    rows: list[Row] = [["房号", "业主", "2022年", "", "", "2023年", "", ""], ["", "", *["应交", "减免", "已交"] * 2]]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [h.key, h.owner]
        for k in range(2):
            paid = i == 2 and k == 0
            row += [yuan(fen(i, k) + 4000), 10, yuan(3000 + (fen(i, k) if paid else 0))]
            owed += [] if paid else [line(h, "物业费", year(2022 + k), fen(i, k))]
        rows.append(row)
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def total_first_then_of_which() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费时段", "欠费总额", "其中：物业费", "公摊费", "车位费", "备注"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, "2024/01-2024/06", *map(yuan, (sum(vs), *vs)), ""])
        owed += [line(h, n, H1, v) for n, v in zip(("物业费", "公摊费", "车位费"), vs, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def a_period_beside_each_item() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "物业费", "", "车位费", "", "合计"],
        ["", "", "欠费期间", "金额", "欠费期间", "金额", ""],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, "2023.1-2023.12", yuan(a), "2024.01-2024.06", yuan(b), yuan(a + b)])
        owed += [line(h, "物业费", year(2023), a), line(h, "车位费", H1, b)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def subtotal_of_each_year_among_the_months() -> Case:
    head: Row = ["房号", "业主"]
    for y in (2023, 2024):
        head += (
            [*(f"{y}.{m}" for m in (10, 11, 12)), f"{y}年小计"]
            if y == 2023
            else [*(f"{y}.{m}" for m in (1, 2)), f"{y}年小计"]
        )
    rows: list[Row] = [[*head, "总合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = [fen(i, k) for k in range(3)], [fen(i, k) for k in (3, 4)]
        rows.append([h.key, h.owner, *map(yuan, (*a, sum(a), *b, sum(b), sum(a + b)))])
        owed += [line(h, "物业费", months(2023, 10 + k), v) for k, v in enumerate(a)]
        owed += [line(h, "物业费", months(2024, 1 + k), v) for k, v in enumerate(b)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def a_row_for_each_household_and_year_with_twelve_months() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", *(f"{m}月" for m in range(1, 13)), "小计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for y in (2023, 2024):
            vs = [fen(i, m + y) if (m + i) % 4 == 0 else 0 for m in range(12)]
            rows.append([h.key, h.owner, y, *(yuan(v) if v else "" for v in vs), yuan(sum(vs))])
            owed += [line(h, "物业费", months(y, m + 1), v) for m, v in enumerate(vs) if v]
    rows.append(["总计", "", "", *[""] * 12, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def printed_pages_with_their_own_totals() -> Case:
    head: Row = ["序号", "房号", "业主", "欠费项目", "欠费期间", "金额"]
    rows: list[Row] = [["欠费明细打印"]]
    owed: list[Owed] = []
    for p in range(2):
        rows += [[f"第{p + 1}页/共2页"], head]
        start = len(owed)
        for i, h in list(enumerate(HOMES))[p * 4 : p * 4 + 4]:
            rows.append([i + 1, h.key, h.owner, "物业费", "2023年7月至2024年6月", comma(fen(i))])
            owed.append(line(h, "物业费", months(2023, 7, 2024, 6), fen(i)))
        rows += [["", "", "", "", "本页小计", comma(total(owed[start:]))]]
    rows += [["", "", "", "", "总计", comma(total(owed))], ["打印日期：2024-07-01"]]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def serial_days_beside_real_days() -> Case:
    rows: list[Row] = [["房间名称", "业主姓名", "起始日期", "截止日期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = months(2023, 1 + i, 2024, 1 + i)
        rows.append([h.key, h.owner, serial(a) if i % 2 else a, serial(b) if i % 3 else b, yuan(fen(i))])
        owed.append(line(h, "物业费", (a, b), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def two_levels_of_items_and_late_charge() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "期间", "物业服务费", "", "能耗费", "", "违约金", "", "应缴合计"],
        ["", "", "", "住宅物业费", "车位管理费", "公摊水费", "公摊电费", "物业费违约金", "车位费违约金", ""],
    ]
    names = ("物业服务费住宅物业费", "物业服务费车位管理费", "能耗费公摊水费", "能耗费公摊电费")
    merges = [(0, c, 1, c) for c in (0, 1, 2, 9)] + [(0, c, 0, c + 1) for c in (3, 5, 7)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, "2024年上半年", *map(yuan, vs), 3, 2, yuan(sum(vs) + 500)])
        owed += [line(h, n, H1, v) for n, v in zip(names, vs, strict=True)]
    return Case([page(rows, merges=merges)], 8, owed, late=4000, stated=total(owed) + 4000, kinds=("xlsx", "xls"))


@judged
def own_fees_and_collected_with_subtotals() -> Case:
    names = ("物业费", "车位费", "代收水费", "代收电费")
    rows: list[Row] = [
        ["房号", "业主", "年月", "物业费", "车位费", "自营小计", "代收水费", "代收电费", "代收小计", "总计"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b, c, d = (fen(i, k) for k in range(4))
        rows.append([h.key, h.owner, "2024年03月", *map(yuan, (a, b, a + b, c, d, c + d, a + b + c + d))])
        owed += [line(h, n, months(2024, 3), v) for n, v in zip(names, (a, b, c, d), strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def brought_forward_billed_received_and_left() -> Case:
    rows: list[Row] = [
        ["2024年收费台账"],
        ["房号", "业主", "上年结转欠费", "本年应收", "本年实收", "本年减免", "年末欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 100, yuan(fen(i)), 60, 40, yuan(fen(i))])
        owed += [(h.key, "物业费", None, None, v) for v in (10_000, fen(i) - 10_000)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def nothing_owed_in_many_spellings() -> Case:
    none = ["-", "—", "0.00", "无", "/", "", None, "0"]
    rows: list[Row] = [["房号", "业主", "2023年1-6月", "2023年7-12月", "2024年1-6月"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), none[i], comma(fen(i, 1))])
        owed += [line(h, "物业费", months(2023, 1, 2023, 6), fen(i)), line(h, "物业费", H1, fen(i, 1))]
    return Case([page(rows)], 8, owed)


@judged
def monthly_fee_and_months_beside_the_debt() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "面积(㎡)", "单价", "月物业费", "欠费起", "欠费止", "欠费月数", "欠费金额", "已交金额", "余欠"]
    ]
    owed: list[Owed] = []
    for h in HOMES:
        m = round(h.area * 210)
        rows.append(
            [h.key, h.owner, h.area, 2.1, yuan(m), "2023.07", "2024.06", 12, yuan(m * 12), 100, yuan(m * 12 - 10_000)]
        )
        owed.append(line(h, "物业费", months(2023, 7, 2024, 6), m * 12 - 10_000))
    return Case([page(rows)], 8, owed)


@judged
def sections_by_item() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for k, (title, item) in enumerate((("一、物业费", "物业费"), ("二、车位费", "车位费"))):
        rows.append([title])
        for i, h in enumerate(HOMES[:5]):
            rows.append([h.key, h.owner, "2024年", yuan(fen(i, k))])
            owed.append(line(h, item, year(2024), fen(i, k)))
        rows.append(["小计", "", "", yuan(total(owed[-5:]))])
    rows.append(["合计", "", "", yuan(total(owed))])
    return Case([page(rows)], 5, owed, stated=total(owed))


@judged
def stated_total_that_is_wrong() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "物业费", "电梯费", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, "2024.1-2024.12", yuan(a), yuan(b), yuan(a + b + (100 if i == 3 else 0))])
        owed += [line(h, "物业费", year(2024), a), line(h, "电梯费", year(2024), b)]
    rows.append(["总计", "", "", "", "", yuan(total(owed) + 100)])
    return Case(
        [page(rows)], 8, owed, stated=total(owed) + 100, codes=frozenset({"row_total_mismatch", "total_mismatch"})
    )


@judged
def headers_with_line_breaks_and_amount_first() -> Case:
    rows: list[Row] = [
        ["欠费\n金额\n（元）", "滞纳金\n（元）", "欠费\n期间", "收费\n项目", "联系\n电话", "业主\n姓名", "房号"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                comma(fen(i)),
                "12.50",
                "20230101-20240630",
                "物业服务费",
                f"{h.phone}/13800001111",
                h.owner,
                f"{h.building}#{h.entrance}-{h.room}",
            ]
        )
        owed.append(line(h, "物业服务费", months(2023, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, late=1250 * 8)


@judged
def waived_late_charge_and_fee_waiver() -> Case:
    rows: list[Row] = [
        [
            "房号",
            "业主",
            "账期",
            "应收物业费",
            "减免物业费",
            "已收物业费",
            "欠收物业费",
            "应收滞纳金",
            "减免滞纳金",
            "欠收滞纳金",
            "欠收合计",
        ]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "2023年度", yuan(v + 3000), 10, 20, yuan(v), 9, 4, 5, yuan(v + 500)])
        owed.append(line(h, "物业费", year(2023), v))
    return Case([page(rows)], 8, owed, late=4000, stated=total(owed) + 4000)


@judged
def prepaid_balance_and_credit_beside() -> Case:
    rows: list[Row] = [["房号", "业主", "账户余额", "预存款", "欠费月份", "本金", "违约金", "应付合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 0, 25.5 if i % 2 else 0, "2024-02", yuan(fen(i)), 1.1, yuan(fen(i) + 110)])
        owed.append(line(h, "物业费", months(2024, 2), fen(i)))
    return Case([page(rows)], 8, owed, late=880, stated=total(owed) + 880)


@judged
def tab_text_with_byte_order_mark() -> Case:
    rows: list[Row] = [["项目名称", "房号", "楼栋", "业主姓名", "业主电话", "欠费周期", "费用", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(["锦绣苑", h.key, f"{h.building}栋", h.owner, h.phone, "2023-01至2023-12", "物业费", comma(fen(i))])
        owed.append(line(h, "物业费", year(2023), fen(i)))
    text = "\r\n".join("\t".join(map(str, r)) for r in rows)
    return Case([page(rows)], 8, owed, raw=text.encode("utf-8-sig"), kinds=("txt",))


@judged
def excel_unicode_text() -> Case:
    rows: list[Row] = [["房产编码", "户主", "费用科目", "开始时间", "结束时间", "应缴", "已缴", "欠缴"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                h.key,
                h.owner,
                "物业费",
                "2023/1/1",
                "2023/12/31",
                f'"{comma(fen(i) + 100)}"',
                "1.00",
                f'"{comma(fen(i))}"',
            ]
        )
        owed.append(line(h, "物业费", year(2023), fen(i)))
    text = "\r\n".join("\t".join(map(str, r)) for r in rows)
    return Case([page(rows)], 8, owed, raw=text.encode("utf-16"), kinds=("txt",))


@judged
def comma_text_with_titles_notes_and_trailing_commas() -> Case:
    lines = [
        "某某物业服务有限公司欠费清单,,,,,",
        "打印时间：2024-07-02 10:11,,,,,",
        ",,,,,",
        "房号,业主,2024年4月,2024年5月,2024年6月,合计",
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) for k in range(3)]
        lines.append(f"{h.key},{h.owner}," + ",".join(f'"{comma(v)}"' for v in (*vs, sum(vs))))
        owed += [line(h, "物业费", months(2024, 4 + k), v) for k, v in enumerate(vs)]
    lines += [
        f'合计,,,,,"{comma(total(owed))}"',
        ",,,,,",
        '"说明：以上金额不含滞纳金,如有疑问请致电 0571-88886666",,,,,',
    ]
    return Case([page([])], 8, owed, stated=total(owed), raw="\n".join(lines).encode("gb18030"), kinds=("csv",))

"""What the cashier at the counter keeps by hand: ticks, words for paid, notes, subtotals under each household."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

NO_PERIOD = frozenset({"period_missing"})


@judged
def subtotal_under_each_household() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    merges = []
    for i, h in enumerate(HOMES):
        top = len(rows)
        for k, item in enumerate(("物业费", "电梯费", "垃圾清运费")):
            rows.append([h.key if not k else None, h.owner if not k else None, item, "2024年", yuan(fen(i, k))])
            owed.append((h.key, item, *year(2024), fen(i, k)))
        rows.append([None, None, "小计", None, yuan(sum(fen(i, k) for k in range(3)))])
        merges += [(top, c, top + 3, c) for c in (0, 1)]
    rows.append(["总计", None, None, None, yuan(total(owed))])
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def pages_with_carried_sums() -> Case:
    head: Row = ["序号", "房号", "姓名", "年度", "欠缴金额"]
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i % 3 == 0:
            rows += [["幸福里小区物业费欠缴清单"], head]
        rows.append([i + 1, h.key, h.owner, "2023年", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
        if i % 3 == 2:
            rows += [
                ["本页小计", None, None, None, yuan(total(owed[-3:]))],
                ["累计", None, None, None, yuan(total(owed))],
            ]
            rows.append([f"第{i // 3 + 1}页 共3页"])
    rows += [["本页小计", None, None, None, yuan(total(owed[-2:]))], ["总计", None, None, None, yuan(total(owed))]]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def months_where_words_say_paid() -> Case:
    """A month's cell holds an amount when owed, or a word."""
    rows: list[Row] = [["2024年物业费"], ["房号", "业主", *[f"{m}月" for m in range(1, 7)]]]
    owed: list[Owed] = []
    words = ["已交", "已缴", "免", "/", "—"]
    for i, h in enumerate(HOMES):
        row: Row = [h.key, h.owner]
        for m in range(1, 7):
            if (i + m) % 3 == 0:
                row.append(words[(i + m) % 5])
            else:
                row.append(yuan(fen(i, m)))
                owed.append((h.key, "物业费", *months(2024, m), fen(i, m)))
        rows.append(row)
    return Case([page(rows, merges=[(0, 0, 0, 7)])], 8, owed)


@judged
def ticks_and_crosses_with_a_sum() -> Case:
    """√ paid, × not; the sum column has the money. A crossed month is owed at the monthly fee."""
    rows: list[Row] = [
        ["2024年物业费收缴登记（√已交 ×未交）"],
        ["房号", "业主", "月缴费额", *[f"{m}月" for m in range(1, 7)], "欠费月数", "欠费金额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        marks = ["√" if m <= i % 5 else "×" for m in range(1, 7)]
        n = marks.count("×")
        rows.append([h.key, h.owner, yuan(fen(i)), *marks, n, yuan(fen(i) * n)])
        owed.append((h.key, "物业费", *months(2024, i % 5 + 1, 2024, 6), fen(i) * n))
    return Case([page(rows, merges=[(0, 0, 0, 10)])], 8, owed)


@judged
def status_word_beside_the_amount() -> Case:
    rows: list[Row] = [["房号", "业主", "收费项目", "费用所属期", "金额", "缴费情况"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = i % 3 == 0
        rows.append([h.key, h.owner, "物业费", "2024年1-6月", yuan(fen(i)), "已交" if paid else "未交"])
        if not paid:
            owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))


@judged
def status_that_says_in_part() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "应缴", "已缴", "状态"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due = fen(i)
        paid = (0, 5_000, due)[i % 3]
        rows.append([h.key, h.owner, "2024.1-2024.12", yuan(due), yuan(paid), ("未缴", "部分缴纳", "已缴清")[i % 3]])
        if due - paid:
            owed.append((h.key, "物业费", *year(2024), due - paid))
    return Case([page(rows)], 8, owed)


@judged
def tick_in_a_column_of_its_own() -> Case:
    rows: list[Row] = [["房号", "业主", "2024年物业费", "已交", "未交", "备注"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = i % 4 == 0
        rows.append([h.key, h.owner, yuan(fen(i)), "√" if paid else None, None if paid else "√", None])
        if not paid:
            owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))


@judged
def the_tick_after_each_fee() -> Case:
    """Each fee has a column for the tick: a ticked fee is paid."""
    rows: list[Row] = [["房号", "业主", "2024年物业费", "√", "2024年电梯费", "√"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        ticks = [i % 2 == 0, i % 3 == 0]
        row: Row = [h.key, h.owner]
        for k, item in enumerate(("物业费", "电梯费")):
            row += [yuan(fen(i, k)), "√" if ticks[k] else None]
            if not ticks[k]:
                owed.append((h.key, item, *year(2024), fen(i, k)))
        rows.append(row)
    return Case([page(rows)], 8, owed, codes=frozenset({"ticks_paid"}))


@judged
def last_year_and_months_and_what_is_left() -> Case:
    """Carried from last year, twelve months due, money received: only the last column is owed."""
    rows: list[Row] = [
        ["2024年度物业费收费台账"],
        ["房号", "户主", "上年结欠", *[f"{m}月应收" for m in range(1, 13)], "应收合计", "已收合计", "年末结欠"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        old, month = fen(i), 10_000 + i * 11
        due = old + month * 12
        paid = due if i == 1 else 40_000
        rows.append([h.key, h.owner, yuan(old), *[yuan(month)] * 12, yuan(due), yuan(paid), yuan(due - paid)])
        if i != 1:
            owed.append((h.key, "物业费", None, None, due - paid))
    return Case([page(rows)], 8, owed, codes=frozenset())


@judged
def due_and_paid_for_each_month() -> Case:
    rows: list[Row] = [["房号", "业主", *[f"2024年{m}月{w}" for m in range(1, 5) for w in ("应收", "实收")]]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [h.key, h.owner]
        for m in range(1, 5):
            due = fen(i, m)
            paid = due if (i + m) % 3 == 0 else 0
            row += [yuan(due), yuan(paid) if paid else None]
            if not paid:
                owed.append((h.key, "物业费", *months(2024, m), due))
        rows.append(row)
    return Case([page(rows)], 8, owed)


@judged
def two_phones_and_a_story() -> Case:
    rows: list[Row] = [["房号", "姓名", "联系方式", "欠费年份", "欠费(元)", "催缴情况"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        story = f"2024.3.{i + 1}电话联系2次，称11月付500元，共欠{i + 2}年"
        rows.append([h.key, h.owner, f"{h.phone}/1390000{i:04d}", "2023", yuan(fen(i)), story])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def rows_apart_and_columns_apart() -> Case:
    rows: list[Row] = [["欠费名单"], [], [None, "房号", None, "业主", None, "欠费期间", None, "金额"], []]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows += [[None, h.key, None, h.owner, None, "2024.1-2024.6", None, yuan(fen(i))], []]
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    rows += [
        [],
        [None, "注：1、以上欠费截至2024年6月30日，共8户。"],
        [None, "2、如有疑问请致电0571-88886666。"],
        [None, "制表：小李", None, "审核：老王"],
    ]
    return Case([page(rows)], 8, owed)


@judged
def total_above_the_rows() -> Case:
    owed: list[Owed] = [(h.key, "物业费", *year(2024), fen(i)) for i, h in enumerate(HOMES)]
    rows: list[Row] = [["房号", "业主", "账期", "欠费"], ["合计", "8户", None, yuan(total(owed))]]
    rows += [[h.key, h.owner, "2024年度", yuan(fen(i))] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def a_long_letter_above() -> Case:
    rows: list[Row] = [
        [f"说明{n}：本表由收费处整理，请各管家于2024年12月{n}日前核对，有误请联系。"] for n in range(1, 26)
    ]
    rows.append(["房号", "业主", "欠费期间", "欠费金额", "管家"])
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年上半年", yuan(fen(i)), "小李"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def amounts_with_signs_of_money() -> Case:
    styles = [
        lambda v: f"¥{comma(v)}",
        lambda v: f"￥{yuan(v)}",
        lambda v: f"人民币{comma(v)}元",
        lambda v: f"RMB {yuan(v)}",
    ]
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", styles[i % 4](fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def wide_digits_and_spaces() -> Case:
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    rows: list[Row] = [["　房　号　", " 业 主 ", "欠费期间 ", "欠费金额　"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                f"{h.key.translate(wide)}　",
                f" {h.owner} ",
                "2024.1-2024.6 ".translate(wide),
                f" {yuan(fen(i))} ".translate(wide),
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def year_and_month_in_four_columns() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "欠费起", None, "欠费止", None, "欠费金额"],
        [None, None, "年", "月", "年", "月", None],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2023, i + 1, 2024, 12 - i, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2023, i + 1, 2024, 12 - i), fen(i)))
    merges = [(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1), (0, 6, 1, 6)]
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def a_year_a_row_and_its_months() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", *[f"{m}月" for m in range(1, 13)], "小计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for y in (2022, 2023):
            parts = [fen(i, m + y % 7) if (m + i) % 4 else 0 for m in range(1, 13)]
            rows.append([h.key, h.owner, y, *(yuan(p) if p else None for p in parts), yuan(sum(parts))])
            owed += [(h.key, "物业费", *months(y, m + 1), p) for m, p in enumerate(parts) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def months_that_are_not_in_a_row() -> Case:
    """1、2、5月 is no span: whoever writes one span of it has invented two months. Asking is right."""
    rows: list[Row] = [["房号", "业主", "欠费月份", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年1、2、5月" if i == 4 else "2024年1、2、3月", yuan(fen(i))])
        span = (None, None) if i == 4 else months(2024, 1, 2024, 3)
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_unreadable"}))


@judged
def start_and_number_of_months() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费起始日", "欠费月数", "月物业费", "累计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        n = i + 3
        rows.append([h.key, h.owner, datetime.date(2023, 4, 1), n, yuan(fen(i)), yuan(fen(i) * n)])
        owed.append((h.key, "物业费", *months(2023, 4, 2023 + (3 + n - 1) // 12, (3 + n - 1) % 12 + 1), fen(i) * n))
    return Case([page(rows)], 8, owed)


@judged
def crosses_and_a_monthly_fee_without_a_sum() -> Case:
    """√ and × and what a month costs: what is owed is counted, and it is said."""
    rows: list[Row] = [
        ["2023年收费情况（√已缴 ×未缴）"],
        ["房号", "业主", "月物业费", *[f"{m}月" for m in range(1, 13)]],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = i if i < 7 else 12
        rows.append([h.key, h.owner, yuan(fen(i)), *["√"] * paid, *["×"] * (12 - paid)])
        if paid < 12:
            owed.append((h.key, "物业费", *months(2023, paid + 1, 2023, 12), fen(i) * (12 - paid)))
    return Case([page(rows, merges=[(0, 0, 0, 14)])], 8, owed, codes=frozenset({"amount_computed"}))

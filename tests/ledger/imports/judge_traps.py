"""Sheets that tempt a reader to count money twice, or to count what is no debt at all."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

VAGUE = frozenset({"period_vague"})
NO_PERIOD = frozenset({"period_missing"})


@judged
def due_paid_and_owed_of_two_fees() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "年度", "应收物业费", "应收电梯费", "实收物业费", "实收电梯费", "欠物业费", "欠电梯费"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [h.key, h.owner, 2024, yuan(fen(i) + 5000), yuan(fen(i, 1) + 3000), 50, 30, yuan(fen(i)), yuan(fen(i, 1))]
        )
        owed += [(h.key, "物业费", *year(2024), fen(i)), (h.key, "电梯费", *year(2024), fen(i, 1))]
    return Case([page(rows)], 8, owed)


@judged
def due_paid_and_owed_of_two_years() -> Case:
    rows: list[Row] = [
        ["房号", "业主", *[f"{y}年{w}" for y in (2023, 2024) for w in ("应收", "已收", "欠费")], "累计欠费"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, *[v for p in parts for v in (yuan(p + 2000), 20, yuan(p))], yuan(sum(parts))])
        owed += [(h.key, "物业费", *year(2023 + k), p) for k, p in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def earlier_years_and_this_year_each_with_receipts() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "往年欠费", "往年已收", "往年结欠", "本年应收", "本年已收", "本年欠费", "合计欠费"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        old, new = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(old + 1000), 10, yuan(old), yuan(new + 2000), 20, yuan(new), yuan(old + new)])
        owed += [(h.key, "物业费", None, None, old), (h.key, "物业费", None, None, new)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=VAGUE)


@judged
def before_and_after_this_collection() -> Case:
    rows: list[Row] = [["房号", "业主", "原欠费金额", "本次收回金额", "现欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i) + 30_000), 300, yuan(fen(i))])
        owed.append((h.key, "物业费", None, None, fen(i)))
    return Case([page(rows)], 8, owed, codes=NO_PERIOD)


@judged
def discounted_sum_beside_the_full_one() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "应收金额", "折扣", "折后应收", "实收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        net = fen(i) + 10_000
        rows.append([h.key, h.owner, "2024年", yuan(net * 2), 0.5, yuan(net), 100, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def what_was_promised() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额", "承诺缴费金额", "承诺日期", "计划回款"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023.1-2023.12", yuan(fen(i)), 500, "2024-12-20", 300])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def a_row_of_prices_under_the_header() -> Case:
    """The first row says what a square metre costs: no household."""
    rows: list[Row] = [["房号", "业主", "2024年物业费", "2024年电梯费"], ["收费标准", None, "2.10元/㎡", "0.50元/㎡"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), yuan(fen(i, 1))])
        owed += [(h.key, "物业费", *year(2024), fen(i)), (h.key, "电梯费", *year(2024), fen(i, 1))]
    return Case([page(rows)], 8, owed)


@judged
def less_and_plus_below_the_total() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2023, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    rows += [
        ["合计", None, None, yuan(total(owed))],
        ["减：本月收回", None, None, 1000],
        ["期末余额", None, None, yuan(total(owed) - 100_000)],
    ]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"unrecognised_row"}))


@judged
def brought_forward_above_the_rows() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "欠费金额"], ["上月结转", None, None, 12345.67]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2023, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"unrecognised_row"}))


@judged
def receipts_in_another_sheet() -> Case:
    debts: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    paid: list[Row] = [["房号", "业主", "收款日期", "收款金额", "收款方式", "收据号"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        debts.append([h.key, h.owner, "2024年", yuan(fen(i))])
        paid.append([h.key, h.owner, "2024-11-05", 120.5 + i, "微信", f"{i:06d}"])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(debts, "欠费"), page(paid, "已收款")], 8, owed, codes=frozenset({"amount_column_missing"}))


@judged
def households_and_prices_in_other_sheets() -> Case:
    debts: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    people: list[Row] = [["房号", "姓名", "电话", "建筑面积", "收房日期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        debts.append([h.key, h.owner, "2024年", yuan(fen(i))])
        people.append([h.key, h.owner, h.phone, h.area, "2020-05-01"])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    prices: list[Row] = [["费用项目", "收费标准", "单位"], ["物业费", 2.1, "元/㎡·月"], ["电梯费", 0.5, "元/㎡·月"]]
    return Case(
        [page(debts, "欠费"), page(people, "业主资料"), page(prices, "收费标准")], 8, owed,
        codes=frozenset({"amount_column_missing"}),
    )  # fmt: skip


@judged
def month_ends_in_sheets_of_their_own() -> Case:
    """A sheet a month, each with all that was owed at its end: adding them up would count every debt three times."""
    pages, owed = [], []
    for m in (10, 11, 12):
        rows: list[Row] = [[f"截至2024年{m}月末累计欠费"], ["房号", "业主", "累计欠费"]]
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner, yuan(fen(i) + m * 100)])
            if m == 12:
                owed.append((h.key, "物业费", None, None, fen(i) + m * 100))
        pages.append(page(rows, f"{m}月末"))
    return Case(pages, 8, owed, codes=frozenset({"period_missing", "sheet_repeats"}))


@judged
def kept_money_and_debts_called_balances() -> Case:
    rows: list[Row] = [["房号", "业主", "预存余额", "欠费余额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 88.8 if i % 2 else None, yuan(fen(i))])
        owed.append((h.key, "物业费", None, None, fen(i)))
    return Case([page(rows)], 8, owed, codes=NO_PERIOD)


@judged
def shops_announced_by_a_line() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i == 6:
            rows.append(["以下为商铺"])
        number = f"S-{i}" if i >= 6 else h.key
        rows.append([number, h.owner, "2024年", yuan(fen(i))])
        owed.append((number, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, names_rooms=False)


@judged
def four_measures_under_one_year() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "2024年收费情况", None, None, None],
        [None, None, "应收", "已收", "优惠", "欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i) + 6000), 40, 20, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows, merges=[(0, 2, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1)])], 8, owed)


@judged
def paid_or_owed_one_of_both() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "已缴金额", "欠缴金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = i % 3 == 0
        rows.append([h.key, h.owner, "2024", yuan(fen(i)) if paid else None, None if paid else comma(fen(i))])
        if not paid:
            owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def amounts_nobody_should_guess() -> Case:
    odd = ["约1200", "1200+300", "1234.5/2年", "1.234.50", "面议", "1200-1500"]
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", odd[i] if i < 6 else yuan(fen(i))])
        if i >= 6:
            owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"amount_unreadable"}))


@judged
def commas_and_spaces_in_amounts() -> Case:
    styles = [lambda v: comma(v).replace(",", "，"), lambda v: comma(v).replace(",", " "), lambda v: f"{comma(v)}￥"]
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", styles[i % 3](fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def rooms_with_remarks_behind() -> Case:
    tails = ["（空置）", " 已售", "(出租)", "【毛坯】", "（未装修）", "", "*", "（法拍）"]
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.key}{tails[i]}", f"{h.owner}{'(已故)' if i == 2 else ''}", "2024年", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def since_then_until_now() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费时间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023年7月至今", yuan(fen(i))])
        owed.append((h.key, "物业费", months(2023, 7)[0], None, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_open"}))


@judged
def until_june_and_new_since() -> Case:
    rows: list[Row] = [["房号", "业主", "截至2024年6月欠费", "2024年7月欠费", "2024年8月欠费", "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [
            (h.key, "物业费", None, None, parts[0]),
            (h.key, "物业费", *months(2024, 7), parts[1]),
            (h.key, "物业费", *months(2024, 8), parts[2]),
        ]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=NO_PERIOD)


@judged
def start_and_end_years_and_months_in_one_row() -> Case:
    rows: list[Row] = [["房号", "业主", "起始年", "起始月", "截止年", "截止月", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2022, i + 1, "2024年", f"{i + 2}月", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2022, i + 1, 2024, i + 2), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def halves_with_letters_under_fees() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "物业费", None, "车位费", None],
        [None, None, "24H1", "24H2", "Q3 2024", "Q4 2024"],
    ]
    owed: list[Owed] = []
    spans = [months(2024, 1, 2024, 6), months(2024, 7, 2024, 12), months(2024, 7, 2024, 9), months(2024, 10, 2024, 12)]
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, parts)])
        owed += [(h.key, "物业费" if k < 2 else "车位费", *spans[k], p) for k, p in enumerate(parts)]
    return Case([page(rows, merges=[(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1)])], 8, owed)

"""The judge's second visit: years that headers leave out, units in rows of their own, pairs, states and headings."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row


@judged
def columns_of_two_years() -> Case:
    rows: list[Row] = [["房号", "业主", "2021-2022年欠费", "2023年1-6月", "2023年7月-2024年3月", "合计"]]
    spans = [months(2021, 1, 2022, 12), months(2023, 1, 2023, 6), months(2023, 7, 2024, 3)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def months_across_new_year_under_a_title() -> Case:
    order = (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
    rows: list[Row] = [
        ["2023年7月至2024年6月物业费欠费表"],
        ["房号", "业主", *[f"{m}月" for m in order], "合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(12)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2023 + (m < 7), m), p) for m, p in zip(order, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def months_across_new_year_and_one_year_in_the_title() -> Case:
    """11月, 12月, 1月, 2月 under 2024年: nobody can tell which months are of another year, so none is dated."""
    rows: list[Row] = [["2024年物业费欠费表"], ["房号", "业主", "11月", "12月", "1月", "2月", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", None, None, p) for p in parts]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"month_without_year"}))


@judged
def units_in_the_third_header_row() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "欠费金额", "", ""],
        ["", "", "2022年", "2023年", "2024年"],
        ["", "", "万元", "万元", "万元"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) // 100 * 100 for k in range(3)]
        rows.append([h.key, h.owner, *[p / 1e6 for p in parts]])
        owed += [(h.key, "物业费", *year(2022 + k), p) for k, p in enumerate(parts)]
    merges = [(0, 2, 0, 4), (0, 0, 2, 0), (0, 1, 2, 1)]
    return Case([page(rows, merges=merges)], 8, owed, kinds=("xlsx", "xls"))


@judged
def year_section_rows_over_months() -> Case:
    rows: list[Row] = [["房号", "业主", "月份", "欠费金额"]]
    owed: list[Owed] = []
    for y in (2023, 2024):
        rows.append([f"{y}年"])
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner, f"{i + 1}月", yuan(fen(i, y))])
            owed.append((h.key, "物业费", *months(y, i + 1), fen(i, y)))
    return Case([page(rows)], 8, owed)


@judged
def quarters_in_numerals_beside_years() -> Case:
    words = ["一季度", "2季度", "第三季度", "4", "Q1", "二", "3", "第4季度"]
    rows: list[Row] = [["房号", "业主", "年度", "季度", "欠费"]]
    owed: list[Owed] = []
    for i, (h, q) in enumerate(zip(HOMES, (1, 2, 3, 4, 1, 2, 3, 4), strict=True)):
        rows.append([h.key, h.owner, 2024, words[i], yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, q * 3 - 2, 2024, q * 3), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def titles_repeated_on_every_page() -> Case:
    """A title, the header again, a sum in words: none of them is a household."""
    head: Row = ["房号", "业主", "费用项", "账期", "金额"]
    rows, owed = [], []
    for at in (0, 4):
        rows += [["××花园欠费表"], [f"第{at // 4 + 1}页 共2页"], head]
        for i, h in list(enumerate(HOMES))[at : at + 4]:
            rows.append([h.key, h.owner, "物业费", "2024年4月", yuan(fen(i))])
            owed.append((h.key, "物业费", *months(2024, 4), fen(i)))
        rows.append(["本页合计", "", "", "", yuan(total(owed[at:]))])
    rows += [["总计", "", "", "", yuan(total(owed))], ["大写", "人民币壹万元整"]]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def two_numbered_pairs() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费起止1", "金额1", "欠费起止2", "金额2"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2022.1-2022.12", yuan(fen(i)), "2023.1-2023.6", yuan(fen(i, 1))])
        owed.append((h.key, "物业费", *year(2022), fen(i)))
        owed.append((h.key, "物业费", *months(2023, 1, 2023, 6), fen(i, 1)))
    return Case([page(rows)], 8, owed)


@judged
def two_columns_of_one_name() -> Case:
    """The second 欠费 says something else: it is not dropped in silence."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i)), yuan(fen(i, 1))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"unknown_column"}))


@judged
def up_to_last_month_and_this_month() -> Case:
    rows: list[Row] = [["房号", "业主", "截至上月欠费", "本月欠费", "累计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", None, None, a), (h.key, "物业费", None, None, b)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def age_of_the_debt_beside_it() -> Case:
    """1年以内 … 3年以上 add up to 欠费总额: they are its parts, and no doubt."""
    ages = ["1年以内", "1-2年", "2-3年", "3年以上"]
    rows: list[Row] = [["房号", "业主", "期间", "欠费总额", *ages]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, "2021年1月-2024年12月", yuan(sum(parts)), *map(yuan, parts)])
        owed.append((h.key, "物业费", *months(2021, 1, 2024, 12), sum(parts)))
    return Case([page(rows)], 8, owed)


@judged
def rate_of_the_late_charge() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费本金", "逾期天数", "日违约金率", "违约金", "期间"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), 100 + i, "0.5‰", yuan(50 + i), "2024-03"])
        owed.append((h.key, "物业费", *months(2024, 3), fen(i)))
    return Case([page(rows)], 8, owed, late=sum(50 + i for i in range(8)))


@judged
def owner_of_several_rooms_with_one_total() -> Case:
    rows: list[Row] = [["业主", "房号", "账期", "欠费", "户欠费合计"]]
    owed: list[Owed] = []
    merges = []
    for group in ([0, 1], [2], [3, 4, 5], [6, 7]):
        top = len(rows)
        for n, i in enumerate(group):
            first = n == 0
            rows.append(
                [
                    HOMES[i].owner if first else None,
                    HOMES[i].key,
                    "2024年",
                    yuan(fen(i)),
                    yuan(sum(fen(j) for j in group)) if first else None,
                ]
            )
            owed.append((HOMES[i].key, "物业费", *year(2024), fen(i)))
        merges += [(top, c, top + len(group) - 1, c) for c in (0, 4)] if len(group) > 1 else []
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def account_numbers_beside_door_numbers() -> Case:
    rows: list[Row] = [["序号", "户号", "楼栋", "单元", "门牌号", "户主", "欠费年度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([i + 1, 100_000 + i, h.building, h.entrance, h.room, h.owner, 2023, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def deposits_without_a_period() -> Case:
    rows: list[Row] = [["房号", "业主", "收费项目", "开始", "结束", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2024-01-01", "2024-12-31", yuan(fen(i))])
        rows += [[h.key, h.owner, "装修保证金", "", "", 2000]] if i % 2 else []
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, deposits=800_000)


@judged
def months_twice_under_two_years() -> Case:
    order = [*range(1, 13), *range(1, 13)]
    rows: list[Row] = [["2023-2024年物业费欠费表"], ["房号", "业主", *[f"{m}月" for m in order], "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(24)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2023 + k // 12, k % 12 + 1), p) for k, p in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def quarters_summed_between_their_months() -> Case:
    rows: list[Row] = [
        ["2024年度"],
        ["房号", "业主", "1月", "2月", "3月", "一季度小计", "4月", "5月", "6月", "二季度小计", "上半年合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        p = [yuan(fen(i, k)) for k in range(6)]
        whole = [fen(i, k) for k in range(6)]
        rows.append([h.key, h.owner, *p[:3], yuan(sum(whole[:3])), *p[3:], yuan(sum(whole[3:])), yuan(sum(whole))])
        owed += [(h.key, "物业费", *months(2024, k + 1), fen(i, k)) for k in range(6)]
    rows.append(["合计", "", *[None] * 8, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def what_a_year_costs_beside_what_each_year_owes() -> Case:
    rows: list[Row] = [["房号", "姓名", "面积", "单价", "年物业费", "2022年", "2023年", "2024年", "合计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i) if (i + k) % 3 else 0 for k in range(3)]
        rows.append([h.key, h.owner, h.area, 1.5, yuan(fen(i)), *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *year(2022 + k), p) for k, p in enumerate(parts) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def a_sheet_of_receipts_beside_the_debts() -> Case:
    """缴费金额 and 缴费日期: money that came, never a debt."""
    debts: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    receipts: list[Row] = [["房号", "业主", "账期", "缴费金额", "缴费日期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        debts.append([h.key, h.owner, "2024-05", yuan(fen(i))])
        receipts.append([h.key, h.owner, "2024-04", yuan(fen(i, 2)), "2024-04-05"])
        owed.append((h.key, "物业费", *months(2024, 5), fen(i)))
    pages = [page(debts, "欠费"), page(receipts, "已缴费")]
    return Case(pages, 8, owed, codes=frozenset({"amount_column_missing"}), kinds=("xlsx", "xls"))


@judged
def months_owed_in_few_signs() -> Case:
    given = ["1-12月", "3月-8月", "5-6", "1月", "第二季度", "下半年", "全年", "7、8月"]
    spans = [(1, 12), (3, 8), (5, 6), (1, 1), (4, 6), (7, 12), (1, 12), (7, 8)]
    rows: list[Row] = [["2024年度物业费未交清单"], ["房号", "业主", "欠费月份", "欠费金额"]]
    owed: list[Owed] = []
    for i, (h, (a, b)) in enumerate(zip(HOMES, spans, strict=True)):
        rows.append([h.key, h.owner, given[i], yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, a, 2024, b), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def nothing_owed_where_something_is_due() -> Case:
    """应收 less 实收 leaves money, and 欠费 says 0: taken as written, but said."""
    rows: list[Row] = [["房号", "业主", "账期", "应收", "实收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024-05", yuan(fen(i) + 100), 1, 0 if i == 3 else yuan(fen(i))])
        owed += [] if i == 3 else [(h.key, "物业费", *months(2024, 5), fen(i))]
    return Case([page(rows)], 8, owed, codes=frozenset({"outstanding_mismatch"}))

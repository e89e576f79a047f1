"""The judge's third visit: words for both ends of a debt, brackets around months, money that came back in its own column."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row


@judged
def both_ends_in_other_words() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费起始年月", "欠费截止年月", "欠费月数", "月缴费额", "欠费总额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023年7月", "2024年6月", 12, yuan(fen(i)), yuan(fen(i) * 12)])
        owed.append((h.key, "物业费", *months(2023, 7, 2024, 6), fen(i) * 12))
    return Case([page(rows)], 8, owed)


@judged
def arrears_of_earlier_years_got_back() -> Case:
    """以前年度欠费 + 本年应收 − 本年实收 − 收回以前年度欠费 = 期末欠费: only the last is owed."""
    rows: list[Row] = [
        ["房号", "业主", "以前年度欠费", "本年应收", "本年实收", "收回以前年度欠费", "期末欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i) + 20_000), 1000, 700, 500, yuan(fen(i))])
        owed.append((h.key, "物业费", None, None, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def months_in_brackets_and_ranges_of_quarters() -> Case:
    given = {
        "2024年（1-6月）": months(2024, 1, 2024, 6),
        "2024年(第3季度)": months(2024, 7, 2024, 9),
        "2024年3-4季度": months(2024, 7, 2024, 12),
        "2024年(1-6)月": months(2024, 1, 2024, 6),
        "2024年上半年（1-6月）": months(2024, 1, 2024, 6),
        "2024年1-6月（已起诉）": months(2024, 1, 2024, 6),
        "2024.1-2024.6（6个月）": months(2024, 1, 2024, 6),
        "2024年度（下半年）": months(2024, 7, 2024, 12),
    }
    rows: list[Row] = [["房号", "业主", "欠费时间", "欠费金额"]]
    owed: list[Owed] = []
    for i, (h, (text, span)) in enumerate(zip(HOMES, given.items(), strict=True)):
        rows.append([h.key, h.owner, text, yuan(fen(i))])
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def brackets_and_quarters_in_headers() -> Case:
    spans = [months(2023, 1, 2023, 6), months(2023, 7, 2023, 12), months(2024, 7, 2024, 12)]
    rows: list[Row] = [["房号", "业主", "2023年（1-6月）", "2023年(下半年)", "2024年3-4季度", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def shares_and_averages_under_the_total() -> Case:
    rows: list[Row] = [["房号", "业主", "2023年", "2024年", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *year(2023), a), (h.key, "物业费", *year(2024), b)]
    rows += [
        ["合计", "", "", "", yuan(total(owed))],
        ["收缴率", "", "85%", "90%", ""],
        ["户均", "", 12.5, 13.5, 26],
        ["说明：1.本表不含空置房；2.共8户欠费"],
        ["2.联系人：李某 13800000000"],
    ]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def sheets_named_by_month_under_a_title_of_the_year() -> Case:
    pages, owed = [], []
    for m in (4, 5, 6):
        rows: list[Row] = [["2024年欠费表"], ["房号", "业主", "物业费", "电梯费", "小计"]]
        for i, h in enumerate(HOMES):
            a, b = fen(i, m), fen(i, m + 7)
            rows.append([h.key, h.owner, yuan(a), yuan(b), yuan(a + b)])
            owed += [(h.key, "物业费", *months(2024, m), a), (h.key, "电梯费", *months(2024, m), b)]
        pages.append(page(rows, f"{m}月"))
    return Case(pages, 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def number_of_households_under_the_total() -> Case:
    rows: list[Row] = [["房号", "业主", "2023年", "2024年", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *year(2023), a), (h.key, "物业费", *year(2024), b)]
    rows += [["合计金额", "", "", "", yuan(total(owed))], ["合计户数", "", "", "", 8]]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def unit_in_a_note_under_the_table() -> Case:
    rows: list[Row] = [["欠费统计表"], ["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        value = fen(i) // 100 * 100
        rows.append([h.key, h.owner, "2024年", value / 1e6])
        owed.append((h.key, "物业费", *year(2024), value))
    rows.append(["注：本表金额单位为万元"])
    return Case([page(rows)], 8, owed)


@judged
def ten_thousands_without_a_word() -> Case:
    """Nothing names the unit: read as 元, and said that it looks like 万元."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", (i + 1) * 1.2346])
        owed.append((h.key, "物业费", *year(2024), round((i + 1) * 123.46)))
    return Case([page(rows)], 8, owed, codes=frozenset({"unit_unclear"}), kinds=("xlsx", "xls"))


@judged
def overpaid_household() -> Case:
    """应收 − 实收 = 欠费 < 0: asked about once, as a negative amount."""
    rows: list[Row] = [["房号", "业主", "费用名称", "账期", "应收", "实收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due = [100, 300, -200] if i == 4 else [yuan(fen(i) + 100), 1, yuan(fen(i))]
        rows.append([h.key, h.owner, "物业费", "2024-05", *due])
        owed += [] if i == 4 else [(h.key, "物业费", *months(2024, 5), fen(i))]
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))


@judged
def fee_items_under_the_word_project() -> Case:
    """项目 holds fee items, with the word 合计 under those of every household: no estate is called 物业费."""
    rows: list[Row] = [["房号", "业主", "项目", "时间段", "应缴", "违约金", "小计"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        mark, fines = len(owed), late
        for k, item in enumerate(("物业费", "电梯费")):
            fine = 10 + i + k
            first = [h.key, h.owner] if k == 0 else ["", ""]
            rows.append([*first, item, "2024年1月-12月", yuan(fen(i, k)), yuan(fine), yuan(fen(i, k) + fine)])
            owed.append((h.key, item, *year(2024), fen(i, k)))
            late += fine
        rows.append(["", "", "合计", "", "", "", yuan(total(owed[mark:]) + late - fines)])
    rows.append(["总计", "", "", "", "", "", yuan(total(owed) + late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def buildings_summed_by_a_pivot_table() -> Case:
    """``3栋 汇总`` is a subtotal: it neither is a household nor names the building of the rows below."""
    rows: list[Row] = [["求和项:欠费金额", "", "费用项目", "", ""], ["楼栋", "房号", "物业费", "车位费", "总计"]]
    owed: list[Owed] = []
    for b in (3, 5, 12):
        mark = len(owed)
        for i, h in enumerate(HOMES):
            if h.building == b:
                first = f"{b}栋" if len(owed) == mark else ""
                rows.append([first, f"{h.entrance}-{h.room}", *map(yuan, (fen(i), fen(i, 1), fen(i) + fen(i, 1)))])
                owed += [(h.key, "物业费", None, None, fen(i)), (h.key, "车位费", None, None, fen(i, 1))]
        rows.append([f"{b}栋 汇总", "", None, None, yuan(total(owed[mark:]))])
    rows.append(["总计", "", None, None, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}))


@judged
def summary_by_building_under_the_rows() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024-05", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 5), fen(i)))
    rows += [["合计", "", "", yuan(total(owed))], [], ["楼栋", "户数", "欠费金额", ""]]
    rows += [[f"{b}栋", 2, yuan(sum(o[-1] for o in owed if o[0].startswith(f"{b}-"))), ""] for b in (3, 5, 12)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"sheet_without_rooms"}))


@judged
def ranks_ages_and_shares() -> Case:
    rows: list[Row] = [["排名", "房号", "业主", "欠费年限", "欠费金额", "占总欠费比", "风险等级", "账期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([i + 1, h.key, h.owner, f"{i + 1}年", yuan(fen(i)), "12.5%", "高", "2024年"])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def what_is_left_beside_what_it_was() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费总额", "已分期金额", "剩余欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.key}*", h.owner, "2024年", yuan(fen(i) + 5000), 50, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def what_came_and_what_is_left() -> Case:
    """欠费金额 = 本次收款 + 剩余 in every row: the last is what is owed now."""
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额", "本次收款", "剩余"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i) + 5000), 50, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def whole_dates_in_headers() -> Case:
    rows: list[Row] = [["房号", "业主", "2023.1.1-2023.12.31", "2024年1月1日至2024年6月30日", "合计"]]
    spans = [year(2023), months(2024, 1, 2024, 6)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(2)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def example_row_of_a_template() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "账期", "欠费", "备注"],
        ["示例：1-1-101", "张三", "2024年", "1000", "请删除本行"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i)), ""])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"unrecognised_row"}))


@judged
def two_columns_of_one_name_in_one_total() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "欠费", "欠费", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, "2024年", yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *year(2024), a), (h.key, "物业费", *year(2024), b)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_overlap"}))

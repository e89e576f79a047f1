"""A third round of unseen sheets: odd rows below the table, odd cells inside it."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

DAY = datetime.date


@judged
def averages_and_shares_below() -> Case:
    """合计, 户数, 户均欠费, 最大值 and 其中:住宅 below the table: only the first is a total, none is a household."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年度", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    rows.append(["合计", "8户", "", yuan(total(owed))])
    rows.append(["户均欠费", "", "", yuan(total(owed) // 8)])
    rows.append(["其中:住宅", "6户", "", yuan(total(owed) - 5_000)])
    rows.append(["其中:商铺", "2户", "", 50])
    rows.append(["欠费户数", 8])
    rows.append(["收缴率", "", "", "76.5%"])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def sum_in_words_below() -> Case:
    """以上合计金额 in one sentence with the figure in brackets."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023年度上半年", comma(fen(i))])
        owed.append((h.key, "物业费", *months(2023, 1, 2023, 6), fen(i)))
    rows.append([f"以上合计金额:人民币叁仟零壹拾柒元捌角捌分(¥{comma(total(owed))})", "", "", ""])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def yes_no_arrears_column() -> Case:
    """是否欠费 says 是 or 否; 欠费 金额 stands elsewhere; households that owe nothing say 否."""
    rows: list[Row] = [["房号", "业主", "是否欠费", "欠费起止", "金额(元)", "是否入住"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        owes = i % 3 != 2
        rows.append(
            [
                h.key,
                h.owner,
                "是" if owes else "否",
                "2024.1-2024.6" if owes else "",
                yuan(fen(i)) if owes else "",
                "是",
            ]
        )
        if owes:
            owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def letter_above_the_table() -> Case:
    """Eight lines of a covering letter with dates, figures and names stand above the header."""
    rows: list[Row] = [["关于报送2025年二季度欠费情况的函"], [], ["集团公司运营部:"]]
    rows += [
        ["现将阳光里项目截至2025年6月30日的欠费情况报送如下,共8户,合计3017.88元。"],
        ["一、总体情况:收缴率76.5%,同比提高2.3个百分点;"],
    ]
    rows += [["二、存在问题:3栋电梯故障12次,业主意见较大;"], ["联系人:周敏", "", "电话:13700001111"], []]
    rows.append(["序号", "房号", "业主姓名", "欠费周期", "欠费金额(元)"])
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([i + 1, h.key, h.owner, "2024/7-2025/6", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 7, 2025, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def fees_side_by_side_without_merges() -> Case:
    """物业费 over 月数 and 金额, 车位费 over 月数 and 金额; no merges, as after a copy through text."""
    top: Row = ["房号", "业主", "期间", "物业费", "", "车位费", ""]
    low: Row = ["", "", "", "月数", "金额", "月数", "金额"]
    rows, owed = [top, low], []
    for i, h in enumerate(HOMES):
        car = 36_000 if i % 2 else 0
        rows.append([h.key, h.owner, "2024年上半年", 6, yuan(fen(i)), 6 if car else "", yuan(car) or ""])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
        owed += [(h.key, "车位费", *months(2024, 1, 2024, 6), car)] if car else []
    return Case([page(rows)], 8, owed)


@judged
def periods_of_mixed_types() -> Case:
    """True dates, text, numbers and times of day mixed in 起 and 止."""
    rows: list[Row] = [["房号", "业主", "欠费时间", "", "欠费金额"], ["", "", "起", "止", ""]]
    given: list[tuple[object, object]] = [
        (DAY(2024, 1, 1), DAY(2024, 6, 30)),
        ("2024-01-01", "2024-06-30"),
        ("2024年1月", "2024年6月"),
        (20240101, 20240630),
        ("2024/1/1 0:00:00", "2024/6/30 23:59:59"),
        (45292, 45473),
        (202401, 202406),
        ("2024.01.01", "2024.06.30"),
    ]
    owed: list[Owed] = []
    for i, (h, (a, b)) in enumerate(zip(HOMES, given, strict=True)):
        rows.append([h.key, h.owner, a, b, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    return Case([page(rows, merges=merges)], 8, owed, kinds=("xlsx", "csv"))


@judged
def more_spellings_of_periods() -> Case:
    """What other clerks write."""
    spelt = [
        ("2024/1/1-2024/6/30", *months(2024, 1, 2024, 6)),
        ("2024.01.01--2024.06.30", *months(2024, 1, 2024, 6)),
        ("2024年01月-06月", *months(2024, 1, 2024, 6)),
        ("2024-01~2024-06", *months(2024, 1, 2024, 6)),
        ("24.01-24.06", *months(2024, 1, 2024, 6)),
        ("2024年第一季度至第三季度", *months(2024, 1, 2024, 9)),
        ("2022.12-2023.02", *months(2022, 12, 2023, 2)),
        ("2024年1月1日-6月30日", *months(2024, 1, 2024, 6)),
        ("2024年(全年)", *year(2024)),
        ("24年度", *year(2024)),
        ("2023年7月1日—2024年6月30日(12个月)", *months(2023, 7, 2024, 6)),
        ("2024年1月~2024年12月共12个月", *year(2024)),
        ("2024年1-6月份", *months(2024, 1, 2024, 6)),
        ("2024年元月-2024年6月", *months(2024, 1, 2024, 6)),
        ("2024 年 1 月 至 2024 年 6 月", *months(2024, 1, 2024, 6)),
        ("二三年全年", *year(2023)),
        ("2024年4、5、6月", *months(2024, 4, 2024, 6)),
        ("2023.7.1至2024.6.30", *months(2023, 7, 2024, 6)),
        ("2024年度第二季度", *months(2024, 4, 2024, 6)),
        ("2024年Q1-Q2", *months(2024, 1, 2024, 6)),
    ]
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, (text, start, end) in enumerate(spelt):
        rows.append([f"{i + 1}-2-301", f"陈{'甲乙丙丁'[i % 4]}", text, yuan(fen(i))])
        owed.append((f"{i + 1}-2-301", "物业费", start, end, fen(i)))
    return Case([page(rows)], len(spelt), owed)


@judged
def two_years_on_two_sheets_same_fee() -> Case:
    """The same households with the same flat fee on 2023年 and 2024年: both years are owed."""
    owed: list[Owed] = []
    pages = []
    for number in (2023, 2024):
        rows: list[Row] = [["房号", "业主", "面积", "年物业费", "欠费金额"]]
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner, h.area, yuan(fen(i)), yuan(fen(i))])
            owed.append((h.key, "物业费", *year(number), fen(i)))
        pages.append(page(rows, f"{number}年"))
    return Case(pages, 8, owed)


@judged
def co_owners_on_two_rows() -> Case:
    """Two owners of one flat with a share each: one household, both amounts, the second name reported."""
    rows: list[Row] = [["房号", "业主", "费项", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2024年度", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    rows.append([HOMES[0].key, "李梅", "物业费", "2024年度", yuan(fen(0) + 1)])
    owed.append((HOMES[0].key, "物业费", *year(2024), fen(0) + 1))
    return Case([page(rows)], 8, owed, codes=frozenset({"owner_differs", "period_overlap"}))


@judged
def english_export() -> Case:
    """A foreign system: Unit, Owner, Charge, From, To, Billed, Paid, Outstanding (RMB)."""
    rows: list[Row] = [["Unit", "Owner", "Charge Type", "From", "To", "Billed", "Paid", "Outstanding (RMB)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2024, 1, 2024, 3)
        rows.append([h.key, h.owner, "物业费", *span, yuan(fen(i) + 10_000), 100, yuan(fen(i))])
        owed.append((h.key, "物业费", *span, fen(i)))
    rows.append(["Total", "", "", "", "", yuan(total(owed) + 80_000), 800, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def last_month_carried_into_this() -> Case:
    """上月累计欠费 + 本月应收 − 本月实收 = 累计欠费: the last is owed, once."""
    rows: list[Row] = [["2025年6月收费月报"], ["房号", "业主", "上月累计欠费", "本月应收", "本月实收", "累计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        before, bill, paid = fen(i), 25_000, 10_000 * (i % 3)
        rows.append([h.key, h.owner, yuan(before), yuan(bill), yuan(paid), yuan(before + bill - paid)])
        owed.append((h.key, "物业费", None, None, before + bill - paid))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def rooms_as_numbers_under_building_title() -> Case:
    """3栋 in the title; rooms are the numbers 101, 202 …; entrance in its own column as 一单元."""
    rows: list[Row] = [["阳光里3栋2024年欠费表"], ["单元", "房号", "业主", "物业费", "垃圾费", "合计"]]
    owed: list[Owed] = []
    for i in range(8):
        values = [fen(i), 6_000]
        rows.append(
            [f"{'一二'[i % 2]}单元", 101 + i, f"王{'甲乙丙丁戊己庚辛'[i]}", *map(yuan, values), yuan(sum(values))]
        )
        room = f"3-{i % 2 + 1}-{101 + i}"
        owed += [(room, n, None, None, v) for n, v in zip(("物业费", "垃圾费"), values, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}))


@judged
def money_in_cents_and_large() -> Case:
    """金额(分) is an integer of 分; one shop owes more than a hundred thousand 元."""
    rows: list[Row] = [["房屋编码", "客户名称", "费用科目", "账期", "未缴金额(分)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        value = fen(i) + (12_345_678 if i == 5 else 0)
        rows.append([h.key, h.owner, "物业费", "2024-03", value])
        owed.append((h.key, "物业费", *months(2024, 3), value))
    return Case([page(rows)], 8, owed)


@judged
def several_amounts_in_one_cell() -> Case:
    """2023年:1200;2024年:800 in one cell cannot be split with certainty: held back and asked about."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023-2024年", "2023年:1200;2024年:800" if i == 3 else yuan(fen(i))])
        if i != 3:
            owed.append((h.key, "物业费", *months(2023, 1, 2024, 12), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"amount_unreadable"}))


@judged
def period_inside_the_item() -> Case:
    """No period column: 2024年1-6月物业费 in the item column says both; an item without a year stays undated."""
    rows: list[Row] = [["房号", "业主", "费用名称", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年1-6月物业费", yuan(fen(i))])
        rows.append([h.key, h.owner, "2023年度车位费", yuan(fen(i, 1))])
        owed += [(h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)), (h.key, "车位费", *year(2023), fen(i, 1))]
    rows.append([HOMES[0].key, HOMES[0].owner, "门禁卡费", 25])
    owed.append((HOMES[0].key, "门禁卡费", None, None, 2_500))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def quarter_numbers_beside_years() -> Case:
    """年度 2024 and 季度 4: the fourth quarter, not the year."""
    rows: list[Row] = [["房号", "业主", "年度", "季度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        quarter = i % 4 + 1
        rows.append([h.key, h.owner, 2024, quarter if i % 2 else f"第{'一二三四'[i % 4]}季度", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 3 * quarter - 2, 2024, 3 * quarter), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def first_days_that_make_whole_years() -> Case:
    """2024-01-01 to 2025-01-01 and nothing to check against: read as a year, and said so."""
    rows: list[Row] = [["收费对象", "业主名称", "开始时间", "结束时间", "物业费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        after = DAY(2025, 1, 1) if i % 2 else DAY(2024, 4 + 3 * (i % 3), 1)
        rows.append([h.key, h.owner, DAY(2024, 1, 1), after, yuan(fen(i))])
        owed.append((h.key, "物业费", DAY(2024, 1, 1), after - datetime.timedelta(days=1), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"end_day_excluded"}))

"""A second round of unseen sheets: other firms, other habits."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

DAY = datetime.date


@judged
def notice_table_with_capital_total() -> Case:
    """催缴 list: 收费标准 as 2.5元/㎡·月, 数量/面积, 应缴金额, 违约金, and a total in capitals beside the figure."""
    rows: list[Row] = [["阳光里小区欠费催缴清单"], ["打印时间:2025-06-30 09:12:08"]]
    rows.append(["房号", "业主", "收费名称", "收费标准", "数量/面积", "欠费时间", "应缴金额", "违约金", "备注"])
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        late += 1_000 + i
        rows.append(
            [
                h.key,
                h.owner,
                "物业费",
                "2.5元/㎡·月",
                f"{h.area}㎡",
                "2024-07-01~2024-12-31",
                yuan(fen(i)),
                yuan(1_000 + i),
                "",
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 12), fen(i)))
    rows.append(["合计(大写)", "叁仟零壹拾柒元捌角捌分", "", "", "", "", yuan(total(owed)), yuan(late), ""])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed))


@judged
def old_and_new_debts() -> Case:
    """往年陈欠 and 当年欠费 without years: both counted, both asked about."""
    rows: list[Row] = [["房号", "户主", "联系电话", "往年陈欠", "当年欠费", "合计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        old, new = (0 if i % 2 else fen(i)), fen(i, 1)
        rows.append([h.key, h.owner, h.phone, yuan(old) or "", yuan(new), yuan(old + new)])
        owed += [(h.key, "物业费", None, None, v) for v in (old, new) if v]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def years_as_numbers_under_group() -> Case:
    """Headers 2021 … 2024 as numbers under a merged 欠费年度(元); a grey 小计 column in between."""
    top: Row = ["序号", "楼栋", "房号", "业主", "欠费年度(元)", "", "", "", "", "欠费原因"]
    low: Row = ["", "", "", "", 2021, 2022, 2023, "小计", 2024, ""]
    merges = [(0, c, 1, c) for c in (0, 1, 2, 3, 9)] + [(0, 4, 0, 8)]
    rows, owed = [top, low], []
    for i, h in enumerate(HOMES):
        values = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)]
        rows.append([i + 1, f"{h.building}#", f"{h.entrance}-{h.room}", h.owner, *[yuan(v) or "" for v in values[:3]]])
        rows[-1] += [yuan(sum(values[:3])), yuan(values[3]) or "", "空置" if i == 3 else "2020年漏水未修"]
        owed += [(h.key, "物业费", *year(2021 + k), v) for k, v in enumerate(values) if v]
    return Case([page(rows, merges=merges)], 8, owed, kinds=("xlsx", "xls"))


@judged
def start_month_and_count_of_months() -> Case:
    """欠费起始月 and 欠费月数 but no end; the amount agrees with the monthly fee."""
    rows: list[Row] = [["房屋", "住户", "欠费起始月份", "欠费月数", "月物业费", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        monthly, count = fen(i), 3 + i
        rows.append([h.key, h.owner, "2024年2月", count, yuan(monthly), yuan(monthly * count)])
        last = 2 + count - 1
        owed.append((h.key, "物业费", *months(2024, 2, 2024, last), monthly * count))
    return Case([page(rows)], 8, owed)


@judged
def paid_until_column() -> Case:
    """已缴至 says since when nothing is paid; with the months owed, so does until when. The amount stands alone."""
    rows: list[Row] = [
        ["阳光里物业费欠费表(截至2025年6月30日)"],
        ["房号", "业主", "面积", "已缴至", "欠费月数", "欠费金额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, h.area, DAY(2024, 12, 31), 6, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2025, 1, 2025, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def villas_and_phases() -> Case:
    """一期/二期 in a column, villas without entrance, duplex rooms, shops and cellars in one list."""
    rows: list[Row] = [["分期", "房号", "业主", "费用项目", "账期", "欠费金额(元)"]]
    given = [
        ("一期", "3栋1单元101", "一期3-1-101", "1期3-1-101"),
        ("二期", "3栋1单元101", "二期3-1-101", "2期3-1-101"),
        ("一期", "B12栋", "", ""),
        ("二期", "A5-201", "", ""),
        ("一期", "地下车位B1-017", "", ""),
        ("一期", "3栋商铺02", "", ""),
        ("二期", "储藏室3-1-15", "", ""),
    ]
    owed: list[Owed] = []
    for i, (phase, room, _, _) in enumerate(given):
        rows.append([phase, room, f"李{'甲乙丙丁戊己庚'[i]}", "物业费", "2024年度", yuan(fen(i))])
        owed.append(("", "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 7, owed, names_rooms=False)


@judged
def amounts_with_words() -> Case:
    """欠1,200.00元, RMB 350, 1200元整, 1.2万, ０．００ and 已结清 in one column."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费情况(元)"]]
    texts = [("欠1,200.00元", 120_000), ("RMB 350", 35_000), ("1200元整", 120_000), ("1.2万", 1_200_000)]
    texts += [("0.00", 0), ("已结清", 0), ("¥ 88.8", 8_880), ("1 234.56", 123_456)]
    owed: list[Owed] = []
    for (text, value), h in zip(texts, HOMES, strict=True):
        rows.append([h.key, h.owner, "2024.1-2024.12", text])
        if value:
            owed.append((h.key, "物业费", *year(2024), value))
    return Case([page(rows)], 8, owed)


@judged
def months_across_two_years_with_bare_months() -> Case:
    """Two header rows: 2023年 over 10月-12月, 2024年 over 1月-3月; no merges, as a CSV loses them."""
    top: Row = ["房号", "业主", "2023年", "", "", "2024年", "", "", "合计"]
    low: Row = ["", "", "10月", "11月", "12月", "1月", "2月", "3月", ""]
    rows, owed = [top, low], []
    spans = [months(2023, m) for m in (10, 11, 12)] + [months(2024, m) for m in (1, 2, 3)]
    for i, h in enumerate(HOMES):
        values = [fen(i, k) if (i * k) % 4 else 0 for k in range(6)]
        rows.append([h.key, h.owner, *[comma(v) if v else "-" for v in values], comma(sum(values))])
        owed += [(h.key, "物业费", *s, v) for s, v in zip(spans, values, strict=True) if v]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def billed_and_paid_per_year() -> Case:
    """2023应收, 2023实收, 2024应收, 2024实收, 累计欠费: nothing is called 欠费 but the sum."""
    rows: list[Row] = [["单元房号", "产权人", "2023年应收", "2023年实收", "2024年应收", "2024年实收", "累计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [f"{h.building}-{h.entrance}-{h.room}", h.owner]
        left = []
        for k in range(2):
            billed = fen(i, k) + 40_000
            paid = billed if (i + k) % 3 == 0 else 12_300 if (i + k) % 3 == 1 else 0
            row += [yuan(billed), yuan(paid)]
            left.append(billed - paid)
        rows.append([*row, yuan(sum(left))])
        owed += [(h.key, "物业费", *year(2023 + k), v) for k, v in enumerate(left) if v]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def grand_total_of_everything_first_sheet_cover() -> Case:
    """A cover with the date and totals, sheets by fee item, each with its own total row; 欠费清单 names the item."""
    owed: list[Owed] = []
    cover: list[Row] = [["阳光里小区欠费台账"], ["编制单位:", "某某物业"], ["截止日期:", DAY(2025, 6, 30)]]
    pages = []
    for k, item in enumerate(("物业费", "电梯费", "车位管理费")):
        rows: list[Row] = [[f"{item}欠费清单"], ["序号", "房号", "业主", "所属月份", "欠费金额"]]
        for i, h in list(enumerate(HOMES))[k:]:
            rows.append([i, h.key, h.owner, f"2025年{k + 1}月", yuan(fen(i, k))])
            owed.append((h.key, item, *months(2025, k + 1), fen(i, k)))
        rows.append(["合计", "", "", "", yuan(sum(o[-1] for o in owed if o[1] == item))])
        pages.append(page(rows, item))
    cover.append(["欠费总额(元):", yuan(total(owed))])
    return Case([page(cover, "封面"), *pages], 8, owed, stated=total(owed))


@judged
def account_balance_negative_means_owing() -> Case:
    """账户余额 is no debt column: with 欠费金额 beside it, it is left alone, whatever its sign."""
    rows: list[Row] = [["房间编号", "客户姓名", "账单月份", "账户余额", "欠费金额", "押金余额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, f"2024-{i + 1:02d}", yuan(-fen(i)), yuan(fen(i)), 2000])
        owed.append((h.key, "物业费", *months(2024, i + 1), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def item_sections_with_totals() -> Case:
    """一、物业费 … 二、车位费 … as sections of one table, a 小计 after each, a 合计 at the end."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for k, item in enumerate(("物业费", "车位费")):
        rows.append([f"{'一二'[k]}、{item}", "", "", ""])
        for i, h in list(enumerate(HOMES))[: 8 - 3 * k]:
            rows.append([h.key, h.owner, "2024年1-12月", yuan(fen(i, k))])
            owed.append((h.key, item, *year(2024), fen(i, k)))
        rows.append(["小计", "", "", yuan(sum(o[-1] for o in owed if o[1] == item))])
    rows.append(["合计", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def owner_lists_of_several_people() -> Case:
    """王建国/刘芳, two phones in a cell, a company's name, notes in brackets after the room."""
    rows: list[Row] = [["房屋地址", "业主", "电话", "欠缴物业费", "欠缴时段"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        room = f"阳光里{h.building}号楼{h.entrance}单元{h.room}室" + ("(空置)" if i == 2 else "")
        rows.append([room, f"{h.owner}/刘芳" if i % 2 else h.owner, f"{h.phone}、13700001111" if i == 1 else h.phone])
        rows[-1] += [yuan(fen(i)), "2023年7月1日至2024年6月30日"]
        owed.append((h.key, "物业费", *months(2023, 7, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def discount_columns() -> Case:
    """原价, 折扣率, 优惠金额, 折后应收, 已收, 欠费: only the last is owed."""
    rows: list[Row] = [
        ["房号", "业主", "费用周期", "原价应收", "折扣率", "优惠金额", "折后应收", "已收金额", "欠费金额"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        full = fen(i) + 100_000
        off = full // 10
        paid = 20_000 * (i % 2)
        rows.append([h.key, h.owner, "2024年第1季度", yuan(full), "90%", yuan(off), yuan(full - off), yuan(paid)])
        rows[-1].append(yuan(full - off - paid))
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), full - off - paid))
    return Case([page(rows)], 8, owed)


@judged
def water_by_meter() -> Case:
    """Meter readings, usage and unit price beside the money: 上期, 本期, 用量 are never amounts."""
    rows: list[Row] = [["房号", "业主", "表号", "上次抄表", "本次抄表", "用水量(吨)", "水价", "抄表月份", "未交水费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        used = 10 + i
        rows.append(
            [h.key, h.owner, f"S{1000 + i}", 120 + i, 120 + i + used, used, 3.45, "2025年5月", yuan(used * 345)]
        )
        owed.append((h.key, "水费", *months(2025, 5), used * 345))
    return Case([page(rows)], 8, owed)


@judged
def quarters_as_headers_with_year_in_title() -> Case:
    """2024年 in the title; 一季度 … 四季度, 年度合计; amounts in 千元? no: in 元 as the title says."""
    rows: list[Row] = [
        ["阳光里2024年物业费欠缴统计表(单位:元)"],
        ["楼号", "室号", "业主", "一季度", "二季度", "三季度", "四季度", "年度合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        values = [fen(i, k) if (i + k) % 2 else 0 for k in range(4)]
        rows.append(
            [f"{h.building}栋", f"{h.entrance}-{h.room}", h.owner, *[yuan(v) for v in values], yuan(sum(values))]
        )
        owed += [(h.key, "物业费", *months(2024, 3 * k + 1, 2024, 3 * k + 3), v) for k, v in enumerate(values) if v]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def fees_in_rows_owner_in_blocks() -> Case:
    """One block per household: 房号 and 业主 only in the first line, items below, 户小计 at the end, no merges."""
    rows: list[Row] = [["房号", "业主", "项目", "期间", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, item in enumerate(("物业费", "公摊电费", "公摊水费")):
            rows.append([h.key if not k else "", h.owner if not k else "", item, "2024.1-2024.6", yuan(fen(i, k))])
            owed.append((h.key, item, *months(2024, 1, 2024, 6), fen(i, k)))
        rows.append(["", "户小计", "", "", yuan(sum(fen(i, k) for k in range(3)))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def hundredths_lost_to_display() -> Case:
    """Figures with more than two decimals that a formula left: rounded to the 分, reported."""
    rows: list[Row] = [["房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024-06", yuan(fen(i)) + 0.004])
        owed.append((h.key, "物业费", *months(2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"amount_rounded"}))

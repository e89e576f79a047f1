"""Sheets typed by clerks at many desks, written by an examiner who had not seen the other sheets."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

DAY = datetime.date
ALL = frozenset({"xlsx"})


@judged
def quarters_under_years_with_billed_and_paid() -> Case:
    """Three header rows: year, quarter, 应收/已收; the arrears are their difference; buildings merged downwards."""
    top: Row = ["楼栋", "房号", "业主", "2023年", *[""] * 7, "2024年", *[""] * 3, "备注"]
    mid: Row = ["", "", "", "一季度", "", "二季度", "", "三季度", "", "四季度", "", "一季度", "", "二季度", "", ""]
    low: Row = ["", "", "", *["应收", "已收"] * 6, ""]
    merges = [(0, c, 2, c) for c in (0, 1, 2, 15)] + [(0, 3, 0, 10), (0, 11, 0, 14)]
    merges += [(1, c, 1, c + 1) for c in range(3, 15, 2)]
    spans = [months(2023, 3 * q + 1, 2023, 3 * q + 3) for q in range(4)] + [
        months(2024, 1, 2024, 3),
        months(2024, 4, 2024, 6),
    ]
    rows, owed = [top, mid, low], []
    for i, h in enumerate(HOMES):
        first = i == 0 or HOMES[i - 1].building != h.building
        row: Row = [f"{h.building}栋" if first else "", f"{h.entrance}-{h.room}", h.owner]
        for k, span in enumerate(spans):
            billed = fen(i, k)
            paid = billed if (i + k) % 3 == 0 else 1_000 if (i + k) % 3 == 1 else 0
            row += [yuan(billed), yuan(paid) if paid else ""]
            if billed != paid:
                owed.append((h.key, "物业费", *span, billed - paid))
        rows.append([*row, "2023年已打电话3次" if i == 2 else ""])
    for b in {h.building for h in HOMES}:
        at = [i + 3 for i, h in enumerate(HOMES) if h.building == b]
        merges.append((at[0], 0, at[-1], 0))
    return Case([page(rows, merges=merges)], 8, owed, kinds=("xlsx", "xls"))


@judged
def price_area_months_only() -> Case:
    """单价, 面积 and 欠费月数 but no amount: the product is what is owed, and it is said that it was computed."""
    rows: list[Row] = [["房号", "业主", "建筑面积", "物业费单价(元/㎡·月)", "欠费起始月", "欠费截止月", "欠费月数"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        length = 2 + i
        start, end = months(2024, 1, 2024, length)
        price = (180, 215, 260)[i % 3]
        rows.append([h.key, h.owner, h.area, price / 100, "2024.1", f"2024.{length}", length])
        area = round(h.area * 100)
        owed.append((h.key, "物业费", start, end, (area * price * length + 50) // 100))
    return Case([page(rows)], 8, owed, codes=frozenset({"amount_computed"}))


@judged
def periods_in_every_spelling() -> Case:
    """One column, every clerk's way of writing a period."""
    spelt = [
        ("2023.1", *months(2023, 1)),
        ("2023.01-2024.06", *months(2023, 1, 2024, 6)),
        ("2025年第3季度", *months(2025, 7, 2025, 9)),
        ("23年上半年", *months(2023, 1, 2023, 6)),
        ("2022年7月—12月", *months(2022, 7, 2022, 12)),
        ("自2023年1月1日起至2023年12月31日止", *year(2023)),
        ("2022、2023年度", *months(2022, 1, 2023, 12)),
        ("24/1-24/12", *year(2024)),
        ("202307~202412", *months(2023, 7, 2024, 12)),
        ("2023年下半年至2024年上半年", *months(2023, 7, 2024, 6)),
        ("2024Q2", *months(2024, 4, 2024, 6)),
        ("2021-2023年", *months(2021, 1, 2023, 12)),
        ("2024年全年", *year(2024)),
        ("2023-01-01至2023-06-30", *months(2023, 1, 2023, 6)),
        ("2024年3月份", *months(2024, 3)),
        ("2023年10月到2024年3月(共6个月)", *months(2023, 10, 2024, 3)),
        ("2024.1.1-2024.6.30", *months(2024, 1, 2024, 6)),
        ("二〇二四年一月至六月", *months(2024, 1, 2024, 6)),
        ("2024年一、二季度", *months(2024, 1, 2024, 6)),
        ("2023.11-2024.2月", *months(2023, 11, 2024, 2)),
        ("2024年1-3季度", *months(2024, 1, 2024, 9)),
        ("2024.01.01~12.31", *year(2024)),
    ]
    rows: list[Row] = [["房号", "业主", "欠费周期", "欠费金额"]]
    owed: list[Owed] = []
    for i, (text, start, end) in enumerate(spelt):
        rows.append([f"{i + 1}-1-101", f"王{'甲乙丙丁'[i % 4]}", text, yuan(fen(i))])
        owed.append((f"{i + 1}-1-101", "物业费", start, end, fen(i)))
    return Case([page(rows)], len(spelt), owed)


@judged
def open_periods() -> Case:
    """2024.1至今 and 2024年3月起 have no end: both are asked about, the money still counts."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        text = ("2024.1至今", "2024年1月起", "2024.01-", "2024年1月-至今")[i % 4]
        rows.append([h.key, h.owner, text, yuan(fen(i))])
        owed.append((h.key, "物业费", DAY(2024, 1, 1), None, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_open"}))


@judged
def total_row_on_top() -> Case:
    """The grand total stands right under the header, building subtotals above each building; 单位:万元 in the title."""
    rows: list[Row] = [["月亮湾花园商业部分欠费表"], ["单位:万元"], ["房号", "商户", "物业费", "能耗费", "合计"]]
    owed: list[Owed] = []
    body: list[Row] = []
    for b in (3, 5, 12):
        mine = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        values = [((fen(i) // 100) * 1000, (fen(i, 1) // 100) * 100) for i, _ in mine]
        sums = [sum(v[k] for v in values) for k in (0, 1)]
        body.append([f"{b}栋小计", "", *[s / 1_000_000 for s in sums], sum(sums) / 1_000_000])
        for (_, h), pair in zip(mine, values, strict=True):
            body.append([h.key, h.owner, *[v / 1_000_000 for v in pair], sum(pair) / 1_000_000])
            owed += [(h.key, n, None, None, v) for n, v in zip(("物业费", "能耗费"), pair, strict=True)]
    both = [sum(o[-1] for o in owed if o[1] == n) for n in ("物业费", "能耗费")]
    rows.append(["总计", "", *[s / 1_000_000 for s in both], sum(both) / 1_000_000])
    return Case([page(rows + body)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}))


@judged
def pages_with_carried_sums() -> Case:
    """A printed ledger: the header again on every page, 本页小计 and 承前页 between, 累计 at the end."""
    head: Row = ["序号", "房号", "业主姓名", "项目", "所属期", "欠费金额(元)"]
    rows: list[Row] = [["阳光里小区物业费欠费台账"]]
    owed: list[Owed] = []
    carried = 0
    for start in range(0, 8, 3):
        rows.append(head)
        if start:
            rows.append(["", "承前页", "", "", "", comma(carried)])
        mine = 0
        for i, h in list(enumerate(HOMES))[start : start + 3]:
            rows.append([i + 1, h.key, h.owner, "物业费", "2024年度", comma(fen(i))])
            owed.append((h.key, "物业费", *year(2024), fen(i)))
            mine += fen(i)
        carried += mine
        rows.append(["", "本页小计", "", "", "", comma(mine)])
        rows.append(["", "过次页" if start < 6 else "累计", "", "", "", comma(carried)])
        rows.append([f"第{start // 3 + 1}页 共3页", "", "", "打印日期:2025-06-30", "", ""])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def empty_margin_and_signatures() -> Case:
    """Two empty columns, three empty rows, signatures and a note with a figure below."""
    rows: list[Row] = [[], [], [], ["", "", "楼号", "单元", "层", "室", "户主", "面积", "欠费时间", "物业费欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(["", "", h.building, h.entrance, h.room // 100, f"{h.room % 100:02d}", h.owner, h.area])
        rows[-1] += ["2023年7月-2024年6月", yuan(fen(i))]
        owed.append((h.key, "物业费", *months(2023, 7, 2024, 6), fen(i)))
    rows += [[], ["", "", "制表:周敏", "", "", "审核:吴兵", "", "", "日期:", DAY(2025, 6, 30)]]
    rows += [["", "", "说明:以上欠费不含2022年已减免的1200元,如有疑问请拨打0551-6543210。"]]
    return Case([page(rows)], 8, owed)


@judged
def two_fees_with_own_periods() -> Case:
    """物业费 and 车位费 each with 起, 止, 月数, 金额 under a merged label; some households have no car."""
    top: Row = ["房号", "业主", "物业费", "", "", "", "车位费", "", "", "", "欠费合计"]
    low: Row = ["", "", *["开始", "截止", "月数", "金额"] * 2, ""]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 5), (0, 6, 0, 9), (0, 10, 1, 10)]
    rows, owed = [top, low], []
    for i, h in enumerate(HOMES):
        one, two = months(2024, 1, 2024, 1 + i), months(2023, 6, 2023, 12)
        fee, car = fen(i), 0 if i % 2 else 140_000
        rows.append(
            [h.key, h.owner, *one, 1 + i, yuan(fee), *(two if car else ("", "")), 7 if car else "", yuan(car) or ""]
        )
        rows[-1].append(yuan(fee + car))
        owed.append((h.key, "物业费", *one, fee))
        if car:
            owed.append((h.key, "车位费", *two, car))
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def ticked_months() -> Case:
    """A column per month under a year title: √ is paid, blank is not yet due, a figure is owed."""
    rows: list[Row] = [
        ["阳光里2024年度物业费收缴情况表"],
        ["房号", "业主", "月标准", *[f"{m}月" for m in range(1, 13)], "欠费小计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        monthly = fen(i)
        unpaid = range(4, 4 + i)
        rows.append([f"{h.building}#{h.entrance}-{h.room}", h.owner, yuan(monthly)])
        rows[-1] += ["√" if m < 4 else yuan(monthly) if m in unpaid else "" for m in range(1, 13)] + [yuan(monthly * i)]
        owed += [(h.key, "物业费", *months(2024, m), monthly) for m in unpaid]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def blanks_of_every_kind() -> Case:
    """'—', '/', 无, ¥0.00, full-width blanks and a zero: none is owed; households owing nothing are still premises."""
    rows: list[Row] = [["房屋编码", "业主名称", "2023年物业费", "2024年物业费", "2024年公摊电费", "合计欠费"]]
    owed: list[Owed] = []
    nothing = ["—", "/", "无", "¥0.00", "  ", 0, "-", "0.00"]
    for i, h in enumerate(HOMES):
        if i % 2:
            rows.append([h.key, f" {h.owner} ", nothing[i], nothing[i - 1], nothing[(i + 3) % 8], "0"])
            continue
        rows.append(
            [
                f"{h.key} ",
                h.owner,
                f"¥ {comma(fen(i))}",
                f"{comma(fen(i, 1))}元",
                nothing[i],
                f"¥{comma(fen(i) + fen(i, 1))}",
            ]
        )
        owed += [(h.key, "物业费", *year(2023), fen(i)), (h.key, "物业费", *year(2024), fen(i, 1))]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def vertical_merge_of_owner_over_rooms() -> Case:
    """One owner with three rooms in a merged owner cell, one room with three items in a merged room cell."""
    rows: list[Row] = [["业主", "联系方式", "房号", "收费项目", "欠费期", "欠款"]]
    owed: list[Owed] = []
    merges = []
    for i in range(3):
        rows.append(
            [
                "王建国" if not i else "",
                "13812345671" if not i else "",
                f"3-1-10{i + 1}",
                "物业费",
                "2024年",
                yuan(fen(i)),
            ]
        )
        owed.append((f"3-1-10{i + 1}", "物业费", *year(2024), fen(i)))
    for k, item in enumerate(("物业费", "电梯费", "水费")):
        rows.append(
            [
                "李秀英" if not k else "",
                "" if k else "13987654320",
                "5-2-801" if not k else "",
                item,
                "2024年",
                yuan(fen(k, 7)),
            ]
        )
        owed.append(("5-2-801", item, *year(2024), fen(k, 7)))
    merges += [(1, 0, 3, 0), (1, 1, 3, 1), (4, 0, 6, 0), (4, 1, 6, 1), (4, 2, 6, 2)]
    return Case([page(rows, merges=merges)], 4, owed, kinds=("xlsx", "xls"))


@judged
def building_sections_with_steward() -> Case:
    """Section rows over the whole width that name the building and its steward; rooms as 1单元101."""
    rows: list[Row] = [
        ["阳光里物业服务中心2025年6月欠费明细(元)"],
        ["房号", "姓名", "电话", "物业费", "车位费", "滞纳金", "合计"],
    ]
    owed: list[Owed] = []
    late = stated = 0
    merges = [(0, 0, 0, 6)]
    for b in (3, 5, 12):
        merges.append((len(rows), 0, len(rows), 6))
        rows.append([f"{b}号楼(管家:周敏 13700001111)"])
        for i, h in [(i, h) for i, h in enumerate(HOMES) if h.building == b]:
            fee, car, penalty = fen(i), 24_000 if i % 2 else 0, 77 * i
            late, stated = late + penalty, stated + fee + car + penalty
            rows.append(
                [f"{h.entrance}单元{h.room}", h.owner, h.phone, yuan(fee), yuan(car) if car else "", yuan(penalty)]
            )
            rows[-1].append(yuan(fee + car + penalty))
            owed.append((h.key, "物业费", None, None, fee))
            owed += [(h.key, "车位费", None, None, car)] if car else []
    rows.append(
        [
            "总计",
            "",
            "",
            *[yuan(sum(o[-1] for o in owed if o[1] == n)) for n in ("物业费", "车位费")],
            yuan(late),
            yuan(stated),
        ]
    )
    found = Case([page(rows, merges=merges)], 8, owed, late=late, stated=stated, codes=frozenset({"period_missing"}))
    return found


@judged
def part_sums_leave_a_remainder() -> Case:
    """累计欠费 with 其中:2023年 and 其中:2024年: for two households the parts do not add up. The clerk must be told."""
    rows: list[Row] = [["房号", "业主", "累计欠费", "其中:2023年", "其中:2024年"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i), fen(i, 1)]
        rows.append([h.key, h.owner, yuan(sum(parts) + (50_000 if i in (2, 5) else 0)), *map(yuan, parts)])
        owed += [(h.key, "物业费", *year(2023 + k), v) for k, v in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed) + 100_000, codes=frozenset({"row_total_mismatch"}))


@judged
def subtotal_word_in_period_column() -> Case:
    """After the items of each household a 小计 stands in the period column; blank separators between households."""
    rows: list[Row] = [["房号", "业主", "费用类型", "欠费周期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, item in enumerate(("物业管理费", "公摊电费")):
            text = "2023.7-2023.12" if k else "2023.7-2024.6"
            span = months(2023, 7, 2023, 12) if k else months(2023, 7, 2024, 6)
            rows.append([h.key, h.owner, item, text, yuan(fen(i, k))])
            owed.append((h.key, item, *span, fen(i, k)))
        rows.append(["", "", "", "小计", yuan(fen(i) + fen(i, 1))])
        rows.append([])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def month_headers_as_numbers() -> Case:
    """Headers 2023.9, 2023.1, 2023.11 … as numbers: the 2023.1 after 2023.9 is October."""
    rows: list[Row] = [["序号", "房号", "户名", 2023.9, 2023.1, 2023.11, 2023.12, 2024.01, 2024.02, "合计"]]
    owed: list[Owed] = []
    spans = [months(2023, m) for m in (9, 10, 11, 12)] + [months(2024, m) for m in (1, 2)]
    for i, h in enumerate(HOMES):
        values = [fen(i, k) if (i + k) % 2 else 0 for k in range(6)]
        rows.append([i + 1, h.key, h.owner, *[yuan(v) if v else "" for v in values], yuan(sum(values))])
        owed += [(h.key, "物业费", *s, v) for s, v in zip(spans, values, strict=True) if v]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def status_column_of_paid_rows() -> Case:
    """应收金额 and 缴费状态 only: paid rows are listed as well and owe nothing; the clerk is told."""
    rows: list[Row] = [["房号", "业主", "费用名称", "开始日期", "结束日期", "应收金额", "缴费状态"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2024, 1, 2024, 12)
        rows.append([h.key, h.owner, "物业费", *span, yuan(fen(i)), "已缴费" if i % 3 == 0 else "未缴费"])
        owed += [(h.key, "物业费", *span, fen(i))] if i % 3 else []
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))


@judged
def bad_phones_and_ids() -> Case:
    """Numbers destroyed by Excel are never stored and always reported; notes with digits stay notes."""
    rows: list[Row] = [["房号", "业主", "身份证号", "手机号码", "欠费金额", "所属年度", "跟进记录", "催缴次数"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        identity = 3.40104198503155e17 if i % 2 else "340104198503155"
        rows.append([h.key, h.owner, identity, "1.38123E+10" if i % 2 else float(h.phone), yuan(fen(i)), 2024])
        rows[-1] += [20250611 if i == 3 else "2025.6.11电话未接 答应给1500", i]
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"phone_destroyed", "id_destroyed"}))


@judged
def duplicates_within() -> Case:
    """The same line twice is held back once; the same amount for another period is not a duplicate."""
    rows: list[Row] = [["房号", "业主姓名", "收费项目", "账期", "未收金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for month in (5, 6):
            rows.append([h.key, h.owner, "物业费", f"2024-{month:02d}", yuan(fen(i))])
            owed.append((h.key, "物业费", *months(2024, month), fen(i)))
        if i in (1, 6):
            rows.append([h.key, h.owner, "物业费", "2024年6月", comma(fen(i))])
    return Case([page(rows)], 8, owed, duplicates=2, codes=frozenset({"duplicate"}))


@judged
def offices_and_ranges() -> Case:
    """An office tower: A座1201-1203 rented as one, floors as 8F, companies as customers, the month in the sheet name."""
    rows: list[Row] = [["单元号", "租户名称", "租赁面积", "物业管理费", "空调加时费", "能耗费", "欠费总额"]]
    owed: list[Owed] = []
    rooms = ["A座1201-1203", "A座1205", "B座8F", "B座9F-A", "A座1301、1302"]
    for i, room in enumerate(rooms):
        values = [fen(i), fen(i, 1) // 7, fen(i, 2) // 9]
        rows.append([room, f"云帆{i}科技有限公司", 120 + i, *map(yuan, values), yuan(sum(values))])
        owed += [("", n, *months(2025, 5), v) for n, v in zip(rows[0][3:6], values, strict=True)]
    found = Case([page(rows, "2025年5月")], 5, owed, stated=total(owed), names_rooms=False)
    found.kinds = ("xlsx", "xls")
    return found

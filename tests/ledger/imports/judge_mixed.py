"""Several of the listed traits in one sheet, as a company has them: exports with tax, waivers and offsets, sections, pages, units, deposits."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from tests.ledger.imports.judging import HOMES, Case, Home, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Page, Row

H1 = months(2024, 1, 2024, 6)
BUILDINGS = [(b, list(group)) for b, group in groupby(HOMES, key=lambda h: h.building)]
N = {h.key: i for i, h in enumerate(HOMES)}


def line(h: Home, item: str, span: tuple[Any, Any], value: int) -> Owed:
    return (h.key, item, *span, value)


@judged
def group_software_with_every_column() -> Case:
    """应收, 实收, 预交冲抵, 减免冲抵, 欠收, 合同违约金, 红冲 beside areas, rates, dates and the prepaid balance."""
    rows: list[Row] = [
        [
            "客户名称",
            "房屋编号",
            "房屋名称",
            "客户类别",
            "管家",
            "楼宇名称",
            "建筑面积",
            "套内面积",
            "公摊面积",
            "计费面积",
            "费用名称",
            "收费标准",
            "费用日期",
            "应收日期",
            "开始日期",
            "结束日期",
            "数量1",
            "税率",
            "应收金额",
            "实收金额",
            "预交冲抵",
            "减免冲抵",
            "欠收金额",
            "合同违约金",
            "红冲",
            "截止预交余额",
            "欠费原因",
        ]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, (item, m) in enumerate((("物业服务费", 1), ("车位服务费", 4))):
            v = fen(i, k)
            span = months(2024, m, 2024, m + 2)
            rows.append(
                [
                    h.owner,
                    h.key,
                    f"阳光里{h.key}",
                    "业主",
                    "周管家",
                    f"{h.building}号楼",
                    h.area,
                    h.area - 20,
                    20,
                    h.area,
                ]
                + [item, 2.6, span[0], span[0], span[0], span[1], 3, "6%", yuan(v + 60_000), 100, 200, 300, yuan(v)]
                + [1.25, 0, 88.8, "房屋漏水"]
            )
            owed.append(line(h, item, span, v))
    return Case([page(rows)], 8, owed, late=125 * 16)


@judged
def tax_included_and_not_under_two_rows() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "费用项目", "账期", "应收", "", "", "实收", "", "", "欠收", "", ""],
        ["", "", "", "", *["含税", "税额", "不含税"] * 3],
    ]
    merges = [(0, c, 1, c) for c in range(4)] + [(0, c, 0, c + 2) for c in (4, 7, 10)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts: Row = []
        for v in (fen(i) + 10_600, 10_600, fen(i)):
            net = round(v / 1.06)
            parts += [yuan(v), yuan(v - net), yuan(net)]
        rows.append([h.key, h.owner, "物业费", "2024年第2季度", *parts])
        owed.append(line(h, "物业费", months(2024, 4, 2024, 6), fen(i)))
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def sections_months_under_years_late_and_totals() -> Case:
    head: Row = ["房号", "业主", "2023年", "", "2024年", "", "", "违约金", "合计"]
    rows: list[Row] = [
        ["金色家园物业费欠费明细表"],
        ["截止日期：2024年3月31日", "", "", "", "", "", "", "单位：元"],
        head,
        ["", "", "11月", "12月", "1月", "2月", "3月", "", ""],
    ]
    merges = [(0, 0, 0, 8), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 6), (2, 7, 3, 7), (2, 8, 3, 8)]
    spans = [months(2023, 11), months(2023, 12), months(2024, 1), months(2024, 2), months(2024, 3)]
    owed: list[Owed] = []
    grand = 0
    for b, people in BUILDINGS:
        rows.append([f"{b}号楼"])
        start = len(owed)
        for h in people:
            vs = [fen(N[h.key], k) if (N[h.key] + k) % 3 else 0 for k in range(5)]
            rows.append(
                [f"{h.entrance}单元{h.room}", h.owner, *(yuan(v) if v else None for v in vs), 3.5, yuan(sum(vs) + 350)]
            )
            owed += [line(h, "物业费", s, v) for s, v in zip(spans, vs, strict=True) if v]
        part = sum(o[-1] for o in owed[start:]) + 350 * len(people)
        grand += part
        rows.append(["小计", "", "", "", "", "", "", yuan(350 * len(people)), yuan(part)])
    rows += [
        ["总计", "", "", "", "", "", "", yuan(350 * 8), yuan(grand)],
        [],
        ["制表：王会计", "", "", "审核：", "", "", "2024.4.2"],
    ]
    return Case([page(rows, merges=merges)], 8, owed, late=2800, stated=grand)


@judged
def merged_owner_and_a_subtotal_for_each_household() -> Case:
    rows: list[Row] = [["序号", "房间编码", "客户名称", "收费项目", "欠费周期", "欠缴金额（元）"]]
    merges = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        r = len(rows)
        items = [
            ("物业管理费", "2023.01-2024.06", months(2023, 1, 2024, 6)),
            ("公摊电费", "2024.3", months(2024, 3)),
            ("生活垃圾费", "2023年", year(2023)),
        ]
        for k, (item, text, span) in enumerate(items):
            rows.append(
                [i + 1, h.key, h.owner, item, text, comma(fen(i, k))]
                if not k
                else ["", "", "", item, text, comma(fen(i, k))]
            )
            owed.append(line(h, item, span, fen(i, k)))
        rows.append(["", "", "", "小计", "", comma(sum(fen(i, k) for k in range(3)))])
        merges += [(r, c, r + 3, c) for c in range(3)]
    rows.append(["合计", "", "", "", "", comma(total(owed))])
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def years_in_ten_thousands_with_text() -> Case:
    rows: list[Row] = [
        ["历年物业费欠缴统计（金额单位：万元）"],
        ["房屋编码", "户主", "2021年", "2022年", "2023年", "合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        vs = [fen(i, k) * 7 for k in range(3)]
        rows.append([h.key, h.owner, *(f"{v / 1_000_000:.6f}" for v in vs), f"{sum(vs) / 1_000_000:.6f}"])
        owed += [line(h, "物业费", year(2021 + k), v) for k, v in enumerate(vs)]
    rows.append(["合计", "", "", "", "", f"{total(owed) / 1_000_000:.6f}"])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def one_sheet_in_yuan_one_in_ten_thousands() -> Case:
    owed: list[Owed] = []
    first: list[Row] = [["房号", "业主", "期间", "欠费金额(元)"]]
    second: list[Row] = [["房号", "业主", "期间", "欠费金额(万元)"]]
    for i, h in enumerate(HOMES):
        v = fen(i) // 100 * 100
        if i < 4:
            first.append([h.key, h.owner, "2022.1-2022.12", yuan(v)])
            owed.append(line(h, "物业费", year(2022), v))
        else:
            second.append([h.key, h.owner, "2023.1-2023.12", round(v / 1_000_000, 4)])
            owed.append(line(h, "物业费", year(2023), v))
    return Case([page(first, "住宅"), page(second, "商业")], 8, owed, kinds=("xlsx", "xls"))


@judged
def a_sheet_for_each_building_with_rooms_without_it() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for b, people in BUILDINGS:
        rows: list[Row] = [
            [f"{b}栋欠费清单"],
            ["单元-房号", "姓名", "电话", "物业费", "电梯费", "欠费起止", "合计欠费"],
        ]
        for h in people:
            a, c = fen(N[h.key], 1), fen(N[h.key], 2)
            rows.append([f"{h.entrance}-{h.room}", h.owner, h.phone, yuan(a), yuan(c), "2024年1月-6月", yuan(a + c)])
            owed += [line(h, "物业费", H1, a), line(h, "电梯费", H1, c)]
        rows.append(["合计", "", "", "", "", "", yuan(sum(o[-1] for o in owed[-2 * len(people) :]))])
        pages.append(page(rows, f"{b}栋", merges=[(0, 0, 0, 6)]))
    return Case(pages, 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def deposits_and_collected_for_others_in_one_total() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "费用期间", "物业费", "水费（代收）", "电费（代收）", "装修押金", "门禁卡押金", "合计"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, w, e = (fen(i, k) for k in range(3))
        rows.append([h.key, h.owner, "2024.05", *map(yuan, (a, w, e)), 2000, 50, yuan(a + w + e + 205_000)])
        owed += [line(h, n, months(2024, 5), v) for n, v in (("物业费", a), ("水费(代收)", w), ("电费(代收)", e))]
    return Case([page(rows)], 8, owed, deposits=205_000 * 8, stated=total(owed) + 205_000 * 8)


@judged
def items_as_rows_with_deposit_late_and_collected() -> Case:
    rows: list[Row] = [["收费对象", "费用名称", "账期", "应收金额", "已收金额", "未收金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, name in enumerate(("物业费", "代收水电费", "装修押金", "滞纳金")):
            v = fen(i, k)
            rows.append([h.key, name, "2024-06", yuan(v + 5000), 50, yuan(v)])
            owed += [line(h, name, months(2024, 6), v)] if k < 2 else []
    return Case([page(rows)], 8, owed, late=sum(fen(i, 3) for i in range(8)), deposits=sum(fen(i, 2) for i in range(8)))


@judged
def phones_and_ids_destroyed_in_a_wide_sheet() -> Case:
    rows: list[Row] = [["房号", "业主", "身份证号码", "联系电话", "2023年", "2024年"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                h.key,
                h.owner,
                "3.10101E+17" if i % 2 else 310101199003070000.0,
                "1.38123E+10" if i % 2 else h.phone,
                yuan(fen(i)),
                yuan(fen(i, 1)),
            ]
        )
        owed += [line(h, "物业费", year(2023), fen(i)), line(h, "物业费", year(2024), fen(i, 1))]
    return Case([page(rows)], 8, owed, codes=frozenset({"phone_destroyed", "id_destroyed"}))


@judged
def red_entries_and_twice_the_same() -> Case:
    rows: list[Row] = [["费用月份", "房号", "业主", "费用科目", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([202401 + i % 3, h.key, h.owner, "物业费", yuan(fen(i))])
        owed.append(line(h, "物业费", months(2024, 1 + i % 3), fen(i)))
    rows += [rows[1][:], rows[4][:], [202402, HOMES[0].key, HOMES[0].owner, "物业费", -58.2]]
    return Case([page(rows)], 8, owed, codes=frozenset({"duplicate", "negative_amount"}), duplicates=2)


@judged
def text_amounts_with_signs_and_units() -> Case:
    shapes = [
        lambda v: f"￥{comma(v)}",
        lambda v: f"¥ {comma(v)}",
        lambda v: f"{yuan(v)}元",
        lambda v: f" {comma(v)} ",
        lambda v: f"RMB{yuan(v)}",
    ]
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    shapes.append(lambda v: comma(v).translate(wide))
    rows: list[Row] = [["", "客户", "单元房号", "备注", "金额", "所属期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            ["", h.owner, f"{h.building}栋{h.entrance}单元{h.room}", "电话催过", shapes[i % 6](fen(i)), "2025年第3季度"]
        )
        owed.append(line(h, "物业费", months(2025, 7, 2025, 9), fen(i)))
    return Case([page(rows)], 8, owed)

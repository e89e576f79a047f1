"""Lists that change hands: new owners, companies, parking and shops among flats, sheets named after buildings."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Page, Row

BUILDINGS = (3, 5, 12)


@judged
def plain_numbers_in_sheets_of_buildings() -> Case:
    """101 in the sheet 3栋: the sheet says which building."""
    pages: list[Page] = []
    owed: list[Owed] = []
    for b in BUILDINGS:
        rows: list[Row] = [["单元", "房号", "业主", "期间", "欠费"]]
        for i, h in enumerate(HOMES):
            if h.building == b:
                rows.append([h.entrance, h.room, h.owner, "2024年", yuan(fen(i))])
                owed.append((h.key, "物业费", *year(2024), fen(i)))
        pages.append(page(rows, f"{b}栋"))
    return Case(pages, 8, owed)


@judged
def entrance_and_room_in_sheets_of_buildings() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for b in BUILDINGS:
        rows: list[Row] = [[f"{b}#楼物业费欠费明细"], ["房号", "业主", "欠费时段", "金额"]]
        for i, h in enumerate(HOMES):
            if h.building == b:
                rows.append([f"{h.entrance}-{h.room}", h.owner, "23.1-23.12", yuan(fen(i))])
                owed.append((h.key, "物业费", *year(2023), fen(i)))
        rows.append(["合计", None, None, yuan(sum(fen(i) for i, h in enumerate(HOMES) if h.building == b))])
        pages.append(page(rows, f"{b}#楼"))
    return Case(pages, 8, owed, stated=total(owed))


@judged
def rooms_turned_into_days() -> Case:
    """3-12 typed into a cell is the 12th of March afterwards; which room it was is asked."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        spoilt = i == 2
        rows.append([datetime.date(2026, 3, 12) if spoilt else h.key, h.owner, "2024年", yuan(fen(i))])
        if not spoilt:
            owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 7, owed, codes=frozenset({"room_date_mutilated"}), kinds=("xlsx", "xls"))


@judged
def sold_in_between() -> Case:
    """The same flat before and after the sale: one flat, two owners, both debts."""
    rows: list[Row] = [["房号", "业主姓名", "欠费期间", "欠费金额", "备注"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i == 3:
            rows.append([h.key, "周原", "2022.1-2022.12", yuan(fen(i, 1)), "原业主，2023.1过户"])
            owed.append((h.key, "物业费", *year(2022), fen(i, 1)))
        rows.append([h.key, h.owner, "2023.1-2023.12", yuan(fen(i)), "现业主" if i == 3 else None])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"owner_differs"}))


@judged
def flats_parking_shops_and_cellars() -> Case:
    rows: list[Row] = [["资源类型", "资源编号", "客户名称", "收费项目", "账期", "欠费金额"]]
    given = [
        ("住宅", "3-1-101", "物业费"), ("住宅", "5-2-1801", "物业费"), ("车位", "B1-018", "车位管理费"),
        ("车位", "B2-118", "车位管理费"), ("商铺", "S-12", "物业费"), ("商铺", "3-商1", "物业费"),
        ("储藏室", "C-05", "物业费"), ("住宅", "12-2-2503", "物业费"),
    ]  # fmt: skip
    owed: list[Owed] = []
    for i, (kind, number, item) in enumerate(given):
        rows.append([kind, number, HOMES[i].owner, item, "2024-05", yuan(fen(i))])
        owed.append((number, item, *months(2024, 5), fen(i)))
    return Case([page(rows)], 8, owed, names_rooms=False)


@judged
def companies_as_owners() -> Case:
    rows: list[Row] = [["房号", "产权单位", "联系人", "联系电话", "租赁期限", "费用名称", "费用期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [h.key, f"杭州{h.owner[0]}氏科技有限公司", h.owner, "0571-88880000转801", "2022.1.1-2025.12.31", "物业管理费",
             "2024.07-2024.12", comma(fen(i))]
        )  # fmt: skip
        owed.append((h.key, "物业管理费", *months(2024, 7, 2024, 12), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def handover_list_of_the_developer() -> Case:
    rows: list[Row] = [
        ["前期物业移交欠费清单"],
        [
            "序号",
            "楼栋",
            "单元",
            "室",
            "业主",
            "交房日期",
            "收房状态",
            "物业费缴至",
            "建筑面积",
            "单价",
            "欠费月数",
            "欠费金额",
        ],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due = round(h.area * 210) * 6
        rows.append(
            [i + 1, f"{h.building}栋", f"{h.entrance}单元", f"{h.room}室", h.owner, "2021-06-30", "已交房", "2023-12-31",
             h.area, 2.1, 6, yuan(due)]
        )  # fmt: skip
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), due))
    return Case([page(rows, merges=[(0, 0, 0, 11)])], 8, owed)


@judged
def areas_times_price_times_months() -> Case:
    rows: list[Row] = [["房号", "业主", "面积", "单价", "月数", "起始月", "截止月", "应缴物业费"]]
    owed: list[Owed] = []
    for h in HOMES:
        due = round(h.area * 150) * 6
        rows.append([h.key, h.owner, h.area, 1.5, 6, "2024.07", "2024.12", yuan(due)])
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 12), due))
    return Case([page(rows)], 8, owed)


@judged
def one_sheet_a_month() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for m in (1, 2, 3):
        rows: list[Row] = [["房号", "业主", "未交金额"]]
        for i, h in enumerate(HOMES):
            if (i + m) % 3:
                rows.append([h.key, h.owner, yuan(fen(i, m))])
                owed.append((h.key, "物业费", *months(2024, m), fen(i, m)))
        pages.append(page(rows, f"2024年{m}月"))
    return Case(pages, 8, owed)


@judged
def one_sheet_a_fee() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for k, item in enumerate(("物业费", "电梯费", "垃圾费")):
        rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner, "2024年", yuan(fen(i, k))])
            owed.append((h.key, item, *year(2024), fen(i, k)))
        pages.append(page(rows, item))
    return Case(pages, 8, owed)


@judged
def one_sheet_an_estate() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for k, name in enumerate(("阳光里小区", "月亮湾花园")):
        rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
        for i, h in enumerate(HOMES):
            rows.append([h.key, h.owner if not k else f"{h.owner}a", "2024年", yuan(fen(i, k))])
            owed.append((h.key, "物业费", *year(2024), fen(i, k)))
        pages.append(page(rows, name))
    return Case(pages, 16, owed)


@judged
def two_flats_in_one_cell() -> Case:
    """One sum for two flats: nobody can say which flat owes what, so it is asked; nothing is booked on a guess."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        joined = i == 6
        rows.append([f"{h.key}、{h.building}-{h.entrance}-2501" if joined else h.key, h.owner, "2024年", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"room_unclear"}), names_rooms=False)


@judged
def name_and_room_in_one_cell() -> Case:
    rows: list[Row] = [["业主信息", "收费项目", "所属期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.owner}（{h.building}栋{h.entrance}单元{h.room}）", "物业费", "2024年第2季度", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 4, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def buildings_in_chinese_numbers() -> Case:
    words = {3: "三", 5: "五", 12: "十二", 1: "一", 2: "二"}
    rows: list[Row] = [["房屋坐落", "权利人", "欠费年度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{words[h.building]}栋{words[h.entrance]}单元{h.room}室", h.owner, "2023年度", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def blocks_with_a_title_each() -> Case:
    rows: list[Row] = []
    owed: list[Owed] = []
    for b in BUILDINGS:
        rows += [[f"{b}号楼欠费明细表"], ["单元", "房号", "业主", "欠费起止", "金额"]]
        part = []
        for i, h in enumerate(HOMES):
            if h.building == b:
                rows.append([f"{h.entrance}单元", h.room, h.owner, "2024.01-2024.09", yuan(fen(i))])
                part.append((h.key, "物业费", *months(2024, 1, 2024, 9), fen(i)))
        rows += [["小计", None, None, None, yuan(total(part))], []]
        owed += part
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def deposits_and_prepaid_beside_fees() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "物业费", "公摊水电费", "装修押金", "预存余额", "合计"]]
    owed: list[Owed] = []
    kept = 0
    for i, h in enumerate(HOMES):
        deposit = 200_000 if i in {1, 4} else 0
        kept += deposit
        parts = fen(i), fen(i, 1)
        cells = [yuan(p) for p in parts]
        rows.append(
            [h.key, h.owner, "2024年", *cells, yuan(deposit) if deposit else None, 35.5, yuan(sum(parts) + deposit)]
        )
        owed += [(h.key, "物业费", *year(2024), parts[0]), (h.key, "公摊水电费", *year(2024), parts[1])]
    return Case([page(rows)], 8, owed, deposits=kept, stated=total(owed) + kept)


@judged
def read_off_a_meter() -> Case:
    rows: list[Row] = [["房号", "业主", "费用名称", "抄表月份", "上期读数", "本期读数", "用量", "单价", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        used = 7 + i
        rows.append([h.key, h.owner, "水费", "2024-08", 1200 + i, 1200 + i + used, used, 3.2, used * 3.2])
        owed.append((h.key, "水费", *months(2024, 8), used * 320))
    return Case([page(rows)], 8, owed)


@judged
def the_same_bill_twice() -> Case:
    rows: list[Row] = [["房号", "业主", "费用", "账单月", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        line: Row = [h.key, h.owner, "物业费", "2024年5月", yuan(fen(i))]
        rows.append(line)
        if i == 2:
            rows.append(list(line))
        owed.append((h.key, "物业费", *months(2024, 5), fen(i)))
    return Case([page(rows)], 8, owed, duplicates=1, codes=frozenset({"duplicate"}))


@judged
def red_letter_line_against_a_bill() -> Case:
    """A reversed bill and its reversal cancel out. Asked about is right; booked as owed is wrong."""
    rows: list[Row] = [["房号", "业主", "费用名称", "账期", "单据类型", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2024-06", "正常", yuan(fen(i))])
        if i == 5:
            rows.append([h.key, h.owner, "物业费", "2024-06", "红冲", -yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))

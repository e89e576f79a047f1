"""More sheets of the judge: settlements side by side, Excel numbers as periods, two tables, parking, receipts."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

SPAN = months(2024, 1, 2024, 6)


@judged
def start_and_end_as_floats() -> Case:
    rows: list[Row] = [["房号", "业主", "起始月份", "截止月份", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2023 + (i % 9 + 1) / 10, 2024.12, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2023, i % 9 + 1, 2024, 12), fen(i)))
    return Case([page(rows)], 8, owed, kinds=("xlsx", "xls"))


@judged
def start_and_end_as_serials() -> Case:
    rows: list[Row] = [["房号", "业主", "开始日期", "结束日期", "欠收金额"]]
    owed: list[Owed] = []
    epoch = datetime.date(1899, 12, 30)
    for i, h in enumerate(HOMES):
        span = months(2023, i + 1, 2024, 6)
        rows.append([h.key, h.owner, *[float((d - epoch).days) for d in span], yuan(fen(i))])
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def start_and_end_under_merged_header() -> Case:
    rows: list[Row] = [
        ["序号", "业主信息", "", "", "欠费期间", "", "欠费情况", "", ""],
        ["", "房号", "姓名", "电话", "起", "止", "本金", "滞纳金", "小计"],
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rows.append(
            [
                i + 1,
                h.key,
                h.owner,
                h.phone,
                "2024年1月",
                "2024年6月",
                yuan(fen(i)),
                yuan(21 * i),
                yuan(fen(i) + 21 * i),
            ]
        )
        owed.append((h.key, "物业费", *SPAN, fen(i)))
        late += 21 * i
    rows.append(["合计", "", "", "", "", "", yuan(total(owed)), yuan(late), yuan(total(owed) + late)])
    merges = [(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5), (0, 6, 0, 8)]
    return Case([page(rows, merges=merges)], 8, owed, late=late, stated=total(owed) + late, kinds=("xlsx", "xls"))


@judged
def rate_months_and_amount() -> Case:
    head = [
        "房号",
        "业主姓名",
        "建筑面积",
        "单价",
        "月物业费",
        "欠费起始",
        "欠费截止",
        "欠费月数",
        "欠费金额",
        "收缴率",
    ]
    rows, owed = [["阳光花园物业费欠费明细表"], head], []
    for i, h in enumerate(HOMES):
        monthly = round(h.area * 180)
        rows.append(
            [
                h.key,
                h.owner,
                h.area,
                1.8,
                yuan(monthly),
                "2024-01",
                "2024-06",
                6,
                yuan(monthly * 6),
                "0%" if i % 2 else 0.5,
            ]
        )
        owed.append((h.key, "物业费", *SPAN, monthly * 6))
    return Case([page(rows)], 8, owed)


@judged
def room_only_under_building_sheet_and_entrance_section() -> Case:
    rows: list[Row] = [["5号楼欠费表"], ["房间", "户主", "期间", "金额"]]
    owed: list[Owed] = []
    for e in (1, 2):
        rows.append([f"{e}单元"])
        for k in range(4):
            rows.append([f"{k + 6}0{e}", "王建国", "2024.01-2024.06", yuan(fen(k, e))])
            owed.append((f"5-{e}-{k + 6}0{e}", "物业费", *SPAN, fen(k, e)))
    rows.append(["合计", "", "", yuan(total(owed))])
    return Case([page(rows, "5号楼")], 8, owed, stated=total(owed))


@judged
def parking_and_shops() -> Case:
    rooms = {"B2-118": "车位B2-118", "B1-007": "车位B1-7", "A区-023": None, "负一层车位56": None}
    rows: list[Row] = [["车位号", "车主", "车牌号", "联系电话", "费用期间", "欠车位管理费"]]
    owed: list[Owed] = []
    for i, (room, _) in enumerate(rooms.items()):
        rows.append([room, HOMES[i].owner, f"苏A{i}8K9{i}", HOMES[i].phone, "2024年", yuan(fen(i))])
        owed.append((room, "车位管理费", *year(2024), fen(i)))
    return Case([page(rows, "车位")], 4, owed, names_rooms=False)


@judged
def two_tables_under_each_other() -> Case:
    rows: list[Row] = [["一、住宅欠费"], ["房号", "业主", "账期", "物业费", "电梯费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:4]):
        rows.append([h.key, h.owner, "2024-05", yuan(fen(i, 1)), yuan(fen(i, 2))])
        owed += [(h.key, n, *months(2024, 5), fen(i, k)) for k, n in ((1, "物业费"), (2, "电梯费"))]
    rows += [[], ["二、商铺欠费"], ["商铺号", "商户名称", "费用名称", "欠费期间", "欠费金额"]]
    for i in range(4):
        rows.append([f"商铺10{i}", HOMES[i].owner, "商业物业费", "2024.01-2024.06", yuan(fen(i, 7))])
        owed.append((f"商铺10{i}", "商业物业费", *SPAN, fen(i, 7)))
    return Case([page(rows)], 8, owed)


@judged
def combined_room_owner_phone() -> Case:
    rows: list[Row] = [["序号", "房屋信息", "应缴总额", "实缴总额", "累计欠费", "欠费区间"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due, paid = fen(i) + 40_000, 40_000 * (i % 2)
        rows.append(
            [
                i + 1,
                f"阳光花园{h.building}栋{h.entrance}单元{h.room}",
                yuan(due),
                yuan(paid),
                yuan(due - paid),
                "2024年1月至6月",
            ]
        )
        owed.append((h.key, "物业费", *SPAN, due - paid))
    rows.append(["", "合计", "", "", yuan(total(owed)), ""])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def settlement_columns_with_subtotals() -> Case:
    head = ["楼栋", "房号", "业主", "收费项目", "账期", "应收", "实收", "预交冲抵", "减免", "欠收", "违约金"]
    rows, owed, late = [head], [], 0
    for b in (3, 5, 12):
        mark = len(owed)
        for i, h in enumerate(HOMES):
            if h.building == b:
                left = fen(i)
                rows.append(
                    [
                        f"{b}栋",
                        h.key,
                        h.owner,
                        "物业费",
                        "2024年第1季度",
                        yuan(left + 3_000),
                        10,
                        15,
                        5,
                        yuan(left),
                        yuan(17 * i),
                    ]
                )
                owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), left))
                late += 17 * i
        rows.append([f"{b}栋 小计", "", "", "", "", "", "", "", "", yuan(total(owed[mark:])), ""])
    rows.append(["合 计", "", "", "", "", "", "", "", "", yuan(total(owed)), yuan(late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed))


@judged
def year_blocks_with_items() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "2023年", "", "2024年", "", "合计"],
        ["", "", "物业费", "水电公摊", "物业费", "水电公摊", ""],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 4 else 0 for k in range(4)]
        rows.append([h.key, h.owner, *[yuan(p) if p else "" for p in parts], yuan(sum(parts))])
        owed += [(h.key, ("物业费", "水电公摊")[k % 2], *year(2023 + k // 2), p) for k, p in enumerate(parts) if p]
    merges = [(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1), (0, 6, 1, 6)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def late_charge_in_rows() -> Case:
    rows: list[Row] = [["房间名称", "客户", "费项", "计费开始", "计费结束", "未收金额"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "住宅物业服务费", "2024-01-01", "2024-03-31", yuan(fen(i))])
        rows.append([h.key, h.owner, "物业费违约金" if i % 2 else "滞纳金", "2024-01-01", "2024-03-31", yuan(200 + i)])
        owed.append((h.key, "住宅物业服务费", *months(2024, 1, 2024, 3), fen(i)))
        late += 200 + i
    return Case([page(rows)], 8, owed, late=late)


@judged
def receipts_recorded_beside_years() -> Case:
    rows: list[Row] = [["房号", "业主", "2022年欠费", "2023年欠费", "2024年欠费", "欠费合计", "催缴情况", "管家"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 2 else 0 for k in range(3)]
        rows.append([h.key, h.owner, *map(comma, parts), comma(sum(parts)), "承诺10月底缴2000元", "周倩"])
        owed += [(h.key, "物业费", *year(2022 + k), p) for k, p in enumerate(parts) if p]
        rows.append([])
    rows.append(["", "合计", "", "", "", comma(total(owed)), "", ""])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def total_row_without_a_word() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "应交", "已交", "未交"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024.1-6", yuan(fen(i) + 500), 5, yuan(fen(i))])
        owed.append((h.key, "物业费", *SPAN, fen(i)))
    rows.append(["", "", "", yuan(total(owed) + 4_000), 40, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def total_in_words_under_the_table() -> Case:
    rows: list[Row] = [
        ["户号", "住户姓名", "物业费欠费时间", "物业费欠费金额", "车位费欠费时间", "车位费欠费金额", "合计欠费"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i, 1), fen(i, 2)
        rows.append([h.key, h.owner, "2024.1-2024.6", yuan(a), "2023.7-2024.6", yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *SPAN, a), (h.key, "车位费", *months(2023, 7, 2024, 6), b)]
    rows.append([f"合计：{comma(total(owed))}元"])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def text_year_and_month_columns() -> Case:
    rows: list[Row] = [["小区", "楼幢", "单元", "室号", "产权人", "年度", "月份", "应收金额", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for m in (1, 10):
            rows.append(
                [
                    "阳光花园",
                    f"{h.building:02d}幢",
                    f"{h.entrance}单元",
                    f"{h.room}室",
                    h.owner,
                    2024,
                    m,
                    yuan(fen(i, m)),
                    yuan(fen(i, m)),
                ]
            )
            owed.append((h.key, "物业费", *months(2024, m), fen(i, m)))
    return Case([page(rows)], 8, owed)

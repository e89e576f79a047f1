"""What is left: a small set written last and never used for repairs before it was counted."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

NO_PERIOD = frozenset({"period_missing"})


@judged
def several_years_in_the_text_of_one_cell() -> Case:
    rows: list[Row] = [["序号", "楼号-房号", "住户", "应收年度", "应收物业服务费(元)", "已收(元)", "尚欠(元)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([i + 1, h.key, h.owner, "2022-2024", yuan(fen(i) + 10_000), 100, yuan(fen(i))])
        owed.append((h.key, "物业服务费", *months(2022, 1, 2024, 12), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def monthly_snapshot_with_three_balances() -> Case:
    rows: list[Row] = [["房号", "业主", "年初余额", "本年累计应收", "本年累计实收", "当前余额", "预存余额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), 1200, 1000, yuan(fen(i) + 20_000), 0])
        owed.append((h.key, "物业费", None, None, fen(i) + 20_000))
    return Case([page(rows)], 8, owed, codes=NO_PERIOD)


@judged
def fees_in_rows_years_in_columns() -> Case:
    rows: list[Row] = [["房号", "业主", "费用", "2022年", "2023年", "2024年", "小计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, item in enumerate(("物业费", "车位费")):
            parts = [fen(i, k * 3 + y) for y in range(3)]
            rows.append(
                [h.key if not k else None, h.owner if not k else None, item, *map(yuan, parts), yuan(sum(parts))]
            )
            owed += [(h.key, item, *year(2022 + y), p) for y, p in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def days_as_cells_with_hours() -> Case:
    rows: list[Row] = [["房号", "业主", "费项", "计费开始时间", "计费结束时间", "应收日期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = months(2024, 4, 2024, 6)
        rows.append(
            [
                h.key,
                h.owner,
                "物业费",
                datetime.datetime(a.year, a.month, a.day),
                datetime.datetime(b.year, b.month, b.day),
                "2024-04-01",
                yuan(fen(i)),
            ]
        )
        owed.append((h.key, "物业费", a, b, fen(i)))
    return Case([page(rows)], 8, owed, kinds=("xlsx", "csv"))


@judged
def stewards_with_their_own_blocks() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i in {0, 4}:
            rows.append([f"管家：{'小李' if not i else '小王'}"])
        rows.append([h.key, h.owner, "2024年9月", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 9), fen(i)))
        if i in {3, 7}:
            rows.append([f"{'小李' if i == 3 else '小王'}小计", None, None, yuan(total(owed[-4:]))])
    rows.append(["合计", None, None, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def due_with_tax_and_without_paid_and_left() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "应收(含税)", "应收(不含税)", "税额", "实收(含税)", "未收(含税)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due = fen(i) + 10_000
        net = round(due / 1.06)
        rows.append([h.key, h.owner, "2024年", yuan(due), yuan(net), yuan(due - net), 100, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def a_column_of_who_pays_and_shares() -> Case:
    rows: list[Row] = [["房号", "业主", "建筑面积", "分摊比例", "2024年公摊电费", "2024年公摊水费", "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, h.area, 0.0125, yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "公摊电费", *year(2024), a), (h.key, "公摊水费", *year(2024), b)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def tick_or_amount_in_one_column() -> Case:
    rows: list[Row] = [["房号", "业主", "2023年物业费", "2024年物业费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        cells: Row = []
        for k in range(2):
            if (i + k) % 3 == 0:
                cells.append("√")
            else:
                cells.append(comma(fen(i, k)))
                owed.append((h.key, "物业费", *year(2023 + k), fen(i, k)))
        rows.append([h.key, h.owner, *cells])
    return Case([page(rows)], 8, owed, codes=frozenset({"ticks_paid"}))


@judged
def court_list_with_principal_and_penalty() -> Case:
    rows: list[Row] = [
        ["序号", "被告", "房屋坐落", "欠费起止时间", "物业费本金", "逾期违约金", "诉讼标的额", "身份证住址"],
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        late += 5000 + i
        rows.append(
            [
                i + 1,
                h.owner,
                f"阳光里{h.building}号楼{h.entrance}单元{h.room}室",
                "2021年7月1日至2024年6月30日",
                yuan(fen(i)),
                yuan(5000 + i),
                yuan(fen(i) + 5000 + i),
                "浙江省杭州市西湖区1号",
            ]
        )
        owed.append((h.key, "物业费", *months(2021, 7, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def waiting_for_review_and_bad_debts() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "欠费金额", "其中坏账", "可收回金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i)), 10, yuan(fen(i) - 1000)])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree", "unknown_column"}))


@judged
def amounts_in_thousands() -> Case:
    rows: list[Row] = [["单位：千元"], ["房号", "业主", "年度", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2023, fen(i) / 100_000])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def months_of_two_items_alternating() -> Case:
    rows: list[Row] = [
        ["房号", "业主", *[f"2024年{m}月{n}" for m in range(1, 4) for n in ("物业费", "电梯费")], "欠费合计"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(6)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, ("物业费", "电梯费")[k % 2], *months(2024, k // 2 + 1), p) for k, p in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def rooms_split_over_three_numbers() -> Case:
    rows: list[Row] = [["幢", "单元", "室号", "姓名", "欠费起", "欠费止", "欠费总额(元)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([float(h.building), float(h.entrance), float(h.room), h.owner, "2024.1", "2024.9", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 9), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def carried_over_between_two_columns_of_months() -> Case:
    """2023年12月末欠 and three months after it: four debts, and a sum."""
    rows: list[Row] = [["房号", "业主", "2023年末欠费", "2024年1月", "2024年2月", "2024年3月", "累计欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed.append((h.key, "物业费", None, None, parts[0]))
        owed += [(h.key, "物业费", *months(2024, k), parts[k]) for k in range(1, 4)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=NO_PERIOD)

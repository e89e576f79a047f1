"""The other half of the second look: handed-over debts, tick lists, shops, pages of a ledger, English offices."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row


@judged
def before_and_after_the_handover() -> Case:
    rows: list[Row] = [["房号", "业主", "移交前欠费", "接管后欠费", "欠费总额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", None, None, p) for p in parts]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}))


@judged
def of_which_earlier_and_this_year() -> Case:
    rows: list[Row] = [["房号", "业主", "累计欠费", "其中：往年欠费", "其中：本年欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(sum(parts)), *map(yuan, parts)])
        owed += [(h.key, "物业费", None, None, p) for p in parts]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def paid_until_and_months_owed() -> Case:
    """缴费截止日 may be the last day to pay as well as the last day paid: the period is asked for."""
    rows: list[Row] = [["房号", "业主", "缴费截止日", "欠费月数", "月物业费", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023-06-30", 18, yuan(fen(i)), yuan(fen(i) * 18)])
        owed.append((h.key, "物业费", None, None, fen(i) * 18))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def void_rows_by_status() -> Case:
    rows: list[Row] = [["账单编号", "房号", "业主", "费用", "账期", "账单金额", "账单状态"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        state = ("未缴", "已缴", "作废", "未缴")[i % 4]
        rows.append([f"ZD{i:06d}", h.key, h.owner, "物业费", "2024-09", yuan(fen(i)), state])
        if state == "未缴":
            owed.append((h.key, "物业费", *months(2024, 9), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))


@judged
def tick_after_each_year() -> Case:
    """2022年 已交 2023年 已交: a tick or 已交 beside a year means paid."""
    rows: list[Row] = [
        ["房号", "业主", "2022年物业费", "是否已交", "2023年物业费", "是否已交", "2024年物业费", "是否已交"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [h.key, h.owner]
        for k in range(3):
            paid = (i + k) % 3 == 0
            row += [yuan(fen(i, k)), "已交" if paid else "未交"]
            if not paid:
                owed.append((h.key, "物业费", *year(2022 + k), fen(i, k)))
        rows.append(row)
    return Case([page(rows)], 8, owed, codes=frozenset({"ticks_paid"}))


@judged
def quarters_ticked_with_a_quarterly_fee() -> Case:
    """√ and blanks for four quarters, and the sum owed beside them."""
    rows: list[Row] = [
        ["2024年物业费缴纳登记表"],
        ["房号", "业主", "季度物业费", "一季度", "二季度", "三季度", "四季度", "欠费金额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = i % 4
        rows.append([h.key, h.owner, yuan(fen(i)), *["√"] * paid, *[None] * (4 - paid), yuan(fen(i) * (4 - paid))])
        owed.append((h.key, "物业费", *months(2024, paid * 3 + 1, 2024, 12), fen(i) * (4 - paid)))
    return Case([page(rows, merges=[(0, 0, 0, 7)])], 8, owed)


@judged
def receipts_written_into_the_months() -> Case:
    """Month cells hold what was paid; what is due and what is left stand behind."""
    rows: list[Row] = [
        ["2024年收费台账"],
        ["房号", "业主", "全年应收", *[f"{m}月实收" for m in range(1, 7)], "实收合计", "尚欠"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due, paid = fen(i) + 60_000, 60_000
        rows.append([h.key, h.owner, yuan(due), *[100] * 6, yuan(paid), yuan(due - paid)])
        owed.append((h.key, "物业费", None, None, due - paid))
    return Case([page(rows, merges=[(0, 0, 0, 10)])], 8, owed, codes=frozenset({"period_missing"}))


@judged
def shops_on_a_street() -> Case:
    rows: list[Row] = [["铺位号", "承租方", "费用类别", "费用所属月份", "欠费金额（元）", "联系人", "电话"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        number = f"A区-{i + 1:02d}"
        rows.append([number, f"{h.owner}小吃店", "租金", "2024年10月", yuan(fen(i)), h.owner, h.phone])
        owed.append((number, "租金", *months(2024, 10), fen(i)))
    return Case([page(rows)], 8, owed, names_rooms=False)


@judged
def building_merged_beside_entrance_and_room() -> Case:
    rows: list[Row] = [["楼栋", "房号", "业主", "欠费区间", "欠费金额"]]
    owed: list[Owed] = []
    merges, top = [], 1
    for b in (3, 5, 12):
        mine = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        for k, (i, h) in enumerate(mine):
            rows.append(
                [f"{b}栋" if not k else None, f"{h.entrance}-{h.room}", h.owner, "2024.01-2024.06", yuan(fen(i))]
            )
            owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
        merges.append((top, 0, top + len(mine) - 1, 0))
        top += len(mine)
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def floor_and_door() -> Case:
    rows: list[Row] = [["栋", "单元", "层", "室", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.building, h.entrance, h.room // 100, f"{h.room % 100:02d}", h.owner, "2024年", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def two_years_in_one_cell() -> Case:
    """Two years with their sums in one cell: nothing is booked on a guess."""
    rows: list[Row] = [["房号", "业主", "欠费情况"]]
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, f"2023年：{yuan(fen(i))}元\n2024年：{yuan(fen(i, 1))}元"])
    return Case([page(rows)], 8, [], codes=frozenset({"amount_column_missing"}))


@judged
def sums_in_capitals() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额", "大写金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年8月", yuan(fen(i)), "壹仟贰佰叁拾肆元伍角陆分"])
        owed.append((h.key, "物业费", *months(2024, 8), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def an_english_office() -> Case:
    rows: list[Row] = [
        ["Arrears Report as at 31 Dec 2024"],
        ["Tower", "Flat", "Owner", "Contact No.", "Management Fee", "Parking Fee", "Late Charge", "Total Outstanding"],
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        parts, fine = (fen(i), fen(i, 1)), 1000 + i
        late += fine
        rows.append(
            [
                h.building,
                f"{h.entrance}-{h.room}",
                h.owner,
                h.phone,
                *map(yuan, parts),
                yuan(fine),
                yuan(sum(parts) + fine),
            ]
        )
        owed += [(h.key, "ManagementFee", None, None, parts[0]), (h.key, "ParkingFee", None, None, parts[1])]
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, codes=frozenset({"period_missing"}))


@judged
def english_billing_months() -> Case:
    rows: list[Row] = [["Unit", "Owner", "Fee Type", "Billing Month", "Amount", "Status"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = i % 4 == 0
        rows.append([h.key, h.owner, "Property Fee", "Sep-2024", yuan(fen(i)), "Paid" if paid else "Unpaid"])
        if not paid:
            owed.append((h.key, "Property Fee", *months(2024, 9), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))


@judged
def household_cells_merged_over_items_with_a_sum() -> Case:
    rows: list[Row] = [["序号", "房号", "业主", "收费项目", "欠费期间", "金额", "欠费合计"]]
    owed: list[Owed] = []
    merges = []
    for i, h in enumerate(HOMES):
        top = len(rows)
        for k, item in enumerate(("物业费", "车位费")):
            first = k == 0
            rows.append(
                [
                    i + 1 if first else None,
                    h.key if first else None,
                    h.owner if first else None,
                    item,
                    "2023.7-2024.6",
                    yuan(fen(i, k)),
                    yuan(fen(i) + fen(i, 1)) if first else None,
                ]
            )
            owed.append((h.key, item, *months(2023, 7, 2024, 6), fen(i, k)))
        merges += [(top, c, top + 1, c) for c in (0, 1, 2, 6)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def pages_of_an_account_with_opening_lines() -> Case:
    """A ledger by household: an opening line, then months billed, then what is owed at the end."""
    rows: list[Row] = [["房号", "业主", "摘要", "应收", "实收", "余额"]]
    for i, h in enumerate(HOMES):
        rows += [
            [h.key, h.owner, "期初余额", None, None, yuan(fen(i))],
            [h.key, h.owner, "2024年1月物业费", 200, None, yuan(fen(i) + 20_000)],
            [h.key, h.owner, "2024年1月收款", None, 50, yuan(fen(i) + 15_000)],
        ]
    return Case([page(rows)], 8, [], codes=frozenset({"columns_disagree", "amount_column_missing"}))


@judged
def owners_together_and_rented_out() -> Case:
    rows: list[Row] = [["房号", "业主", "租户", "联系电话", "账期", "欠费金额", "催缴次数", "最近缴费日期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, f"{h.owner}、周同", "钱租客", h.phone, "2024年二季度", comma(fen(i)), i, "2024-03-15"])
        owed.append((h.key, "物业费", *months(2024, 4, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def printed_twice_in_one_book() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年6月", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 6), fen(i)))
    return Case(
        [page(rows, "明细"), page([["欠费公示（打印版）"], *rows], "打印版")],
        8,
        owed,
        codes=frozenset({"sheet_repeats"}),
    )


@judged
def numbers_with_words_of_the_unit_behind() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费月份", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年1月～2024年3月", f"{yuan(fen(i))} 元整"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), fen(i)))
    return Case([page(rows)], 8, owed)

"""Sheets of one more examiner: each was read wrongly, or only asked about, before."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Home, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

HALF = "2024.1-2024.6"
SPAN = months(2024, 1, 2024, 6)


def _fee(h: Home, k: int, span: tuple[datetime.date, datetime.date] | None, item: str = "物业费") -> Owed:
    first, last = span or (None, None)
    return (h.key, item, first, last, fen(HOMES.index(h), k))


@judged
def property_system_export_with_places_in_one_cell() -> Case:
    """房间信息 with the estate before it; times behind the days; what is owed with and without the penalty."""
    rows: list[Row] = [
        ["物业欠费查询"],
        [
            "项目名称",
            "房间信息",
            "客户姓名",
            "费用类型",
            "计费开始",
            "计费结束",
            "应收",
            "已收",
            "未收",
            "违约金",
            "合计未收",
        ],
    ]
    owed, late = [], 0
    for i, h in enumerate(HOMES):
        first, last = months(2023, 1 + i, 2023, 3 + i)
        penalty = fen(i, 5) // 50
        late += penalty
        room = f"阳光里小区-{h.building}栋-{h.entrance}单元-{h.room}"
        money = (fen(i) + 1_000, 1_000, fen(i), penalty, fen(i) + penalty)
        times = (f"{first} 00:00:00", f"{last} 23:59:59")
        rows.append(["阳光里小区", room, h.owner, "物业管理费", *times, *map(yuan, money)])
        owed.append((h.key, "物业管理费", first, last, fen(i)))
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def building_and_room_parted_by_a_hash() -> Case:
    """12#2502 is building 12, not building 1 and entrance 2."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.building}#{h.room}", h.owner, HALF, yuan(fen(i))])
        owed.append((f"{h.building}-{h.room}", "物业费", *SPAN, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def entrances_of_two_digits() -> Case:
    """12栋 in one column and 11单元301 in the next."""
    rows: list[Row] = [["楼栋", "单元室", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.building}栋", f"{10 + h.entrance}单元{h.room}", h.owner, HALF, yuan(fen(i))])
        owed.append((f"{h.building}-{10 + h.entrance}-{h.room}", "物业费", *SPAN, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def the_same_as_above() -> Case:
    """同上 and 〃 for the room, the owner, the item and the period."""
    rows: list[Row] = [["房号", "业主", "费用项目", "期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, item in enumerate(("物业费", "车位费")):
            again = k > 0
            rows.append(
                [
                    "同上" if again else h.key,
                    "〃" if again else h.owner,
                    item,
                    "同上" if again else HALF,
                    yuan(fen(i, k)),
                ]
            )
            owed.append((h.key, item, *SPAN, fen(i, k)))
    return Case([page(rows)], 8, owed)


@judged
def the_same_building_and_item_as_above() -> Case:
    """″ under a building, an entrance and a fee item that is written once."""
    rows: list[Row] = [["楼栋", "单元", "房号", "业主", "费项", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        last = HOMES[i - 1] if i else None
        same = last is not None and last.building == h.building
        entrance = "″" if same and last and last.entrance == h.entrance else f"{h.entrance}单元"
        item = "〃" if i else "公摊费"
        rows.append(["″" if same else f"{h.building}栋", entrance, h.room, h.owner, item, HALF, yuan(fen(i))])
        owed.append((h.key, "公摊费", *SPAN, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def the_same_amount_as_above_is_asked() -> Case:
    """同上 where money belongs is no amount anybody wrote."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    rows += [[h.key, h.owner, HALF, "同上" if i else 500] for i, h in enumerate(HOMES)]
    owed: list[Owed] = [(HOMES[0].key, "物业费", *SPAN, 50_000)]
    return Case([page(rows)], 8, owed, codes=frozenset({"amount_unreadable"}))


@judged
def different_tables_side_by_side() -> Case:
    """Fees on the left, parking on the right: other households, other columns, other titles."""
    rows: list[Row] = [["2023年度物业费", "", "", "", "2024年度停车费", "", ""]]
    rows.append(["房号", "业主", "欠费", "", "房号", "车位号", "欠费"])
    owed: list[Owed] = []
    for left, right in zip(HOMES[:4], HOMES[4:], strict=True):
        a, b = _fee(left, 0, year(2023)), _fee(right, 0, year(2024), "停车费")
        rows.append([left.key, left.owner, yuan(a[-1]), "", right.key, f"B1-{right.room}", yuan(b[-1])])
        owed += [a, b]
    return Case([page(rows)], 8, owed)


@judged
def second_header_with_the_items_swapped() -> Case:
    """物业费, 水费 above; 水费, 物业费 below: the second header is not the first one again."""
    rows: list[Row] = [["房号", "业主", "物业费", "水费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i == 4:
            rows.append(["房号", "业主", "水费", "物业费"])
        fees = [yuan(fen(i)), yuan(fen(i, 1))]
        rows.append([h.key, h.owner, *(fees if i < 4 else fees[::-1])])
        owed += [_fee(h, 0, None), _fee(h, 1, None, "水费")]
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def second_header_with_other_years() -> Case:
    """2022 and 2023 above, 2023 and 2024 below."""
    rows: list[Row] = [["房号", "业主", "2022年", "2023年"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i == 4:
            rows.append(["房号", "业主", "2023年", "2024年"])
        rows.append([h.key, h.owner, yuan(fen(i)), yuan(fen(i, 1))])
        owed += [_fee(h, 0, year(2022 + i // 4)), _fee(h, 1, year(2023 + i // 4))]
    return Case([page(rows)], 8, owed)


@judged
def building_rows_right_above_other_headers() -> Case:
    """Each building has its own row and then its own header; one of them has a column more."""
    rows: list[Row] = []
    owed: list[Owed] = []
    for building, more in ((3, False), (5, True), (12, False)):
        rows += [[f"{building}栋"], ["房号", "业主", *(["电话"] if more else []), "2023年物业费", "2023年水费"]]
        for i, h in enumerate(HOMES):
            if h.building == building:
                phone = [h.phone] if more else []
                rows.append([f"{h.entrance}-{h.room}", h.owner, *phone, yuan(fen(i)), yuan(fen(i, 1))])
                owed += [_fee(h, 0, year(2023)), _fee(h, 1, year(2023), "水费")]
        rows.append([])
    return Case([page(rows)], 8, owed)


@judged
def labels_in_two_languages() -> Case:
    """From 起 and To 止; Fee Item 费用项目."""
    rows: list[Row] = [["Unit 房号", "Owner 业主", "Fee Item 费用项目", "From 起", "To 止", "Outstanding 欠费 (RMB)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2024, 1, 2024, 2 + i % 3)
        rows.append([h.key, h.owner, "车位费", *span, yuan(fen(i))])
        owed.append((h.key, "车位费", *span, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def an_end_nobody_named() -> Case:
    """A column of days under a word nobody knows, beside 起: it is the end."""
    rows: list[Row] = [["房号", "业主", "起", "讫日", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2024, 1, 2024, 2 + i % 3)
        rows.append([h.key, h.owner, *span, yuan(fen(i))])
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([page(rows)], 8, owed)


def _answered(label: str, yes: str, no: str) -> Case:
    rows: list[Row] = [["房号", "业主", "费用", "期间", "金额", label]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", HALF, yuan(fen(i)), no if i % 3 else yes])
        if i % 3:
            owed.append((h.key, "物业费", *SPAN, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}))


@judged
def asked_whether_it_is_paid() -> Case:
    """是否缴费: 是 owes nothing."""
    return _answered("是否缴费", "是", "否")


@judged
def asked_whether_it_is_owed() -> Case:
    """是否欠费: 否 owes nothing."""
    return _answered("是否欠费", "否", "是")


def _beside_paid_words(label: str, word: str) -> Case:
    rows: list[Row] = [["房号", "业主", "费用", "期间", "金额", label]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", HALF, yuan(fen(i)), "" if i % 3 else word])
        owed.append((h.key, "物业费", *SPAN, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree"}))


@judged
def days_of_payment_beside_bills() -> Case:
    """缴费日期 in some rows and no column of what was paid: counted, and asked."""
    return _beside_paid_words("缴费日期", "2024-05-01")


@judged
def settled_says_the_remark() -> Case:
    """已缴清 in 备注 beside an amount: counted, and asked."""
    return _beside_paid_words("备注", "已缴清")


@judged
def nothing_received_in_words() -> Case:
    """未缴 in the column of what was received is nothing received."""
    rows: list[Row] = [["房号", "业主", "期间", "应缴", "实缴"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = (0, fen(i), 1_000)[i % 3]
        rows.append([h.key, h.owner, HALF, yuan(fen(i)), yuan(paid) if paid else "未缴"])
        if paid != fen(i):
            owed.append((h.key, "物业费", *SPAN, fen(i) - paid))
    return Case([page(rows)], 8, owed)


@judged
def running_totals_at_the_end_of_years() -> Case:
    """Each year's end holds the year before: only the last is owed, and it is said."""
    rows: list[Row] = [["房号", "业主", "2022年末累计欠费", "2023年末累计欠费", "2024年末累计欠费"]]
    rows += [[h.key, h.owner, 100, 200 + i, 300 + i] for i, h in enumerate(HOMES)]
    owed: list[Owed] = [(h.key, "物业费", None, None, 30_000 + i * 100) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree"}))


@judged
def years_that_run_into_the_next() -> Case:
    """2022-2023年度 beside 2023-2024年度: from which month on is asked."""
    rows: list[Row] = [["房号", "业主", "2022-2023年度", "2023-2024年度"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), yuan(fen(i, 1))])
        owed += [_fee(h, 0, None), _fee(h, 1, None)]
    return Case([page(rows)], 8, owed, codes=frozenset({"period_vague"}))


@judged
def years_that_run_into_the_next_in_cells() -> Case:
    """The same in a column of years."""
    rows: list[Row] = [["房号", "业主", "年度", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2022/2023" if i % 2 else "2023-2024", yuan(fen(i))])
        owed.append(_fee(h, 0, None))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_vague"}))


@judged
def one_winter_in_the_title() -> Case:
    """2023-2024年度供暖费 is a winter of two years, not two years."""
    rows: list[Row] = [["2023-2024年度供暖费欠费表"], ["房号", "业主", "供暖费"]]
    rows += [[h.key, h.owner, yuan(fen(i))] for i, h in enumerate(HOMES)]
    owed = [_fee(h, 0, None, "供暖费") for h in HOMES]
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def every_year_with_its_own_period() -> Case:
    """2023年欠费期间 beside 2023年欠费: the half year it says, not the year."""
    rows: list[Row] = [["房号", "业主", "2023年欠费期间", "2023年欠费", "2024年欠费期间", "2024年欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023.7-2023.12", yuan(fen(i)), "2024.1-2024.3", yuan(fen(i, 1))])
        owed += [_fee(h, 0, months(2023, 7, 2023, 12)), _fee(h, 1, months(2024, 1, 2024, 3))]
    return Case([page(rows)], 8, owed)


@judged
def halves_in_short() -> Case:
    """2023上 and 2023年下."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, ("2023上", "2023年下")[i % 2], yuan(fen(i))])
        owed.append(_fee(h, 0, months(2023, 1 + 6 * (i % 2), 2023, 6 + 6 * (i % 2))))
    return Case([page(rows)], 8, owed)


@judged
def what_a_month_costs_is_no_debt() -> Case:
    """租金(月) and 物业费(月) beside 欠租金 and 欠物业费."""
    rows: list[Row] = [["房号", "业主", "租金(月)", "物业费(月)", "欠租金", "欠物业费", "欠费期间"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 3000, 500 + i, yuan(fen(i)), yuan(fen(i, 1)), HALF])
        owed += [_fee(h, 0, SPAN, "租金"), _fee(h, 1, SPAN)]
    return Case([page(rows)], 8, owed, codes=frozenset({"unknown_column"}))


@judged
def a_legend_of_colours() -> Case:
    """红色为欠费: nobody here sees colours, and that is said."""
    rows: list[Row] = [["注：红色为欠费，绿色为已缴"], ["房号", "业主", "2024年1月"]]
    rows += [[h.key, h.owner, yuan(fen(i))] for i, h in enumerate(HOMES)]
    owed = [_fee(h, 0, months(2024, 1)) for h in HOMES]
    return Case([page(rows)], 8, owed, codes=frozenset({"colours_unseen"}))


@judged
def text_in_columns_with_owners_missing() -> Case:
    """Places of which some are parted by one space only, and blank cells among them."""
    lines = ["房号      业主      期间                金额"]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        owner = h.owner if i % 2 else ""
        lines.append(h.key.ljust(10) + owner + " " * (10 - 2 * len(owner)) + HALF.ljust(20) + f"{fen(i) / 100:.2f}")
        owed.append(_fee(h, 0, SPAN))
    lines.append("合计" + " " * 36 + f"{total(owed) / 100:.2f}")
    return Case([], 8, owed, stated=total(owed), kinds=("csv",), raw="\n".join(lines).encode())


@judged
def republican_year_over_months_and_sections() -> Case:
    """民國113年度 in the title, months without a year, traditional words throughout."""
    rows: list[Row] = [["民國113年度各月管理費欠繳表"], ["房號", "住戶", "1月", "2月", "3月", "合計"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, *(yuan(fen(i, k)) for k in range(3)), yuan(sum(fen(i, k) for k in range(3)))])
        owed += [_fee(h, k, months(2024, k + 1)) for k in range(3)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def buildings_with_a_letter_and_a_number() -> Case:
    """A12-2502 is building A12."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    rows += [[f"A{h.building}-{h.room}", h.owner, HALF, yuan(fen(i))] for i, h in enumerate(HOMES)]
    owed = [(f"A{h.building}-{h.room}", "物业费", *SPAN, fen(i)) for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, owed)


@judged
def two_columns_side_by_side_many_times() -> Case:
    """房号, 欠费, 房号, 欠费, … four times."""
    rows: list[Row] = [["2023年度欠费"], ["房号", "欠费"] * 4]
    for first in (0, 4):
        rows.append([cell for h in HOMES[first : first + 4] for cell in (h.key, yuan(_fee(h, 0, None)[-1]))])
    return Case([page(rows)], 8, [_fee(h, 0, year(2023)) for h in HOMES])


@judged
def one_running_total_says_no_period() -> Case:
    """2024年末累计欠费 may have arisen at any time before."""
    rows: list[Row] = [["房号", "业主", "2024年末累计欠费"]]
    rows += [[h.key, h.owner, yuan(fen(i))] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [_fee(h, 0, None) for h in HOMES], codes=frozenset({"period_missing"}))


@judged
def rates_behind_the_items() -> Case:
    """物业费(2.5元/㎡·月) and 垃圾费(10元/月) hold money; the rate is a remark."""
    rows: list[Row] = [["房号", "业主", "物业费(2.5元/㎡·月)", "垃圾费(10元/月)", "期间"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), yuan(fen(i, 1)), HALF])
        owed += [_fee(h, 0, SPAN), _fee(h, 1, SPAN, "垃圾费")]
    return Case([page(rows)], 8, owed)


@judged
def what_was_promised_is_no_debt() -> Case:
    """承诺缴费金额 beside 欠费金额."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费金额", "承诺缴费金额", "承诺日期"]]
    rows += [[h.key, h.owner, HALF, yuan(fen(i)), 100, "2024-09-01"] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [_fee(h, 0, SPAN) for h in HOMES])


@judged
def the_period_of_the_row_is_finer_than_the_year_of_the_header() -> Case:
    """2023年欠费 beside 欠费期间 2023.3-2023.9."""
    rows: list[Row] = [["房号", "业主", "2023年欠费", "欠费期间"]]
    rows += [[h.key, h.owner, yuan(fen(i)), "2023.3-2023.9"] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [_fee(h, 0, months(2023, 3, 2023, 9)) for h in HOMES])


@judged
def questions_about_other_things() -> Case:
    """是否收到催费函 and 是否缴纳押金 say nothing about the fee."""
    rows: list[Row] = [["房号", "业主", "期间", "金额", "是否收到催费函", "是否缴纳押金"]]
    rows += [[h.key, h.owner, HALF, yuan(fen(i)), "是否"[i % 2], "否是"[i % 2]] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [_fee(h, 0, SPAN) for h in HOMES])

"""What a title, a sheet's name or one word in a header says of the money: late charges, deposits, waivers, what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.ledger.imports.judging import CASES, HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

Y = year(2024)
FEE: tuple[Any, ...] = ("物业费", *Y)


def _beside_the_fee(word: str, value: int, *, deposit: bool) -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "物业费", word, "合计"]]
    rows += [[h.key, h.owner, "2024年", yuan(fen(i)), yuan(value), yuan(fen(i) + value)] for i, h in enumerate(HOMES)]
    owed: list[Owed] = [(h.key, *FEE, fen(i)) for i, h in enumerate(HOMES)]
    late, deposits = (0, value * 8) if deposit else (value * 8, 0)
    return Case([page(rows)], 8, owed, late=late, deposits=deposits, stated=total(owed) + value * 8, kinds=("xlsx",))


LATE_WORDS = "滞纳金（减免后） 减免后滞纳金 滞纳金减免后金额 滞纳金（暂计至2024.6.30） 违约金(日万分之五) 折后违约金 资金占用费 未付违约金"
DEPOSIT_WORDS = "装修保证金 水电费周转金 水电备用金 装修押金(未退) 钥匙押金 房屋租赁保证金 装修垃圾押金"
for _i, _word in enumerate(LATE_WORDS.split(" ")):
    CASES[f"late_charge_called_{_i}"] = partial(_beside_the_fee, _word, 1250, deposit=False)
for _i, _word in enumerate(DEPOSIT_WORDS.split(" ")):
    CASES[f"deposit_called_{_i}"] = partial(_beside_the_fee, _word, 50_000, deposit=True)


def _sheet(name: str, title: str, item: str, head: str = "金额") -> Case:
    """A sheet whose amounts have no item of their own: ``item`` is what its name or title is about."""
    rows: list[Row] = [*([[title]] if title else []), ["房号", "业主", "账期", head]]
    rows += [[h.key, h.owner, "2024年", yuan(fen(i))] for i, h in enumerate(HOMES)]
    money = sum(fen(i) for i in range(8))
    if item in ("late", "deposit"):
        late, deposits = (money, 0) if item == "late" else (0, money)
        return Case([page(rows, name)], 8, [], late=late, deposits=deposits, kinds=("xlsx",))
    return Case([page(rows, name)], 8, [(h.key, item, *Y, fen(i)) for i, h in enumerate(HOMES)], kinds=("xlsx",))


ABOUT: list[tuple[str, ...]] = [
    ("违约金", "", "late"),
    ("滞纳金", "", "late", "欠费"),
    ("Sheet1", "2024年违约金明细表", "late"),
    ("Sheet1", "违约金欠费明细", "late", "欠费金额"),
    ("Sheet1", "物业费违约金明细表", "late"),
    ("Sheet1", "逾期违约金统计表（截至2024年6月）", "late"),
    ("装修押金", "", "deposit"),
    ("Sheet1", "装修押金明细表", "deposit"),
    ("Sheet1", "未退装修押金", "deposit"),
    ("保证金", "", "deposit"),
    ("欠费及违约金", "", "物业费"),
    ("Sheet1", "物业费及滞纳金欠费明细", "物业费"),
    ("Sheet1", "物业费欠费明细（不含滞纳金）", "物业费"),
    ("Sheet1", "免收滞纳金业主欠费表", "物业费"),
    ("物业费（含押金）", "", "物业费"),
    ("代收水电费", "", "代收水电费"),
    ("Sheet1", "水电费欠费表", "水电费"),
    ("Sheet1", "公摊水电费欠费", "公摊水电费"),
    ("Sheet1", "生活垃圾处理费欠费表", "生活垃圾处理费"),
]
for _i, _about in enumerate(ABOUT):
    CASES[f"sheet_about_{_i}"] = partial(_sheet, *_about)


def _columns(
    name: str, heads: str, cells: Callable[[int], Row], owes: Callable[[int], list[tuple[Any, ...]]], **more: Any
) -> None:
    def make() -> Case:
        rows: list[Row] = [["房号", "业主", *heads.split(" ")]]
        rows += [[h.key, h.owner, *cells(i)] for i, h in enumerate(HOMES)]
        owed: list[Owed] = [(h.key, *line) for i, h in enumerate(HOMES) for line in owes(i)]  # type: ignore[misc]
        stated = total(owed) + more.get("late", 0) if more.get("summed") else None
        return Case(
            [page(rows)], 8, owed, late=more.get("late", 0), stated=stated, codes=frozenset(more.get("codes", ()))
        )

    CASES[name] = make


def _fee(i: int) -> list[tuple[Any, ...]]:
    return [(*FEE, fen(i))]


def _two_years(i: int) -> list[tuple[Any, ...]]:
    return [("物业费", *year(2023), fen(i)), (*FEE, fen(i, 1))]


_columns(
    "really_receivable_beside_the_waiver",
    "账期 应收金额 减免金额 实际应收 实收金额",
    lambda i: ["2024年", yuan(fen(i) + 3000), 10, yuan(fen(i) + 2000), 20],
    _fee,
)
_columns(
    "receivable_less_waiver_told_by_figures",
    "账期 应收 优惠 应缴 实收",
    lambda i: ["2024年", yuan(fen(i) + 3000), 10, yuan(fen(i) + 2000), 20],
    _fee,
)
_columns(
    "receivable_told_twice",
    "账期 应收金额 应缴金额 实收",
    lambda i: ["2024年", yuan(fen(i) + 300), yuan(fen(i) + 300), 3],
    _fee,
)
_columns(
    "a_year_really_receivable",
    "2024年应收 2024年实际应收 2024年实收",
    lambda i: [yuan(fen(i) + 900), yuan(fen(i) + 400), 4],
    _fee,
)
_columns(
    "late_charge_before_and_after_a_waiver",
    "账期 物业费 违约金 违约金（减免后） 合计",
    lambda i: ["2024年", yuan(fen(i)), 9, 4, yuan(fen(i) + 400)],
    _fee,
    late=3200,
    summed=True,
)
_columns(
    "late_charge_billed_waived_and_after",
    "账期 物业费 应收违约金 减免违约金 减免后违约金 合计",
    lambda i: ["2024年", yuan(fen(i)), 9, 5, 4, yuan(fen(i) + 400)],
    _fee,
    late=3200,
    summed=True,
)
_columns(
    "what_is_left_of_two_years",
    "2023年欠费 2024年欠费 2024年已收 剩余欠费",
    lambda i: [yuan(fen(i)), yuan(fen(i, 1) + 500), 5, yuan(fen(i) + fen(i, 1))],
    _two_years,
    summed=True,
)
_columns(
    "last_payment_is_no_fee",
    "账期 欠费金额 最近缴费金额 最近一次缴费金额 最近缴费日期",
    lambda i: ["2024年", yuan(fen(i)), 250, 300, "2023-12-01"],
    _fee,
)
_columns(
    "rank_and_counts_beside_the_debt",
    "账期 未收 欠费排名 欠费笔数 总计",
    lambda i: ["2024年", yuan(fen(i)), i + 1, 3, yuan(fen(i))],
    _fee,
    summed=True,
)
_columns(
    "the_total_less_what_was_paid",
    "费用类型 账期 应交 已交 合计欠费",
    lambda i: ["车位费" if i % 2 else "物业费", "2024年", yuan(fen(i) + 700), 7, yuan(fen(i))],
    lambda i: [("车位费" if i % 2 else "物业费", *Y, fen(i))],
)


@judged
def a_heading_over_everything_owed() -> Case:
    """欠费情况 over 应收, 实收 and 欠收 is a title: all three were read as debts."""
    rows: list[Row] = [
        ["房屋信息", "", "", "欠费情况", "", "", "", "", "", ""],
        ["楼栋", "房号", "业主", "费用项目", "账期", "应收", "实收", "欠收", "诉讼状态", "欠费排名"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        item = "公摊电费" if i % 2 else "物业费"
        place: Row = [f"{h.building}栋", f"{h.entrance}-{h.room}", h.owner]
        rows.append([*place, item, "2024年", yuan(fen(i) + 900), 9, yuan(fen(i)), "已立案", i + 1])
        owed.append((h.key, item, *Y, fen(i)))
    return Case([page(rows, merges=[(0, 0, 0, 2), (0, 3, 0, 9)])], 8, owed)


@judged
def a_heading_of_debts_for_each_year() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "2023年欠费情况", "", "", "2024年欠费情况", "", ""],
        ["", "", "应收", "实收", "欠费", "应收", "实收", "欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(a + 500), 5, yuan(a), yuan(b + 300), 3, yuan(b)])
        owed += [(h.key, "物业费", *year(2023), a), (h.key, *FEE, b)]
    return Case([page(rows, merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7)])], 8, owed)


@judged
def headings_that_say_information() -> Case:
    rows: list[Row] = [
        ["业主信息", "", "欠费信息", "", "", "", ""],
        ["房号", "业主", "期间", "物业费", "停车费", "违约金", "总欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, "2024.01-2024.12", yuan(a), yuan(b), 5, yuan(a + b + 500)])
        owed += [(h.key, "物业费", *Y, a), (h.key, "停车费", *Y, b)]
    return Case([page(rows, merges=[(0, 0, 0, 1), (0, 2, 0, 6)])], 8, owed, late=4000, stated=total(owed) + 4000)


_columns(
    "the_same_time_last_year_is_no_debt",
    "账期 欠费金额 去年同期欠费",
    lambda i: ["2024年", yuan(fen(i)), yuan(fen(i, 1))],
    _fee,
    codes=("unknown_column",),
)


@judged
def short_note_below_a_text_file() -> Case:
    """A note of one cell below 序号, 楼栋, 单元, 房号 in a text file stopped the whole reading."""
    rows: list[Row] = [["序号", "楼栋", "单元", "房号", "业主", "账期", "欠费"]]
    rows += [[i + 1, h.building, h.entrance, h.room, h.owner, "2024年", yuan(fen(i))] for i, h in enumerate(HOMES)]
    rows += [[], ["财务部 2025年1月5日"]]
    return Case([page(rows)], 8, [(h.key, *FEE, fen(i)) for i, h in enumerate(HOMES)])


@judged
def one_entrance_in_a_building_of_its_own_sheet() -> Case:
    """2-101 in the sheet 2栋 looks like building 2 again; the sheet 3栋 beside it has 1-101: the entrance."""
    owed: list[Owed] = []
    pages = []
    for building, rooms in ((2, ["2-101", "2-202", "2-303", "2-404"]), (3, ["1-101", "2-202"])):
        rows: list[Row] = [["房号", "业主", "账期", "欠费"]]
        for k, room in enumerate(rooms):
            rows.append([room, HOMES[k].owner, "2024年6月", yuan(fen(k, building))])
            owed.append((f"{building}-{room}", "物业费", *months(2024, 6), fen(k, building)))
        pages.append(page(rows, f"{building}栋"))
    return Case(pages, 6, owed, kinds=("xlsx", "xls"))


@judged
def header_printed_again_with_strokes_under_ten_thousands() -> Case:
    """2024/5 was no repetition of 2024/5, so a second table began there, and the unit of the title was lost."""
    head: Row = ["房号", "业主", "2024/5", "2024/6"]
    rows: list[Row] = [["金额单位：万元"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows += [head] if i == 4 else []
        values = [(fen(i, k) // 100 + 20_000) * 100 for k in range(2)]
        rows.append([h.key, h.owner, *(v / 1_000_000 for v in values)])
        owed += [(h.key, "物业费", *months(2024, 5 + k), v) for k, v in enumerate(values)]
    return Case([page(rows)], 8, owed)


@judged
def another_table_below_under_the_same_unit() -> Case:
    rows: list[Row] = [["欠费统计（单位：万元）"], ["房号", "业主", "2023年", "2024年"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i == 4:
            rows += [[], ["房号", "业主", "费用名称", "账期", "欠费金额"]]
        value = (fen(i) // 100 + 20_000) * 100
        if i < 4:
            rows.append([h.key, h.owner, value / 1_000_000, value / 1_000_000])
            owed += [(h.key, "物业费", *year(2023), value), (h.key, "物业费", *Y, value)]
        else:
            rows.append([h.key, h.owner, "车位费", "2024年", value / 1_000_000])
            owed.append((h.key, "车位费", *Y, value))
    return Case([page(rows)], 8, owed)


@judged
def few_rows_and_a_total_by_another_word() -> Case:
    """共计 among three rows passed for a household; so the total with the late charge in it became the debt."""
    rows: list[Row] = [["房号", "业主", "2024年5月", "2024年6月", "违约金", "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:3]):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(a), yuan(b), 5, yuan(a + b + 500)])
        owed += [(h.key, "物业费", *months(2024, 5), a), (h.key, "物业费", *months(2024, 6), b)]
    rows.append(["共计", "", "", "", "", yuan(total(owed) + 1500)])
    return Case([page(rows)], 3, owed, late=1500, stated=total(owed) + 1500)

"""Named layouts: each returns (pages, truth). ``sheets`` writes them as .xlsx, .xls or .csv."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

from tests.ledger.imports.sheets import (
    PERIOD_STYLES,
    ROOM_STYLES,
    Charge,
    Home,
    Page,
    Truth,
    first_day,
    homes,
    last_day,
    text_yuan,
    truth,
    yuan,
)

Layout = Callable[[int], tuple[list[Page], Truth]]
LAYOUTS: dict[str, Layout] = {}


def layout(function: Layout) -> Layout:
    LAYOUTS[function.__name__] = function
    return function


def detail(seed: int, room: Any, period: Any, heads: list[str], *, money: Any = yuan) -> tuple[list[Page], Truth]:
    people = [h for h in homes(seed, items=("物业费", "车位管理费"), spare=0) if h.charges]
    rows: list[list[Any]] = [heads]
    for h in people:
        for c in h.charges:
            rows.append([len(rows), room(h), h.owner, h.phone, h.area, c.item, *period(c), money(c.fen)])
    return [Page("欠费明细", rows)], truth(people)


def _register_details() -> None:
    heads = ["序号", "房号", "业主", "手机", "计费面积", "收费项目", "欠费期间", "欠费金额"]
    for at, style in enumerate(ROOM_STYLES):
        LAYOUTS[f"detail_room_{at}"] = lambda seed, s=style: detail(
            seed, s, lambda c: [PERIOD_STYLES["dash"](c)], heads
        )
    for name, form in PERIOD_STYLES.items():
        LAYOUTS[f"detail_period_{name}"] = lambda seed, f=form: detail(seed, ROOM_STYLES[0], lambda c: [f(c)], heads)
    two = ["no.", "资源编号", "客户名称", "联系方式", "收费面积(㎡)", "费用科目", "起始日期", "截止日期", "欠收(元)"]
    LAYOUTS["detail_dates"] = lambda seed: detail(
        seed, ROOM_STYLES[1], lambda c: [first_day(c.start), last_day(c.end)], two
    )
    LAYOUTS["detail_datetimes_first_of_month"] = lambda seed: detail(
        seed, ROOM_STYLES[1], lambda c: [first_day(c.start), first_day(c.end)], two
    )
    LAYOUTS["detail_serials"] = lambda seed: detail(
        seed,
        ROOM_STYLES[1],
        lambda c: [
            (first_day(c.start) - datetime.date(1899, 12, 30)).days,
            (last_day(c.end) - datetime.date(1899, 12, 30)).days,
        ],
        two,
    )
    LAYOUTS["detail_text_money"] = lambda seed: detail(
        seed,
        ROOM_STYLES[4],
        lambda c: [f"{c.start[0]}.{c.start[1]}", f"{c.end[0]}.{c.end[1]}"],
        two,
        money=lambda f: f"¥{text_yuan(f)}",
    )
    LAYOUTS["detail_float_two_digits"] = lambda seed: detail(
        seed, ROOM_STYLES[0], lambda c: [c.start[0] + c.start[1] / 100, c.end[0] + c.end[1] / 100], two
    )
    LAYOUTS["detail_yyyymm_numbers"] = lambda seed: detail(
        seed, ROOM_STYLES[0], lambda c: [c.start[0] * 100 + c.start[1], c.end[0] * 100 + c.end[1]], two
    )
    LAYOUTS["detail_wan"] = lambda seed: detail(
        seed,
        ROOM_STYLES[0],
        lambda c: [first_day(c.start), last_day(c.end)],
        [*two[:-1], "欠费金额(万元)"],
        money=lambda f: f / 1_000_000,
    )


_register_details()


@layout
def columns_split_building(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, spare=0)
    rows: list[list[Any]] = [
        [
            "楼 栋",
            "单元号",
            "室号",
            "户主",
            "电话",
            "建筑\n面积",
            "账期",
            "应收金额",
            "实收金额",
            "预存抵扣",
            "减免",
            "欠费",
        ]
    ]
    rng = random.Random(seed)
    for h in people:
        for c in h.charges:
            got, off, cut = rng.randint(0, 5000), rng.randint(0, 300), rng.choice([0, 100])
            rows.append(
                [
                    f"{h.building}号楼",
                    f"{h.entrance}单元",
                    h.room,
                    h.owner,
                    int(h.phone),
                    h.area,
                    PERIOD_STYLES["zh"](c),
                    yuan(c.fen + got + off + cut),
                    yuan(got),
                    yuan(off),
                    yuan(cut),
                    yuan(c.fen),
                ]
            )
    found = truth(people)
    return [Page("Sheet1", rows)], found


@layout
def columns_received_no_outstanding(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, spare=0)
    rows: list[list[Any]] = [
        ["楼号", "单元", "房间号", "姓名", "年度起", "起始时间", "结束时间", "应缴", "已缴", "滞纳金"]
    ]
    for h in people:
        h.late = 777
        for at, c in enumerate(h.charges):
            rows.append(
                [
                    h.building,
                    h.entrance,
                    str(h.room),
                    h.owner,
                    "",
                    PERIOD_STYLES["zh"](Charge("", c.start, c.start, 0)).split("至")[0],
                    f"{c.end[0]}年{c.end[1]}月",
                    yuan(c.fen + 1000),
                    yuan(1000),
                    7.77 if at == 0 else 0,
                ]
            )
        rows.append([h.building, h.entrance, str(h.room), h.owner, "", "2019年1月", "2019年2月", 20, 20, ""])
    return [Page("Sheet1", rows)], truth(people)


@layout
def columns_fees_titles_subtotals(seed: int) -> tuple[list[Page], Truth]:
    fees = ("物业费", "水费", "公摊电费", "垃圾费")
    people = homes(seed, items=("物业费",), per=1)
    rng = random.Random(seed)
    for h in people:
        if h.charges:
            base = h.charges[0]
            h.charges += [Charge(f, base.start, base.end, rng.randint(1, 9999)) for f in fees[1:] if rng.random() < 0.6]
    rows: list[list[Any]] = [
        ["幸福家园物业费欠费汇总表"],
        ["制表日期:2026-09-30", "", "", "", "", "", "", "单位:元"],
        ["序号", "房屋编码", "业主名称", "联系电话", "欠费开始", "欠费结束", "欠费明细", "", "", "", "欠费合计"],
        ["", "", "", "", "", "", *fees, ""],
    ]
    merges = [(0, 0, 0, 10), (2, 6, 2, 9)] + [(2, c, 3, c) for c in (0, 1, 2, 3, 4, 5, 10)]
    for building in sorted({h.building for h in people}):
        block = [h for h in people if h.building == building]
        for h in block:
            amounts = {c.item: c.fen for c in h.charges}
            when = (
                [
                    f"{h.charges[0].start[0]}-{h.charges[0].start[1]:02d}",
                    f"{h.charges[0].end[0]}-{h.charges[0].end[1]:02d}",
                ]
                if h.charges
                else ["", ""]
            )
            rows.append(
                [
                    len(rows),
                    f"{h.building}栋{h.entrance}单元{h.room}",
                    h.owner,
                    float(h.phone),
                    *when,
                    *[yuan(amounts[f]) if f in amounts else "—" for f in fees],
                    yuan(sum(amounts.values())),
                ]
            )
        rows.append(
            [
                f"{building}栋小计",
                *[""] * 5,
                *[yuan(sum(c.fen for h in block for c in h.charges if c.item == f)) for f in fees],
                yuan(sum(c.fen for h in block for c in h.charges)),
            ]
        )
    rows.append(
        [
            "合计",
            *[""] * 5,
            *[yuan(sum(c.fen for h in people for c in h.charges if c.item == f)) for f in fees],
            yuan(sum(c.fen for h in people for c in h.charges)),
        ]
    )
    rows.append(["制表人:张三", "", "审核:李四"])
    return [Page("统计", rows, merges)], truth(people)


def _months(seed: int, year_in_label: bool) -> tuple[list[Home], list[tuple[int, int]]]:
    people = homes(seed)
    rng = random.Random(seed)
    months = [(y, m) for y in (2023, 2024) for m in range(1, 13)]
    for h in people:
        h.charges = [Charge("物业费", m, m, rng.randint(5000, 40000)) for m in months if rng.random() < 0.3]
    return people, months


@layout
def months_merged_years(seed: int) -> tuple[list[Page], Truth]:
    people, months = _months(seed, False)
    rows: list[list[Any]] = [
        ["房号", "业主", "手机号码", "2023年", *[""] * 11, "2024年", *[""] * 11, "合计"],
        ["", "", "", *[f"{m}月" for _, m in months], ""],
    ]
    merges = [(0, 3, 0, 14), (0, 15, 0, 26), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 27, 1, 27)]
    for h in people:
        owed = {c.start: c.fen for c in h.charges}
        rows.append(
            [h.key, h.owner, h.phone, *[yuan(owed[m]) if m in owed else None for m in months], yuan(sum(owed.values()))]
        )
    return [Page("逐月", rows, merges)], truth(people)


@layout
def months_merged_years_no_marks(seed: int) -> tuple[list[Page], Truth]:
    pages, found = months_merged_years(seed)
    pages[0].merges = []
    return pages, found


def _month_labels(form: Callable[[int, int], Any]) -> Layout:
    def build(seed: int) -> tuple[list[Page], Truth]:
        people, months = _months(seed, True)
        rows: list[list[Any]] = [["户号", "客户姓名", "面积", *[form(*m) for m in months], "欠费总额"]]
        for h in people:
            owed = {c.start: c.fen for c in h.charges}
            rows.append(
                [
                    ROOM_STYLES[1](h),
                    h.owner,
                    h.area,
                    *[text_yuan(owed[m]) if m in owed else "-" for m in months],
                    text_yuan(sum(owed.values())),
                ]
            )
        return [Page("Sheet1", rows)], truth(people)

    return build


LAYOUTS["months_dash"] = _month_labels(lambda y, m: f"{y}-{m:02d}")
LAYOUTS["months_six"] = _month_labels(lambda y, m: f"{y}{m:02d}")
LAYOUTS["months_six_number"] = _month_labels(lambda y, m: y * 100 + m)
LAYOUTS["months_date_headers"] = _month_labels(lambda y, m: datetime.date(y, m, 1))
LAYOUTS["months_dot_numbers"] = _month_labels(lambda y, m: float(f"{y}.{m}"))
LAYOUTS["months_short_year"] = _month_labels(lambda y, m: f"{y % 100}年{m}月")
LAYOUTS["months_with_fee"] = _month_labels(lambda y, m: f"{y}年{m}月物业费")
LAYOUTS["months_owed_suffix"] = _month_labels(lambda y, m: f"{y}年{m:02d}月欠费(元)")


@layout
def months_year_in_title(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed)
    rng = random.Random(seed)
    rows: list[list[Any]] = [
        ["2025年度物业管理费欠缴明细表"],
        ["楼栋", "房号", "业主姓名", *[f"{m}月份" for m in range(1, 13)], "合计"],
    ]
    for h in people:
        h.charges = [
            Charge("物业管理费", (2025, m), (2025, m), rng.randint(100, 9999))
            for m in range(1, 13)
            if rng.random() < 0.4
        ]
        owed = {c.start[1]: c.fen for c in h.charges}
        rows.append(
            [
                f"{h.building}栋",
                f"{h.entrance}-{h.room}",
                h.owner,
                *[yuan(owed[m]) if m in owed else "" for m in range(1, 13)],
                yuan(sum(owed.values())),
            ]
        )
    return [Page("Sheet1", rows, [(0, 0, 0, 15)])], truth(people)


def _years(seed: int, items: tuple[str, ...] = ("物业费",)) -> list[Home]:
    people = homes(seed)
    rng = random.Random(seed)
    for h in people:
        h.charges = [
            Charge(i, (y, 1), (y, 12), rng.randint(100, 900_000))
            for y in (2022, 2023, 2024)
            for i in items
            if rng.random() < 0.5
        ]
    return people


@layout
def years_with_late(seed: int) -> tuple[list[Page], Truth]:
    people = _years(seed)
    rows: list[list[Any]] = [["房产编码", "户主", "2022", "2023", "2024", "违约金", "合计", "备注"]]
    for h in people:
        owed = {c.start[0]: c.fen for c in h.charges}
        h.late = sum(owed.values()) // 50
        rows.append(
            [
                ROOM_STYLES[2](h),
                h.owner,
                *[yuan(owed.get(y, 0)) for y in (2022, 2023, 2024)],
                yuan(h.late),
                yuan(sum(owed.values()) + h.late),
                "空置",
            ]
        )
    return [Page("往年欠费", rows)], truth(people)


@layout
def years_times_items(seed: int) -> tuple[list[Page], Truth]:
    items = ("物业费", "电梯费")
    people = _years(seed, items)
    head = ["房号", "业主"]
    rows: list[list[Any]] = [[*head, "2022年", "", "2023年", "", "2024年", "", "合计"], ["", "", *items * 3, ""]]
    merges = [(0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1), (0, 8, 1, 8)]
    for h in people:
        owed = {(c.start[0], c.item): c.fen for c in h.charges}
        rows.append(
            [
                h.key,
                h.owner,
                *[yuan(owed[y, i]) if (y, i) in owed else "" for y in (2022, 2023, 2024) for i in items],
                yuan(sum(owed.values())),
            ]
        )
    return [Page("Sheet1", rows, merges)], truth(people)


@layout
def years_times_measures_subtotals(seed: int) -> tuple[list[Page], Truth]:
    people = _years(seed)
    rng = random.Random(seed)
    rows: list[list[Any]] = [
        ["房号", "业主", "2022年度", "", "", "2023年度", "", "", "2024年度", "", "", "欠费合计"],
        ["", "", *["应收", "实收", "欠费"] * 3, ""],
    ]
    for h in people:
        owed = {c.start[0]: c.fen for c in h.charges}
        cells: list[Any] = []
        for y in (2022, 2023, 2024):
            got = rng.randint(0, 10_000)
            cells += [yuan(owed.get(y, 0) + got), yuan(got), yuan(owed.get(y, 0))]
        rows.append([h.key, h.owner, *cells, yuan(sum(owed.values()))])
    return [Page("Sheet1", rows, [(0, 2, 0, 4), (0, 5, 0, 7), (0, 8, 0, 10)])], truth(people)


@layout
def years_items_with_group_totals(seed: int) -> tuple[list[Page], Truth]:
    items = ("物业费", "车位费")
    people = _years(seed, items)
    rows: list[list[Any]] = [
        ["房号", "业主", *[f"{y}年{i}" for y in (2022, 2023, 2024) for i in (*items, "小计")], "总计"]
    ]
    for h in people:
        owed = {(c.start[0], c.item): c.fen for c in h.charges}
        cells: list[Any] = []
        for y in (2022, 2023, 2024):
            pair = [owed.get((y, i), 0) for i in items]
            cells += [*map(yuan, pair), yuan(sum(pair))]
        rows.append([h.key, h.owner, *cells, yuan(sum(owed.values()))])
    return [Page("Sheet1", rows)], truth(people)


@layout
def quarters(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed)
    rng = random.Random(seed)
    spans = [(2024, q) for q in (1, 2, 3, 4)] + [(2025, q) for q in (1, 2)]
    rows: list[list[Any]] = [
        [
            "房号",
            "业主",
            "电话",
            *[f"{y}年第{'一二三四'[q - 1]}季度" if y == 2024 else f"{y}Q{q}" for y, q in spans],
            "备注",
        ]
    ]
    for h in people:
        h.charges = [
            Charge("物业费", (y, q * 3 - 2), (y, q * 3), rng.randint(100, 99999))
            for y, q in spans
            if rng.random() < 0.5
        ]
        owed = {(c.start[0], c.end[1] // 3): c.fen for c in h.charges}
        rows.append([h.key, h.owner, h.phone, *[yuan(owed[s]) if s in owed else "/" for s in spans], ""])
    return [Page("Sheet1", rows)], truth(people)


@layout
def half_years(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed)
    rng = random.Random(seed)
    rows: list[list[Any]] = [["房间号", "住户姓名", "2024年上半年", "2024年下半年", "2025上半年", "小计"]]
    spans = [((2024, 1), (2024, 6)), ((2024, 7), (2024, 12)), ((2025, 1), (2025, 6))]
    for h in people:
        h.charges = [Charge("物业费", a, b, rng.randint(100, 99999)) for a, b in spans if rng.random() < 0.5]
        owed = {c.start: c.fen for c in h.charges}
        rows.append([h.key, h.owner, *[yuan(owed.get(a, 0)) for a, _ in spans], yuan(sum(owed.values()))])
    return [Page("Sheet1", rows)], truth(people)

"""More named layouts: sections, several sheets, merged cells, totals, odd periods. Importing this module registers them."""

from __future__ import annotations

import random
from typing import Any

from tests.ledger.imports.layouts import _months, _years, detail, layout
from tests.ledger.imports.sheets import (
    PERIOD_STYLES,
    ROOM_STYLES,
    Charge,
    Page,
    Truth,
    first_day,
    homes,
    last_day,
    truth,
    yuan,
)


@layout
def sections_by_building(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, spare=0, per=1)
    rows: list[list[Any]] = [["锦绣花园欠费表"]]
    for building in sorted({h.building for h in people}):
        rows += [[f"{building}栋"], ["单元", "房号", "业主", "电话", "欠费时间", "欠费金额", "备注"]]
        for h in [h for h in people if h.building == building]:
            rows.append(
                [
                    f"{h.entrance}单元",
                    h.room,
                    h.owner,
                    h.phone,
                    PERIOD_STYLES["plain"](h.charges[0]),
                    yuan(h.charges[0].fen),
                    "",
                ]
            )
        rows.append(["小计", "", "", "", "", yuan(sum(h.charges[0].fen for h in people if h.building == building)), ""])
    rows.append(["总计", "", "", "", "", yuan(sum(h.charges[0].fen for h in people)), ""])
    return [Page("Sheet1", rows)], truth(people)


@layout
def sections_once_header(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, spare=0, per=1)
    rows: list[list[Any]] = [["房号", "业主", "欠费期间", "欠费(元)"]]
    for building in sorted({h.building for h in people}):
        rows.append([f"【{building}号楼】", "", "", ""])
        rows += [
            [f"{h.entrance}单元{h.room}", h.owner, PERIOD_STYLES["zh"](h.charges[0]), yuan(h.charges[0].fen)]
            for h in people
            if h.building == building
        ]
    return [Page("Sheet1", rows)], truth(people)


@layout
def sheet_per_building(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, spare=0, per=1)
    pages = []
    for building in sorted({h.building for h in people}):
        rows: list[list[Any]] = [["单元", "室号", "业主", "费用期间", "金额"]]
        rows += [
            [h.entrance, h.room, h.owner, PERIOD_STYLES["six"](h.charges[0]), yuan(h.charges[0].fen)]
            for h in people
            if h.building == building
        ]
        rows.append(["合计", "", "", "", yuan(sum(h.charges[0].fen for h in people if h.building == building))])
        pages.append(Page(f"{building}栋", rows))
    summary = [["楼栋", "户数", "欠费金额"], *[[p.name, len(p.rows) - 2, p.rows[-1][-1]] for p in pages]]
    return [Page("汇总", summary), *pages], truth(people)


@layout
def summary_sheet_with_rooms(seed: int) -> tuple[list[Page], Truth]:
    pages, found = detail(
        seed,
        ROOM_STYLES[0],
        lambda c: [PERIOD_STYLES["dash"](c)],
        ["序号", "房号", "业主", "手机", "计费面积", "收费项目", "欠费期间", "欠费金额"],
    )
    sums: dict[str, int] = {}
    for line in found.lines or []:
        sums[line[0]] = sums.get(line[0], 0) + line[-1]
    pages.append(
        Page(
            "欠费汇总",
            [["房号", "欠费合计"], *[[k, yuan(v)] for k, v in sums.items()], ["总计", yuan(sum(sums.values()))]],
        )
    )
    return pages, found


@layout
def merged_owner_cells(seed: int) -> tuple[list[Page], Truth]:
    people = list(homes(seed, items=("物业费", "车位费"), spare=0))
    rows: list[list[Any]] = [["序号", "房号", "业主", "电话", "费用项", "期间", "欠费"]]
    merges = []
    for at, h in enumerate(people, 1):
        top = len(rows)
        for n, c in enumerate(h.charges):
            rows.append(
                [at, h.key, h.owner, h.phone, c.item, PERIOD_STYLES["dash"](c), yuan(c.fen)]
                if n == 0
                else ["", "", "", "", c.item, PERIOD_STYLES["dash"](c), yuan(c.fen)]
            )
        if len(h.charges) > 1:
            merges += [(top, col, len(rows) - 1, col) for col in range(4)]
    return [Page("Sheet1", rows, merges)], truth(people)


@layout
def blank_owner_cells(seed: int) -> tuple[list[Page], Truth]:
    pages, found = merged_owner_cells(seed)
    pages[0].merges = []
    return pages, found


@layout
def household_subtotals(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, items=("物业费", "水费"), spare=0)
    rows: list[list[Any]] = [["房号", "业主", "费用名称", "开始时间", "结束时间", "欠费金额"]]
    for h in people:
        rows += [
            [h.key, h.owner, c.item, str(first_day(c.start)), str(last_day(c.end)), yuan(c.fen)] for c in h.charges
        ]
        rows.append([h.key, h.owner, "小计", "", "", yuan(sum(c.fen for c in h.charges))])
    rows.append(["合计", "", "", "", "", yuan(sum(c.fen for h in people for c in h.charges))])
    return [Page("Sheet1", rows)], truth(people)


@layout
def unit_wan_title(seed: int) -> tuple[list[Page], Truth]:
    people = _years(seed)
    rows: list[list[Any]] = [
        ["历年欠费统计"],
        ["", "", "", "单位:万元"],
        ["房号", "业主", "2022年", "2023年", "2024年", "合计"],
    ]
    for h in people:
        owed = {c.start[0]: c.fen for c in h.charges}
        rows.append(
            [h.key, h.owner, *[owed.get(y, 0) / 1_000_000 for y in (2022, 2023, 2024)], sum(owed.values()) / 1_000_000]
        )
    return [Page("Sheet1", rows)], truth(people)


@layout
def unlabelled_total(seed: int) -> tuple[list[Page], Truth]:
    pages, found = detail(
        seed,
        ROOM_STYLES[0],
        lambda c: [PERIOD_STYLES["dash"](c)],
        ["序号", "房号", "业主", "手机", "计费面积", "收费项目", "欠费期间", "欠费金额"],
    )
    pages[0].rows.append(["", "", "", "", "", "", "", yuan(found.outstanding_fen)])
    return pages, found


@layout
def repeated_headers_pages(seed: int) -> tuple[list[Page], Truth]:
    pages, found = detail(
        seed,
        ROOM_STYLES[1],
        lambda c: [PERIOD_STYLES["tilde"](c)],
        ["序号", "房屋编号", "户主", "联系电话", "面积", "费用类型", "欠费时间段", "应补金额"],
    )
    head, rows = pages[0].rows[0], pages[0].rows[1:]
    out: list[list[Any]] = []
    for at in range(0, len(rows), 15):
        out += [
            ["某某物业公司欠费清单", *[""] * 7],
            head,
            *rows[at : at + 15],
            ["本页小计", *[""] * 6, yuan(sum(round(r[-1] * 100) for r in rows[at : at + 15]))],
            [f"第{at // 15 + 1}页", *[""] * 7],
        ]
    pages[0].rows = out
    return pages, found


@layout
def offset_table(seed: int) -> tuple[list[Page], Truth]:
    """The table starts in column C below three blank rows."""
    pages, found = detail(
        seed,
        ROOM_STYLES[4],
        lambda c: [PERIOD_STYLES["slash"](c)],
        ["序号", "房号", "业主", "手机", "建筑面积", "收费项目", "账期", "欠费金额"],
    )
    pages[0].rows = [[], [], [], *[["", "", *row] for row in pages[0].rows]]
    return pages, found


@layout
def sheet_per_year(seed: int) -> tuple[list[Page], Truth]:
    people = _years(seed)
    pages = []
    for y in (2022, 2023, 2024):
        rows: list[list[Any]] = [["房号", "业主", "欠费金额"]]
        rows += [[h.key, h.owner, yuan(sum(c.fen for c in h.charges if c.start[0] == y))] for h in people]
        pages.append(Page(f"{y}年", rows))
    return pages, truth(people)


@layout
def year_and_month_columns(seed: int) -> tuple[list[Page], Truth]:
    people, _ = _months(seed, True)
    people = [h for h in people if h.charges]
    rows: list[list[Any]] = [["房号", "业主", "年度", "月份", "费用项目", "应收金额", "已收金额", "欠费金额"]]
    for h in people:
        rows += [
            [
                h.key,
                h.owner,
                c.start[0] if c.fen % 2 else f"{c.start[0]}年",
                c.start[1],
                c.item,
                yuan(c.fen),
                0,
                yuan(c.fen),
            ]
            for c in h.charges
        ]
    return [Page("Sheet1", rows)], truth(people)


@layout
def fees_with_odd_names(seed: int) -> tuple[list[Page], Truth]:
    fees = ("物业服务费", "二次供水", "宠物", "其他")
    people = homes(seed, per=1)
    rng = random.Random(seed)
    rows: list[list[Any]] = [["房号", "业主", "面积", "欠费周期", *fees, "合计金额"]]
    for h in people:
        if h.charges:
            base = h.charges[0]
            h.charges = [Charge(f, base.start, base.end, rng.randint(1, 9999)) for f in fees if rng.random() < 0.7] or [
                Charge("其他", base.start, base.end, 5)
            ]
        owed = {c.item: c.fen for c in h.charges}
        rows.append(
            [
                h.key,
                h.owner,
                h.area,
                PERIOD_STYLES["zh"](h.charges[0]) if h.charges else "",
                *[yuan(owed[f]) if f in owed else "" for f in fees],
                yuan(sum(owed.values())),
            ]
        )
    return [Page("Sheet1", rows)], truth(people)


@layout
def no_period_plain(seed: int) -> tuple[list[Page], Truth]:
    people = homes(seed, per=1)
    rows: list[list[Any]] = [["房 号", "业主姓名", "联 系 电 话", "欠 费 金 额"]]
    rows += [[h.key, h.owner, h.phone, yuan(h.charges[0].fen) if h.charges else 0] for h in people]
    rows.append(["合 计", "", "", yuan(sum(c.fen for h in people for c in h.charges))])
    found = truth(people)
    found.lines = [(k, i, None, None, f) for k, i, _, _, f in found.lines or []]
    return [Page("Sheet1", rows)], found

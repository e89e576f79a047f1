"""Layouts that were only asked about once: traditional characters, text set in columns, one household a column, 民国."""

from __future__ import annotations

import datetime
import unicodedata

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

SHEETS = ("xlsx", "xls")
TEXT = ("csv",)


def wide(text: str, width: int, *, right: bool = False) -> str:
    """A text padded to so many places, a Chinese character taking two."""
    gap = " " * (width - sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text))
    return gap + text if right else text + gap


def _half(i: int) -> tuple[str, tuple[datetime.date, datetime.date]]:
    return f"2024.1-2024.{i + 1}", months(2024, 1, 2024, i + 1)


@judged
def traditional_headers_items_and_totals() -> Case:
    """房號, 業主, 收費項目, 應收 and 欠費 in traditional characters; the items are the ones the ledger already knows."""
    rows: list[Row] = [
        ["陽光花園業主欠費明細表", *[""] * 8],
        [
            "樓棟",
            "單元",
            "房號",
            "業主姓名",
            "聯繫電話",
            "收費項目",
            "起始日期",
            "結束日期",
            "應收金額",
            "已繳金額",
            "欠費金額",
            "滯納金",
            "備註",
        ],
    ]
    owed, late = [], 0
    for i, h in enumerate(HOMES):
        span = months(2023, 1 + i, 2023, 4 + i)
        item, plain = (("物業費", "物业费"), ("車位管理費", "车位管理费"), ("公攤電費", "公摊电费"))[i % 3]
        debt, paid = fen(i), 2_000
        late += fen(i, 9) // 100
        rows.append([
            f"{h.building}號樓", f"{h.entrance}單元", h.room, h.owner, h.phone, item, *span,
            yuan(debt + paid), yuan(paid), yuan(debt), yuan(fen(i, 9) // 100), "長期空置",
        ])  # fmt: skip
        owed.append((h.key, plain, *span, debt))
    rows.append(["合計", *[""] * 9, yuan(total(owed)), yuan(late), ""])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed))


@judged
def traditional_wide_items() -> Case:
    """A column an item, the period in the title, buildings as section rows."""
    rows: list[Row] = [
        ["綠園小區2023年度欠費統計表（單位：元）", *[""] * 5],
        ["房號", "戶主", "面積", "物業費", "水費", "欠費合計"],
    ]
    owed: list[Owed] = []
    for building in (3, 5, 12):
        rows.append([f"{building}棟", *[""] * 5])
        for i, h in enumerate(HOMES):
            if h.building == building:
                a, b = fen(i), fen(i, 1)
                rows.append([f"{h.entrance}-{h.room}", h.owner, h.area, yuan(a), yuan(b), yuan(a + b)])
                owed += [(h.key, "物业费", *year(2023), a), (h.key, "水费", *year(2023), b)]
    rows.append(
        ["總計", "", "", *(yuan(sum(o[-1] for o in owed if o[1] == n)) for n in ("物业费", "水费")), yuan(total(owed))]
    )
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def traditional_big5_text() -> Case:
    """The same words in a comma file of an old Taiwanese program."""
    lines, owed = ["房號,戶主,欠費期間,欠費金額"], []
    for i, h in enumerate(HOMES):
        words, span = _half(i)
        lines.append(f"{h.key},客戶{i},{words},{fen(i) / 100:.2f}")
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([], 8, owed, kinds=TEXT, raw="\r\n".join(lines).encode("big5"))


def _set(columns: list[tuple[str, int, bool]], cells: list[list[str]]) -> list[str]:
    head = "".join(wide(name, width, right=right) for name, width, right in columns)
    return [head, *("".join(wide(c, w, right=r) for c, (_, w, r) in zip(row, columns, strict=True)) for row in cells)]


@judged
def fixed_width_with_blank_cells() -> Case:
    """Columns at fixed places, figures set to the right, phones missing here and there, a ruler and a footer."""
    columns = [
        ("房号", 16, False),
        ("业主", 10, False),
        ("电话", 14, False),
        ("欠费期间", 20, False),
        ("面积", 8, True),
        ("欠费金额", 14, True),
        ("备注", 12, True),
    ]
    cells, owed = [], []
    for i, h in enumerate(HOMES):
        words, span = _half(i)
        phone, note = (h.phone if i % 3 else ""), ("空置" if i % 4 == 1 else "")
        cells.append(
            [f"{h.building}栋{h.entrance}单元{h.room}", h.owner, phone, words, f"{h.area:.2f}", comma(fen(i)), note]
        )
        owed.append((h.key, "物业费", *span, fen(i)))
    lines = _set(columns, cells)
    text = ["                 阳光里小区欠费表", "-" * 94, lines[0], "-" * 94, *lines[1:], "-" * 94]
    text.append(wide("合计", 68) + wide(comma(total(owed)), 14, right=True))
    text.append("制表人：王会计    打印日期：2024-12-01")
    return Case([], 8, owed, stated=total(owed), kinds=TEXT, raw="\r\n".join(text).encode("gb18030"))


@judged
def words_parted_by_one_space() -> Case:
    """As pasted from a chat: every line has as many words as the header."""
    lines, owed = ["房号 业主 期间 欠费"], []
    for i, h in enumerate(HOMES):
        words, span = _half(i)
        lines.append(f"{h.key} {h.owner} {words} {fen(i) / 100}")
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([], 8, owed, kinds=TEXT, raw="\n".join(lines).encode())


@judged
def words_parted_by_wide_spaces() -> Case:
    """Ideographic spaces of any number between the words."""
    lines, owed = ["房号\u3000\u3000业主\u3000\u3000欠费期间\u3000\u3000欠费金额"], []
    for i, h in enumerate(HOMES):
        words, span = _half(i)
        lines.append(
            f"{h.key}\u3000\u3000{h.owner}\u3000\u3000\u3000{words}\u3000{'' if i % 2 else chr(0x3000)}{fen(i) / 100:.2f}"
        )
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([], 8, owed, kinds=TEXT, raw="\n".join(lines).encode())


@judged
def a_line_with_a_word_too_many_is_not_guessed() -> Case:
    """One remark with a space in it, and no fixed places: then nothing of the file is read, and it is asked."""
    lines = ["房号 业主 期间 欠费 备注", "3-1-101 王建国 2024.1-2024.3 300.5 空置", "3-1-202 李秀英 2024.1 100 已 搬走"]
    codes = frozenset({"sheet_without_rooms"})
    return Case([], 0, [], kinds=TEXT, codes=codes, raw="\n".join(lines).encode())


@judged
def drawn_with_bars() -> Case:
    """A table of a database program: | between the cells, + and - around them."""
    columns = [("房号", 12, False), ("业主", 10, False), ("欠费期间", 18, False), ("欠费金额", 12, True)]
    rule = "+" + "+".join("-" * (w + 2) for _, w, _ in columns) + "+"
    lines, owed = [rule, "| " + " | ".join(wide(n, w) for n, w, _ in columns) + " |", rule], []
    for i, h in enumerate(HOMES):
        words, span = _half(i)
        cells = (h.key, h.owner, words, f"{fen(i) / 100:.2f}")
        lines.append("| " + " | ".join(wide(c, w, right=r) for c, (_, w, r) in zip(cells, columns, strict=True)) + " |")
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([], 8, owed, kinds=TEXT, raw="\n".join([*lines, rule]).encode())


@judged
def parted_by_semicolons_and_full_width_commas() -> Case:
    """A line for each household with Chinese commas between the words."""
    lines, owed = ["房号，业主，欠费期间，欠费金额"], []
    for i, h in enumerate(HOMES):
        words, span = _half(i)
        lines.append(f"{h.key}，{h.owner}，{words}，{fen(i) / 100:.2f}")
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([], 8, owed, kinds=TEXT, raw="\n".join(lines).encode("gb18030"))


def _turned(rows: list[Row]) -> list[Row]:
    return [list(row) for row in zip(*rows, strict=True)]


@judged
def one_household_a_column() -> Case:
    """Labels down the first column, a total on the right, a title with the unit above and a note below."""
    table: list[Row] = [["房号", "业主", "联系电话", "建筑面积", "物业费", "车位费", "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 3)
        table.append([h.key, h.owner, h.phone, h.area, yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *year(2023), a), (h.key, "车位费", *year(2023), b)]
    sums = [sum(o[-1] for o in owed if o[1] == n) for n in ("物业费", "车位费")]
    table.append(["合计", "", "", "", *map(yuan, sums), yuan(sum(sums))])
    rows = [["阳光里小区2023年度欠费表", *[""] * 9], *_turned(table), ["制表：小李", *[""] * 9]]
    return Case([page(rows, merges=[(0, 0, 0, 9)])], 8, owed, stated=total(owed))


@judged
def one_household_a_column_years_over_items() -> Case:
    """Two columns of labels, the years merged downwards; amounts in 万元 as the title says."""
    table: list[Row] = [["房号", "业主", "2023年", "", "2024年", ""], ["", "", "物业费", "水费", "物业费", "水费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        cells = [fen(i, k) * 100 for k in range(4)]
        table.append([h.key, h.owner, *(c / 1_000_000 for c in cells)])
        for k, c in enumerate(cells):
            owed.append((h.key, ("物业费", "水费")[k % 2], *year(2023 + k // 2), c))
    rows = [["欠费一览（单位：万元）", *[""] * 9], *_turned(table)]
    merges = [(1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 4, 0), (5, 0, 6, 0)]
    return Case([page(rows, merges=merges)], 8, owed, kinds=SHEETS)


@judged
def sheet_on_its_side() -> Case:
    """Nothing but the fields themselves; the last row says 空置 for everybody, which is no header."""
    rows: list[Row] = [["房号", *(h.key for h in HOMES)], ["业主", *(h.owner for h in HOMES)]]
    rows += [["账期", *["2024年"] * 8], ["欠费", *(yuan(fen(i)) for i in range(8))], ["备注", *["空置"] * 8]]
    return Case([page(rows)], 8, [(h.key, "物业费", *year(2024), fen(i)) for i, h in enumerate(HOMES)])


@judged
def one_household_a_column_a_month_a_row() -> Case:
    """Twelve months down, three households across."""
    table: list[Row] = [["房号", "户主", *(f"2024年{m}月" for m in range(1, 13))]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:3]):
        cells: Row = []
        for m in range(1, 13):
            cells.append(yuan(fen(i, m)) if (i + m) % 3 else "")
            if (i + m) % 3:
                owed.append((h.key, "物业费", *months(2024, m), fen(i, m)))
        table.append([h.key, h.owner, *cells])
    return Case([page(_turned(table))], 3, owed)


@judged
def minguo_in_titles_columns_and_cells() -> Case:
    """民國112年度 over the table: 112年3月, 112.3-112.6, 112/03/01~112/06/30, 11203 and 1120301 are years of the Republic."""
    rows: list[Row] = [["陽光社區管理費欠繳明細（民國紀年）", "", "", ""], ["房號", "住戶", "欠費期間", "欠繳金額"]]
    spelt = [
        ("民國112年3月", months(2023, 3)),
        ("112年1月至112年6月", months(2023, 1, 2023, 6)),
        ("112.03-112.06", months(2023, 3, 2023, 6)),
        ("112/01/01~112/12/31", year(2023)),
        ("111年度", year(2022)),
        ("112年1-6月", months(2023, 1, 2023, 6)),
        ("11203-11206", months(2023, 3, 2023, 6)),
        ("98年10月至112年2月", months(2009, 10, 2023, 2)),
    ]
    owed: list[Owed] = []
    for i, (h, (words, span)) in enumerate(zip(HOMES, spelt, strict=True)):
        rows.append([h.key, h.owner, words, yuan(fen(i))])
        owed.append((h.key, "物业费", *span, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def minguo_over_months() -> Case:
    """Month columns 112年1月 …; start and end as dates of the Republic in a second sheet."""
    rows: list[Row] = [["民國112年各月欠費", *[""] * 4], ["房號", "業主", *(f"112年{m}月" for m in (10, 11, 12))]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, *(yuan(fen(i, m)) for m in (10, 11, 12))])
        owed += [(h.key, "物业费", *months(2023, m), fen(i, m)) for m in (10, 11, 12)]
    return Case([page(rows)], 8, owed)


@judged
def three_digit_years_without_the_word_are_asked() -> Case:
    """112年3月 where nothing says 民国 is no period anybody can be sure of."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "112年3月", yuan(fen(i))])
        owed.append((h.key, "物业费", None, None, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_unreadable"}))


@judged
def the_farmers_calendar_stays_a_question() -> Case:
    """农历正月 has no month of its own in ours."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, ("农历正月至三月", "农历2023年腊月")[i % 2], yuan(fen(i))])
        owed.append((h.key, "物业费", None, None, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_unreadable"}))


@judged
def minguo_in_a_column_of_years() -> Case:
    """民國年度 113 beside a column of months."""
    rows: list[Row] = [["房號", "業主", "民國年度", "月份", "欠費"]]
    rows += [[h.key, h.owner, 113, 3, yuan(fen(i))] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [(h.key, "物业费", *months(2024, 3), fen(i)) for i, h in enumerate(HOMES)])


@judged
def days_with_times_between_spaces() -> Case:
    """2024-01-01 00:00:00 is one word, and the owner stands one space behind the room."""
    lines = ["房号      业主    开始时间              结束时间              欠费金额"]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        times = "2024-01-01 00:00:00   2024-06-30 23:59:59   "
        lines.append(h.key.ljust(10) + wide(h.owner, 8) + times + comma(fen(i)))
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([], 8, owed, kinds=TEXT, raw="\n".join(lines).encode())

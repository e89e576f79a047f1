"""Odd ways a file is written: protected texts, other separators, English words, comments, serial days."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
from openpyxl.comments import Comment

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row, to_xlsx

CSV = ("csv",)
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def separated(rows: list[Row], encoding: str, mark: str = ",") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=mark).writerows([["" if v is None else v for v in row] for row in rows])
    return target.getvalue().encode(encoding)


@judged
def protected_texts_in_every_cell() -> Case:
    lines = ["房号,业主,手机,费用名称,开始日期,结束日期,欠费金额"]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        cells = [h.key, h.owner, h.phone, "物业费", "2024-01-01", "2024-03-31", str(yuan(fen(i)))]
        lines.append(",".join(f'="{c}"' for c in cells))
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), fen(i)))
    return Case([], 8, owed, raw="\r\n".join(lines).encode("gb18030"), kinds=CSV)


@judged
def semicolons_and_marks_of_bytes() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "202404", comma(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 4), fen(i)))
    return Case([], 8, owed, raw=separated(rows, "utf-8-sig", ";"), kinds=CSV)


@judged
def unicode_text_of_a_spreadsheet() -> Case:
    """Excel's 'Unicode 文本': UTF-16 with a mark, tabs between."""
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年4月", comma(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 4), fen(i)))
    return Case([], 8, owed, raw=separated(rows, "utf-16", "\t"), kinds=CSV)


@judged
def lines_broken_inside_headers() -> Case:
    rows: list[Row] = [["房号\n(栋-单元-室)", "业主\n姓名", "欠费\n期间", "欠费\n金额\n(元)", "滞纳金\n(元)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024.1\n-2024.6", yuan(fen(i)), 12.5])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    return Case([page(rows)], 8, owed, late=8 * 1250)


@judged
def formulas_left_as_text() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 2024, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    rows.append(["合计", None, None, "=SUM(D2:D9)"])
    return Case([], 8, owed, raw=separated(rows, "gb18030"), kinds=CSV)


@judged
def english_headers_and_months() -> Case:
    rows: list[Row] = [["Unit No.", "Owner", "Tel", "Charge Item", "Period", "Amount Due", "Paid", "Outstanding"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                h.key,
                h.owner,
                h.phone,
                "Management Fee",
                f"Jan 2024 - {ENGLISH[i]} 2024",
                yuan(fen(i) + 100),
                1,
                yuan(fen(i)),
            ]
        )
        owed.append((h.key, "Management Fee", *months(2024, 1, 2024, i + 1), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def english_months_as_columns() -> Case:
    rows: list[Row] = [["Room", "Owner Name", *[f"{ENGLISH[m]}-24" for m in range(6)], "Total"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, m) for m in range(6)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2024, m + 1), p) for m, p in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def english_months_written_out_under_a_year() -> Case:
    full = ["January", "February", "March", "April", "May", "June"]
    rows: list[Row] = [
        ["Outstanding Management Fees 2024"],
        ["House No.", "Name", *full, "Total (RMB)"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, m) for m in range(6)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2024, m + 1), p) for m, p in enumerate(parts)]
    rows.append(["Total", None, *[yuan(sum(fen(i, m) for i in range(8))) for m in range(6)], yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def days_as_months_in_the_header() -> Case:
    """Excel makes the first of the month of Jan-24."""
    rows: list[Row] = [["房号", "业主", *[datetime.date(2024, m, 1) for m in range(1, 7)], "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, m) for m in range(6)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2024, m + 1), p) for m, p in enumerate(parts)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def period_in_a_comment() -> Case:
    rows: list[Row] = [["房号", "业主", "物业费", "电梯费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), yuan(fen(i, 1))])
        owed += [(h.key, "物业费", *year(2023), fen(i)), (h.key, "电梯费", *months(2024, 1, 2024, 6), fen(i, 1))]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([page(rows)])))
    sheet = book.active
    assert sheet is not None
    sheet["C1"].comment = Comment("2023年1-12月", "收费处")
    sheet["D1"].comment = Comment("收费处:\n2024年1-6月", "收费处")
    target = io.BytesIO()
    book.save(target)
    return Case([], 8, owed, raw=target.getvalue(), kinds=("xlsx",))


@judged
def serial_days_for_both_ends() -> Case:
    rows: list[Row] = [["房号", "业主", "费用起", "费用止", "欠费"]]
    owed: list[Owed] = []
    base = datetime.date(1899, 12, 30)
    for i, h in enumerate(HOMES):
        first, last = months(2023, 2, 2023, 7)
        rows.append([h.key, h.owner, (first - base).days, (last - base).days, yuan(fen(i))])
        owed.append((h.key, "物业费", first, last, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def numbers_that_are_texts_with_quotes() -> Case:
    rows: list[Row] = [["楼栋", "单元", "房号", "户主", "联系电话", "费用月份", "应收金额", "已收金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        due = fen(i) + 5_000
        rows.append(
            [
                f"'{h.building}",
                f"'{h.entrance}",
                f"'{h.room:04d}",
                h.owner,
                f"'{h.phone}",
                "'202402",
                f"'{comma(due)}",
                "'50.00",
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 2), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def hidden_rows_with_paid_words() -> Case:
    """One sheet where the header stands beside a merged block of the company, numbers of lines, page foot."""
    rows: list[Row] = [
        ["公司名称：", "某某物业服务有限公司", None, "打印时间：", "2024-12-31 17:05", None],
        ["项目名称：", "阳光里", None, "操作员：", "admin", None],
        [],
        ["行号", "房产名称", "业主", "费项", "费用周期", "欠费额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        name = f"阳光里-{h.building}栋-{h.entrance}单元-{h.room}"
        rows.append([i + 1, name, h.owner, "物业服务费", "2024-01-01至2024-12-31", yuan(fen(i))])
        owed.append((h.key, "物业服务费", *year(2024), fen(i)))
    rows += [["合计", None, None, None, None, yuan(total(owed))], ["第 1 页 / 共 1 页"]]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def heating_between_two_years() -> Case:
    rows: list[Row] = [["房号", "业主", "2023年11月-2024年3月采暖费", "2024年1-12月物业费", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "采暖费", *months(2023, 11, 2024, 3), parts[0]), (h.key, "物业费", *year(2024), parts[1])]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def an_amount_with_a_remark_inside() -> Case:
    """1234.5元(含电梯费200): which of the numbers is owed is asked, at least it is never read as 1234.5200."""
    rows: list[Row] = [["房号", "业主", "期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        odd = i == 4
        rows.append([h.key, h.owner, "2024年", f"{yuan(fen(i))}元(含电梯费200)" if odd else yuan(fen(i))])
        if not odd:
            owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"amount_unreadable"}))


@judged
def three_tables_side_by_side() -> Case:
    head: Row = ["房号", "业主", "欠费"]
    rows: list[Row] = [["2024年度物业费欠费公示"], [*head, None, *head, None, *head]]
    owed: list[Owed] = []
    for r in range(3):
        row: Row = []
        for c in range(3):
            i = c * 3 + r
            if i < 8:
                row += [HOMES[i].key, HOMES[i].owner, yuan(fen(i)), None]
                owed.append((HOMES[i].key, "物业费", *year(2024), fen(i)))
        rows.append(row)
    return Case([page(rows)], 8, owed)

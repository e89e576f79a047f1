"""Workbooks whose traps lie in the file format: cached formulas, number formats, hidden rows, columns and sheets."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import openpyxl
from openpyxl.workbook import Workbook

from tests.ledger.imports.judging import HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row, to_csv

DAY = datetime.date


def _bytes(book: Workbook, cached: dict[str, float] | None = None) -> bytes:
    """The file; ``cached``: formula text → the result a spreadsheet program would have stored beside it."""
    target = io.BytesIO()
    book.save(target)
    if not cached:
        return target.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(
                    r"<f>(.*?)</f><v ?/?>(?:</v>)?",
                    lambda m: f"<f>{m[1]}</f><v>{cached[m[1]]!r}</v>" if m[1] in cached else m[0],
                    data.decode(),
                )
                data = text.encode()
            written.writestr(name, data)
    return out.getvalue()


@judged
def formulas_with_stored_results() -> Case:
    """面积*单价*月数 as formulas with stored results that carry binary noise; SUM at the end."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["房号", "业主", "面积", "单价", "月数", "欠费期间", "欠费金额"])
    cached: dict[str, float] = {}
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        formula = f"C{i + 2}*D{i + 2}*E{i + 2}"
        exact = (round(h.area * 100) * 215 * (i + 1) + 50) // 100
        cached[formula] = h.area * 2.15 * (i + 1)
        sheet.append([h.key, h.owner, h.area, 2.15, i + 1, f"2024.1-2024.{i + 1}", f"={formula}"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, i + 1), exact))
    cached["SUM(G2:G9)"] = sum(cached.values())
    sheet.append(["合计", "", "", "", "", "", "=SUM(G2:G9)"])
    shown = round(cached["SUM(G2:G9)"] * 100)
    return Case(
        [], 8, owed, kinds=("xlsx",), raw=_bytes(book, cached), stated=shown, codes=frozenset({"amount_rounded"})
    )


@judged
def dates_shown_as_months() -> Case:
    """Month headers and period cells are true dates shown as yyyy年m月; a time of day hides in one of them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    heads = [datetime.datetime(2024, m, 1) for m in (10, 11, 12)] + [datetime.datetime(2025, 1, 1)]
    sheet.append(["房号", "业主", "交房日期", *heads, "欠费合计"])
    for cell in sheet[1][3:7]:
        cell.number_format = 'yyyy"年"m"月"'
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        values = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)]
        sheet.append(
            [h.key, h.owner, DAY(2019, 9, 1 + i), *[yuan(v) if v else None for v in values], yuan(sum(values))]
        )
        owed += [(h.key, "物业费", *months(d.year, d.month), v) for d, v in zip(heads, values, strict=True) if v]
    return Case([], 8, owed, kinds=("xlsx",), raw=_bytes(book), stated=total(owed))


@judged
def filtered_rows_and_hidden_columns() -> Case:
    """Rows hidden by a filter still count (the total at the end counts them too); a hidden column of old debts is named."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["房号", "业主", "系统编码", "2024年物业费", "2023年物业费", "合计"])
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        values = [fen(i), fen(i, 1)]
        sheet.append([h.key, h.owner, 100000 + i, *map(yuan, values), yuan(sum(values))])
        owed += [(h.key, "物业费", *year(2024 - k), v) for k, v in enumerate(values)]
        if i % 3 == 0:
            sheet.row_dimensions[i + 2].hidden = True
    sheet.append(["合计", None, None, *[yuan(sum(fen(i, k) for i in range(8))) for k in (0, 1)], yuan(total(owed))])
    sheet.column_dimensions["C"].hidden = sheet.column_dimensions["E"].hidden = True
    return Case([], 8, owed, kinds=("xlsx",), raw=_bytes(book), stated=total(owed))


@judged
def rooms_padded_by_number_format() -> Case:
    """Building 3, entrance 1 and room 101 are numbers shown as 03, 01 and 0101; amounts shown in 万 by format only."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["栋号", "单元号", "室号", "客户名称", "收费项目", "应缴月份", "欠缴金额"])
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        sheet.append([h.building, h.entrance, h.room, h.owner, "物业费", 202400 + i + 1, yuan(fen(i))])
        for c, style in (("A", "00"), ("B", "00"), ("C", "0000"), ("G", '#,##0.00"元"')):
            sheet[f"{c}{i + 2}"].number_format = style
        owed.append((h.key, "物业费", *months(2024, i + 1), fen(i)))
    return Case([], 8, owed, kinds=("xlsx",), raw=_bytes(book))


@judged
def last_years_copy_hidden() -> Case:
    """A hidden sheet holds last year's state of the same households; only the visible one counts."""
    rows: list[Row] = [["房号", "业主", "欠费年度", "欠费金额"]]
    old: list[Row] = [["房号", "业主", "欠费年度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年度", yuan(fen(i))])
        old.append([h.key, h.owner, "2022年度", yuan(fen(i, 9))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    pages = [page(old, "2022(旧)"), page(rows, "2024")]
    return Case(pages, 8, owed, hidden=("2022(旧)",), codes=frozenset({"sheet_hidden"}), kinds=("xlsx",))


@judged
def household_summary_before_details() -> Case:
    """户汇总 has every household's sum; 物业费 and 车位费 on sheets of their own have the lines. Counted once."""
    fee: list[Row] = [["房号", "业主", "期间", "欠费金额"]]
    car: list[Row] = [["房号", "业主", "车位号", "期间", "欠费金额"]]
    both: list[Row] = [["房号", "业主", "电话", "欠费总额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        one, two = fen(i), 36_000 if i % 2 else 0
        fee.append([h.key, h.owner, "2024.1-2024.12", yuan(one)])
        owed.append((h.key, "物业费", *year(2024), one))
        if two:
            car.append([h.key, h.owner, f"B-{i:03d}", "2024.7-2024.12", yuan(two)])
            owed.append((h.key, "车位费", *months(2024, 7, 2024, 12), two))
        both.append([h.key, h.owner, h.phone, yuan(one + two)])
    both.append(["合计", "", "", yuan(total(owed))])
    pages = [page(both, "户汇总"), page(fee, "物业费"), page(car, "车位费")]
    return Case(pages, 8, owed, stated=total(owed), codes=frozenset({"sheet_repeats"}))


@judged
def sheets_named_by_building() -> Case:
    """Sheets 3栋, 5栋, 12栋 (rooms as 1-101) after a 填表说明 sheet of sentences with numbers."""
    words: list[Row] = [
        ["填表说明"],
        ["1、金额单位为元,保留2位小数;"],
        ["2、欠费期间填写如2024.1-2024.6;"],
        ["3、请于2025年7月5日前报送。"],
    ]
    owed: list[Owed] = []
    pages = [page(words, "填表说明")]
    stated = 0
    for b in (3, 5, 12):
        rows: list[Row] = [[f"阳光里{b}栋物业费欠费明细表"], ["序号", "房号", "业主", "欠费期间", "欠费金额", "备注"]]
        mine = 0
        for i, h in [(i, h) for i, h in enumerate(HOMES) if h.building == b]:
            rows.append([len(rows) - 1, f"{h.entrance}-{h.room}", h.owner, "2024.1-2024.6", yuan(fen(i)), ""])
            owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
            mine += fen(i)
        rows.append(["合计", "", "", "", yuan(mine), ""])
        stated += mine
        pages.append(page(rows, f"{b}栋"))
    return Case(pages, 8, owed, stated=stated)


@judged
def wrapped_headers_in_html() -> Case:
    """A web system's .xls that is HTML in GB2312: headers with line breaks, colspan totals, &nbsp; blanks."""
    cells: list[str] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2024, 1 + i)
        cells.append(
            f"<tr><td>{i + 1}</td><td>{h.building}幢{h.entrance}单元{h.room}室</td><td>{h.owner}</td><td>物业费</td>"
            f"<td>{span[0]}</td><td>{span[1]}</td><td align=right>{yuan(fen(i)):,.2f}</td><td>&nbsp;</td></tr>"
        )
        owed.append((h.key, "物业费", *span, fen(i)))
    names = [
        "序号",
        "房屋<br>名称",
        "客户<br>名称",
        "收费<br>项目",
        "计费<br>开始",
        "计费<br>结束",
        "欠费金额<br>(元)",
        "违约金<br>(元)",
    ]
    head = "".join(f"<th>{name}</th>" for name in names)
    last = f"<tr><td colspan=6>合 计</td><td>{yuan(total(owed)):,.2f}</td><td>0.00</td></tr>"
    text = f'<html><meta charset="gb2312"><table border=1><tr><td colspan=8>阳光里欠费表</td></tr><tr>{head}</tr>{"".join(cells)}{last}'
    return Case([], 8, owed, kinds=("xls",), raw=f"{text}</table></html>".encode("gb18030"), stated=total(owed))


@judged
def semicolons_and_quoted_lines() -> Case:
    """UTF-16 text from a spreadsheet program; notes hold line breaks, quotes and separators."""
    rows: list[Row] = [["房号", "业主", "欠费\n金额(元)", "欠费\n期间", "备注"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, f"{yuan(fen(i)):.2f}", "2024年度", f'他说"下月,再付"\n电话{h.phone}'])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, kinds=("csv",), raw=to_csv([page(rows)], "utf-16", "\t"))


@judged
def months_owed_without_dates() -> Case:
    """欠费月数 and 每月金额 explain the 欠费金额; only the day of the count is written: asked for periods."""
    rows: list[Row] = [["截至2025年6月30日欠费明细"], ["房号", "业主", "月收费额", "欠费月数", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        monthly = fen(i)
        rows.append([h.key, h.owner, yuan(monthly), i + 2, yuan(monthly * (i + 2))])
        owed.append((h.key, "物业费", None, None, monthly * (i + 2)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def late_charges_billed_and_waived() -> Case:
    """本金, 滞纳金, 减免滞纳金, 本息合计: the late charge owed is what is left of it, the total holds both."""
    rows: list[Row] = [["房号", "业主", "欠费时间段", "欠费本金", "滞纳金", "减免滞纳金", "应缴滞纳金", "本息合计"]]
    owed: list[Owed] = []
    late = stated = 0
    for i, h in enumerate(HOMES):
        penalty, waived = 3_000 + 7 * i, 1_000 * (i % 3)
        late += penalty - waived
        stated += fen(i) + penalty - waived
        rows.append(
            [h.key, h.owner, "2022.1-2023.12", yuan(fen(i)), yuan(penalty), yuan(waived), yuan(penalty - waived)]
        )
        rows[-1].append(yuan(fen(i) + penalty - waived))
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), fen(i)))
    return Case([page(rows)], 8, owed, late=late, stated=stated)


@judged
def refunds_in_their_own_rows() -> Case:
    """红字 rows of refunds and prepayments beside what is owed: each negative line is asked about, none is counted."""
    rows: list[Row] = [["房号", "业主", "费用项目", "费用月份", "金额", "摘要"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", f"2024-{i + 1:02d}", yuan(fen(i)), "应收"])
        owed.append((h.key, "物业费", *months(2024, i + 1), fen(i)))
        if i % 3 == 1:
            rows.append([h.key, h.owner, "物业费", f"2024-{i + 1:02d}", -120.5 if i == 1 else "(300.00)", "预存冲抵"])
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))


@judged
def deposits_and_collected_for_others() -> Case:
    """装修押金, 钥匙押金, 代收水费, 代收垃圾费 and 物业费 as columns, the grand total over all but the deposits."""
    heads = ["物业费", "代收水费", "代收垃圾费", "装修押金", "门禁卡押金"]
    rows: list[Row] = [["客户名称", "房屋名称", "费用周期", *heads, "欠费合计(不含押金)"]]
    owed: list[Owed] = []
    deposits = 0
    for i, h in enumerate(HOMES):
        values = [fen(i), 3_456 + i, 6_000, 200_000 if i == 2 else 0, 5_000 if i % 2 else 0]
        deposits += sum(values[3:])
        rows.append(
            [h.owner, f"{h.building}号楼-{h.entrance}单元-{h.room}", "2025年1月至3月", *[yuan(v) or "" for v in values]]
        )
        rows[-1].append(yuan(sum(values[:3])))
        owed += [(h.key, n, *months(2025, 1, 2025, 3), v) for n, v in zip(heads[:3], values[:3], strict=True)]
    return Case([page(rows)], 8, owed, deposits=deposits, stated=total(owed))

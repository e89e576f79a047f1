"""The collection rates as a workbook: figures on the first sheet, what they mean on the second."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable

import xlsxwriter

from jiefen.rules.kpi import KPIS, KpiFacts, Ratio

AMOUNTS = {
    "current_charged_fen": "当期应收（元）",
    "current_waived_fen": "当期减免（元）",
    "current_paid_fen": "当期实收（元）",
    "prior_opening_arrears_fen": "年初往年欠费（元）",
    "prior_paid_fen": "往年欠费实收（元）",
    "prior_closing_fen": "往年欠费余额（元）",
}
COUNTS = {
    "promises_due": "到期的承诺（次）",
    "promises_kept": "兑现的承诺（次）",
    "households_attempted": "联系过的户",
    "households_reached": "联系上的户",
    "aftercare_answered": "有回答的回访（次）",
    "aftercare_satisfied": "满意的回访（次）",
    "households_cleared": "缴清过的户",
    "households_relapsed": "缴清后又没付的户",
}


FROZEN_NOTE = (
    "这些数在 {on} 定格，以后补记的账不改变它们。定格时只留下各项比率的分子和分母，所以当期应收已扣减免，减免一栏是零。"
)
LIVE_NOTE = "按下载时的账目计算。"


def numbers_workbook(
    scope_name: str,
    month: dt.date,
    rows: Iterable[tuple[str, KpiFacts, dict[str, Ratio]]],
    *,
    frozen_on: dt.date | None = None,
) -> bytes:
    """Bytes of an .xlsx; names are written as text, so that none can act as a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        percent = book.add_format({"num_format": "0.00%"})
        sheet = book.add_worksheet(f"{month:%Y-%m}")
        heads = [scope_name, *AMOUNTS.values(), *COUNTS.values(), *(kpi.name for kpi in KPIS.values())]
        sheet.write_row(0, 0, heads, bold)
        for line, (name, facts, ratios) in enumerate(rows, start=1):
            sheet.write_string(line, 0, name)
            for column, field in enumerate(AMOUNTS, start=1):
                sheet.write_number(line, column, getattr(facts, field) / 100, money)
            for column, field in enumerate(COUNTS, start=1 + len(AMOUNTS)):
                sheet.write_number(line, column, getattr(facts, field))
            for column, code in enumerate(KPIS, start=1 + len(AMOUNTS) + len(COUNTS)):
                if code in ratios and (rate := ratios[code].fraction) is not None:
                    sheet.write_number(line, column, float(rate), percent)
        sheet.set_column(0, len(heads) - 1, 16)
        notes = book.add_worksheet("口径说明")
        for line, kpi in enumerate(KPIS.values()):
            notes.write_row(line, 0, [kpi.name, kpi.formula])
        note = FROZEN_NOTE.format(on=f"{frozen_on:%Y年%-m月%-d日}") if frozen_on else LIVE_NOTE
        notes.write_row(len(KPIS), 0, ["数从哪来", note])
        notes.set_column(0, 0, 16)
        notes.set_column(1, 1, 90)
    return buffer.getvalue()

"""A sheet like clerks really keep: title, two header rows merged, one column per fee item, subtotals, a total."""

from __future__ import annotations

import io
import random

import openpyxl

BUILDINGS, PER_BUILDING = 4, 30


def wide_sheet(seed: int = 5) -> tuple[bytes, int, int]:
    """(workbook bytes, households, total in 分)."""
    draw, book = random.Random(seed), openpyxl.Workbook()
    sheet = book.active
    sheet.append(["枫林晚小区2026年9月欠费统计表"])
    sheet.append(["制表:财务部", "", "", "", "", "", "", "单位:元"])
    sheet.append(["序号", "房屋编号", "业主姓名", "联系电话", "建筑面积(㎡)", "欠费期间", "", "欠费金额", "", "合计"])
    sheet.append(["", "", "", "", "", "开始", "结束", "物业费", "垃圾费", ""])
    for merged in ("A1:J1", "F3:G3", "H3:I3"):
        sheet.merge_cells(merged)
    total = serial = 0
    for building in range(1, BUILDINGS + 1):
        part = 0
        for number in range(PER_BUILDING):
            serial += 1
            fee, rubbish = draw.randrange(50000, 700000), draw.choice((0, 1800, 3600))
            start = (2023 + number % 3, 2 + number % 8)
            sheet.append(
                [
                    serial,
                    f"{building}栋{number % 3 + 1}单元{number // 3 + 1}0{number % 3 + 1}",
                    "王李张陈"[number % 4] + "芳",
                    13800000000 + serial,
                    80 + number,
                    f"{start[0]}.{start[1]}",
                    f"{start[0] + 1}.{start[1] - 1}",
                    fee / 100,
                    rubbish / 100 if rubbish else "-",
                    (fee + rubbish) / 100,
                ]
            )
            part += fee + rubbish
        sheet.append([f"{building}栋小计", *[""] * 8, part / 100])
        total += part
    sheet.append(["总计", *[""] * 8, total / 100])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), serial, total

"""Small arrears sheets as files, for tests that go through the whole import."""

from __future__ import annotations

import io

import openpyxl

HEADER = ("房号", "业主", "联系电话", "建筑面积", "费用项目", "开始日期", "结束日期", "欠费金额")


def arrears_xlsx(*rows: tuple[object, ...], title: str = "", header: tuple[str, ...] = HEADER) -> bytes:
    """A workbook with an optional title row, a header and ``rows``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "欠费明细"
    for row in ([(title,)] if title else []) + [header, *rows]:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def three_households(title: str = "云栖里小区2026年9月欠费统计表") -> bytes:
    """3 households, 4 charges, 4,600.50 元 in all."""
    return arrears_xlsx(
        ("1-1-101", "王芳", "13800000001", 90, "物业费", "2024-01-01", "2024-06-30", 1200),
        ("1-1-101", "王芳", "13800000001", 90, "车位管理费", "2024-01-01", "2024-06-30", 480.5),
        ("1-1-102", "李军", "13800000002", 100, "物业费", "2023-01-01", "2023-12-31", 2400),
        ("2-1-301", "陈晨", "13800000003", 80, "物业费", "2025-01-01", "2025-03-31", 520),
        title=title,
    )

"""Rooms in every spelling, periods in every spelling."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.ledger.imports import periods
from jiefen.ledger.imports.rooms import Place, looks_like_date, parse_room, recover_from_date, section

SAME = [
    "8-1-2602",
    "8栋1单元2602",
    "08#1-2602",
    "8#-1-2602",
    "8号楼1单元2602室",
    "八栋一单元2602",
    "8幢1单元2602号",
    "8－1－2602",
    "8栋-1单元-2602",
    "阳光里小区8栋1单元2602",
    "8-1-26-02",
    "8/1/2602",
    "8号楼1单元26层2602",
    "第8栋1单元2602",
    "8#1单元2602",
    "8#楼1单元2602室",
    "8栋1门2602",
]


@pytest.mark.parametrize("text", SAME)
def test_same_flat_in_every_spelling(text: str) -> None:
    key = parse_room(text)
    assert key is not None
    assert (key.text, key.kind) == ("8-1-2602", "residence")


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("A座1201", "A-1201", "residence"),
        ("A-1201", "A-1201", "residence"),
        ("B2-118", "车位B2-118", "parking"),
        ("车位B2-118", "车位B2-118", "parking"),
        ("地下车库B1-033", "车位B1-33", "parking"),
        ("商铺12", "商铺12", "shop"),
        ("12号商铺", "商铺12", "shop"),
        ("1期3栋2-101", "1期3-2-101", "residence"),
        ("一期3栋2单元101", "1期3-2-101", "residence"),
        ("8-2602", "8-2602", "residence"),
        ("8栋商铺3", "8-商铺3", "shop"),
        ("会所", "会所", "other"),
        ("2602", "2602", "residence"),
        ("1单元2602", "1-2602", "residence"),
        ("8-1-0101", "8-1-101", "residence"),
        ("10-10-1010", "10-10-1010", "residence"),
    ],
)
def test_rooms(text: str, canonical: str, kind: str) -> None:
    key = parse_room(text)
    assert key is not None
    assert (key.text, key.kind) == (canonical, kind)


def test_rooms_with_building_beside() -> None:
    assert parse_room("1-2602", Place("", "8", "")).text == "8-1-2602"  # type: ignore[union-attr]
    assert parse_room("2602", Place("", "8", "1")).text == "8-1-2602"  # type: ignore[union-attr]
    assert parse_room("8-1-2602", Place("", "8", "1")).text == "8-1-2602"  # type: ignore[union-attr]
    assert parse_room("8-2602", Place("", "8", ""), first_is_building=True).text == "8-2602"  # type: ignore[union-attr]


def test_sections() -> None:
    for text in ("3栋", "【3号楼】", "3#楼", "阳光里小区3号楼欠费明细", "3幢:", "三号楼", "3栋(共24户)"):
        assert section(text) == Place("", "3", ""), text
    assert section("3栋2单元") == Place("", "3", "2")
    for text in ("3栋小计", "3栋1单元101", "合计", "张三", "2024年", "物业费"):
        assert section(text) is None, text


def test_room_turned_into_a_date() -> None:
    assert looks_like_date(dt.date(2026, 8, 1))
    assert looks_like_date("2026/8/1")
    assert not looks_like_date("8-1-26")
    assert recover_from_date(dt.date(2026, 8, 1))[0] == "8-1-26"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023.1", "2023-01-01", "2023-01-31"),
        ("2023.10", "2023-10-01", "2023-10-31"),
        ("2023.01-2024.06", "2023-01-01", "2024-06-30"),
        ("2023.1-6", "2023-01-01", "2023-06-30"),
        ("2025年第3季度", "2025-07-01", "2025-09-30"),
        ("2025Q3", "2025-07-01", "2025-09-30"),
        ("2025上半年", "2025-01-01", "2025-06-30"),
        ("2024年度", "2024-01-01", "2024-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023年1月至2024年6月", "2023-01-01", "2024-06-30"),
        ("23.1-24.6", "2023-01-01", "2024-06-30"),
        ("202301-202406", "2023-01-01", "2024-06-30"),
        ("2023年1月-6月", "2023-01-01", "2023-06-30"),
        ("2023年三、四季度", "2023-07-01", "2023-12-31"),
        ("2023年一、四季度", None, None),
        ("2023年第三季度", "2023-07-01", "2023-09-30"),
        ("2023/01/01-2023/12/31", "2023-01-01", "2023-12-31"),
        ("2023-01-06", "2023-01-06", "2023-01-06"),
        ("20230101-20230630", "2023-01-01", "2023-06-30"),
        ("2023-2024年", "2023-01-01", "2024-12-31"),
        ("2023年1月1日~12月31日", "2023-01-01", "2023-12-31"),
        ("2023年1、2、3月", "2023-01-01", "2023-03-31"),
        ("2023年1、3月", None, None),
        ("2023.9——2024.8", "2023-09-01", "2024-08-31"),
        ("2023-01至2023-06", "2023-01-01", "2023-06-30"),
        ("2023-01-2023-06", "2023-01-01", "2023-06-30"),
        ("2023年1月-2024年6月(18个月)", "2023-01-01", "2024-06-30"),
        ("二〇二三年", "2023-01-01", "2023-12-31"),
        ("2021、2023年", None, None),
        ("2023年十二月", "2023-12-01", "2023-12-31"),
        ("2023.1.1-6.30", "2023-01-01", "2023-06-30"),
        ("2023-13", None, None),
        ("12345", None, None),
    ],
)
def test_periods(text: str, start: str | None, end: str | None) -> None:
    period = periods.parse_text(text)
    got = (period.start.isoformat(), period.end.isoformat()) if period and period.start and period.end else (None, None)
    assert got == (start, end)


def test_period_doubts() -> None:
    assert periods.parse_text("2024.6-2023.1").code == "period_reversed"  # type: ignore[union-attr]
    assert periods.parse_text("往年").code == "period_vague"  # type: ignore[union-attr]
    before = periods.parse_text("2021年及以前")
    assert before is not None
    assert (before.start, before.end, before.code) == (None, dt.date(2021, 12, 31), "period_open")
    assert periods.parse_text("1-6月") is None
    assert periods.parse_text("1-6月", 2024) == periods.Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30))
    assert periods.parse_value(45292.0) == periods.Period(dt.date(2024, 1, 1), dt.date(2024, 1, 1))

"""Invents arrears spreadsheets in the layouts clerks use, each with its exact truth. Seeded: the same seed, the
same file.
"""

from __future__ import annotations

import calendar
import csv
import datetime
import io
import random
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlwt

Row = list[Any]
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静磊洋艳勇军"


@dataclass
class Charge:
    item: str
    start: tuple[int, int]
    end: tuple[int, int]
    fen: int


@dataclass
class Home:
    building: int
    entrance: int
    room: int
    owner: str
    phone: str
    area: float
    price: float
    charges: list[Charge] = field(default_factory=list)
    late: int = 0

    @property
    def key(self) -> str:
        return f"{self.building}-{self.entrance}-{self.room}"


@dataclass
class Page:
    name: str
    rows: list[Row]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # 0-based r0, c0, r1, c1


@dataclass
class Truth:
    premises: int
    charge_rows: int
    outstanding_fen: int
    late_charge_fen: int = 0
    lines: list[tuple[Any, ...]] | None = None  # (room text, item, start, end, fen)


def homes(
    seed: int, count: int = 40, items: tuple[str, ...] = ("物业费",), *, spare: float = 0.15, per: int = 3
) -> list[Home]:
    """``count`` households; a share of them owes nothing. One period for all items of a household unless
    ``per`` > 1.
    """
    rng = random.Random(seed)
    found: dict[str, Home] = {}
    while len(found) < count:
        home = Home(
            rng.randint(1, 5),
            rng.randint(1, 3),
            rng.randint(1, 26) * 100 + rng.randint(1, 4),
            rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.randint(1, 2))),
            f"1{rng.choice('35789')}{rng.randint(10**8, 10**9 - 1)}",
            rng.randint(5000, 18000) / 100,
            rng.choice([1.2, 1.8, 2.15, 2.6]),
        )
        if home.key in found:
            continue
        found[home.key] = home
        if rng.random() < spare:
            continue
        for item in items:
            month = rng.randint(2021 * 12, 2024 * 12)
            for _ in range(rng.randint(1, per)):
                length = rng.choice([1, 3, 6, 12])
                fen = round(home.area * home.price * length * 100) if item == "物业费" else rng.randint(100, 90_000)
                home.charges.append(Charge(item, _ym(month), _ym(month + length - 1), fen))
                month += length
    return sorted(found.values(), key=lambda h: (h.building, h.entrance, h.room))


def _ym(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def first_day(ym: tuple[int, int]) -> datetime.date:
    return datetime.date(*ym, 1)


def last_day(ym: tuple[int, int]) -> datetime.date:
    return datetime.date(*ym, calendar.monthrange(*ym)[1])


def yuan(fen: int) -> float:
    return fen / 100


def text_yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"


def truth(people: list[Home], *, default_item: str | None = None) -> Truth:
    lines = [(h.key, c.item, first_day(c.start), last_day(c.end), c.fen) for h in people for c in h.charges]
    return Truth(len(people), len(lines), sum(line[-1] for line in lines), sum(h.late for h in people), lines)


ROOM_STYLES = [
    lambda h: f"{h.building}-{h.entrance}-{h.room}",
    lambda h: f"{h.building}栋{h.entrance}单元{h.room}",
    lambda h: f"{h.building:02d}#{h.entrance}-{h.room}",
    lambda h: f"{h.building}#-{h.entrance}-{h.room}",
    lambda h: f"{h.building}号楼{h.entrance}单元{h.room}室",
    lambda h: f"{h.building}幢{h.entrance}单元{h.room}号",
    lambda h: f"阳光里小区{h.building}栋{h.entrance}单元{h.room}",
    lambda h: f"{h.building}－{h.entrance}－{h.room}",
    lambda h: f"{h.building}/{h.entrance}/{h.room}",
    lambda h: f"{h.building:02d}-{h.entrance:02d}-{h.room:04d}",
    lambda h: f" {h.building}号楼 {h.entrance}单元 {h.room} ",
    lambda h: f"{h.building}栋{h.entrance}单元{h.room // 100}层{h.room}",
]
PERIOD_STYLES = {
    "dash": lambda c: f"{c.start[0]}.{c.start[1]:02d}-{c.end[0]}.{c.end[1]:02d}",
    "plain": lambda c: f"{c.start[0]}.{c.start[1]}-{c.end[0]}.{c.end[1]}",
    "zh": lambda c: f"{c.start[0]}年{c.start[1]}月至{c.end[0]}年{c.end[1]}月",
    "short": lambda c: f"{c.start[0] % 100}.{c.start[1]}-{c.end[0] % 100}.{c.end[1]}",
    "six": lambda c: f"{c.start[0]}{c.start[1]:02d}-{c.end[0]}{c.end[1]:02d}",
    "tilde": lambda c: f"{first_day(c.start)}~{last_day(c.end)}",
    "slash": lambda c: f"{first_day(c.start):%Y/%m/%d}-{last_day(c.end):%Y/%m/%d}",
    "zhdays": lambda c: f"{c.start[0]}年{c.start[1]}月1日—{c.end[0]}年{c.end[1]}月{last_day(c.end).day}日",
}


def to_xlsx(pages: list[Page]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        for r, row in enumerate(page.rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None and value != "":
                    sheet.cell(r, c, value)
        for r0, c0, r1, c1 in page.merges:
            sheet.merge_cells(start_row=r0 + 1, start_column=c0 + 1, end_row=r1 + 1, end_column=c1 + 1)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def to_xls(pages: list[Page]) -> bytes:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for page in pages:
        sheet = book.add_sheet(page.name)
        covered = {(r, c) for r0, c0, r1, c1 in page.merges for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)}
        for r, row in enumerate(page.rows):
            for c, value in enumerate(row):
                if value not in (None, "") and (r, c) not in covered:
                    sheet.write(r, c, value, day if isinstance(value, datetime.date) else xlwt.Style.default_style)
        for r0, c0, r1, c1 in page.merges:
            sheet.write_merge(r0, r1, c0, c1, page.rows[r0][c0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def to_csv(pages: list[Page], encoding: str = "gb18030", delimiter: str = ",") -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    for row in pages[0].rows:
        writer.writerow(["" if v is None else v for v in row])
    return target.getvalue().encode(encoding)

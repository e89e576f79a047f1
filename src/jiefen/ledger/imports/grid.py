"""Where the header of a sheet is, what each column's full label path says, and what stands above it (title,
unit, year).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from jiefen.ledger.imports import headers, periods, script
from jiefen.ledger.imports.cells import compact, text_of
from jiefen.ledger.imports.rooms import parse_room

Row = list[Any]
Patches = dict[
    int, dict[int, Any]
]  # cells that are read otherwise than they stand: 1-based row → 0-based column → value
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based, inclusive
_TITLE = re.compile(r"表$|明细$|统计|汇总|台账|清单|名单|一览|通知|公司|管理处|服务中心")
_NOT_LABEL = re.compile(r"制表|审核|复核|打印|单位:|填报|日期:|时间:|页")


UNIT_CELL = re.compile(
    r"\(?(?:万元|元|㎡|m2|平方米?|平米|元/(?:㎡|m2|平方米?|平米)(?:[·./]?月)?|个?月|天|户|个|元/月)\)?"
)


def is_title(text: str) -> bool:
    """Whether a text alone in its row reads like the title of a table."""
    return bool(_TITLE.search(text))


class Head(NamedTuple):
    """``rows`` are 0-based header rows (empty when the sheet has none); ``paths`` the labels of each column,
    top down.
    """

    rows: list[int]
    paths: list[list[str]]
    above: list[str]


def label_of(value: Any) -> str:
    """A header cell as text in simplified characters; dates and serials become ``2024年1月``."""
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月"
    if isinstance(value, float):
        if value.is_integer() and (day := periods.serial_date(value)):
            return f"{day.year}年{day.month}月"
        if not value.is_integer() and (parts := periods.dotted_float(value)):
            return f"{parts[0]}.{parts[1] // 10 if parts[1] % 10 == 0 else parts[1]}"
    return script.simplified("".join(value.split())) if isinstance(value, str) else text_of(value)


def find_head(rows: list[Row], merges: list[Merge], known: Callable[[str], bool] = lambda label: False) -> Head:
    """The header block within the first rows of a sheet. ``known`` recognises labels beyond headers.toml."""
    rows = [_named_months(row) if at < 60 else row for at, row in enumerate(rows)]
    first = next((i for i, row in enumerate(rows) if any(c not in ("", None) for c in row)), 0)
    scores = [0.0] * first + [_score(row, known) for row in rows[first : first + 60]]
    best = max(scores, default=0.0)
    if best < 1.7:
        return _unknown_head(rows, merges, first)
    anchor = next(i for i, s in enumerate(scores) if s >= max(1.7, best * 0.75 - 0.01) and _labelled(rows[i]))
    anchor = next((i for i in range(first, anchor) if scores[i] >= 1.7 and _heads_a_table(rows, i, anchor)), anchor)
    top, bottom = _grow(rows, merges, anchor)
    block = list(range(top, bottom + 1))
    above = [text_of(c) for row in rows[:top] for c in row if text_of(c)]
    return Head(block, _paths(rows, merges, block), above)


def _heads_a_table(rows: list[Row], at: int, end: int) -> bool:
    """Whether rows of households with money stand under row ``at``, above row ``end``: a short table over one with more columns
    is a table of its own, and no title of the other.
    """
    fields = {i: headers.meaning(label_of(c), 2000).field for i, c in enumerate(rows[at]) if c not in ("", None)}
    rooms = [i for i, field in fields.items() if field == "room"]
    money = [i for i, field in fields.items() if field in ("amount", "total")]
    return any(
        any(i < len(row) and _DIGIT.search(text_of(row[i])) for i in rooms)
        and any(i < len(row) and _FIGURE.fullmatch(compact(row[i])) for i in money)
        for row in rows[at + 1 : end]
    )


def _unknown_head(rows: list[Row], merges: list[Merge], first: int) -> Head:
    """A first row of words nobody knows, over rows with figures in at least two of its columns, is a header all the same."""
    filled = [i for i, c in enumerate(rows[first] if rows else []) if c not in ("", None)]
    words = len(filled) >= 3 and all(
        isinstance(c := rows[first][i], str) and not _DIGIT.search(text_of(c)) for i in filled
    )
    below = rows[first + 1 : first + 4] if words else []
    figures = {i for row in below for i in filled if i < len(row) and _DIGIT.search(text_of(row[i]))}
    if len(figures) < 2 or not all(
        any(i < len(row) and _DIGIT.search(text_of(row[i])) for i in filled) for row in below
    ):
        return Head([], [], [])
    return Head([first], _paths(rows, merges, [first]), [])


_FIGURE = re.compile(r"[¥￥-]?[\d,]+(?:\.\d+)?元?")
_DIGIT = re.compile(r"[\d一二三四五六七八九十]")


def _named_months(row: Row) -> Row:
    """Bare 1, 2, 3 … side by side among labels (房号 业主 1 2 3 …) are months."""
    found = [(i, int(t)) for i, c in enumerate(row) if re.fullmatch(r"[1-9]|1[0-2]", t := label_of(c))]
    follows = len(found) >= 3 and all(b[0] - a[0] == 1 == b[1] - a[1] for a, b in pairwise(found))
    if not follows or sum(isinstance(c, str) and headers.meaning(label_of(c)).certain for c in row) < 2:
        return row
    months = dict(found)
    return [f"{months[i]}月" if i in months else c for i, c in enumerate(row)]


def is_aside(row: Row) -> bool:
    """A row under the header that holds only units (元, ㎡) or column numbers (1, 2, 3=1-2)."""
    texts = [compact(c) for c in row if compact(c)]
    if texts and all(UNIT_CELL.fullmatch(t) for t in texts):
        return True
    leads = [re.match(r"\(?(\d{1,2})\)?(?:$|=)", t) for t in texts]
    numbers = [int(m[1]) for m in leads if m]
    return len(numbers) == len(texts) >= 3 and numbers == list(range(1, len(numbers) + 1))


def _labelled(row: Row) -> bool:
    return sum(1 for c in row if c != "" and c is not None) >= 2


def _score(row: Row, known: Callable[[str], bool]) -> float:
    score = 0.0
    for value in row:
        if value == "" or value is None:
            continue
        label = label_of(value)
        if isinstance(value, str) and len(label) <= 24 and not _NOT_LABEL.search(label):
            meaning = headers.meaning(label, 2000)
            score += 1.0 if meaning.certain or known(label) else 0.8 if meaning.field else 0.0
            score -= 1.0 if re.fullmatch(r"[\d,.()-]{3,}|1\d{10}", compact(label)) and not meaning.field else 0.0
        elif _period_label(value):
            score += 0.6
        else:
            score -= 0.7
    return score if _labelled(row) else 0.0


def _period_label(value: Any) -> bool:
    """Whether a number or date can be a month or year header."""
    if isinstance(value, datetime.date):
        return True
    if not isinstance(value, float | int) or isinstance(value, bool):
        return False
    if float(value).is_integer() and (
        2000 <= value <= 2099 or 200001 <= value <= 209912 or periods.serial_date(float(value))
    ):
        return True
    return bool(not float(value).is_integer() and periods.dotted_float(float(value)))


def _grow(rows: list[Row], merges: list[Merge], anchor: int) -> tuple[int, int]:
    top = bottom = anchor
    while top > 0 and anchor - top < 3 and _is_upper(rows, merges, top - 1):
        top -= 1
    while (
        bottom + 1 < len(rows)
        and bottom - anchor < 3
        and (any(m[0] <= bottom < m[2] and m[0] >= top and m[2] - m[0] <= 3 for m in merges) or _is_lower(rows, bottom))
    ):
        bottom += 1
    return top, bottom


def _is_upper(rows: list[Row], merges: list[Merge], index: int) -> bool:
    """Whether a row above the anchor carries group labels (2024年, 欠费金额, 业主信息), not a title or a unit line."""
    filled = [(i, label_of(c)) for i, c in enumerate(rows[index]) if c not in ("", None)]
    if not filled or any(_NOT_LABEL.search(label) or len(label) > 16 for _, label in filled):
        return False
    if any(m[0] <= index < m[2] for m in merges):
        return True
    width = max((i for i, c in enumerate(rows[index + 1]) if c not in ("", None)), default=0) + 1
    spans = [m for m in merges if m[0] == index == m[2]]
    if any(m[3] - m[1] + 1 >= width * 0.8 for m in spans):
        return False
    meanings = [headers.meaning(label, 2000) for _, label in filled]
    known = sum(1 for m in meanings if m.field)
    if len(filled) == 1:
        return filled[0][0] > 0 and known == 1 and not _TITLE.search(filled[0][1])
    return known >= len(filled) * 0.6 or len(spans) >= 2


_SUB_LABEL = re.compile(
    r"含税|[借贷]方|.{0,3}\d+年?(?:以[上内下]|[-~至到]\d+年|[-~至到]\d+(?:天|日|个?月)(?:以[上内下])?)|.{0,3}\d+(?:天|日|个?月)(?:以[上内下])?"
)


def _is_lower(rows: list[Row], bottom: int) -> bool:
    """Whether the row below is a second header row: only labels, and they stand under blank or group cells."""
    row, above = rows[bottom + 1], rows[bottom]
    filled = [(i, label_of(c), c) for i, c in enumerate(row) if c not in ("", None)]
    if not filled or any(not isinstance(c, str) and not _period_label(c) for _, _, c in filled):
        return False
    if [label for _, label, _ in filled] == [label_of(above[i]) for i, _, _ in filled if i < len(above)]:
        return False
    meanings = [headers.meaning(label, 2000) for _, label, _ in filled]
    named = sum(1 for m, (_, label, _) in zip(meanings, filled, strict=True) if m.field or _SUB_LABEL.fullmatch(label))
    if named < len(filled) * 0.7:
        return False
    if any((key := parse_room(label)) and key.entrance for _, label, _ in filled):
        return False
    left = filled[0][0]  # data rows start at the identity columns; sub-labels stand under a group further right
    blanks = sum(1 for i, _, _ in filled if i >= len(above) or above[i] in ("", None))
    return blanks > 0 or (left > 0 and len(filled) < sum(1 for c in above if c not in ("", None)))


def _paths(rows: list[Row], merges: list[Merge], block: list[int]) -> list[list[str]]:
    width = max(len(rows[i]) for i in block)
    grid = [[label_of(c) for c in rows[i]] + [""] * (width - len(rows[i])) for i in block]
    origin = {}
    for r0, c0, r1, c1 in merges:
        for r in range(max(r0, block[0]), min(r1, block[-1]) + 1):
            for c in range(c0, min(c1, width - 1) + 1):
                if r0 >= block[0]:
                    origin[r, c] = (r0, c0)
    for k, r in enumerate(block):
        for c in range(width):
            if (r, c) in origin:
                r0, c0 = origin[r, c]
                grid[k][c] = label_of(rows[r0][c0]) if c0 < len(rows[r0]) else ""
    for k in range(len(block) - 1):
        _fill_groups(grid, k, origin, block[k])
    return [list(dict.fromkeys(grid[k][c] for k in range(len(block)) if grid[k][c])) for c in range(width)]


def _fill_groups(grid: list[list[str]], k: int, origin: dict[tuple[int, int], tuple[int, int]], row: int) -> None:
    """Carry a group label to the right over blanks that have their own label below (sheets without merge marks)."""
    group = ""
    for c, label in enumerate(grid[k]):
        below = any(grid[j][c] for j in range(k + 1, len(grid)))
        if label:
            group = label if below and (row, c) not in origin else ""
        elif group and below:
            grid[k][c] = group
        else:
            group = ""


_SIDE = re.compile(r"[借贷]方(?:金额|发生额)?")


_HEADING = re.compile(
    r"(?:收费|缴费|交费|收缴|缴纳)?(?:情况|明细|统计|台账|一览|信息|内容|资料|数据|概况)表?$"
)  # 2024年收费情况


_ITEMS = re.compile("费项|费用项|项目|科目|名称|类型|种类|类别")  # 欠费信息/费用项; 2024年/费用 is money
_DEBT = re.compile("欠费|欠款|欠缴|欠交|应收|应缴|应交")
_OWN = (headers.RECEIVABLE, headers.RECEIVED, headers.OFFSET, headers.WAIVED, headers.OUTSTANDING, headers.LATE)


def _says_only_money(said: headers.Meaning) -> bool:
    """欠费情况 over 应收, 实收 and 欠收 is a title; 滞纳金, 物业费 and 2024年 over them say whose or when."""
    plain = said.measure in ("", headers.AMOUNT, headers.OUTSTANDING, headers.RECEIVABLE)
    return plain and not (said.item or said.period or said.period_text)


def merge_labels(path: list[str], year: int | None) -> tuple[str, headers.Meaning]:
    """The clerk's label of a column (``2024年/物业费``) and what its whole path means."""
    if not path:
        return "", headers.Meaning()
    shown = "/".join(path)
    if _SIDE.fullmatch(path[-1]):  # 期末余额 over 借方 and 贷方
        return shown, headers.meaning("".join(path), year)
    leaf = headers.meaning(path[-1], year)
    if len(path) > 1 and leaf.field in periods.FIELDS:  # 物业费/欠费期间 beside 车位费/欠费期间
        return shown, leaf._replace(item=next((i for p in path[:-1] if (i := headers.meaning(p, 2000).item)), ""))
    if len(path) == 1 or (leaf.certain and leaf.field != "item") or not headers.may_be_money(path[-1]):
        return shown, leaf
    heads = [(p, headers.meaning(p, 2000)) for p in (_HEADING.sub("", part) or part for part in path[:-1])]
    owed = (headers.OUTSTANDING, headers.RECEIVABLE) if leaf.measure in _OWN else ()  # 2023年欠费情况 over 实收: 2023年
    heads = [(_DEBT.sub("", p) if said.measure in owed else p, said) for p, said in heads]
    useful = [
        p for p, said in heads if p and said.field == "amount" and not (leaf.measure in _OWN and _says_only_money(said))
    ]
    if leaf.field and leaf.field != "amount" and not (leaf.field == "item" and useful and not _ITEMS.search(path[-1])):
        return shown, leaf
    if re.fullmatch(r"[1-9]|1[0-2]", path[-1]) and any(re.fullmatch(r"20\d\d(?:年度?)?", p) for p in useful):
        path = [*path[:-1], f"{path[-1]}月"]
    useful = [f"{p}年" if re.fullmatch(r"20\d\d", p) else p for p in useful]
    return shown, headers.meaning("".join([*useful, path[-1]]), year)

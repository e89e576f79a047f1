"""Amount columns that rival each other: of one name, two plain 金额, parts of what is owed, and a 欠费 that is no total."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from jiefen.ledger.imports import headers, periods
from jiefen.ledger.imports.cells import amount
from jiefen.ledger.imports.headers import AMOUNT, LATE, OUTSTANDING, RECEIVABLE, RECEIVED
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan
from jiefen.ledger.imports.totals import PROVEN

Row = list[Any]
_NUMBERED = re.compile(r"(.*?\D)([1-9一二三四])")
AGE = re.compile(r"年以[内上下]|\d年|\d+[-~至]\d+|天|个月|账龄")
_COMPANY = re.compile("[前原老旧现新]物业(?:公司)?(?:的?费用?)?")  # whose time it was, no fee of its own
_NOW = re.compile("目前|当前|现欠|剩余|尚欠")
_DUE = re.compile("[未已]到期|逾期")  # how much of what is owed has fallen due, and how long ago
_DECIMALS = re.compile(r"\d{1,2}\.\d{1,9}")
PLAIN = "金额"  # ColumnPlan.why of an amount that is owed only because nothing else is
TOLERANCE = 2  # 分: a file's own total may round once more than we do


def fen_of(row: Row, column: ColumnPlan) -> int:
    """分 of a cell; 0 when blank, missing or unreadable."""
    return amount(row[column.index], column.scale).fen or 0 if column.index < len(row) else 0


def share(rows: list[Row], test: Any) -> float:
    """In how large a share of the rows a test holds."""
    return sum(1 for row in rows if test(row)) / len(rows) if rows else 0.0


def same_name(plan: SheetPlan, rows: list[Row]) -> None:
    """Of 应收(含税)/应收(不含税) only the first counts; the others were already ignored by name. A second column of the
    same name that says something else is a question for the clerk, unless a total explains it.
    """
    seen: dict[tuple[str, str, str, str], ColumnPlan] = {}
    for column in plan.columns:
        key = (column.measure, column.item, column.start, column.period_text)
        if column.field == "amount" and key in seen and column.label == seen[key].label:
            first = seen[key]
            differs = column.measure in ("", OUTSTANDING, AMOUNT) and any(
                fen_of(row, column) not in (0, fen_of(row, first)) for row in rows
            )
            column.field, column.why = ("unknown" if differs else "ignore"), "与前面一列同名"
        elif column.field == "amount":
            seen[key] = column


def second_amount(column: ColumnPlan, others: list[ColumnPlan], rows: list[Row]) -> bool:
    """Whether a plain 金额 beside another that is owed cannot be what that one was billed at: it is less."""
    owed = [c for c in others if c.measure == OUTSTANDING and c.why == PLAIN]
    return bool(owed) and share(rows, lambda row: fen_of(row, column) < fen_of(row, owed[0])) > 0


def dated(plan: SheetPlan) -> None:
    """2023年欠费期间 says when 2023年欠费 arose: the row's own period, not the whole year."""
    own = plan.first("period") is not None or None not in (plan.first("period_start"), plan.first("period_end"))
    yearly = [c for c in plan.by_field("amount") if c.start and c.measure not in (headers.LATE, headers.RECEIVED)]
    if own and len({(c.start, c.end) for c in yearly}) == 1 and not any(c.period_text for c in plan.by_field("period")):
        for column in yearly:  # the row says more exactly when
            column.start = column.end = column.period_text = ""
    for column in plan.by_field("period"):
        if not column.period_text:
            continue
        for money in plan.by_field("amount"):
            if money.period_text == column.period_text:
                column.pair = money.pair = column.period_text
                column.item, money.start, money.end, money.period_text = money.item, "", "", ""


def _common_end(labels: list[str]) -> str:
    """The characters in which all labels end."""
    same = takewhile(lambda found: len(set(found)) == 1, zip(*(label[::-1] for label in labels), strict=False))
    return "".join(found[0] for found in same)[::-1]


def prefixed(plan: SheetPlan) -> None:
    """原物业欠费期间, 原物业欠费金额, 现物业欠费期间, 现物业欠费金额: every amount has the period that begins with its own words."""
    for name in periods.FIELDS:
        spans = plan.by_field(name)
        if name == "period":
            spans += [c for c in plan.columns if c.field in ("", "unknown") and headers.ends_in_period(c.label)]
            spans += [c for c in plan.columns if c.field == "unknown" and c.label.endswith(("/时间", "/时段"))]
        common = _common_end([c.label for c in spans])
        own = {c.label.removesuffix(common): c for c in spans}
        money = {p: [c for c in plan.by_field("amount") if c.label.startswith(p)] for p in own}
        if len(own) < 2 or not common or "" in own or len(own) < len(spans) or not all(money.values()):
            continue
        if sum(map(len, money.values())) != len({c.index for found in money.values() for c in found}):
            continue
        for prefix, column in own.items():
            for each in [column, *money[prefix]]:
                each.pair = each.pair or prefix
                each.item = "" if _COMPANY.fullmatch(each.item) else each.item
                each.measure = OUTSTANDING if each.measure == AMOUNT else each.measure
            column.field = name


def numbered(plan: SheetPlan) -> None:
    """欠费期间1, 金额1, 欠费期间2, 金额2: every amount has the period of its own number."""
    found = [(c, match) for c in plan.columns if (match := _NUMBERED.fullmatch(c.label))]
    spans = [(c, m[2], field) for c, m in found if (field := headers.field_of(m[1])[0]) in periods.FIELDS]
    numbers = {number for _, number, _ in spans}
    if len(numbers) < 2:
        return
    for column, number, field in spans:
        column.field, column.pair = field, number
    for column, match in found:
        if column.field == "amount" and match[2] in numbers:
            column.measure = OUTSTANDING if column.measure == AMOUNT else column.measure
            column.pair = match[2]


def parts_of_the_debt(unknown: list[ColumnPlan], plan: SheetPlan, rows: list[Row]) -> None:
    """Unknown columns side by side that add up to the one amount owed in every row: its parts by age (1年以内, 1-2年 …),
    or what came of it and what is left (剩余), which then is what is owed.
    """
    if _by_age(unknown, plan, rows):
        return
    owed = [c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING]
    left = next((c for c in unknown if c.label.startswith("剩余")), None)
    paid = [c for c in plan.by_field("amount") if c.measure == RECEIVED and not c.is_detailed]
    if left and paid and len(owed) == 1 and share(rows, lambda row: is_sum(row, owed[0], [left, *paid])) == 1:
        left.field, left.measure, left.why = "amount", OUTSTANDING, f"“{owed[0].label}”里还剩的"
        owed[0].measure, owed[0].why = RECEIVABLE, f"减去已收就是“{left.label}”"
        return
    if len(unknown) < 2 or len(owed) != 1 or share(rows, lambda row: is_sum(row, owed[0], unknown)) < 1:
        return
    if left is not None and len(unknown) == 2:
        left.field, left.measure, left.why = "amount", OUTSTANDING, f"“{owed[0].label}”里还剩的"
        owed[0].field = "ignore"
        for column in unknown:
            if column is not left:
                column.field, column.why = "ignore", "是欠费的各部分"


def _by_age(unknown: list[ColumnPlan], plan: SheetPlan, rows: list[Row]) -> bool:
    """Ignore how much of the debt fell due when (1年以内, 逾期1-30天, 已逾期), where that adds up to the debt in every row."""
    money = [c for c in plan.columns if c.field == "amount" and c.measure in (OUTSTANDING, RECEIVABLE)]
    wholes = [*(money if len(money) == 1 else ()), *(c for c in plan.by_field("total") if not c.is_detailed)]
    aged = [c for c in unknown if AGE.search(c.label) or _DUE.search(c.label)]
    coarse = [c for c in aged if not any(map(str.isdigit, c.label))]  # 未到期, 已逾期
    fine = [c for c in aged if c not in coarse or "未" in c.label]
    for whole in wholes:
        for parts in (aged, coarse, fine):
            if len(parts) > 1 and share(rows, lambda row, w=whole, p=parts: is_sum(row, w, p)) == 1:
                for column in aged:
                    column.field, column.why = "ignore", f"是“{whole.label}”的各部分"
                return True
    return False


def parts_without_names(plan: SheetPlan, rows: list[Row]) -> None:
    """欠费总额 = 争议金额 + 无争议金额 in every row: how one debt is made up, when the parts name neither item nor period."""
    for total in [c for c in plan.by_field("total") if c.measure == OUTSTANDING and not c.is_detailed]:
        plain = [c for c in plan.columns if c.field == "amount" and c.measure == AMOUNT and not c.is_detailed]
        if len(plain) > 1 and rows and share(rows, lambda row, t=total, p=plain: is_sum(row, t, p)) == 1:
            total.field = "amount"
            for column in plain:
                column.field, column.why = "ignore", f"是“{total.label}”的各部分"


def is_sum(row: Row, whole: ColumnPlan, parts: list[ColumnPlan], less: Sequence[ColumnPlan] = ()) -> bool:
    """Whether a column holds in this row what ``parts`` add up to, ``less`` taken off."""
    rest = sum(fen_of(row, c) for c in parts) - sum(fen_of(row, c) for c in less)
    return abs(rest - fen_of(row, whole)) <= TOLERANCE


def before_and_after(plan: SheetPlan, rows: list[Row]) -> None:
    """往年欠费 − 往年已收 = 往年结欠 in every row: the first is what was owed before, and only the last is owed now."""
    money = [c for c in plan.columns if c.field in ("amount", "total") and c.measure != LATE]
    places: dict[tuple[str, ...], list[ColumnPlan]] = {}
    for column in money:
        places.setdefault((column.item, column.start, column.period_text, column.pair), []).append(column)
    for columns in places.values():
        owed = [c for c in columns if c.measure == OUTSTANDING]
        paid = [c for c in columns if c.measure in (RECEIVED, headers.OFFSET, headers.WAIVED)]
        paid += [c for c in plan.by_field("unknown") if "执行到位" in c.label]
        pairs = [(a, b) for a in owed for b in owed if a is not b and paid and _leaves(rows, a, paid, b)]
        if len(owed) == 2 and len(pairs) == 1:
            before, after = pairs[0]
            before.measure, before.field, before.why = RECEIVABLE, "amount", f"减去已收就是“{after.label}”"
            after.field = "amount"
        plain = [c for c in columns if not c.measure and c.item]
        if len(owed) == 1 and len(plain) == 1 and paid and _leaves(rows, plain[0], paid, owed[0]):
            plain[0].measure, plain[0].field, plain[0].why = RECEIVABLE, "amount", f"减去已收就是“{owed[0].label}”"
        elif len(owed) == 2 and not pairs and paid:
            _superseded(owed, [c for c in columns if c.measure in (RECEIVABLE, AMOUNT)], paid, rows)


def _superseded(owed: list[ColumnPlan], due: list[ColumnPlan], paid: list[ColumnPlan], rows: list[Row]) -> None:
    """起诉本金, 判决金额 − 已执行 = 未执行 in every row: what the court or an agreement left of a debt stands in its place."""
    left = [b for b in owed if any(_leaves(rows, a, paid, b) for a in due)]
    for column in owed if len(left) == 1 else ():
        if column is not left[0] and column.field == "amount":
            column.field, column.why = "ignore", f"已由“{left[0].label}”代替"


def _leaves(rows: list[Row], before: ColumnPlan, paid: list[ColumnPlan], after: ColumnPlan) -> bool:
    rests = [fen_of(row, before) - sum(fen_of(row, c) for c in paid) - fen_of(row, after) for row in rows]
    return len(rows) > 1 and not any(rests) and any(fen_of(row, c) for row in rows for c in paid)


def is_whole(plan: SheetPlan, column: ColumnPlan, rows: list[Row]) -> bool:
    """Whether a total is fees, or fees and late charges together, in every row: then it is no debt of its own (应缴合计)."""
    money = [c for c in plan.columns if c.field == "amount" and c.measure in ("", OUTSTANDING, RECEIVABLE, LATE)]
    fees = [c for c in money if c.measure != LATE]
    waived = [c for c in plan.columns if c.measure == LATE and headers.beside_late(c.label) == headers.WAIVED]
    rest = [c for c in money if c not in waived]
    proven = any(
        len(parts) > 1 and share(rows, lambda row, p=parts: is_sum(row, column, p)) == 1 for parts in (money, fees)
    ) or (waived and share(rows, lambda row: is_sum(row, column, rest, waived)) == 1)
    if proven:
        column.measure = headers.TOTAL
    return bool(proven)


def sums_its_left(plan: SheetPlan, column: ColumnPlan, rows: list[Row]) -> bool:
    """Whether a 小计 under a heading of its own (2024年5月公摊/小计) is the sum of columns of other items right before it."""
    if not column.is_detailed or not re.fullmatch("小计|合计|计", column.label.rpartition("/")[2]):
        return False
    left = [c for c in plan.columns if c.field == "amount" and c.index < column.index][-12:]
    own = [c for c in left if c.label.startswith(column.label.rpartition("/")[0])]
    return len(own) > 1 and share(rows, lambda row: is_sum(row, column, own)) == 1


def sums_neighbours(plan: SheetPlan, column: ColumnPlan, rows: list[Row]) -> bool:
    """Whether 往年欠费合计 is the sum of the dated columns right after or right before it in every row."""
    money = [c for c in plan.columns if c.field == "amount" and c.measure in ("", OUTSTANDING)]
    right = [c for c in money if c.index > column.index][:12]
    left = [c for c in money if c.index < column.index][-12:]
    runs = [right[:n] for n in range(2, len(right) + 1)] + [left[-n:] for n in range(2, len(left) + 1)]
    runs = [run for run in runs if run[-1].index - run[0].index == len(run) - 1]
    beside = [run for run in runs if run[0].index == column.index + 1 or run[-1].index == column.index - 1]
    return any(
        share(rows, lambda row, r=run: is_sum(row, column, r)) == 1
        and any(sum(bool(fen_of(row, c)) for c in run) > 1 for row in rows)
        for run in beside
    )


def unit_unclear(plan: SheetPlan, rows: list[Row]) -> None:
    """Amounts that are all tiny and have more than two decimals look like 万元 in a sheet that names no unit."""
    for column in plan.columns:
        if column.field == "amount" and column.scale == 100 and column.measure == OUTSTANDING:
            cells = [row[column.index] for row in rows if column.index < len(row)]
            texts = (float(c) if c.__class__ is str and _DECIMALS.fullmatch(c) else c for c in cells)
            found = [c for c in texts if isinstance(c, float) and c > 0]
            if len(found) < 5 or not max(found) < 100:
                continue
            if 2 * sum(abs(c * 100 - round(c * 100)) > 1e-6 for c in found) >= len(found):
                message = f"“{column.label}”的金额都不到 100 元，又多于两位小数，像是以万元为单位。请核对单位。"
                plan.doubts.append(("unit_unclear", column.index, message))


def no_totals(plan: SheetPlan, rows: list[Row], parts_of: Callable[[SheetPlan, ColumnPlan], list[ColumnPlan]]) -> None:
    """A 欠费 beside dated columns passes for their total; where 累计 is all of them together, it is owed besides."""
    for column in [c for c in plan.by_field("total") if c.measure == OUTSTANDING]:
        for whole in [c for c in plan.by_field("total") if c is not column]:
            parts = [c for c in parts_of(plan, column) if c.measure != LATE]
            if share(rows, lambda row, c=column, w=whole, p=parts: _joins(row, c, w, p)) >= 0.8:
                column.field, column.why = "amount", f"“{whole.label}”里包含这一列"
                break


def _joins(row: Row, column: ColumnPlan, whole: ColumnPlan, parts: list[ColumnPlan]) -> bool:
    own = fen_of(row, column)
    return own != 0 and abs(own + sum(fen_of(row, c) for c in parts) - fen_of(row, whole)) <= TOLERANCE


def told_twice(plan: SheetPlan, rows: list[Row]) -> None:
    """欠费 and 欠费金额 side by side are one debt told twice: the second is not counted; where they differ, the clerk is asked."""
    plain = [c for c in plan.columns if c.field == "amount" and c.measure == OUTSTANDING and not c.is_detailed]
    same = [c for c in plain if headers.says_only_owed(c.label)]
    if len(same) < 2 or any(c.field == "total" and c.why == PROVEN for c in plan.columns):
        return
    first = next((c for c in same if _NOW.search(c.label)), same[0])
    for column in [c for c in same if c is not first]:
        both = [row for row in rows if fen_of(row, column) and fen_of(row, first)]
        if 2 * len(both) < len(rows) or not both:
            continue  # one for some households, the other for others
        column.field, column.why = "ignore", f"与“{first.label}”是同一笔欠费"
        if any(fen_of(row, column) != fen_of(row, first) for row in both):
            message = f"“{column.label}”和“{first.label}”都是欠费，数却不同，已按“{first.label}”记。请核对。"
            plan.doubts.append(("columns_disagree", column.index, message))


def billed_beside_debts(plan: SheetPlan) -> None:
    """应收 without a period beside 2023年欠费, 2024年欠费: what was billed, not one more debt."""
    money = [c for c in plan.columns if c.field == "amount"]
    debts = [
        c for c in money if c.measure == OUTSTANDING and (c.start or c.period_text) and re.search("欠|未", c.label)
    ]
    plain = [c for c in money if not c.is_detailed and c.measure != LATE]
    if not debts or any(c.measure != RECEIVABLE for c in plain):
        return
    for column in plain:
        column.field, column.why = "ignore", "另有写明期间的欠费列"
        message = f"“{column.label}”没有计入，欠费按“{debts[0].label}”等列记。请核对。"
        plan.doubts.append(("columns_disagree", column.index, message))

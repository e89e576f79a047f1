"""Sheets with a column per month, quarter, half-year, year or fee item."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

Span = tuple[datetime.date, datetime.date]


def _wide(labels: list[object], spans: list[Span], above: list[Row] | None = None) -> Case:
    """Room, owner, phone, then one column a span; a total column and a total row."""
    rows: list[Row] = [*(above or []), ["房号", "业主姓名", "联系电话", *labels, "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i * 3 + k) % 4 else 0 for k in range(len(spans))]
        rows.append([h.key, h.owner, h.phone, *[yuan(p) if p else "" for p in parts], yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True) if p]
    sums = [yuan(sum(o[-1] for o in owed if o[2:4] == s)) for s in spans]
    rows.append(["合计", "", "", *sums, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


TWELVE = [months(2024, m) for m in range(1, 13)]


@judged
def months_with_title_year() -> Case:
    return _wide([f"{m}月份" for m in range(1, 13)], TWELVE, [["阳光花园2024年度物业费欠费统计表"], ["单位：元"]])


@judged
def months_in_chinese_numerals() -> Case:
    return _wide(
        [f"{n}月" for n in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")],
        TWELVE,
        [["2024年欠费表"]],
    )


@judged
def months_as_dates() -> Case:
    return _wide([datetime.date(2024, m, 1) for m in range(1, 13)], TWELVE)


@judged
def months_as_six_digits() -> Case:
    return _wide([202400 + m for m in range(1, 13)], TWELVE)


@judged
def months_short_year() -> Case:
    return _wide([f"24年{m}月" for m in range(1, 13)], TWELVE)


@judged
def months_dashed() -> Case:
    return _wide([f"2024-{m:02d}" for m in range(1, 13)], TWELVE)


@judged
def months_with_measure_words() -> Case:
    return _wide([f"{m}月欠费" for m in range(1, 13)], TWELVE, [["2024年物业费"]])


@judged
def months_under_merged_years() -> Case:
    years: Row = ["房号", "业主姓名", "联系电话", "2023年", "", "", "", "2024年", "", "", "", "合计"]
    spans = [months(2023, m) for m in (9, 10, 11, 12)] + [months(2024, m) for m in (1, 2, 3, 4)]
    case = _wide(["9月", "10月", "11月", "12月", "1月", "2月", "3月", "4月"], spans, [["欠费明细表"], years])
    case.pages[0].rows[2][:3] = ["", "", ""]
    case.pages[0].rows[2][-1] = ""
    case.pages[0].merges = [
        (0, 0, 0, 11),
        (1, 3, 1, 6),
        (1, 7, 1, 10),
        (1, 0, 2, 0),
        (1, 1, 2, 1),
        (1, 2, 2, 2),
        (1, 11, 2, 11),
    ]
    case.kinds = ("xlsx", "xls")
    return case


@judged
def quarters_named() -> Case:
    spans = [months(2023, 10, 2023, 12)] + [months(2024, q, 2024, q + 2) for q in (1, 4, 7)]
    return _wide(["2023年四季度", "2024年一季度", "2024年第2季度", "2024年第三季度"], spans)


@judged
def quarters_q() -> Case:
    return _wide(["2024Q1", "2024Q2", "2024Q3", "2024Q4"], [months(2024, q, 2024, q + 2) for q in (1, 4, 7, 10)])


@judged
def half_years() -> Case:
    spans = [months(2023, 1, 2023, 6), months(2023, 7, 2023, 12), months(2024, 1, 2024, 6)]
    return _wide(["2023年上半年", "2023年下半年", "2024上半年"], spans)


@judged
def span_columns() -> Case:
    spans = [months(2022, 1, 2022, 12), months(2023, 1, 2023, 6), months(2023, 7, 2024, 6)]
    return _wide(["2022.1-12", "2023年1-6月", "2023.07-2024.06"], spans)


@judged
def years_with_before_and_late() -> Case:
    head = ["房号", "业主", "2021年及以前", "2022年度", "2023年度", "2024年1-9月", "欠费小计", "滞纳金", "总计"]
    rows, owed, late = [head], [], 0
    spans = [(None, datetime.date(2021, 12, 31)), year(2022), year(2023), months(2024, 1, 2024, 9)]
    for i, h in enumerate(HOMES):
        parts, fine = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)], 77 * i
        rows.append(
            [
                h.key,
                h.owner,
                *[yuan(p) if p else "-" for p in parts],
                yuan(sum(parts)),
                yuan(fine),
                yuan(sum(parts) + fine),
            ]
        )
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True) if p]
        late += fine
    rows.append(["总计", "", *[""] * 4, yuan(total(owed)), yuan(late), yuan(total(owed) + late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed))


@judged
def old_and_new_debt() -> Case:
    rows, owed = [["2024年欠费汇总"], ["序号", "房号", "户主", "陈欠", "新欠", "欠费合计", "备注"]], []
    for i, h in enumerate(HOMES):
        old, new = fen(i, 1) if i % 2 else 0, fen(i, 2)
        rows.append([i + 1, h.key, h.owner, yuan(old), yuan(new), yuan(old + new), "电话不接" if i == 3 else ""])
        owed += [(h.key, "物业费", None, None, old)] if old else []
        owed.append((h.key, "物业费", None, None, new))
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def past_and_current_and_accumulated() -> Case:
    rows, owed = [["房号", "业主姓名", "往年欠费", "本年欠费", "累计欠费"]], []
    for i, h in enumerate(HOMES):
        old, new = fen(i, 1) if i % 3 else 0, fen(i, 2) if i != 4 else 0
        rows.append([h.key, h.owner, yuan(old), yuan(new), yuan(old + new)])
        owed += [(h.key, "物业费", None, None, p) for p in (old, new) if p]
    rows.append(["合计", "", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def items_with_three_measures() -> Case:
    top = ["房号", "业主", "欠费期间", "物业费", "", "", "电梯费", "", "", "欠费合计"]
    low = ["", "", "", "应收", "实收", "欠费", "应收", "实收", "欠费", ""]
    rows, owed = [["欠费明细"], top, low], []
    for i, h in enumerate(HOMES):
        a, b, paid = fen(i, 1) + 10_000, fen(i, 2), 10_000 * (i % 2)
        rows.append(
            [
                h.key,
                h.owner,
                "2024年1月-6月",
                yuan(a),
                yuan(paid),
                yuan(a - paid),
                yuan(b),
                0,
                yuan(b),
                yuan(a - paid + b),
            ]
        )
        owed += [(h.key, n, *months(2024, 1, 2024, 6), p) for n, p in (("物业费", a - paid), ("电梯费", b))]
    merges = [(1, 3, 1, 5), (1, 6, 1, 8), *[(1, c, 2, c) for c in (0, 1, 2, 9)]]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def months_with_due_and_paid_pairs() -> Case:
    top: Row = ["楼栋", "单元", "房号", "业主"]
    low: Row = ["", "", "", ""]
    for m in (1, 2, 3):
        top += [f"2024年{m}月", ""]
        low += ["应收", "实收"]
    rows, owed = [[*top, "欠费合计"], [*low, ""]], []
    for i, h in enumerate(HOMES):
        row, rest = [h.building, h.entrance, h.room, h.owner], 0
        for m in (1, 2, 3):
            due = fen(i, m)
            paid = due if (i + m) % 3 == 0 else 0
            row += [yuan(due), yuan(paid)]
            rest += due - paid
            owed += [(h.key, "物业费", *months(2024, m), due)] if not paid else []
        rows.append([*row, yuan(rest)])
    merges = [(0, 4, 0, 5), (0, 6, 0, 7), (0, 8, 0, 9), *[(0, c, 1, c) for c in (0, 1, 2, 3, 10)]]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed), kinds=("xlsx", "xls"))


@judged
def items_with_odd_names() -> Case:
    items = ["物业服务费", "公共能耗费", "二次加压费", "装修垃圾清运费", "车位服务费"]
    rows, owed = [["欠费单位房号", "客户", "欠费起止", *items, "欠费总额"]], []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(5)]
        rows.append(
            [
                f"{h.building}幢{h.entrance}单元{h.room}室",
                h.owner,
                "24.01-24.12",
                *[comma(p) if p else "" for p in parts],
                comma(sum(parts)),
            ]
        )
        owed += [(h.key, n, *year(2024), p) for n, p in zip(items, parts, strict=True) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def items_with_late_and_principal() -> Case:
    head = ["房号", "业主", "欠费时间", "物业费本金", "公摊费", "本金合计", "违约金(日万分之五)", "本息合计"]
    rows, owed, late = [head], [], 0
    for i, h in enumerate(HOMES):
        a, b, fine = fen(i, 1), fen(i, 2), 91 * i
        rows.append(
            [
                h.key,
                h.owner,
                "2024年1月1日-2024年6月30日",
                yuan(a),
                yuan(b),
                yuan(a + b),
                yuan(fine),
                yuan(a + b + fine),
            ]
        )
        owed += [(h.key, n, *months(2024, 1, 2024, 6), p) for n, p in (("物业费", a), ("公摊费", b))]
        late += fine
    rows.append(["合计", "", "", "", "", yuan(total(owed)), yuan(late), yuan(total(owed) + late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed))


@judged
def months_with_paid_words() -> Case:
    rows, owed = [["2024年物业费收缴登记表"], ["房号", "业主", *[f"{m}月" for m in range(1, 7)], "欠费合计"]], []
    for i, h in enumerate(HOMES):
        cells, rest = [], 0
        for m in range(1, 7):
            paid = (i + m) % 3 == 0
            cells.append("已缴" if paid else yuan(fen(i, m)))
            rest += 0 if paid else fen(i, m)
            owed += [] if paid else [(h.key, "物业费", *months(2024, m), fen(i, m))]
        rows.append([h.key, h.owner, *cells, yuan(rest)])
    return Case([page(rows)], 8, owed, stated=total(owed))

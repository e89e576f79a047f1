"""The last look, written without trying: kinds of rows beside each other, dates for ticks, remarks in cells, one flat twice."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.comments import Comment

from tests.ledger.imports.judging import HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row, to_xlsx

NO_PERIOD = frozenset({"period_missing"})


@judged
def day_of_payment_beside_each_year() -> Case:
    """A day beside a year's fee says that it is paid."""
    rows: list[Row] = [["房号", "业主", "2023年物业费", "缴费日期", "2024年物业费", "缴费日期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [h.key, h.owner]
        for k in range(2):
            paid = (i + k) % 3 == 0
            row += [yuan(fen(i, k)), "2024-05-06" if paid else None]
            if not paid:
                owed.append((h.key, "物业费", *year(2023 + k), fen(i, k)))
        rows.append(row)
    return Case([page(rows)], 8, owed, codes=frozenset({"ticks_paid"}))


@judged
def three_rows_for_each_household() -> Case:
    """应收, 实收 and 欠费 in three rows under each other: only the third is owed."""
    rows: list[Row] = [["2024年物业费台账"], ["房号", "业主", "项目", *[f"{m}月" for m in range(1, 5)], "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        left = [fen(i, m) if (i + m) % 2 else 0 for m in range(1, 5)]
        for name, parts in (
            ("应收", [fen(i, m) for m in range(1, 5)]),
            ("实收", [fen(i, m + 1) - x for m, x in enumerate(left)]),
            ("欠费", left),
        ):
            first = name == "应收"
            rows.append(
                [h.key if first else None, h.owner if first else None, name, *map(yuan, parts), yuan(sum(parts))]
            )
        owed += [(h.key, "物业费", *months(2024, m), p) for m, p in zip(range(1, 5), left, strict=True) if p]
    return Case([page(rows, merges=[(0, 0, 0, 7)])], 8, owed, stated=total(owed))


@judged
def totals_of_items_below() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        item = ("物业费", "车位费")[i % 2]
        rows.append([h.key, h.owner, item, "2024年", yuan(fen(i))])
        owed.append((h.key, item, *year(2024), fen(i)))
    for item in ("物业费", "车位费"):
        rows.append([f"{item}合计", None, None, None, yuan(sum(o[-1] for o in owed if o[1] == item))])
    rows.append(["总计", None, None, None, yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def sums_of_each_year_and_of_all() -> Case:
    rows: list[Row] = [
        [
            "房号",
            "业主",
            "2023年上半年",
            "2023年下半年",
            "2023年小计",
            "2024年上半年",
            "2024年下半年",
            "2024年小计",
            "总计",
        ]
    ]
    spans = [months(y, m, y, m + 5) for y in (2023, 2024) for m in (1, 7)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        p = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, (p[0], p[1], p[0] + p[1], p[2], p[3], p[2] + p[3], sum(p)))])
        owed += [(h.key, "物业费", *s, x) for s, x in zip(spans, p, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def last_year_this_year_together_paid_left() -> Case:
    rows: list[Row] = [["房号", "业主", "上年欠费", "本年应收", "应收合计", "已收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        old, new = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(old), yuan(new), yuan(old + new), 90, yuan(old + new - 9000)])
        owed.append((h.key, "物业费", None, None, old + new - 9000))
    return Case([page(rows)], 8, owed, codes=NO_PERIOD)


@judged
def paid_in_two_parts() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "应收", "第一次缴费", "第二次缴费", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i) + 5000), 30, 20, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def one_flat_in_two_spellings() -> Case:
    rows: list[Row] = [["房号", "业主", "期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023年", yuan(fen(i))])
        rows.append([f"{h.building:02d}栋{h.entrance}单元{h.room:04d}室", h.owner, "2024年", yuan(fen(i, 1))])
        owed += [(h.key, "物业费", *year(2023), fen(i)), (h.key, "物业费", *year(2024), fen(i, 1))]
    return Case([page(rows)], 8, owed)


@judged
def months_and_days_that_do_not_exist() -> Case:
    texts = ["2024.13", "2024年2月30日", "2024年6月-2024年1月", "2024年第5季度"]
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, texts[i] if i < 4 else "2024年", yuan(fen(i))])
        owed.append((h.key, "物业费", *(year(2024) if i >= 4 else (None, None)), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_unreadable", "period_reversed"}))


@judged
def due_paid_and_left_with_months_behind() -> Case:
    rows: list[Row] = [
        ["2024年"],
        ["房号", "业主", "应收1-6月", "实收1-6月", "欠费1-6月", "应收7-12月", "实收7-12月", "欠费7-12月"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = fen(i), fen(i, 1)
        rows.append([h.key, h.owner, yuan(a + 1000), 10, yuan(a), yuan(b + 1000), 10, yuan(b)])
        owed += [(h.key, "物业费", *months(2024, 1, 2024, 6), a), (h.key, "物业费", *months(2024, 7, 2024, 12), b)]
    return Case([page(rows)], 8, owed)


@judged
def amounts_with_their_year_in_brackets() -> Case:
    """1200.5（2023年）: the amount and its time in one cell; asking is right, 1200.52023 is not."""
    rows: list[Row] = [["房号", "业主", "欠费金额"]]
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, f"{yuan(fen(i))}（2023年）"])
    return Case([page(rows)], 8, [], codes=frozenset({"amount_unreadable"}))


@judged
def words_and_amounts_under_years() -> Case:
    words = ["已交", "免", "/", "已缴清"]
    rows: list[Row] = [["房号", "业主", 2022, 2023, 2024, "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [0 if (i + k) % 4 == 0 else fen(i, k) for k in range(3)]
        rows.append(
            [
                h.key,
                h.owner,
                *[yuan(p) if p else words[(i + k) // 4 % 4] for k, p in enumerate(parts)],
                yuan(sum(parts)),
            ]
        )
        owed += [(h.key, "物业费", *year(2022 + k), p) for k, p in enumerate(parts) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def months_marked_as_owed() -> Case:
    rows: list[Row] = [["2024年欠费登记"], ["房号", "业主", "月物业费", *[f"{m}月" for m in range(1, 7)]]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        first = i % 4 + 1
        rows.append([h.key, h.owner, yuan(fen(i)), *["欠" if first <= m <= first + 1 else None for m in range(1, 7)]])
        owed.append((h.key, "物业费", *months(2024, first, 2024, first + 1), fen(i) * 2))
    return Case([page(rows, merges=[(0, 0, 0, 8)])], 8, owed, codes=frozenset({"amount_computed"}))


@judged
def crosses_that_do_not_follow_one_another() -> Case:
    rows: list[Row] = [
        ["2024年（√已交 ×未交）"],
        ["房号", "业主", "月缴费额", *[f"{m}月" for m in range(1, 5)], "欠费金额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        marks = ["×", "√", "×", "√"] if i == 3 else ["√", "√", "×", "×"]
        rows.append([h.key, h.owner, yuan(fen(i)), *marks, yuan(fen(i) * 2)])
        span = (None, None) if i == 3 else months(2024, 3, 2024, 4)
        owed.append((h.key, "物业费", *span, fen(i) * 2))
    return Case([page(rows, merges=[(0, 0, 0, 7)])], 8, owed, codes=frozenset({"period_unreadable"}))


@judged
def blanks_that_may_be_anything() -> Case:
    """√ and blanks, no sum and no legend: whether a blank is owed nobody can tell."""
    rows: list[Row] = [["2024年"], ["房号", "业主", "月缴费额", *[f"{m}月" for m in range(1, 7)]]]
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), *["√" if m <= i % 6 + 1 else None for m in range(1, 7)]])
    return Case([page(rows, merges=[(0, 0, 0, 8)])], 8, [], codes=frozenset({"amount_unreadable"}))


@judged
def comments_on_amounts() -> Case:
    rows: list[Row] = [["房号", "业主", "2024年物业费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([page(rows)])))
    sheet = book.active
    assert sheet is not None
    sheet["C3"].comment = Comment("已交500元，未入账", "小李")
    target = io.BytesIO()
    book.save(target)
    return Case([], 8, owed, raw=target.getvalue(), kinds=("xlsx",), codes=frozenset({"comments_unseen"}))


@judged
def english_spans() -> Case:
    texts = [
        "Jan-Jun 2024",
        "Q1 2024",
        "H2 2023",
        "1 Jan 2024 - 30 Jun 2024",
        "March 2024",
        "2024 Apr",
        "Sept. 2024",
        "Nov 2023 to Feb 2024",
    ]
    spans = [months(2024, 1, 2024, 6), months(2024, 1, 2024, 3), months(2023, 7, 2023, 12), months(2024, 1, 2024, 6),
             months(2024, 3), months(2024, 4), months(2024, 9), months(2023, 11, 2024, 2)]  # fmt: skip
    rows: list[Row] = [["Unit", "Owner", "Billing Period", "Outstanding"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, texts[i], yuan(fen(i))])
        owed.append((h.key, "物业费", *spans[i], fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def rooms_that_begin_again_without_a_building() -> Case:
    """101 of one building and 101 of the next, and nothing says where the next begins: the owners differ, which is said."""
    rows: list[Row] = [["房号", "业主", "年度", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([101 + i % 4, h.owner, 2023 + i // 4, yuan(fen(i))])
        owed.append((f"{101 + i % 4}", "物业费", *year(2023 + i // 4), fen(i)))
    return Case([page(rows)], 4, owed, codes=frozenset({"owner_differs"}))


@judged
def late_charge_rate_and_days() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "本金", "逾期天数", "日利率", "违约金", "本息合计"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        fine = 2000 + i
        late += fine
        rows.append([h.key, h.owner, "2023年", yuan(fen(i)), 365, "0.05%", yuan(fine), yuan(fen(i) + fine)])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def who_shall_pay_beside_the_owner() -> Case:
    rows: list[Row] = [["房号", "业主", "交付状态", "付费方", "费用名称", "期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                h.key,
                h.owner,
                "未交付" if i % 2 else "已交付",
                "开发商" if i % 2 else "业主",
                "物业费",
                "2024年",
                yuan(fen(i)),
            ]
        )
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def sued_and_under_enforcement() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额", "案号", "起诉状态", "判决金额", "执行到位金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [h.key, h.owner, "2022.1-2023.12", yuan(fen(i)), f"(2024)浙01民初{i}号", "已判决", yuan(fen(i) + 500), 100]
        )
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def paid_by_phone_and_in_cash() -> Case:
    """Two columns of receipts and no 欠费: both are taken off, and it is said."""
    rows: list[Row] = [["房号", "业主", "年度", "应收", "微信实收", "现金实收"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年", yuan(fen(i) + 5000), 30 if i % 2 else None, 20 if i % 2 else 50])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"columns_disagree"}))

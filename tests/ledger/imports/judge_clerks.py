"""Sheets a clerk could really have, that must be read right: paid through, quarters, room codes, amounts as people write them."""

from __future__ import annotations

import datetime
from typing import Any

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

JUNE = months(2024, 6)
HALF = months(2024, 1, 2024, 6)
_HEAD: Row = ["房号", "业主", "账期", "欠费"]


def plain(rooms: Any, *, amounts: Any = None, keyed: bool = True) -> Case:
    """One row a household, June 2024; ``rooms`` and ``amounts`` write the cells of household i."""
    rows: list[Row] = [_HEAD]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([rooms(h), h.owner, "2024年6月", amounts(i) if amounts else yuan(fen(i))])
        owed.append((h.key, "物业费", *JUNE, fen(i)))
    return Case([page(rows)], 8, owed, names_rooms=keyed)


def paid_through(cells: list[Any], head: str = "已交至") -> Case:
    rows: list[Row] = [["房号", "业主", "月物业费", head, "欠费月数", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, 100 + i, cells[i % len(cells)], 12, (100 + i) * 12])
        owed.append((h.key, "物业费", *months(2023, 7, 2024, 6), (100 + i) * 1200))
    return Case([page(rows)], 8, owed)


@judged
def paid_through_a_month() -> Case:
    return paid_through(["2023.6", "2023年6月", "2023-06", "202306"])


@judged
def paid_through_a_day() -> Case:
    return paid_through([datetime.date(2023, 6, 30)], "物业费已缴至")


@judged
def paid_through_a_month_that_became_a_day() -> Case:
    return paid_through([datetime.date(2023, 6, 1)], "缴费至")


@judged
def rooms_of_eight_digits() -> Case:
    return plain(lambda h: f"{h.building:02d}{h.entrance:02d}{h.room:04d}")


@judged
def rooms_with_slash_after_the_entrance() -> Case:
    return plain(lambda h: f"{h.building}栋{h.entrance}单元/{h.room}")


@judged
def rooms_in_full_width() -> Case:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    return plain(lambda h: h.key.translate(wide))


@judged
def rooms_with_underscores() -> Case:
    return plain(lambda h: h.key.replace("-", "_"))


@judged
def rooms_with_long_dashes() -> Case:
    return plain(lambda h: h.key.replace("-", "—"))


@judged
def rooms_in_chinese_numerals() -> Case:
    numerals = {3: "三", 5: "五", 12: "十二", 1: "一", 2: "二"}
    return plain(lambda h: f"{numerals[h.building]}栋{numerals[h.entrance]}单元{h.room}")


@judged
def rooms_with_a_phone_behind() -> Case:
    return plain(lambda h: f"{h.key} {h.phone}" if h.entrance == 1 else f"{h.key}({h.phone})")


@judged
def amounts_in_full_width() -> Case:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return plain(lambda h: h.key, amounts=lambda i: f"{fen(i) / 100:.2f}".translate(wide))


@judged
def amounts_with_spaces_for_thousands() -> Case:
    return plain(lambda h: h.key, amounts=lambda i: comma(fen(i)).replace(",", " "))


@judged
def amounts_with_signs_and_units() -> Case:
    styles = ("￥{}", "¥ {}", "{}元", "RMB{}", "人民币{}元", "￥{}元整", "{} 元", "CNY {}")
    return plain(lambda h: h.key, amounts=lambda i: styles[i].format(comma(fen(i))))


@judged
def amounts_spelt_out() -> Case:
    return plain(lambda h: h.key, amounts=lambda i: f"{fen(i) // 100}元{fen(i) // 10 % 10}角{fen(i) % 10}分")


@judged
def shops_with_english_codes() -> Case:
    codes = ["A-101", "B1-023", "LG12", "L2-05A", "S-8", "SP01", "F1-12", "Kiosk-3"]
    rows: list[Row] = [["铺位", "商户", "期间", "欠费(元)"]]
    owed: list[Owed] = []
    for i, code in enumerate(codes):
        rows.append([code, f"商户{'甲乙丙丁戊己庚辛'[i]}", "2024.1-2024.6", yuan(fen(i))])
        owed.append(("", "物业费", *HALF, fen(i)))
    return Case([page(rows)], 8, owed, names_rooms=False)


@judged
def quarters_with_one_empty() -> Case:
    rows: list[Row] = [
        ["2024年物业费欠费"],
        ["房号", "业主", "一季度", "二季度", "三季度", "四季度", "合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b, d = fen(i), fen(i, 1), fen(i, 3)
        rows.append([h.key, h.owner, yuan(a), yuan(b), "", yuan(d), yuan(a + b + d)])
        owed += [(h.key, "物业费", *months(2024, q, 2024, q + 2), v) for q, v in ((1, a), (4, b), (10, d))]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def half_years_beside_a_subtotal() -> Case:
    rows: list[Row] = [["房号", "业主", "2023上半年", "2023下半年", "2024上半年", "欠费小计"]]
    owed: list[Owed] = []
    spans = (months(2023, 1, 2023, 6), months(2023, 7, 2023, 12), HALF)
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *span, part) for span, part in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def a_year_billed_beside_the_debts_of_each_year() -> Case:
    """年应收 says what a year costs; it was once counted as a third debt."""
    rows: list[Row] = [["房号", "业主", "面积", "单价", "年应收", "2023年欠费", "2024年欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, h.area, 1.8, round(h.area * 1.8 * 12, 2), yuan(fen(i)), yuan(fen(i, 1))])
        owed += [(h.key, "物业费", *year(2023), fen(i)), (h.key, "物业费", *year(2024), fen(i, 1))]
    return Case([page(rows)], 8, owed)


@judged
def one_debt_told_in_two_columns() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年6月", yuan(fen(i)), yuan(fen(i))])
        owed.append((h.key, "物业费", *JUNE, fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def a_total_sentence_that_counts_households_first() -> Case:
    case = plain(lambda h: h.key)
    case.pages[0].rows.append([f"合计：8户，欠费{total(case.owed) / 100:.2f}元"])
    case.stated = total(case.owed)
    return case


@judged
def months_listed_in_every_way() -> Case:
    cells = ["1月", "1、2、3月", "1-6", "3", "7月至12月", "11-12月", "1,2", "5月份"]
    spans = [(1, 1), (1, 3), (1, 6), (3, 3), (7, 12), (11, 12), (1, 2), (5, 5)]
    rows: list[Row] = [["2024年欠费统计"], ["房号", "业主", "欠费月份", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, cells[i], yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, spans[i][0], 2024, spans[i][1]), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def monthly_rent_of_a_space_beside_the_debt() -> Case:
    rows: list[Row] = [["房号", "业主", "车牌", "月租", "欠费月份", "车位费欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, f"浙A{12345 + i}/浙AD{54321 + i}", 150, "2024.1-2024.3", 450])
        owed.append((h.key, "车位费", *months(2024, 1, 2024, 3), 45_000))
    return Case([page(rows)], 8, owed)


@judged
def rates_of_collection_and_of_penalty_are_no_money() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "应收", "实收", "收费率", "欠费", "滞纳天数", "日违约金率", "违约金"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年6月", yuan(fen(i) + 1000), 10, 0.1234, yuan(fen(i)), 30, 0.0005, 1.5])
        owed.append((h.key, "物业费", *JUNE, fen(i)))
    return Case([page(rows)], 8, owed, late=1200)


@judged
def pages_with_header_and_subtotal_again() -> Case:
    rows: list[Row] = []
    owed: list[Owed] = []
    for k in (0, 4):
        rows += [["阳光花园物业费欠费明细表"], [f"第{k // 4 + 1}页 共2页"], _HEAD]
        rows += [[h.key, h.owner, "2024年6月", yuan(fen(i))] for i, h in list(enumerate(HOMES))[k : k + 4]]
        rows += [["本页合计", "", "", yuan(sum(map(fen, range(k, k + 4))))], [""]]
    owed += [(h.key, "物业费", *JUNE, fen(i)) for i, h in enumerate(HOMES)]
    return Case([page([*rows, ["总计", "", "", yuan(total(owed))]])], 8, owed, stated=total(owed))


@judged
def days_written_in_seven_ways() -> Case:
    days: list[tuple[Any, Any]] = [
        ("2024-1-1", "2024-6-30"),
        ("2024/01/01", "2024/06/30"),
        ("2024.1.1", "2024.6.30"),
        ("20240101", "20240630"),
        ("2024年1月1日", "2024年6月30日"),
        ("24.1.1", "24.6.30"),
        (45292, 45473),
        ("2024年1月", "2024年6月"),
    ]
    rows: list[Row] = [["房号", "业主", "开始", "结束", "欠费"]]
    rows += [[h.key, h.owner, *days[i], yuan(fen(i))] for i, h in enumerate(HOMES)]
    return Case([page(rows)], 8, [(h.key, "物业费", *HALF, fen(i)) for i, h in enumerate(HOMES)])


def _text(encoding: str, mark: str, start: bytes = b"", *, rename: tuple[str, str] = ("", "")) -> Case:
    case = plain(lambda h: h.key)
    lines = [mark.join(map(str, row)) for row in case.pages[0].rows]
    text = "\r\n".join(lines).replace(*rename) if rename[0] else "\r\n".join(lines)
    case.raw, case.kinds = start + text.encode(encoding), ("csv",)
    return case


@judged
def text_with_semicolons() -> Case:
    return _text("utf-8", ";")


@judged
def text_with_a_separator_line() -> Case:
    return _text("gb18030", ";", b"sep=;\r\n")


@judged
def text_in_gb18030_with_rare_characters() -> Case:
    return _text("gb18030", ",", rename=("王建国", "𠮷田喆㼆"))


@judged
def text_in_utf16_with_tabs() -> Case:
    return _text("utf-16-le", "\t", b"\xff\xfe")


@judged
def text_in_utf16_big_endian() -> Case:
    return _text("utf-16-be", ",", b"\xfe\xff")

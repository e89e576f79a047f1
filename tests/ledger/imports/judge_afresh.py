"""A second look after the repairs: sheets written without trying them first, halves of everyday life in a cashier's office."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row


@judged
def periods_in_brackets_after_the_fee() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "物业费（2022.7-2023.6）", "物业费（2023.7-2024.6）", "垃圾费（2023年）", "欠费合计"]
    ]
    spans = [months(2022, 7, 2023, 6), months(2023, 7, 2024, 6), year(2023)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        items = ("物业费", "物业费", "垃圾费")
        owed += [(h.key, n, *s, p) for n, s, p in zip(items, spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def years_of_two_digits_in_headers() -> Case:
    rows: list[Row] = [["房号", "户主", "21年7月-22年6月欠费", "22年7月-23年6月欠费", "23年7-12月欠费", "总欠费"]]
    spans = [months(2021, 7, 2022, 6), months(2022, 7, 2023, 6), months(2023, 7, 2023, 12)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def fees_over_years() -> Case:
    rows: list[Row] = [
        ["序号", "房号", "业主", "物业费", None, None, "车位管理费", None, "合计"],
        [None, None, None, "2022年", "2023年", "2024年", "2023年", "2024年", None],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(5)]
        rows.append([i + 1, h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        names = ["物业费"] * 3 + ["车位管理费"] * 2
        owed += [(h.key, n, *year(y), p) for n, y, p in zip(names, (2022, 2023, 2024, 2023, 2024), parts, strict=True)]
    merges = [(0, 3, 0, 5), (0, 6, 0, 7), *[(0, c, 1, c) for c in (0, 1, 2, 8)]]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def months_as_six_digits() -> Case:
    rows: list[Row] = [["房号", "业主", *[202300 + m for m in range(7, 13)], "欠费合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, m) if (i + m) % 3 else 0 for m in range(7, 13)]
        rows.append([h.key, h.owner, *(yuan(p) if p else None for p in parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *months(2023, m), p) for m, p in zip(range(7, 13), parts, strict=True) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def sections_of_fees() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "金额"]]
    owed: list[Owed] = []
    for k, item in enumerate(("物业费", "车位费", "电梯费")):
        rows.append([f"{'一二三'[k]}、{item}"])
        for i, h in enumerate(HOMES[:4]):
            rows.append([h.key, h.owner, "2024年1-6月", yuan(fen(i, k))])
            owed.append((h.key, item, *months(2024, 1, 2024, 6), fen(i, k)))
        rows.append(["小计", None, None, yuan(total(owed[-4:]))])
    rows.append(["合计", None, None, yuan(total(owed))])
    return Case([page(rows)], 4, owed, stated=total(owed))


@judged
def sections_of_kinds_of_houses() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "金额"], ["高层住宅"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        if i == 4:
            rows.append(["洋房"])
        rows.append([h.key, h.owner, "2024年7月~12月", yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 12), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def a_summary_below_the_list() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    rows += [["合计", None, None, yuan(total(owed))], [], ["楼栋汇总"], ["楼栋", "户数", "欠费金额"]]
    for b in (3, 5, 12):
        mine = [fen(i) for i, h in enumerate(HOMES) if h.building == b]
        rows.append([f"{b}栋", len(mine), yuan(sum(mine))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def of_which_sued() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费年度", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023年", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    rows += [
        ["合计", None, None, yuan(total(owed))],
        ["其中：已起诉", "3户", None, 888.88],
        ["其中：空置房", "2户", None, 99.5],
    ]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def older_than_and_years() -> Case:
    rows: list[Row] = [["房号", "业主", "2021年以前欠费", "2022年", "2023年", "2024年1-9月", "合计"]]
    spans = [(None, datetime.date(2020, 12, 31)), year(2022), year(2023), months(2024, 1, 2024, 9)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_vague"}))


@judged
def tabs_behind_long_numbers() -> Case:
    rows: list[Row] = [["房号\t", "业主", "电话\t", "费用名称", "费用月份\t", "应收金额", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.key}\t", h.owner, f"{h.phone}\t", "物业费", "2024-05\t", comma(fen(i) + 100), comma(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 5), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def blank_columns_behind() -> Case:
    lines = ["房号,业主,期间,欠费,,,,"]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        lines.append(f"{h.key},{h.owner},2024.1-2024.12,{yuan(fen(i))},,,,")
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    lines += [",,,,,,,"] * 3 + [f"合计,,,{yuan(total(owed))},,,,"]
    return Case([], 8, owed, stated=total(owed), raw="\r\n".join(lines).encode("utf-8"), kinds=("csv",))


@judged
def a_web_page_called_xls() -> Case:
    owed: list[Owed] = []
    body = []
    for i, h in enumerate(HOMES):
        body.append(
            f"<tr><td style='mso-number-format:\"\\@\"'>{h.key}</td><td>{h.owner}&nbsp;</td><td>物业费</td>"
            f"<td>2024-01-01</td><td>2024-06-30</td><td align=right>{comma(fen(i))}</td></tr>"
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), fen(i)))
    head = "".join(f"<th>{x}</th>" for x in ("房号", "业主", "费用项", "开始时间", "结束时间", "欠费金额"))
    title = "<tr><td colspan=6>欠费明细表</td></tr>"
    html = f"<html><head><meta charset='utf-8'></head><body><table>{title}<tr>{head}</tr>{''.join(body)}</table></body></html>"
    return Case([], 8, owed, raw=html.encode(), kinds=("xls",))


@judged
def flat_and_parking_in_one_row() -> Case:
    rows: list[Row] = [["房号", "业主", "车位号", "2024年物业费", "2024年车位费", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parked = i % 2 == 0
        parts = [fen(i), fen(i, 1) if parked else 0]
        rows.append(
            [
                h.key,
                h.owner,
                f"B1-{i + 10:03d}" if parked else None,
                yuan(parts[0]),
                yuan(parts[1]) if parked else None,
                yuan(sum(parts)),
            ]
        )
        owed.append((h.key, "物业费", *year(2024), parts[0]))
        if parked:
            owed.append((h.key, "车位费", *year(2024), parts[1]))
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def year_and_quarter_in_two_columns() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "季度", "应收", "已收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for q in (1, 2):
            rows.append([h.key, h.owner, 2024, f"{'一二'[q - 1]}季度", yuan(fen(i, q) + 5000), 50, yuan(fen(i, q))])
            owed.append((h.key, "物业费", *months(2024, q * 3 - 2, 2024, q * 3), fen(i, q)))
    return Case([page(rows)], 8, owed)


@judged
def halves_in_words() -> Case:
    texts = ["2024上半年", "2024下半年", "2024全年", "2024年度上半年"]
    spans = [months(2024, 1, 2024, 6), months(2024, 7, 2024, 12), year(2024), months(2024, 1, 2024, 6)]
    rows: list[Row] = [["房号", "业主", "费用所属期", "未缴金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, texts[i % 4], yuan(fen(i))])
        owed.append((h.key, "物业费", *spans[i % 4], fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def days_with_a_count_behind() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费时间段", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2023年1月1日-2023年12月31日（共12个月）", yuan(fen(i))])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def waived_with_a_minus() -> Case:
    rows: list[Row] = [["房号", "业主", "费用月份", "应收", "减免", "实收", "欠收"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2024年3月", yuan(fen(i) + 15_000), -100, 50, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 3), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def red_reversals_in_a_column() -> Case:
    rows: list[Row] = [["房屋编号", "客户名称", "费用名称", "账期", "应收金额", "红冲金额", "实收金额", "欠收金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2024-07", yuan(fen(i) + 30_000), 100, 200, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 7), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def late_charges_as_rows() -> Case:
    rows: list[Row] = [["房号", "业主", "费用项目", "期间", "欠费金额"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2023年", yuan(fen(i))])
        rows.append([h.key, h.owner, "违约金", "2023年", yuan(1000 + i)])
        late += 1000 + i
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    rows.append(["合计", None, None, None, yuan(total(owed) + late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def amounts_counted_in_fen() -> Case:
    rows: list[Row] = [["房号", "业主", "账期", "欠费金额(分)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "202405", fen(i)])
        owed.append((h.key, "物业费", *months(2024, 5), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def ages_without_a_sum() -> Case:
    rows: list[Row] = [["房号", "业主", "1年以内欠费", "1-2年欠费", "2-3年欠费", "3年以上欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *map(yuan, parts)])
        owed += [(h.key, "物业费", None, None, p) for p in parts]
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))

"""What a finance desk hands over: balance sheets of account software, ages of debts, blocks, units, tax columns."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

NO_PERIOD = frozenset({"period_missing"})


@judged
def kingdee_balance_of_customers() -> Case:
    """借方 is what is owed at the end; the customer cell holds room and name."""
    rows: list[Row] = [
        ["应收账款余额表"],
        ["会计期间：2024年12月", None, None, None, None, None, None, "单位：元"],
        ["客户编码", "客户名称", "期初余额", None, "本期发生额", None, "期末余额", None],
        [None, None, "借方", "贷方", "借方", "贷方", "借方", "贷方"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"K{i + 1:04d}", f"{h.key} {h.owner}", yuan(fen(i) - 5000), None, 150, 100, yuan(fen(i)), None])
        owed.append((h.key, "物业费", None, None, fen(i)))
    due = total(owed)
    rows.append(["合计", None, yuan(due - 40_000), None, 1200, 800, yuan(due), None])
    merges = [(0, 0, 0, 7), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7)]
    return Case([page(rows, "余额表", merges)], 8, owed, stated=due, codes=NO_PERIOD)


@judged
def ages_of_debt_in_years() -> Case:
    """The ages explain one debt; none of them says from when to when it is owed."""
    rows: list[Row] = [["房号", "客户名称", "欠费余额", "1年以内", "1-2年", "2-3年", "3年以上"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 3 else 0 for k in range(4)]
        rows.append([h.key, h.owner, yuan(sum(parts)), *(yuan(p) for p in parts)])
        owed.append((h.key, "物业费", None, None, sum(parts)))
    return Case([page(rows)], 8, owed, codes=NO_PERIOD)


@judged
def ages_of_debt_in_days() -> Case:
    ages = ["0-30天", "31-90天", "91-180天", "181-365天", "365天以上"]
    rows: list[Row] = [
        ["应收账款账龄分析表"],
        ["截止日期：2024-12-31"],
        ["房号", "业主", "应收余额", "账龄", *[None] * 4],
        [None, None, None, *ages],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 2 else 0 for k in range(5)]
        rows.append([h.key, h.owner, yuan(sum(parts)), *(yuan(p) if p else None for p in parts)])
        owed.append((h.key, "物业费", None, None, sum(parts)))
    return Case([page(rows, merges=[(2, 3, 2, 7)])], 8, owed, codes=NO_PERIOD)


@judged
def quarters_with_three_columns_each() -> Case:
    quarters = ["2024年一季度", "2024年二季度", "2024年三季度", "2024年四季度"]
    top: Row = ["序号", "房号", "业主", *[x for q in quarters for x in (q, None, None)], "欠费合计"]
    rows: list[Row] = [top, [None, None, None, *["应收", "实收", "欠费"] * 4, None]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        row: Row = [i + 1, h.key, h.owner]
        due = 0
        for q in range(4):
            left = 0 if (i + q) % 4 == 0 else fen(i, q)
            row += [yuan(left + 10_000), 100, yuan(left)]
            due += left
            if left:
                owed.append((h.key, "物业费", *months(2024, q * 3 + 1, 2024, q * 3 + 3), left))
        rows.append([*row, yuan(due)])
    merges = [(0, 3 + 3 * q, 0, 5 + 3 * q) for q in range(4)] + [(0, c, 1, c) for c in (0, 1, 2, 15)]
    return Case([page(rows, merges=merges)], 8, owed, stated=total(owed))


@judged
def three_rows_of_headers() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "2023年", None, None, None, "2024年", None, None, None],
        [None, None, "上半年", None, "下半年", None, "上半年", None, "下半年", None],
        [None, None, *["物业费", "电梯费"] * 4],
    ]
    spans = [months(y, m, y, m + 5) for y in (2023, 2024) for m in (1, 7)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(8)]
        rows.append([h.key, h.owner, *map(yuan, parts)])
        owed += [(h.key, ("物业费", "电梯费")[k % 2], *spans[k // 2], p) for k, p in enumerate(parts)]
    merges = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (0, 6, 0, 9)] + [(1, c, 1, c + 1) for c in (2, 4, 6, 8)]
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def units_in_headers_and_in_cells() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "建筑面积（㎡）", "单价（元/㎡·月）", "欠费月数（个）", "欠费时间", "欠费金额（元）"],
    ]
    owed: list[Owed] = []
    for h in HOMES:
        due = round(h.area * 180) * 12
        rows.append([h.key, h.owner, f"{h.area}㎡", "1.80元", "12个月", "2024.1-2024.12", f"{comma(due)}元"])
        owed.append((h.key, "物业费", *year(2024), due))
    return Case([page(rows)], 8, owed)


@judged
def overpaid_in_brackets() -> Case:
    """(123.45) is money too much: it is asked about, the others stand."""
    rows: list[Row] = [["房号", "业主", "期间", "期末欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        over = i in {2, 5}
        rows.append([h.key, h.owner, "2024年", f"({comma(fen(i))})" if over else comma(fen(i))])
        if not over:
            owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))


@judged
def balance_with_a_row_of_formulas() -> Case:
    rows: list[Row] = [
        ["2024年12月物业费收缴台账"],
        ["房号", "业主", "期初欠费", "本期应收", "本期实收", "期末欠费", "备注"],
        [None, None, "①", "②", "③", "④=①+②-③", None],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        start, new = fen(i), 20_000 + i
        paid = start + new if i == 3 else 15_000
        rows.append([h.key, h.owner, yuan(start), yuan(new), yuan(paid), yuan(start + new - paid), None])
        if i != 3:
            owed.append((h.key, "物业费", None, None, start + new - paid))
    rows.append(["合计", None, None, None, None, yuan(total(owed)), None])
    return Case([page(rows, merges=[(0, 0, 0, 6)])], 8, owed, stated=total(owed), codes=NO_PERIOD)


@judged
def ten_thousands_in_the_name_of_the_column() -> Case:
    rows: list[Row] = [["房号", "业主名称", "欠费期间", "欠费金额(万元)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "2022.1-2024.12", fen(i) / 1_000_000])
        owed.append((h.key, "物业费", *months(2022, 1, 2024, 12), fen(i)))
    rows.append(["合计", None, None, total(owed) / 1_000_000])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def rates_beside_the_money() -> Case:
    rows: list[Row] = [["楼号", "单元", "房号", "业主", "账期", "应收", "实收", "收缴率", "欠缴", "欠缴占比"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = 30_000
        rate = paid / (fen(i) + paid)
        rows.append(
            [h.building, h.entrance, h.room, h.owner, "2024年", yuan(fen(i) + paid), 300, f"{rate:.2%}", yuan(fen(i)),
             round(1 - rate, 4)]
        )  # fmt: skip
        owed.append((h.key, "物业费", *year(2024), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def tax_in_three_columns() -> Case:
    """应收 and 欠收 each with tax, tax alone and without tax: the money with tax is owed, once."""
    rows: list[Row] = [
        ["房屋编号", "客户名称", "费用名称", "费用日期", "应收", None, None, "实收", None, None, "欠收", None, None],
        [None, None, None, None, *["含税", "税费", "不含税"] * 3],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        left, paid = fen(i), 10_600
        tax = [round(x - x / 1.06) for x in (left + paid, paid, left)]
        cells = [v for x, t in zip((left + paid, paid, left), tax, strict=True) for v in map(yuan, (x, t, x - t))]
        rows.append([h.key, h.owner, "物业服务费", "2024-03", *cells])
        owed.append((h.key, "物业服务费", *months(2024, 3), left))
    merges = [(0, c, 1, c) for c in range(4)] + [(0, c, 0, c + 2) for c in (4, 7, 10)]
    return Case([page(rows, merges=merges)], 8, owed)


@judged
def tax_beside_one_amount() -> Case:
    rows: list[Row] = [["房号", "业主", "收费项目", "所属月份", "含税金额", "税率", "税额", "不含税金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        tax = round(fen(i) - fen(i) / 1.06)
        rows.append([h.key, h.owner, "物业费", 202403, yuan(fen(i)), "6%", yuan(tax), yuan(fen(i) - tax)])
        owed.append((h.key, "物业费", *months(2024, 3), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def five_measures_of_one_bill() -> Case:
    rows: list[Row] = [
        ["资源编号", "客户名称", "费用名称", "开始日期", "结束日期", "应收", "实收", "预交冲抵", "减免冲抵", "欠收"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, "物业费", "2024/1/1", "2024/3/31", yuan(fen(i) + 6000), 20, 30, 10, yuan(fen(i))])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def late_charge_inside_the_sum() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "物业费本金", "违约金", "应缴合计"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        fine = 1_000 + i * 37
        late += fine
        rows.append([h.key, h.owner, "2023.1-2023.12", yuan(fen(i)), yuan(fine), yuan(fen(i) + fine)])
        owed.append((h.key, "物业费", *year(2023), fen(i)))
    rows.append(["合计", None, None, yuan(total(owed)), yuan(late), yuan(total(owed) + late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late)


@judged
def balance_that_is_negative_when_owed() -> Case:
    """A wallet's balance: the title says minus is arrears. Whoever is unsure asks; nobody books it as money kept."""
    rows: list[Row] = [["账户余额表（负数为欠费）"], ["房号", "业主", "账户余额"]]
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, -yuan(fen(i)) if i % 2 else yuan(fen(i))])
    return Case([page(rows)], 8, [], codes=frozenset({"amount_column_missing"}))


@judged
def half_years_and_quarters_in_letters() -> Case:
    rows: list[Row] = [["房号", "业主", "2023H1", "2023H2", "24Q1", "24Q2", "2024Q3", "合计"]]
    spans = [months(2023, 1, 2023, 6), months(2023, 7, 2023, 12)]
    spans += [months(2024, m, 2024, m + 2) for m in (1, 4, 7)]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) for k in range(5)]
        rows.append([h.key, h.owner, *map(yuan, parts), yuan(sum(parts))])
        owed += [(h.key, "物业费", *s, p) for s, p in zip(spans, parts, strict=True)]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def side_and_balance_of_an_account() -> Case:
    """方向 says on which side the balance stands: 贷 is money kept for the customer, 平 nothing."""
    rows: list[Row] = [
        ["应收账款明细余额表  2024年"],
        ["客户编号", "客户", "房号", "期初余额", "本期借方", "本期贷方", "方向", "期末余额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        side = ("借", "借", "贷", "平")[i % 4]
        rows.append([f"C{i:03d}", h.owner, h.key, 0, 500, 400, side, 0 if side == "平" else yuan(fen(i))])
        if side == "借":
            owed.append((h.key, "物业费", None, None, fen(i)))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid", "period_missing"}))


@judged
def balance_proved_by_its_movements() -> Case:
    rows: list[Row] = [["房号", "业主", "期初余额", "本期应收", "本期实收", "期末余额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([h.key, h.owner, yuan(fen(i)), 300, 100, yuan(fen(i) + 20_000)])
        owed.append((h.key, "物业费", None, None, fen(i) + 20_000))
    return Case([page(rows)], 8, owed, codes=NO_PERIOD)

"""Genres once more: pivot tables, printed registers, analysis by age, cards by the month."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Page, Row


@judged
def sections_with_steward_and_sum() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for b in (3, 5, 12):
        own = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        t = sum((fen(i) for i, _ in own))
        rows.append([f"【{b}栋】管家:周敏 共{len(own)}户 欠费{yuan(t)}元"])
        for i, h in own:
            v = fen(i)
            rows.append([f"{h.entrance}-{h.room}", h.owner, "2024年", yuan(v)])
            owed.append((h.key, "物业费", *year(2024), v))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def years_then_late_years() -> Case:
    rows: list[Row] = [
        [
            "房号",
            "业主",
            "2022年",
            "2023年",
            "2024年1-6月",
            "2022年违约金",
            "2023年违约金",
            "欠费合计",
            "违约金合计",
            "总计",
        ]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v = [fen(i, k) for k in range(3)]
        fine = [100 + i, 200 + i]
        late += sum(fine)
        rows.append(
            [
                h.key,
                h.owner,
                *[yuan(x) for x in v],
                *[yuan(x) for x in fine],
                yuan(sum(v)),
                yuan(sum(fine)),
                yuan(sum(v) + sum(fine)),
            ]
        )
        owed += [
            (h.key, "物业费", *s, x)
            for s, x in zip((year(2022), year(2023), months(2024, 1, 2024, 6)), v, strict=False)
        ]
    return Case([page(rows)], 8, owed, late=late, stated=total(owed), kinds=("xlsx",))


@judged
def unpaid_months_counts() -> Case:
    rows: list[Row] = [["房号", "业主", "年度", "每月标准", "应缴月数", "已缴月数", "未缴月数", "未缴金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        f = 10000 + i * 100
        n = i % 6 + 1
        rows.append([h.key, h.owner, "2023年", yuan(f), 12, 12 - n, n, yuan(f * n)])
        owed.append((h.key, "物业费", *year(2023), f * n))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def heating_by_item_rows() -> Case:
    rows: list[Row] = [["房号", "户主", "费用名称", "采暖季", "应缴", "已缴", "欠缴"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "采暖费", "2023-2024采暖季", yuan(v), 0, yuan(v)])
        owed.append((h.key, "采暖费", None, None, v))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_vague"}), kinds=("csv",))


@judged
def gas_station_style_codes() -> Case:
    rows: list[Row] = [
        [
            "资源编码",
            "资源全称",
            "客户",
            "收费标准名称",
            "应收月",
            "应收日",
            "本金",
            "违约金",
            "减免本金",
            "已收本金",
            "未收本金",
            "未收违约金",
        ]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        b = fen(i) + 9000
        w = 500 * (i % 2)
        p = 1000 * (i % 3)
        fine = 20 * i
        late += fine
        rows.append(
            [
                f"R{i:06d}",
                f"阳光里-{h.building}栋-{h.entrance}单元-{h.room}",
                h.owner,
                "物业服务费1.8元",
                "202404",
                "2024-04-25",
                yuan(b),
                yuan(fine),
                yuan(w),
                yuan(p),
                yuan(b - w - p),
                yuan(fine),
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 4), b - w - p))
    return Case([page(rows)], 8, owed, late=late, kinds=("xlsx",))


@judged
def sheet_name_month_only() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for m in (1, 2, 3):
        rows: list[Row] = [["2024年水费"], ["房号", "户主", "上表数", "本表数", "吨数", "水费"]]
        for i, h in enumerate(HOMES[:4]):
            u = 5 + i + m
            rows.append([h.key, h.owner, 100, 100 + u, u, yuan(u * 345)])
            owed.append((h.key, "水费", *months(2024, m), u * 345))
        pages.append(page(rows, f"{m}月"))
    return Case(pages, 4, owed, kinds=("xls",))


@judged
def legal_department_ledger() -> Case:
    rows: list[Row] = [
        ["法务部催收诉讼台账"],
        [
            "序号",
            "项目",
            "业主姓名",
            "房号",
            "欠费起",
            "欠费止",
            "欠费本金",
            "违约金",
            "合计",
            "是否发函",
            "发函日期",
            "是否立案",
            "立案日期",
            "案号",
            "诉讼费",
            "律师费",
            "判决结果",
            "回款金额",
            "回款日期",
        ],
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 200 + i)
        late += fine
        rows.append(
            [
                i + 1,
                "阳光里",
                h.owner,
                h.key,
                "2022-01",
                "2023-12",
                yuan(v),
                yuan(fine),
                yuan(v + fine),
                "是",
                "2024-03-01",
                "是" if i % 2 else "否",
                "2024-05-01" if i % 2 else "",
                f"(2024)民初{i}号" if i % 2 else "",
                25 if i % 2 else "",
                500 if i % 2 else "",
                "",
                "",
                "",
            ]
        )
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), v))
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, kinds=("csv",))


@judged
def cards_horizontal_months() -> Case:
    """block per household: label row, months across, rows 应收/实收/欠费."""
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:4]):
        rows.append([f"2024年 {h.building}栋{h.entrance}单元{h.room} {h.owner}"])
        rows.append(["项目", "1月", "2月", "3月", "合计"])
        v = [fen(i, m) for m in range(3)]
        p = [v[0], 0, 0]
        rows.append(["应收", *[yuan(x) for x in v], yuan(sum(v))])
        rows.append(["实收", *[yuan(x) for x in p], yuan(sum(p))])
        rows.append(["欠费", *[yuan(a - b) for a, b in zip(v, p, strict=False)], yuan(sum(v) - sum(p))])
        owed += [(h.key, "物业费", *months(2024, m + 1), v[m]) for m in (1, 2)]
    return Case([page(rows)], 4, owed, stated=total(owed), kinds=("xlsx",))


@judged
def lawyer_calc_by_year_rows() -> Case:
    rows: list[Row] = [
        ["被告:王建国 房号:3-1-101 面积:98.5㎡ 单价:1.8元/㎡·月"],
        ["年度", "月数", "物业费本金", "违约金基数", "违约天数", "违约金", "小计"],
    ]
    owed: list[Owed] = []
    late = 0
    for y in (2021, 2022, 2023):
        v, fine = (fen(0, y - 2021), 300 + y)
        late += fine
        rows.append([f"{y}年", 12, yuan(v), yuan(v), 365, yuan(fine), yuan(v + fine)])
        owed.append(("3-1-101", "物业费", *year(y), v))
    rows.append(["合计", 36, yuan(total(owed)), "", "", yuan(late), yuan(total(owed) + late)])
    return Case([page(rows)], 1, owed, late=late, stated=total(owed) + late, kinds=("xls",))


@judged
def parking_long_list() -> Case:
    rows: list[Row] = [
        ["车位欠费清单"],
        ["车位编号", "车位类型", "业主", "关联房号", "电话", "收费标准", "欠费起", "欠费止", "欠费月数", "欠费金额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append([f"负一层-{100 + i}", "产权", h.owner, h.key, h.phone, "80元/月", "2024-01", "2024-06", 6, 480])
        owed.append((h.key, "停车费", *months(2024, 1, 2024, 6), 48000))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def percent_discount_one_off() -> Case:
    rows: list[Row] = [
        ["清欠优惠方案执行表"],
        ["房号", "业主", "欠费期间", "应缴物业费", "折扣率", "折后应缴", "实缴", "未缴"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        f = fen(i) + 50000
        d = round(f * 0.9)
        p = 10000 * (i % 2)
        rows.append([h.key, h.owner, "2023年", yuan(f), 0.9, yuan(d), yuan(p), yuan(d - p)])
        owed.append((h.key, "物业费", *year(2023), d - p))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def period_with_reason_text() -> Case:
    w = [
        "2023.1-2023.12 拒缴",
        "2023年全年未交",
        "2023年1月至12月 空置",
        "2023年度(漏水)",
        "2023年1-12月物业费",
        "23.01-23.12",
        "2023.1.1—2023.12.31止",
        "2023-01 到 2023-12",
    ]
    rows: list[Row] = [["房号", "业主", "欠费情况说明期间", "欠费金额"]]
    rows[0][2] = "欠费期间"
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, w[i], yuan(v)])
        owed.append((h.key, "物业费", *year(2023), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def sum_before_years_plus_current() -> Case:
    rows: list[Row] = [
        ["房号", "业主", "往年欠费合计", "2022年", "2023年", "2024年应收", "2024年已收", "2024年欠费", "总欠费"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b, c = (fen(i), fen(i, 1), fen(i, 2) + 5000)
        p = 5000 * (i % 2)
        rows.append([h.key, h.owner, yuan(a + b), yuan(a), yuan(b), yuan(c), yuan(p), yuan(c - p), yuan(a + b + c - p)])
        owed += [
            (h.key, "物业费", *year(2022), a),
            (h.key, "物业费", *year(2023), b),
            (h.key, "物业费", *year(2024), c - p),
        ]
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("csv",))


@judged
def community_grid_members() -> Case:
    rows: list[Row] = [["网格", "楼门长", "门栋号", "住户姓名", "人口", "欠缴卫生费(元)", "欠缴年份", "联系方式"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(["第一网格", "周敏", h.key, h.owner, 3, yuan(fen(i)), "2022-2023", h.phone])
        owed.append((h.key, "卫生费", *months(2022, 1, 2023, 12), fen(i)))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def water_accounts_by_number() -> Case:
    rows: list[Row] = [["户号", "户名", "用水地址", "欠费月份", "水量", "水费", "污水费", "违约金", "合计"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        a, b, fine = (fen(i) // 10, fen(i, 1) // 10, 5 * i)
        late += fine
        rows.append(
            [
                f"1002{i:04d}",
                h.owner,
                f"阳光里小区{h.building}栋{h.entrance}单元{h.room}",
                "2024-05",
                10 + i,
                yuan(a),
                yuan(b),
                yuan(fine),
                yuan(a + b + fine),
            ]
        )
        owed += [(h.key, "水费", *months(2024, 5), a), (h.key, "污水费", *months(2024, 5), b)]
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, kinds=("xls",))


@judged
def group_subtotals_columns() -> Case:
    rows: list[Row] = [
        ["房号", "租户", "租金", "物业费", "基本费用小计", "水费", "电费", "能耗费用小计", "总计", "账期"]
    ]
    owed: list[Owed] = []
    for i in range(6):
        v = [fen(i, k) for k in range(4)]
        rows.append(
            [
                f"B{i + 1}-{101 + i}",
                f"公司{i}",
                yuan(v[0]),
                yuan(v[1]),
                yuan(v[0] + v[1]),
                yuan(v[2]),
                yuan(v[3]),
                yuan(v[2] + v[3]),
                yuan(sum(v)),
                "2024年4月",
            ]
        )
        owed += [("", n, *months(2024, 4), x) for n, x in zip(("租金", "物业费", "水费", "电费"), v, strict=False)]
    return Case([page(rows)], 6, owed, stated=total(owed), names_rooms=False, kinds=("csv",))


@judged
def half_year_headers() -> Case:
    rows: list[Row] = [["房号", "业主", "2023上", "2023下", "2024上", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = [fen(i, k) for k in range(3)]
        rows.append([h.key, h.owner, *[yuan(x) for x in v], yuan(sum(v))])
        owed += [
            (h.key, "物业费", *s, x)
            for s, x in zip(
                (months(2023, 1, 2023, 6), months(2023, 7, 2023, 12), months(2024, 1, 2024, 6)), v, strict=False
            )
        ]
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("xlsx",))


@judged
def subsidy_and_personal() -> Case:
    rows: list[Row] = [["房号", "承租人", "租金标准", "政府补贴", "个人应缴", "个人已缴", "个人欠缴", "欠缴月份"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 3000
        rows.append([h.key, h.owner, 10, 200, yuan(b), 30, yuan(b - 3000), "2024.1-2024.3"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), b - 3000))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def pivot_rooms_then_items() -> Case:
    rows: list[Row] = [["行标签", "求和项:欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = (fen(i), fen(i, 1))
        rows += [[h.key, yuan(a + b)], ["  车位费", yuan(b)], ["  物业费", yuan(a)]]
        owed += [(h.key, "车位费", None, None, b), (h.key, "物业费", None, None, a)]
    rows.append(["总计", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def pivot_buildings_then_rooms() -> Case:
    rows: list[Row] = [["行标签", "求和项:欠费金额"]]
    owed: list[Owed] = []
    for b in (3, 5, 12):
        own = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        rows.append([f"{b}栋", yuan(sum((fen(i) for i, _ in own)))])
        for i, h in own:
            rows.append([f"{h.entrance}-{h.room}", yuan(fen(i))])
            owed.append((h.key, "物业费", None, None, fen(i)))
    rows.append(["总计", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}), kinds=("xlsx",))


@judged
def arrears_after_partial_waiver_rows() -> Case:
    rows: list[Row] = [["序号", "房号", "业主", "欠费期间", "原欠金额", "核销金额", "减免金额", "现欠金额", "核销依据"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 6000
        x = 3000 * (i % 2)
        w = 1000 * (i % 3)
        rows.append(
            [
                i + 1,
                h.key,
                h.owner,
                "2021.1-2022.12",
                yuan(b),
                yuan(x),
                yuan(w),
                yuan(b - x - w),
                "会议纪要" if x else "",
            ]
        )
        owed.append((h.key, "物业费", *months(2021, 1, 2022, 12), b - x - w))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def invoice_applied_status_cols() -> Case:
    rows: list[Row] = [
        [
            "合同号",
            "客户",
            "房号",
            "费用",
            "账期",
            "应收金额",
            "开票金额",
            "已开票未收",
            "未开票",
            "实收金额",
            "欠款金额",
        ]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 2000
        rows.append(
            [f"HT{i}", h.owner, h.key, "物业费", "2024.4", yuan(b), yuan(b), yuan(b - 2000), 0, 20, yuan(b - 2000)]
        )
        owed.append((h.key, "物业费", *months(2024, 4), b - 2000))
    return Case([page(rows)], 8, owed, kinds=("xls",))

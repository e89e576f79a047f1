"""Written after the rules for the other documents stood, to see what they miss."""

from __future__ import annotations

from tests.ledger.imports.judging import HOMES, Case, Owed, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Page, Row


@judged
def customer_reconciliation() -> Case:
    rows: list[Row] = [
        ["客户对账明细表"],
        ["对账截止日:2024年9月30日"],
        ["序号", "客户名称", "房产", "收费科目", "应收期间", "应收金额", "核销金额", "优惠金额", "欠款余额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 7000
        p = 2000 * (i % 2)
        w = 1000 * (i % 3)
        rows.append([i + 1, h.owner, h.key, "物业费", "2024.07-2024.09", yuan(b), yuan(p), yuan(w), yuan(b - p - w)])
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 9), b - p - w))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def cards_with_title_each() -> Case:
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows += [
            ["阳光里小区业主欠费明细"],
            [f"房屋:{h.building}栋{h.entrance}单元{h.room}", "", f"业主:{h.owner}", "", f"建筑面积:{h.area}"],
            ["费用名称", "所属年度", "应收", "已收", "欠费"],
        ]
        for y in (2022, 2023):
            v = fen(i, y - 2020)
            rows.append(["物业费", f"{y}年", yuan(v + 100), 1, yuan(v)])
            owed.append((h.key, "物业费", *year(y), v))
        rows += [["合计", "", "", "", yuan(sum(o[-1] for o in owed[-2:]))], ["物业公司(盖章):", "", "业主签字:"], []]
    return Case([page(rows)], 5, owed, stated=total(owed), kinds=("xls",))


@judged
def sheet_names_room_owner() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:4]):
        rows: list[Row] = [["收费月份", "应收金额", "实收金额", "欠费金额"]]
        for m in (5, 6):
            v = fen(i, m)
            rows.append([f"2024-{m:02d}", yuan(v + 100), 1, yuan(v)])
            owed.append((h.key, "物业费", *months(2024, m), v))
        pages.append(page(rows, f"{h.key}{h.owner}"))
    return Case(pages, 4, owed, kinds=("xlsx",))


@judged
def three_buildings_blocks_titles() -> Case:
    rows: list[Row] = [
        ["3栋欠费情况", "", "", "", "12栋欠费情况", "", ""],
        ["单元室号", "业主", "金额", "", "单元室号", "业主", "金额"],
    ]
    owed: list[Owed] = []
    a = [h for h in HOMES if h.building == 3]
    b = [h for h in HOMES if h.building == 12]
    for x, y in zip(a, b, strict=False):
        rows.append(
            [
                f"{x.entrance}-{x.room}",
                x.owner,
                yuan(fen(HOMES.index(x))),
                "",
                f"{y.entrance}-{y.room}",
                y.owner,
                yuan(fen(HOMES.index(y))),
            ]
        )
        owed += [(x.key, "物业费", None, None, fen(HOMES.index(x))), (y.key, "物业费", None, None, fen(HOMES.index(y)))]
    return Case(
        [page(rows, "Sheet1", [(0, 0, 0, 2), (0, 4, 0, 6)])],
        6,
        owed,
        codes=frozenset({"period_missing"}),
        kinds=("xlsx",),
    )


@judged
def collection_log_rounds() -> Case:
    top = ["房号", "业主", "欠费金额", "9月催缴", "", "10月催缴", "", "目前欠费"]
    low = ["", "", "", "方式", "结果", "方式", "结果", ""]
    rows: list[Row] = [top, low]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, yuan(v), "电话", "未接", "上门", "承诺", yuan(v)])
        owed.append((h.key, "物业费", None, None, v))
    return Case(
        [page(rows, "Sheet1", [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 0, 6), (0, 7, 1, 7)])],
        8,
        owed,
        codes=frozenset({"period_missing"}),
        kinds=("xls",),
    )


@judged
def vacant_seventy() -> Case:
    rows: list[Row] = [
        ["空置房物业费欠费(按70%)"],
        ["房号", "产权单位", "面积", "标准", "全额", "减免30%", "应缴", "已缴", "欠缴", "期间"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        f = round(h.area * 200 * 12) // 10 * 10
        w = f * 3 // 10
        p = 1000 * (i % 2)
        rows.append([h.key, "阳光置业", h.area, 2, yuan(f), yuan(w), yuan(f - w), yuan(p), yuan(f - w - p), "2023年"])
        owed.append((h.key, "物业费", *year(2023), f - w - p))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def parking_plate_room_period() -> Case:
    rows: list[Row] = [
        ["月租车位欠费统计"],
        ["序号", "车位", "车牌", "车主", "所属房号", "欠费起始", "欠费终止", "月数", "每月", "欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        n = i % 3 + 1
        rows.append(
            [i + 1, f"A{100 + i}", f"京Q{1000 + i}", h.owner, h.key, "2024.4", f"2024.{3 + n}", n, 200, 200 * n]
        )
        owed.append((h.key, "停车费", *months(2024, 4, 2024, 3 + n), 20000 * n))
    return Case([page(rows)], 8, owed, codes=frozenset(), kinds=("xlsx",))


@judged
def heating_paid_unpaid() -> Case:
    rows: list[Row] = [
        ["2023—2024采暖季收费情况"],
        ["户号", "房号", "户主", "建筑面积", "计费面积", "单价", "应收金额", "实收金额", "欠费金额", "是否报停"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = round(h.area * 2200)
        p = b if i % 4 == 0 else 0
        rows.append([f"R{i:04d}", h.key, h.owner, h.area, h.area, 22, yuan(b), yuan(p), yuan(b - p), "否"])
        owed += [(h.key, "采暖费", None, None, b - p)] if b - p else []
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("xls",))


@judged
def year_cards_columns() -> Case:
    """one row a household, per year 应缴/已缴/欠缴 and late per year."""
    top = ["房号", "业主"]
    low = ["", ""]
    for y in (2022, 2023):
        top += [f"{y}年", "", "", ""]
        low += ["应缴", "已缴", "欠缴", "违约金"]
    top += ["欠费总额", "违约金总额"]
    low += ["", ""]
    rows: list[Row] = [top, low]
    owed: list[Owed] = []
    late = 0
    merges: list[tuple[int, int, int, int]] = [
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 0, 5),
        (0, 6, 0, 9),
        (0, 10, 1, 10),
        (0, 11, 1, 11),
    ]
    for i, h in enumerate(HOMES):
        r = []
        t = f = 0
        for k, y in enumerate((2022, 2023)):
            b = fen(i, k) + 600
            fine = 33 + i
            late += fine
            f += fine
            t += b - 600
            r += [yuan(b), 6, yuan(b - 600), yuan(fine)]
            owed.append((h.key, "物业费", *year(y), b - 600))
        rows.append([h.key, h.owner, *r, yuan(t), yuan(f)])
    return Case([page(rows, "Sheet1", merges)], 8, owed, late=late, stated=total(owed), kinds=("csv",))


@judged
def top_debtors_companies() -> Case:
    rows: list[Row] = [
        ["写字楼欠费大户情况"],
        ["排序", "企业名称", "租赁单元", "欠费构成", "", "", "欠费合计", "占比"],
        ["", "", "", "租金", "物业费", "能源费", "", ""],
    ]
    owed: list[Owed] = []
    for i in range(5):
        v = [fen(i, k) for k in range(3)]
        rows.append([i + 1, f"企业{i}有限公司", f"B座{8 + i}0{i + 1}", *[yuan(x) for x in v], yuan(sum(v)), "12%"])
        owed += [
            (f"B-{8 + i}0{i + 1}", n, None, None, x) for n, x in zip(("租金", "物业费", "能源费"), v, strict=False)
        ]
    return Case(
        [page(rows, "Sheet1", [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5), (1, 6, 2, 6), (1, 7, 2, 7)])],
        5,
        owed,
        stated=total(owed),
        codes=frozenset({"period_missing"}),
        kinds=("xlsx",),
    )


@judged
def wage_workers() -> Case:
    rows: list[Row] = [
        ["职工住宅物业费扣款情况"],
        ["工号", "姓名", "住址", "2024年1-9月应扣", "已扣", "尚欠", "离职日期"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 900
        rows.append([5000 + i, h.owner, h.key, yuan(b), 9, yuan(b - 900), "2024-08-01" if i % 3 == 0 else ""])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 9), b - 900))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def bank_notes_rows() -> Case:
    rows: list[Row] = [["房号", "户主", "费用月份", "扣款金额", "扣款状态"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        ok = i % 2
        rows.append([h.key, h.owner, "2024-10", yuan(v), "扣款成功" if ok else "余额不足"])
        if not ok:
            owed.append((h.key, "物业费", *months(2024, 10), v))
    return Case([page(rows)], 8, owed, codes=frozenset({"status_paid"}), kinds=("csv",))


@judged
def deposit_columns_lease() -> Case:
    rows: list[Row] = [["租户", "单元", "押金", "已缴押金", "欠缴押金", "欠缴租金", "欠缴物业费", "账期"]]
    owed: list[Owed] = []
    d = 0
    for i in range(5):
        a, b = (fen(i), fen(i, 1))
        d += 50000
        rows.append([f"公司{i}", f"{3 + i}0{i + 1}室", 2000, 1500, 500, yuan(a), yuan(b), "2024年7月"])
        owed += [("", "租金", *months(2024, 7), a), ("", "物业费", *months(2024, 7), b)]
    return Case([page(rows)], 5, owed, deposits=d, names_rooms=False, kinds=("xlsx",))


@judged
def multi_estate_branch_report() -> Case:
    rows: list[Row] = [
        ["分公司欠费明细上报表"],
        ["分公司", "管理处", "楼宇", "房号", "客户", "费用类别", "欠费年份", "年初欠费", "本年清回", "剩余欠费"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a = fen(i) + 3000
        p = 1000 * (i % 3)
        rows.append(
            [
                "华北",
                "阳光里",
                f"{h.building}栋",
                f"{h.entrance}-{h.room}",
                h.owner,
                "物业费",
                "2023",
                yuan(a),
                yuan(p),
                yuan(a - p),
            ]
        )
        owed.append((h.key, "物业费", *year(2023), a - p))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def household_codes_and_address() -> Case:
    rows: list[Row] = [
        [
            "用户编码",
            "用户地址",
            "用户姓名",
            "欠费笔数",
            "欠费起始账期",
            "欠费截止账期",
            "欠费本金",
            "违约金",
            "欠费总额",
        ]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 8 * i)
        late += fine
        rows.append(
            [
                f"YH{i:06d}",
                f"阳光里小区{h.building}号楼{h.entrance}单元{h.room}号",
                h.owner,
                3,
                "202407",
                "202409",
                yuan(v),
                yuan(fine),
                yuan(v + fine),
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 7, 2024, 9), v))
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, kinds=("csv",))


@judged
def receivable_ledger_voucher() -> Case:
    rows: list[Row] = [
        ["应收账款—业主明细"],
        ["截止:2024-11-30", "", "本位币:人民币"],
        ["往来单位编码", "往来单位名称", "房间号", "上期余额", "本期增加", "本期减少", "本期余额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b, c = (fen(i), fen(i, 1), fen(i) // 5)
        rows.append([f"YZ{i:04d}", h.owner, h.key, yuan(a), yuan(b), yuan(c), yuan(a + b - c)])
        owed.append((h.key, "物业费", None, None, a + b - c))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("xlsx",))


@judged
def system_bill_export_cn_units() -> Case:
    rows: list[Row] = [
        [
            "账单ID",
            "小区",
            "楼栋",
            "单元",
            "房号",
            "住户",
            "手机",
            "账单名称",
            "账期",
            "应缴(元)",
            "已缴(元)",
            "减免(元)",
            "待缴(元)",
            "滞纳金(元)",
            "状态",
            "生成时间",
        ]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        b = fen(i) + 4000
        p = 1000 * (i % 2)
        w = 500 * (i % 3)
        fine = 7 * i
        late += fine
        rows.append(
            [
                f"BILL{i}",
                "阳光里",
                f"{h.building}栋",
                f"{h.entrance}单元",
                h.room,
                h.owner,
                h.phone,
                "物业费",
                "2024-10-01~2024-12-31",
                yuan(b),
                yuan(p),
                yuan(w),
                yuan(b - p - w),
                yuan(fine),
                "待缴费",
                "2024-10-01 00:05:00",
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 10, 2024, 12), b - p - w))
    return Case([page(rows)], 8, owed, late=late, kinds=("xls",))


@judged
def card_per_household_years_across() -> Case:
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:4]):
        rows.append([f"业主:{h.owner}", f"房号:{h.key}"])
        rows.append(["费用项目", "2022年", "2023年", "2024年1-6月", "合计"])
        for k, n in enumerate(("物业费", "公摊费")):
            v = [fen(i, 3 * k + j) for j in range(3)]
            rows.append([n, *[yuan(x) for x in v], yuan(sum(v))])
            owed += [
                (h.key, n, *s, x) for s, x in zip((year(2022), year(2023), months(2024, 1, 2024, 6)), v, strict=False)
            ]
        rows.append([])
    return Case([page(rows)], 4, owed, stated=total(owed), kinds=("csv",))


@judged
def card_sheet_form_layout() -> Case:
    """form: labels at left and right, table below with 序号."""
    pages: list[Page] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:3]):
        rows: list[Row] = [
            ["业主缴费情况登记卡"],
            ["房号", f"{h.building}栋{h.entrance}单元{h.room}", "业主姓名", h.owner, "联系电话", h.phone],
            ["面积", h.area, "收费标准", "1.8元/㎡·月", "入住时间", "2019-06-01"],
            ["序号", "收费年度", "应收金额", "实收金额", "欠费金额", "备注"],
        ]
        for k, y in enumerate((2021, 2022, 2023)):
            b = fen(i, k) + 900
            rows.append([k + 1, f"{y}年", yuan(b), 9, yuan(b - 900), ""])
            owed.append((h.key, "物业费", *year(y), b - 900))
        pages.append(page(rows, f"第{i + 1}户"))
    return Case(pages, 3, owed, kinds=("xlsx",))


@judged
def progress_weekly() -> Case:
    rows: list[Row] = [
        ["第42周清欠进度"],
        ["楼栋", "房号", "业主", "上周末欠费", "本周收回", "本周新增", "本周末欠费", "未缴原因"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a = fen(i) + 5000
        p = 1000 * (i % 3)
        n = 200
        rows.append(
            [f"{h.building}栋", f"{h.entrance}-{h.room}", h.owner, yuan(a), yuan(p), yuan(n), yuan(a - p + n), "外地"]
        )
        owed.append((h.key, "物业费", None, None, a - p + n))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("xls",))


@judged
def handover_old_new_items() -> Case:
    top = ["房号", "业主", "原物业欠费", "", "新物业欠费", "", "合计"]
    low = ["", "", "物业费", "公摊费", "物业费", "公摊费", ""]
    rows: list[Row] = [top, low]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = [fen(i, k) for k in range(4)]
        rows.append([h.key, h.owner, *[yuan(x) for x in v], yuan(sum(v))])
        owed += [(h.key, n, None, None, x) for n, x in zip(("物业费", "公摊费", "物业费", "公摊费"), v, strict=False)]
    return Case(
        [page(rows, "Sheet1", [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6)])],
        8,
        owed,
        stated=total(owed),
        codes=frozenset({"period_missing"}),
        kinds=("csv",),
    )


@judged
def plate_monthly_rent_ledger() -> Case:
    rows: list[Row] = [
        ["2024年度固定车位收费台账"],
        ["车位号", "车牌号码", "车主", "联系电话", "收费标准(元/月)", "缴费至", "欠费月数", "欠费金额(元)"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        n = i + 1
        rows.append([f"B2-{150 + i}", f"沪A{5000 + i}", h.owner, h.phone, 350, "2024-03-31", n, 350 * n])
        owed.append((f"车位B2-{150 + i}", "停车费", *months(2024, 4, 2024, 3 + n), 35000 * n))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def heat_by_meter() -> Case:
    rows: list[Row] = [
        ["采暖期2023-2024热计量欠费"],
        ["房号", "户名", "面积", "上期热量", "本期热量", "用热量", "基本热费", "计量热费", "热费合计", "已缴", "欠缴"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = (fen(i), fen(i, 1))
        rows.append([h.key, h.owner, h.area, 100, 130, 30, yuan(a), yuan(b), yuan(a + b), 0, yuan(a + b)])
        owed += [(h.key, "基本热费", None, None, a), (h.key, "计量热费", None, None, b)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}), kinds=("xls",))


@judged
def water_electric_rows() -> Case:
    rows: list[Row] = [["房间", "租户", "表类型", "起码", "止码", "实用", "单价", "金额(元)", "计费月份", "缴费状态"]]
    owed: list[Owed] = []
    for i in range(4):
        for n, p in (("水", 500), ("电", 120)):
            u = 10 + i
            rows.append([f"A座{i + 3}01", f"公司{i}", n, 100, 100 + u, u, p / 100, yuan(u * p), "2024年9月", "未缴"])
            owed.append((f"A-{i + 3}01", {"水": "水", "电": "电"}[n], *months(2024, 9), u * p))
    return Case([page(rows)], 4, owed, kinds=("csv",))


@judged
def period_two_cells_lines() -> Case:
    rows: list[Row] = [["房号", "业主", "起/止", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "起:2023年4月\n止:2024年3月" if i % 2 else "2023年4月起\n2024年3月止", yuan(v)])
        owed.append((h.key, "物业费", *months(2023, 4, 2024, 3), v))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def merged_notes_and_footer() -> Case:
    rows: list[Row] = [["欠费统计"], ["房号", "业主", "2024上半年", "2024下半年", "合计"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = (fen(i), fen(i, 1))
        rows.append([h.key, h.owner, yuan(a), yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *months(2024, 1, 2024, 6), a), (h.key, "物业费", *months(2024, 7, 2024, 12), b)]
    n = len(rows)
    rows += [
        [
            "合计",
            "",
            yuan(sum(fen(i) for i in range(8))),
            yuan(sum(fen(i, 1) for i in range(8))),
            yuan(total(owed)),
        ],
        ["备注:1. 3-1-101户2024年6月已缴300元,待核;2. 本表不含车位费1200元。"],
        ["编制:周敏", "审核:吴兵", "", "日期:2025-01-03", ""],
    ]
    return Case(
        [page(rows, "Sheet1", [(0, 0, 0, 4), (n + 1, 0, n + 1, 4)])], 8, owed, stated=total(owed), kinds=("xls",)
    )


@judged
def pivot_building_room_item() -> Case:
    rows: list[Row] = [["行标签", "求和项:金额"]]
    owed: list[Owed] = []
    for b in (3, 5):
        own = [(i, h) for i, h in enumerate(HOMES) if h.building == b]
        rows.append([f"{b}栋", yuan(sum((fen(i) + fen(i, 1) for i, _ in own)))])
        for i, h in own:
            rows += [
                [f"{h.entrance}-{h.room}", yuan(fen(i) + fen(i, 1))],
                ["停车费", yuan(fen(i, 1))],
                ["物业费", yuan(fen(i))],
            ]
            owed += [(h.key, "停车费", None, None, fen(i, 1)), (h.key, "物业费", None, None, fen(i))]
    rows.append(["总计", yuan(total(owed))])
    return Case([page(rows)], 5, owed, stated=total(owed), codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def credit_list_ids() -> Case:
    rows: list[Row] = [
        ["序号", "欠费人", "身份证号码", "房产地址", "欠费时间", "欠费金额(元)", "违约金(元)", "催告时间", "催告方式"]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 19 + i)
        late += fine
        rows.append(
            [
                i + 1,
                h.owner,
                "",
                f"阳光里{h.building}栋{h.entrance}单元{h.room}室",
                "2022年1月-2023年12月",
                yuan(v),
                yuan(fine),
                "2024年5月10日",
                "EMS",
            ]
        )
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), v))
    return Case([page(rows)], 8, owed, late=late, kinds=("xlsx",))


@judged
def agreement_instalments_due() -> Case:
    rows: list[Row] = [
        ["分期协议执行表"],
        ["房号", "业主", "协议总额", "第1期应还", "第1期已还", "第2期应还", "第2期已还", "剩余未还"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = (fen(i), fen(i, 1))
        p = 1000 * (i % 2)
        rows.append([h.key, h.owner, yuan(a + b), yuan(a), yuan(p), yuan(b), 0, yuan(a + b - p)])
        owed.append((h.key, "物业费", None, None, a + b - p))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("xls",))


@judged
def check_marks_demands() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费起", "欠费止", "欠费", "电话催缴", "书面催缴", "上门催缴", "律师函催缴"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "2023年7月", "2024年6月", yuan(v), "√", "√" if i % 2 else "", "", ""])
        owed.append((h.key, "物业费", *months(2023, 7, 2024, 6), v))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def year_totals_with_average() -> Case:
    rows: list[Row] = [["房号", "业主", "2022", "2023", "2024", "三年合计", "年均"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = [fen(i, k) // 3 * 3 for k in range(3)]
        rows.append([h.key, h.owner, *[yuan(x) for x in v], yuan(sum(v)), round(sum(v) / 300, 2)])
        owed += [(h.key, "物业费", *year(2022 + k), x) for k, x in enumerate(v)]
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("xlsx",))


@judged
def negotiated_result() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "原欠费", "协商后金额", "已付", "未付", "协商日期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a = fen(i) + 5000
        b = a - 2000
        p = 1000 * (i % 2)
        rows.append([h.key, h.owner, "2021.1-2023.12", yuan(a), yuan(b), yuan(p), yuan(b - p), "2024-03-01"])
        owed.append((h.key, "物业费", *months(2021, 1, 2023, 12), b - p))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def cards_customer_no_label() -> Case:
    rows: list[Row] = [["业主欠费对账单"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:4]):
        rows.append([f"{h.building}号楼{h.entrance}单元{h.room}室  {h.owner}"])
        rows.append(["月份", "物业费", "垃圾费", "合计"])
        for m in (3, 4):
            a, b = (fen(i, m), 600)
            rows.append([f"2024年{m}月", yuan(a), yuan(b), yuan(a + b)])
            owed += [(h.key, "物业费", *months(2024, m), a), (h.key, "垃圾费", *months(2024, m), b)]
        rows.append(["小计", "", "", yuan(sum(o[-1] for o in owed[-4:]))])
    return Case([page(rows)], 4, owed, stated=total(owed), kinds=("csv",))

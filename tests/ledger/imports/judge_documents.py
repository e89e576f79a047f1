"""Documents that companies, courts and committees really use, laid out as they lay them out: accounts, cards, notices, ledgers."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Page, Row

DAY = datetime.date


@judged
def erp_aging_overdue() -> Case:
    head = [
        "客户",
        "房间",
        "信用天数",
        "应收总额",
        "未到期",
        "已逾期",
        "逾期1-30天",
        "逾期31-90天",
        "逾期91-180天",
        "逾期180天以上",
    ]
    rows: list[Row] = [head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 2 else 0 for k in range(5)]
        t = sum(parts)
        rows.append([h.owner, h.key, 30, yuan(t), yuan(parts[0]), yuan(t - parts[0])] + [yuan(p) for p in parts[1:]])
        owed.append((h.key, "物业费", None, None, t))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("xlsx",))


@judged
def erp_kingdee_open_items() -> Case:
    head = [
        "单据类型",
        "单据编号",
        "单据日期",
        "客户编码",
        "客户名称",
        "房号",
        "到期日",
        "币别",
        "应收金额",
        "已核销金额",
        "未核销金额",
        "摘要",
    ]
    rows: list[Row] = [["应收款明细表"], ["期间:2024年第1期至2024年第12期"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 50000
        paid = i % 3 * 12300
        rows.append(
            [
                "应收单",
                f"AR{202400 + i:08d}",
                DAY(2024, 1 + i, 5),
                f"01.{i:03d}",
                h.owner,
                h.key,
                DAY(2024, 1 + i, 28),
                "人民币",
                yuan(b),
                yuan(paid),
                yuan(b - paid),
                f"{1 + i}月物业费",
            ]
        )
        owed.append((h.key, "物业费", None, None, b - paid))
    rows.append(
        [
            "合计",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            yuan(sum(round(r[8] * 100) for r in rows[3:])),
            yuan(sum(round(r[9] * 100) for r in rows[3:])),
            yuan(total(owed)),
            "",
        ]
    )
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}), kinds=("xls",))


@judged
def invoice_tax_columns() -> Case:
    head = ["单元号", "租户名称", "费用类型", "账单期间", "不含税金额", "税率", "税额", "价税合计", "已收款", "未收款"]
    rows: list[Row] = [["某某广场应收明细(元)"], head]
    owed: list[Owed] = []
    for i in range(6):
        net = fen(i) + 40000
        tax = round(net * 0.06)
        p = i % 2 * 10000
        rows.append(
            [
                f"L{i % 3 + 1}-0{i + 1}",
                f"云朵{i}餐饮有限公司",
                ["租金", "物业费", "推广费"][i % 3],
                "2024年3月",
                yuan(net),
                "6%",
                yuan(tax),
                yuan(net + tax),
                yuan(p),
                yuan(net + tax - p),
            ]
        )
        owed.append(("", ["租金", "物业费", "推广费"][i % 3], *months(2024, 3), net + tax - p))
    return Case([page(rows)], 6, owed, names_rooms=False, kinds=("csv",))


@judged
def law_court_schedule() -> Case:
    head = [
        "案号",
        "被告",
        "房屋坐落",
        "欠费期间",
        "起诉本金",
        "判决金额",
        "案件受理费",
        "律师费",
        "公告费",
        "开庭时间",
        "承办法官",
        "案件状态",
    ]
    rows: list[Row] = [["2024年度诉讼案件进度表"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append(
            [
                f"(2024)京0105民初{12000 + i}号",
                h.owner,
                f"阳光里小区{h.key}",
                "2021年1月至2023年12月",
                yuan(v),
                yuan(v - 1000) if i % 2 else "",
                50,
                800,
                "",
                DAY(2024, 5 + i % 4, 10 + i),
                "李法官",
                "已判决" if i % 2 else "待开庭",
            ]
        )
        owed.append((h.key, "物业费", *months(2021, 1, 2023, 12), v))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def law_letters() -> Case:
    head = [
        "函号",
        "收件人",
        "收件地址",
        "联系电话",
        "欠费金额(元)",
        "欠费区间",
        "截止付款日",
        "EMS单号",
        "签收日期",
        "签收人",
    ]
    rows: list[Row] = [["律师函发送登记表"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append(
            [
                f"[2024]律函字第{i + 1:03d}号",
                h.owner,
                f"{h.building}栋{h.entrance}单元{h.room}",
                h.phone,
                comma(v),
                "2023.01.01-2024.06.30",
                DAY(2024, 8, 15),
                f"1{i}0945678{i}234",
                DAY(2024, 7, 20),
                "本人",
            ]
        )
        owed.append((h.key, "物业费", *months(2023, 1, 2024, 6), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def law_fine_days() -> Case:
    head = [
        "房号",
        "业主姓名",
        "物业费欠费本金",
        "违约金起算日",
        "截止计算日",
        "违约天数",
        "违约金标准",
        "违约金金额",
        "诉请总额",
    ]
    rows: list[Row] = [["违约金计算至2024年6月30日"], head]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v = fen(i)
        d = 100 + i
        fine = round(v * d * 3 / 10000)
        rows.append(
            [
                h.key,
                h.owner,
                yuan(v),
                DAY(2024, 6, 30) - datetime.timedelta(d),
                DAY(2024, 6, 30),
                d,
                "日万分之三",
                yuan(fine),
                yuan(v + fine),
            ]
        )
        owed.append((h.key, "物业费", None, None, v))
        late += fine
    return Case(
        [page(rows)], 8, owed, late=late, stated=total(owed) + late, codes=frozenset({"period_missing"}), kinds=("csv",)
    )


@judged
def law_two_claims() -> Case:
    """诉讼请求 split: 物业费, 公摊水电费, 违约金, 诉讼标的额."""
    head = ["编号", "业主", "房号", "面积", "物业费", "公摊水电费", "违约金", "诉讼标的额", "起诉时效截止"]
    rows: list[Row] = [["拟起诉业主名单(欠费期间:2021年1月1日至2023年12月31日)"], head]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        a, b, fine = (fen(i), fen(i, 1) // 9, 99 * i + 10)
        rows.append(
            [i + 1, h.owner, h.key, h.area, yuan(a), yuan(b), yuan(fine), yuan(a + b + fine), DAY(2026, 12, 31)]
        )
        late += fine
        owed += [(h.key, "物业费", *months(2021, 1, 2023, 12), a), (h.key, "公摊水电费", *months(2021, 1, 2023, 12), b)]
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, kinds=("xlsx",))


@judged
def dunning_progress() -> Case:
    head = [
        "序号",
        "房号",
        "业主姓名",
        "联系电话",
        "欠费期间",
        "欠费金额",
        "第一次催缴日期",
        "催缴方式",
        "业主答复",
        "第二次催缴日期",
        "催缴方式",
        "业主答复",
        "承诺缴费日",
        "承诺缴费金额",
        "催缴人",
    ]
    rows: list[Row] = [["2024年10月催费进度表"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append(
            [
                i + 1,
                h.key,
                h.owner,
                h.phone,
                "2024.1-2024.9",
                yuan(v),
                DAY(2024, 10, 2),
                "电话",
                "月底交",
                DAY(2024, 10, 12),
                "上门",
                "房屋漏水要求维修后交" if i % 2 else "",
                DAY(2024, 10, 31),
                yuan(v) if i % 2 else "",
                "周敏",
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 9), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def dunning_two_row_header() -> Case:
    top = ["房号", "业主", "欠费", "", "第一次催缴", "", "", "第二次催缴", "", ""]
    low = ["", "", "起止月份", "金额", "日期", "方式", "结果", "日期", "方式", "结果"]
    rows: list[Row] = [top, low]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "202401-202409", yuan(v), "10.5", "电话", "未接", "10.20", "微信", "承诺月底缴"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 9), v))
    return Case(
        [page(rows, "Sheet1", [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 6), (0, 7, 0, 9)])],
        8,
        owed,
        kinds=("csv",),
    )


@judged
def handover_periods_apart() -> Case:
    head = ["房号", "业主", "原物业欠费期间", "原物业欠费金额", "现物业欠费期间", "现物业欠费金额", "合计"]
    rows: list[Row] = [head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = (fen(i), fen(i, 1))
        rows.append([h.key, h.owner, "2022.1-2022.12", yuan(a), "2023.1-2023.6", yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *year(2022), a), (h.key, "物业费", *months(2023, 1, 2023, 6), b)]
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("xlsx",))


@judged
def developer_vacant() -> Case:
    head = [
        "序号",
        "房号",
        "产权人",
        "建筑面积",
        "收费标准",
        "原价物业费",
        "折扣",
        "折后物业费",
        "已付",
        "欠付金额",
        "空置期间",
    ]
    rows: list[Row] = [["开发商空置房物业费欠费明细(7折)"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        full = round(h.area * 2.5 * 6 * 100)
        d = round(full * 0.7)
        p = i % 2 * 5000
        rows.append(
            [
                i + 1,
                h.key,
                "阳光置业有限公司",
                h.area,
                2.5,
                yuan(full),
                "70%",
                yuan(d),
                yuan(p),
                yuan(d - p),
                "2024年1-6月",
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), d - p))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def parking_by_plate() -> Case:
    head = ["序号", "车牌号", "车主姓名", "联系电话", "车位号", "月租费", "到期日期", "欠费月数", "欠费金额"]
    rows: list[Row] = [["地下车库月租车欠费台账"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        rows.append(
            [
                i + 1,
                f"京A{12345 + i}",
                h.owner,
                h.phone,
                f"B1-{100 + i}",
                300,
                DAY(2024, 1 + i, 1) - datetime.timedelta(1),
                i + 1,
                300 * (i + 1),
            ]
        )
        owed.append((f"车位B1-{100 + i}", "停车费", None, None, 30000 * (i + 1)))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def cards_block_inline_labels() -> Case:
    """one household a block: a line of labels, months below."""
    rows: list[Row] = [["2024年度业主缴费卡片"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows.append([f"房号:{h.key}", f"户主:{h.owner}", f"面积:{h.area}㎡", f"电话:{h.phone}"])
        rows.append(["月份", "应收", "实收", "欠费"])
        t = 0
        for m in range(1, 5):
            v = fen(i, m)
            p = v if m < 3 else 0
            t += v - p
            rows.append([f"{m}月", yuan(v), yuan(p), yuan(v - p)])
            if v - p:
                owed.append((h.key, "物业费", *months(2024, m), v - p))
        rows.append(["合计", "", "", yuan(t)])
        rows.append([])
    return Case([page(rows)], 5, owed, stated=total(owed), kinds=("xlsx",))


@judged
def cards_block_label_cells() -> Case:
    """房号 | 3-1-101 | 户主 | 王建国 in cells, table of items below."""
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows.append(["房号", h.key, "业主", h.owner, "面积", h.area])
        rows.append(["费用项目", "开始日期", "结束日期", "应收金额", "已收金额", "欠费金额"])
        for k, n in enumerate(("物业费", "公摊电费")):
            v = fen(i, k)
            rows.append([n, DAY(2024, 1, 1), DAY(2024, 6, 30), yuan(v), 0, yuan(v)])
            owed.append((h.key, n, *months(2024, 1, 2024, 6), v))
        rows.append(["小计", "", "", yuan(sum(o[-1] for o in owed[-2:])), 0, yuan(sum(o[-1] for o in owed[-2:]))])
        rows.append([])
    return Case([page(rows)], 5, owed, stated=total(owed), kinds=("xls",))


@judged
def sheet_per_household() -> Case:
    pages: list[Page] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows: list[Row] = [["业主欠费明细单"], ["房号:", h.key, "业主:", h.owner], ["收费项目", "期间", "金额"]]
        for k, n in enumerate(("物业费", "电梯费")):
            v = fen(i, k)
            rows.append([n, "2024年1-6月", yuan(v)])
            owed.append((h.key, n, *months(2024, 1, 2024, 6), v))
        rows.append(["合计", "", yuan(fen(i) + fen(i, 1))])
        pages.append(page(rows, h.owner))
    return Case(pages, 5, owed, stated=total(owed), kinds=("xlsx",))


@judged
def sheet_per_household_named() -> Case:
    """sheet name is the room, nothing in the sheet says it."""
    pages: list[Page] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows: list[Row] = [["月份", "应收物业费", "实收", "欠费", "备注"]]
        for m in (1, 2, 3):
            v = fen(i, m)
            rows.append([f"2024年{m}月", yuan(v), 0, yuan(v), ""])
            owed.append((h.key, "物业费", *months(2024, m), v))
        pages.append(page(rows, h.key))
    return Case(pages, 5, owed, stated=total(owed), kinds=("xls",))


@judged
def buildings_side_by_side() -> Case:
    b3 = [h for h in HOMES if h.building == 3]
    b5 = [h for h in HOMES if h.building == 5]
    b12 = [h for h in HOMES if h.building == 12]
    rows: list[Row] = [
        ["各楼栋欠费一览表"],
        ["3栋", "", "", "", "5栋", "", "", "", "12栋", "", ""],
        ["房号", "业主", "欠费金额", "", "房号", "业主", "欠费金额", "", "房号", "业主", "欠费金额"],
    ]
    owed: list[Owed] = []
    for j in range(3):
        r = []
        for g in (b3, b5, b12):
            if j < len(g):
                h = g[j]
                v = fen(HOMES.index(h))
                r += [f"{h.entrance}-{h.room}", h.owner, yuan(v), ""]
                owed.append((h.key, "物业费", None, None, v))
            else:
                r += ["", "", "", ""]
        rows.append(r[:11])
    return Case(
        [page(rows, "Sheet1", [(1, 0, 1, 2), (1, 4, 1, 6), (1, 8, 1, 10)])],
        8,
        owed,
        codes=frozenset({"period_missing"}),
        kinds=("xls",),
    )


@judged
def notes_at_bottom() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "2024年上半年", yuan(v)])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), v))
    rows += [
        ["合计", "", "", yuan(total(owed))],
        [
            "补充说明:\n1、3-1-101已于2024年7月5日缴纳500元,未入账;\n2、5栋2单元1801户房屋漏水,协商减免中,涉及金额1200元;\n3、本表数据截至2024年6月30日。"
        ],
        ["注:12栋2502、2503为同一业主"],
    ]
    n = len(rows)
    return Case(
        [page(rows, "Sheet1", [(n - 2, 0, n - 2, 3), (n - 1, 0, n - 1, 3)])],
        8,
        owed,
        stated=total(owed),
        kinds=("csv",),
    )


@judged
def period_words() -> Case:
    w = [
        "二三年",
        "2023上半年",
        "2023下半年",
        "23年1季",
        "2023年全年",
        "2023年1至6月份",
        "二0二三年度",
        "2023年10月—12月",
    ]
    s = [
        year(2023),
        months(2023, 1, 2023, 6),
        months(2023, 7, 2023, 12),
        months(2023, 1, 2023, 3),
        year(2023),
        months(2023, 1, 2023, 6),
        year(2023),
        months(2023, 10, 2023, 12),
    ]
    rows: list[Row] = [["房号", "业主", "欠费期", "欠费额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, w[i], yuan(v)])
        owed.append((h.key, "物业费", *s[i], v))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def period_two_lines() -> Case:
    w = [
        "2023年\n1-6月",
        "起:2023-01-01\n止:2023-06-30",
        "2023.1.1\n至\n2023.6.30",
        "2023年1月\n~2023年6月",
        "自2023年1月起\n至2023年6月止",
        "2023/1/1\n2023/6/30",
        "2023年上半年\n(1-6月)",
        "2023.01-\n2023.06",
    ]
    rows: list[Row] = [["房号", "业主", "欠费起止", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, w[i], yuan(v)])
        owed.append((h.key, "物业费", *months(2023, 1, 2023, 6), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def month_only_year_in_title() -> Case:
    rows: list[Row] = [["2023年度欠费登记"], ["房号", "姓名", "欠费月份", "月数", "金额"]]
    owed: list[Owed] = []
    w = ["1-12月", "3-8月", "7-12月", "1-6月", "12月", "1—3月", "4至9月", "10-12月"]
    s = [(1, 12), (3, 8), (7, 12), (1, 6), (12, 12), (1, 3), (4, 9), (10, 12)]
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, w[i], s[i][1] - s[i][0] + 1, yuan(v)])
        owed.append((h.key, "物业费", *months(2023, s[i][0], 2023, s[i][1]), v))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def factory_yard() -> Case:
    """家属院: 工号, 职工姓名, 所在部门, 楼号门号."""
    head = ["工号", "职工姓名", "所在部门", "楼号", "门号", "欠费年度", "应扣物业费", "已扣", "未扣"]
    rows: list[Row] = [["某某厂家属院物业费代扣未扣明细"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 5000
        p = 5000 * (i % 2)
        rows.append(
            [10020 + i, h.owner, "二车间", h.building, f"{h.entrance}-{h.room}", "2023", yuan(b), yuan(p), yuan(b - p)]
        )
        owed.append((h.key, "物业费", *year(2023), b - p))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def public_rental() -> Case:
    head = ["序号", "承租人", "房屋地址", "承租面积", "月租金", "欠租起始月", "欠租截止月", "欠租月数", "欠租金额"]
    rows: list[Row] = [["公租房欠租台账"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        m = i + 1
        v = 50000 * m
        rows.append(
            [
                i + 1,
                h.owner,
                f"{h.building}号楼{h.entrance}单元{h.room}",
                50,
                500,
                "2024-01",
                f"2024-{m:02d}",
                m,
                yuan(v),
            ]
        )
        owed.append((h.key, "租金", *months(2024, 1, 2024, m), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def maintenance_fund() -> Case:
    rows: list[Row] = [
        ["专项维修资金续筹未缴明细"],
        ["房号", "业主", "建筑面积", "缴存标准(元/㎡)", "应缴金额", "已缴金额", "未缴金额"],
    ]
    owed: list[Owed] = []
    for h in HOMES:
        v = round(h.area * 5000)
        rows.append([h.key, h.owner, h.area, 50, yuan(v), 0, yuan(v)])
        owed.append((h.key, "维修资金", None, None, v))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def receipt_register_unpaid() -> Case:
    """票据: 已开票未回款."""
    head = ["开票日期", "发票号码", "房号", "购方名称", "开票内容", "开票金额", "回款日期", "回款金额", "未回款金额"]
    rows: list[Row] = [["已开票未回款明细"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 10000
        p = 10000 * (i % 2)
        rows.append(
            [
                DAY(2024, 3, 1 + i),
                f"0{4400000 + i}",
                h.key,
                h.owner,
                "2024年1-3月物业费",
                yuan(b),
                DAY(2024, 4, 1) if p else "",
                yuan(p) if p else "",
                yuan(b - p),
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), b - p))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))

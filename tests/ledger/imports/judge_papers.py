"""More papers of offices: lawsuits, meters, reports to a street office, statements of software, lists for a bank."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

DAY = datetime.date


@judged
def law_with_costs() -> Case:
    head = ["序号", "被告", "房屋地址", "欠费期间", "物业费", "违约金", "案件受理费", "律师费", "诉请合计"]
    rows: list[Row] = [["物业服务合同纠纷起诉清单"], head]
    owed: list[Owed] = []
    late = 0
    st = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 300 + i)
        rows.append([i + 1, h.owner, h.key, "2022.1-2023.12", yuan(v), yuan(fine), 25, 500, yuan(v + fine + 52500)])
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), v))
        late += fine
        st += v + fine + 52500
    return Case([page(rows)], 8, owed, late=late, codes=frozenset({"columns_disagree"}), kinds=("xls",))


@judged
def law_executed() -> Case:
    head = ["执行案号", "被执行人", "房号", "判决金额", "已执行金额", "未执行金额", "执行法官"]
    rows: list[Row] = [["执行案件台账"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i) + 20000
        p = 10000 * (i % 3)
        rows.append([f"(2024)京0105执{100 + i}号", h.owner, h.key, yuan(v), yuan(p), yuan(v - p), "王法官"])
        owed.append((h.key, "物业费", None, None, v - p))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def outsourced_collection() -> Case:
    head = ["委托批次", "房号", "业主", "委托催收金额", "欠费起止", "催收公司回款", "剩余未收", "佣金比例", "佣金"]
    rows: list[Row] = [["委外催收对账单"], head]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i) + 20000
        p = 10000 * (i % 3)
        rows.append(["2024-01", h.key, h.owner, yuan(v), "2021.1-2023.6", yuan(p), yuan(v - p), "20%", yuan(p // 5)])
        owed.append((h.key, "物业费", *months(2021, 1, 2023, 6), v - p))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def month_lists() -> Case:
    w = [
        "2023年1月、2月、3月",
        "2023-01,2023-02,2023-03",
        "2023.1/2023.2/2023.3",
        "2023年1、2、3月",
        "2023年1月,2023年2月,2023年3月",
        "202301、202302、202303",
        "2023年1-3月",
        "23年1月、2月、3月",
    ]
    rows: list[Row] = [["房号", "业主", "欠费月份", "月数", "欠费金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, w[i], 3, yuan(v)])
        owed.append((h.key, "物业费", *months(2023, 1, 2023, 3), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def customer_sections_journal() -> Case:
    """客户:3-1-101 王建国 above the bills of each customer."""
    rows: list[Row] = [
        ["应收账款明细账"],
        ["单据日期", "单据号", "摘要", "费用期间", "应收金额", "已收金额", "欠费金额"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows.append([f"客户:{h.key} {h.owner}"])
        t = 0
        for k in (1, 2):
            v = fen(i, k)
            t += v
            rows.append([DAY(2024, k, 5), f"YS2024{k:02d}{i:03d}", "物业费", f"2024年{k}月", yuan(v), 0, yuan(v)])
            owed.append((h.key, "物业费", *months(2024, k), v))
        rows.append(["小计", "", "", "", yuan(t), 0, yuan(t)])
    rows.append(["总计", "", "", "", yuan(total(owed)), 0, yuan(total(owed))])
    return Case([page(rows)], 5, owed, stated=total(owed), kinds=("csv",))


@judged
def room_section_rows() -> Case:
    """a merged row with room and owner over the lines of each household."""
    rows: list[Row] = [["收费项目", "起始日期", "截止日期", "欠费金额"]]
    owed: list[Owed] = []
    merges: list[tuple[int, int, int, int]] = []
    for i, h in enumerate(HOMES[:5]):
        merges.append((len(rows), 0, len(rows), 3))
        rows.append([f"{h.building}栋{h.entrance}单元{h.room} {h.owner}"])
        for k, n in enumerate(("物业费", "电梯费")):
            v = fen(i, k)
            rows.append([n, "2024-01-01", "2024-12-31", yuan(v)])
            owed.append((h.key, n, *year(2024), v))
    rows.append(["合计", "", "", yuan(total(owed))])
    return Case([page(rows, "Sheet1", merges)], 5, owed, stated=total(owed), kinds=("xlsx",))


@judged
def price_named_like_fee() -> Case:
    rows: list[Row] = [
        [
            "房号",
            "业主",
            "建筑面积(㎡)",
            "物业费(元/㎡/月)",
            "月数",
            "物业费(元)",
            "公摊费(元/月)",
            "公摊费(元)",
            "合计(元)",
            "期间",
        ]
    ]
    owed: list[Owed] = []
    for h in HOMES:
        a = round(h.area * 1.8 * 6 * 100)
        b = 15 * 6 * 100
        rows.append([h.key, h.owner, h.area, 1.8, 6, yuan(a), 15, yuan(b), yuan(a + b), "2024.1-2024.6"])
        owed += [(h.key, "物业费", *months(2024, 1, 2024, 6), a), (h.key, "公摊费", *months(2024, 1, 2024, 6), b)]
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("xls",))


@judged
def four_place_columns() -> Case:
    rows: list[Row] = [["楼", "门", "层", "号", "姓名", "欠费期间", "欠费金额(元)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.building, h.entrance, h.room // 100, f"{h.room % 100:02d}", h.owner, "2024年", yuan(v)])
        owed.append((h.key, "物业费", *year(2024), v))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def parts_with_own_headers() -> Case:
    """一、物业费 二、车位费 each with its own header and total in one sheet."""
    rows: list[Row] = [["前期物业移交欠费清单"], ["一、物业费欠费"], ["序号", "房号", "业主", "欠费期间", "金额"]]
    owed: list[Owed] = []
    a = b = 0
    for i, h in enumerate(HOMES):
        v = fen(i)
        a += v
        rows.append([i + 1, h.key, h.owner, "2023.1-2024.6", yuan(v)])
        owed.append((h.key, "物业费", *months(2023, 1, 2024, 6), v))
    rows += [
        ["小计", "", "", "", yuan(a)],
        [],
        ["二、车位管理费欠费"],
        ["序号", "车位号", "房号", "业主", "月数", "欠费期间", "金额"],
    ]
    for i, h in enumerate(HOMES[:3]):
        v = fen(i, 1)
        b += v
        rows.append([i + 1, f"B1-{200 + i}", h.key, h.owner, 12, "2023年", yuan(v)])
        owed.append((h.key, "车位管理费", *year(2023), v))
    rows += [["小计", "", "", "", "", "", yuan(b)]]
    return Case([page(rows)], 8, owed, stated=a + b, kinds=("xlsx",))


@judged
def committee_votes_and_debts() -> Case:
    rows: list[Row] = [
        ["业主大会表决资格核对表"],
        ["序号", "房号", "业主", "专有面积", "票数", "是否缴纳专项维修资金", "欠物业费期间", "欠物业费金额", "表决权"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([i + 1, h.key, h.owner, h.area, 1, "是", "2023.1-2023.12", yuan(v), "限制"])
        owed.append((h.key, "物业费", *year(2023), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def deposit_and_rent_office() -> Case:
    rows: list[Row] = [["租户", "房间", "租金欠款", "物业费欠款", "水电费欠款", "应付合计", "押金余额", "押金可抵月数"]]
    owed: list[Owed] = []
    for i in range(6):
        v = [fen(i, k) for k in range(3)]
        rows.append([f"晴天{i}公司", f"A座{5 + i}0{i + 1}", *[yuan(x) for x in v], yuan(sum(v)), 20000, 2])
        owed += [("", n, None, None, x) for n, x in zip(("租金", "物业费", "水电费"), v, strict=False)]
    return Case(
        [page(rows)],
        6,
        owed,
        names_rooms=False,
        stated=total(owed),
        codes=frozenset({"period_missing"}),
        kinds=("csv",),
    )


@judged
def heat_arrears_rows() -> Case:
    rows: list[Row] = [
        ["用户编号", "用户名称", "供热地址", "供热面积", "采暖期", "应收热费", "实收热费", "欠费", "滞纳金"]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        b = fen(i) + 20000
        p = 20000 * (i % 2)
        rows.append([f"88{i:05d}", h.owner, h.key, h.area, "2023-2024", yuan(b), yuan(p), yuan(b - p), yuan(10 * i)])
        owed.append((h.key, "热费", None, None, b - p))
        late += 10 * i
    return Case(
        [page(rows)], 8, owed, late=late, stated=total(owed), codes=frozenset({"period_vague"}), kinds=("xlsx",)
    )


@judged
def electricity_prepay() -> Case:
    rows: list[Row] = [
        [
            "房号",
            "户主",
            "电表号",
            "上月止码",
            "本月止码",
            "倍率",
            "实用度数",
            "电价",
            "应缴电费",
            "已缴电费",
            "欠缴电费",
            "抄表日期",
        ]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        e = 100 + i
        b = round(e * 53)
        p = 1000 * (i % 2)
        rows.append(
            [h.key, h.owner, f"D{1000 + i}", 500, 500 + e, 1, e, 0.53, yuan(b), yuan(p), yuan(b - p), DAY(2024, 5, 25)]
        )
        owed.append((h.key, "电费", *months(2024, 5), b - p))
    return Case([page(rows, "5月电费")], 8, owed, kinds=("xls",))


@judged
def handover_arrears_and_prepaid() -> Case:
    rows: list[Row] = [["房号", "业主", "预存余额", "欠费截止日期", "欠费金额", "钥匙押金", "装修保证金"]]
    owed: list[Owed] = []
    d = 0
    for i, h in enumerate(HOMES):
        v = fen(i) if i % 3 else 0
        rows.append([h.key, h.owner, 300 if not v else 0, "2024-06-30", yuan(v), 100, 2000])
        d += 210000
        if v:
            owed.append((h.key, "物业费", None, DAY(2024, 6, 30), v))
    return Case([page(rows)], 8, owed, deposits=d, codes=frozenset({"period_open"}), kinds=("csv",))


@judged
def promised_reductions() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费总额", "优惠方案", "优惠金额", "优惠后应缴", "实缴", "尚欠"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        b = fen(i) + 50000
        w = 5000
        p = 20000 * (i % 2)
        rows.append(
            [
                h.key,
                h.owner,
                "2022.1-2023.12",
                yuan(b),
                "一次性缴清免违约金",
                yuan(w),
                yuan(b - w),
                yuan(p),
                yuan(b - w - p),
            ]
        )
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), b - w - p))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def sap_customer_lines() -> Case:
    """SAP FBL5N: 客户, 名称, 分配, 凭证号, 凭证类型, 凭证日期, 净到期日, 本币金额, 文本."""
    rows: list[Row] = [
        ["客户", "名称", "房间", "凭证编号", "凭证类型", "凭证日期", "净到期日", "本币金额", "货币", "文本"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append(
            [
                f"10000{i}",
                h.owner,
                h.key,
                f"18000{i:05d}",
                "DR",
                "2024-03-31",
                "2024-04-30",
                comma(v),
                "CNY",
                "2024年1-3月物业费",
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 3), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def bad_debt_provision() -> Case:
    rows: list[Row] = [
        ["坏账准备计提表(2024年12月31日)"],
        ["房号", "客户名称", "期末余额", "1年以内", "1-2年", "2-3年", "3年以上", "计提比例", "坏账准备", "账面价值"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        p = [fen(i, k) if (i + k) % 2 else 0 for k in range(4)]
        t = sum(p)
        bd = t // 10
        rows.append([h.key, h.owner, yuan(t), *[yuan(x) for x in p], "10%", yuan(bd), yuan(t - bd)])
        owed.append((h.key, "物业费", None, None, t))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def letters_with_prefix_codes() -> Case:
    rows: list[Row] = [["房产编号", "客户", "收费科目", "期数", "应缴日", "应缴额", "滞纳天数", "滞纳金额", "欠费小计"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 111 + i)
        rows.append(
            [
                f"YGL-{h.building}-{h.entrance}-{h.room}",
                h.owner,
                "物业费",
                "2024-02",
                "2024-02-15",
                yuan(v),
                100 + i,
                yuan(fine),
                yuan(v + fine),
            ]
        )
        owed.append((f"{h.key}", "物业费", *months(2024, 2), v))
        late += fine
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, names_rooms=False, kinds=("xlsx",))


@judged
def cards_owner_first() -> Case:
    """户主 before 房号, phone and area on the next line."""
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows.append([f"户主姓名:{h.owner}", "", f"房屋地址:{h.building}栋{h.entrance}单元{h.room}"])
        rows.append([f"联系电话:{h.phone}", "", f"建筑面积:{h.area}平方米"])
        rows.append(["年度", "应缴物业费", "已缴", "欠缴"])
        for y in (2022, 2023):
            v = fen(i, y - 2022)
            rows.append([f"{y}年", yuan(v), 0, yuan(v)])
            owed.append((h.key, "物业费", *year(y), v))
    return Case([page(rows)], 5, owed, stated=total(owed), kinds=("xls",))


@judged
def cards_one_header_on_top() -> Case:
    rows: list[Row] = [["楼宇收费明细"], ["月份", "应收", "已收", "未收"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:5]):
        rows.append([f"房号:{h.key}  业主:{h.owner}"])
        for m in (1, 2):
            v = fen(i, m)
            rows.append([f"2024年{m}月", yuan(v), 0, yuan(v)])
            owed.append((h.key, "物业费", *months(2024, m), v))
    rows.append(["总计", "", "", yuan(total(owed))])
    return Case([page(rows)], 5, owed, stated=total(owed), kinds=("csv",))


@judged
def cards_with_building_entrance() -> Case:
    rows: list[Row] = []
    owed: list[Owed] = []
    for i, h in enumerate(HOMES[:4]):
        rows.append(["楼栋:", f"{h.building}栋", "单元:", f"{h.entrance}单元", "房号:", h.room, "业主:", h.owner])
        rows.append(["费项", "起", "止", "金额"])
        for k, n in enumerate(("物业费", "垃圾费")):
            v = fen(i, k)
            rows.append([n, "2024-01", "2024-06", yuan(v)])
            owed.append((h.key, n, *months(2024, 1, 2024, 6), v))
        rows.append([])
    return Case([page(rows)], 4, owed, kinds=("xlsx",))


@judged
def months_count_and_rate() -> Case:
    rows: list[Row] = [["房号", "业主", "面积", "单价", "月应缴", "已缴至", "欠费月数", "应缴欠费", "优惠", "实际应缴"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        m = round(h.area * 180)
        n = i + 1
        w = 500
        rows.append([h.key, h.owner, h.area, 1.8, yuan(m), "2023年12月", n, yuan(m * n), yuan(w), yuan(m * n - w)])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, n), m * n - w))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def committee_transfer_accounts() -> Case:
    """业委会接管: 欠前物业, 欠现物业, 欠公共收益?"""
    rows: list[Row] = [
        ["房号", "业主", "前物业费用", "", "现物业费用", "", "合计"],
        ["", "", "时间", "金额", "时间", "金额", ""],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        a, b = (fen(i), fen(i, 1))
        rows.append([h.key, h.owner, "2022.1-2022.12", yuan(a), "2023.1-2023.12", yuan(b), yuan(a + b)])
        owed += [(h.key, "物业费", *year(2022), a), (h.key, "物业费", *year(2023), b)]
    return Case(
        [page(rows, "Sheet1", [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6)])],
        8,
        owed,
        stated=total(owed),
        kinds=("csv",),
    )


@judged
def mediation_list() -> Case:
    """人民调解: 调解金额, 已履行, 未履行."""
    rows: list[Row] = [
        [
            "编号",
            "当事人",
            "房号",
            "纠纷类型",
            "欠费本金",
            "调解协议金额",
            "履行期限",
            "已履行金额",
            "未履行金额",
            "调解员",
        ]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i) + 20000
        a = v - 1000
        p = 5000 * (i % 3)
        rows.append(
            [i + 1, h.owner, h.key, "物业服务合同", yuan(v), yuan(a), "2024-12-31", yuan(p), yuan(a - p), "周敏"]
        )
        owed.append((h.key, "物业费", None, None, a - p))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}), kinds=("xlsx",))


@judged
def plates_months() -> Case:
    rows: list[Row] = [
        ["2024年月租车缴费情况(未缴填金额)"],
        ["车牌", "车主", "房号", "1月", "2月", "3月", "4月", "欠费合计"],
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = [15000 if (i + k) % 2 else 0 for k in range(4)]
        rows.append([f"京A{1000 + i}", h.owner, h.key, *[yuan(x) if x else "" for x in v], yuan(sum(v))])
        owed += [(h.key, "停车费", *months(2024, k + 1), x) for k, x in enumerate(v) if x]
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("xls",))


@judged
def water_two_meters() -> Case:
    rows: list[Row] = [["房号", "户主", "表别", "上期", "本期", "用量", "单价", "金额", "账期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for n, p, u in (("冷水费", 345, 5 + i), ("热水费", 2500, 2)):
            rows.append([h.key, h.owner, n, 100, 100 + u, u, p / 100, yuan(p * u), "2024年4月"])
            owed.append((h.key, n, *months(2024, 4), p * u))
    return Case([page(rows)], 8, owed, kinds=("csv",))


@judged
def deferred_and_disputed() -> Case:
    rows: list[Row] = [["房号", "业主", "欠费总额", "其中:争议金额", "其中:无争议金额", "欠费区间"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, yuan(v), yuan(v // 3), yuan(v - v // 3), "2022.1-2023.12"])
        owed.append((h.key, "物业费", *months(2022, 1, 2023, 12), v))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def in_out_of_limitation() -> Case:
    """时效内/时效外 as parts."""
    rows: list[Row] = [["房号", "业主", "欠费期间", "欠费合计", "时效内金额", "超时效金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, "2019.1-2023.12", yuan(v), yuan(v - v // 4), yuan(v // 4)])
        owed.append((h.key, "物业费", *months(2019, 1, 2023, 12), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def erp_receivable_by_item_wide_with_age() -> Case:
    rows: list[Row] = [["房号", "客户名称", "物业费", "车位费", "水电费", "欠费合计", "其中:1年以内", "其中:1年以上"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = [fen(i, k) for k in range(3)]
        t = sum(v)
        rows.append([h.key, h.owner, *[yuan(x) for x in v], yuan(t), yuan(t // 3), yuan(t - t // 3)])
        owed += [(h.key, n, None, None, x) for n, x in zip(("物业费", "车位费", "水电费"), v, strict=False)]
    return Case([page(rows)], 8, owed, stated=total(owed), codes=frozenset({"period_missing"}), kinds=("csv",))


@judged
def system_export_two_line_cells() -> Case:
    rows: list[Row] = [["客户信息", "房屋信息", "费用信息", "欠费金额(元)"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([f"{h.owner}\n{h.phone}", f"{h.key}\n{h.area}㎡", "物业费\n2024-01-01至2024-06-30", comma(v)])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), v))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def wechat_group_solitaire() -> Case:
    rows: list[Row] = [["接龙序号", "房号-姓名", "欠费年份", "金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([i + 1, f"{h.key}-{h.owner}", "2023年", yuan(v)])
        owed.append((h.key, "物业费", *year(2023), v))
    return Case([page(rows)], 8, owed, kinds=("xls",))


@judged
def utilities_shared_split() -> Case:
    top = ["房号", "业主", "2024年5月公摊", "", "", "2024年6月公摊", "", "", "合计"]
    low = ["", "", "水费", "电费", "小计", "水费", "电费", "小计", ""]
    rows: list[Row] = [top, low]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = [fen(i, k) // 20 for k in range(4)]
        rows.append(
            [
                h.key,
                h.owner,
                yuan(v[0]),
                yuan(v[1]),
                yuan(v[0] + v[1]),
                yuan(v[2]),
                yuan(v[3]),
                yuan(v[2] + v[3]),
                yuan(sum(v)),
            ]
        )
        owed += [
            ("", "公摊水费", *months(2024, 5), v[0]),
            ("", "公摊电费", *months(2024, 5), v[1]),
            ("", "公摊水费", *months(2024, 6), v[2]),
            ("", "公摊电费", *months(2024, 6), v[3]),
        ]
    return Case(
        [page(rows, "Sheet1", [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7), (0, 8, 1, 8)])],
        8,
        owed,
        stated=total(owed),
        names_rooms=False,
        kinds=("csv",),
    )


@judged
def old_new_room_numbers() -> Case:
    rows: list[Row] = [["原房号", "现房号", "业主", "欠费期间", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([f"A{i + 1}-{h.room}", h.key, h.owner, "2024年", yuan(v)])
        owed.append((h.key, "物业费", *year(2024), v))
    return Case([page(rows)], 8, owed, kinds=("xlsx",))


@judged
def bank_entrust_format() -> Case:
    """fixed header words of a bank file."""
    rows: list[Row] = [["批次号", "缴费户号", "缴费户名", "应缴金额", "滞纳金", "应缴月份", "缴费状态"]]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 10 * i)
        rows.append(["B001", h.key, h.owner, yuan(v), yuan(fine), "202405", "未缴"])
        owed.append((h.key, "物业费", *months(2024, 5), v))
        late += fine
    return Case([page(rows)], 8, owed, late=late, kinds=("xls",))


@judged
def legal_arrears_two_defendants() -> Case:
    rows: list[Row] = [
        ["序号", "被告一", "被告二", "房屋坐落", "诉请物业费", "计算期间", "诉请违约金(暂计)", "标的总额"]
    ]
    owed: list[Owed] = []
    late = 0
    for i, h in enumerate(HOMES):
        v, fine = (fen(i), 99 + i)
        rows.append([i + 1, h.owner, "李梅", h.key, yuan(v), "2021-01-01至2023-12-31", yuan(fine), yuan(v + fine)])
        owed.append((h.key, "物业费", *months(2021, 1, 2023, 12), v))
        late += fine
    return Case([page(rows)], 8, owed, late=late, stated=total(owed) + late, kinds=("csv",))


@judged
def advance_and_arrears_netting() -> Case:
    rows: list[Row] = [["房号", "客户", "欠费", "预存", "净欠费", "截止日期"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        v = fen(i)
        rows.append([h.key, h.owner, yuan(v), 0, yuan(v), "2024-12-31"])
        owed.append((h.key, "物业费", None, DAY(2024, 12, 31), v))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_open"}), kinds=("xlsx",))


@judged
def shops_with_area_ranges() -> Case:
    rows: list[Row] = [
        [
            "商铺编号",
            "经营者",
            "楼层",
            "建筑面积",
            "租金单价(元/㎡/天)",
            "季度租金",
            "租金所属季度",
            "物业费单价",
            "季度物业费",
            "履约保证金",
            "合计欠费",
        ]
    ]
    owed: list[Owed] = []

    for i in range(6):
        a, b = (fen(i), fen(i, 1))
        rows.append([f"S-{101 + i}", f"商户{i}", "1F", 50, 3.5, yuan(a), "2024年第3季度", 8, yuan(b), "", yuan(a + b)])
        owed += [("", "季度租金", *months(2024, 7, 2024, 9), a), ("", "季度物业费", *months(2024, 7, 2024, 9), b)]
    return Case([page(rows)], 6, owed, names_rooms=False, stated=total(owed), kinds=("xls",))

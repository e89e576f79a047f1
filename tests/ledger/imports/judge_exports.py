"""Exports of property systems as an examiner who had not seen the other sheets wrote them: many columns, few of them money
owed."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Owed, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row, to_csv

DAY = datetime.date
HM_SINGLE = [
    "客户名称",
    "房屋编号",
    "房屋名称",
    "客户类别",
    "管家",
    "组团区域",
    "楼宇名称",
    "建筑面积",
    "套内面积",
    "计费面积",
    "产权性质",
    "使用状态",
    "车位区域",
    "车位编号",
    "费用名称",
    "计费方式",
    "计算方式",
    "收费标准",
    "计算周期",
    "数量1",
    "起度",
    "止度",
    "用量",
    "费用日期",
    "应收日期",
    "开始日期",
    "结束日期",
    "税率",
]


def _tax(value: int) -> list[float]:
    """含税, 税费, 不含税 at 6 %."""
    tax = round(value * 6 / 106)
    return [yuan(value), yuan(tax), yuan(value - tax)]


@judged
def hm_detail_taxed_groups() -> Case:
    """应收, 实收, 预交冲抵, 减免冲抵, 欠收, 合同违约金 and 红冲, each in 含税/税费/不含税 under a merged group label."""
    groups = ["应收", "实收", "预交冲抵", "减免冲抵", "欠收", "合同违约金", "红冲"]
    top: Row = [*HM_SINGLE]
    low: Row = [""] * len(HM_SINGLE)
    merges = [(0, c, 1, c) for c in range(len(HM_SINGLE))]
    for name in groups:
        merges.append((0, len(top), 0, len(top) + 2))
        top += [name, "", ""]
        low += ["含税", "税费", "不含税"]
    for name in ("截止预交余额", "代扣返回信息", "费用备注", "欠费原因"):
        merges.append((0, len(top), 1, len(top)))
        top.append(name)
        low.append("")
    rows, owed, late = [top, low], [], 0
    for i, h in enumerate(HOMES):
        billed, paid, offset, waived = fen(i) + 60_000, 20_000 * (i % 2), 3_300 * (i % 3), 1_111 * (i % 4)
        left, penalty = billed - paid - offset - waived, 321 * i
        late += penalty
        start, end = months(2024, 1 + i, 2024, 3 + i)
        rows.append(
            [h.owner, f"YGL{h.building:03d}{h.entrance:02d}{h.room:04d}", f"{h.building}栋{h.entrance}单元{h.room}"]
            + ["业主", "周敏", "北区组团", f"{h.building}栋", h.area, h.area - 10, h.area, "商品房", "入住", "", ""]
            + [
                "物业服务费",
                "按面积",
                "计费面积*单价",
                2.5,
                "月",
                h.area,
                "",
                "",
                "",
                start,
                DAY(2024, 6, 30),
                start,
                end,
            ]
            + [0.06, *_tax(billed), *_tax(paid), *_tax(offset), *_tax(waived), *_tax(left), *_tax(penalty), 0, 0, 0]
            + [15.5 * i, "", "2024年调价后", "房屋空置" if i % 2 else ""]
        )
        owed.append((f"北区组团{h.key}", "物业服务费", start, end, left))
    return Case([page(rows, "欠费明细", merges)], 8, owed, late=late, kinds=("xlsx", "xls"))


@judged
def hm_detail_with_parking_rows() -> Case:
    """Rows of a parking space leave the house columns blank and name the space in 车位编号: a second charge of the household
    above when the customer is the same, else premises of its own. Two spaces of one customer are not duplicates."""
    head = [
        "客户名称",
        "房屋名称",
        "楼宇名称",
        "车位区域",
        "车位编号",
        "费用名称",
        "开始日期",
        "结束日期",
        "应收金额",
        "实收金额",
        "欠收金额",
    ]
    rows, owed = [head], []
    for i, h in enumerate(HOMES):
        value = fen(i)
        span = months(2024, 4, 2024, 6)
        name = f"{h.building}栋{h.entrance}单元{h.room}"
        rows.append([h.owner, name, f"{h.building}栋", "", "", "物业费", *span, yuan(value), 0, yuan(value)])
        owed.append((h.key, "物业费", *span, value))
        if i % 3 == 0:
            for space in (100 + i, 200 + i):
                rows.append([h.owner, "", "", "地下一层", f"B1-{space}", "车位管理费", *span, 210, 0, 210])
                owed.append((h.key, "车位管理费", *span, 21_000))
    rows.append(["万里鹏", "", "", "地下一层", "B1-399", "车位管理费", *months(2024, 4, 2024, 6), 210, 0, 210])
    owed.append(("车位B1-399", "车位管理费", *months(2024, 4, 2024, 6), 21_000))
    return Case([page(rows)], 9, owed)


@judged
def hc_ends_on_first_day_after() -> Case:
    """结束时间 is the first day not owed any more, and 欠费时长(月) proves it."""
    head = [
        "费用编号",
        "房号",
        "业主",
        "业主电话",
        "面积",
        "费用项",
        "开始时间",
        "结束时间",
        "欠费时长(天)",
        "欠费时长(月)",
        "欠费金额",
    ]
    rows, owed = [head], []
    for i, h in enumerate(HOMES):
        length = (3, 6, 12)[i % 3]
        first = DAY(2024, 1 + i % 4, 1)
        at = first.month - 1 + length
        after = DAY(2024 + at // 12, at % 12 + 1, 1)
        rows.append(
            [f"902024{i:012d}", h.key, h.owner, h.phone, h.area, "物业费", f"{first} 00:00:00", f"{after} 00:00:00"]
            + [(after - first).days, length, yuan(fen(i))]
        )
        owed.append((h.key, "物业费", first, after - datetime.timedelta(days=1), fen(i)))
    return Case([page(rows)], 8, owed)


@judged
def hc_statistics_by_item() -> Case:
    """收费对象 with a column per fee item; phones in scientific notation as text."""
    head = [
        "收费对象",
        "业主名称",
        "手机号",
        "开始时间",
        "结束时间",
        "物业费",
        "电梯费",
        "公摊水电",
        "生活垃圾费",
        "合计",
    ]
    rows, owed = [head], []
    for i, h in enumerate(HOMES):
        span = months(2023, 7, 2024, 6)
        values = [fen(i), 0 if i % 2 else fen(i, 1) // 10, fen(i, 2) // 20, 12_000]
        rows.append([f"{h.building}-{h.entrance}-{h.room}", h.owner, "1.38E+10", str(span[0]), str(span[1])])
        rows[-1] += [yuan(v) for v in values] + [yuan(sum(values))]
        owed += [(h.key, name, *span, v) for name, v in zip(head[5:9], values, strict=True) if v]
    return Case([page(rows)], 8, owed, codes=frozenset({"phone_destroyed"}), stated=total(owed))


@judged
def vue_year_buckets_and_total_below() -> Case:
    """项目, 楼栋, 单元 and 房号 apart, a column per year, 欠费金额 as row total, a closing total row."""
    head = [
        "项目名称",
        "楼栋",
        "单元",
        "房号",
        "业主姓名",
        "业主电话",
        "欠费周期",
        "2021年及以前",
        "2022年",
        "2023年",
        "2024年1-6月",
    ]
    head.append("欠费金额")
    rows, owed, sums = [head], [], [0, 0, 0, 0]
    spans = [(None, DAY(2021, 12, 31)), year(2022), year(2023), months(2024, 1, 2024, 6)]
    for i, h in enumerate(HOMES):
        values = [fen(i) if i == 2 else 0, fen(i, 1) if i > 3 else 0, fen(i, 2), fen(i, 3)]
        sums = [a + b for a, b in zip(sums, values, strict=True)]
        rows.append(["阳光里", f"{h.building}栋", f"{h.entrance}单元", h.room, h.owner, h.phone, "月付"])
        rows[-1] += [yuan(v) if v else "" for v in values] + [yuan(sum(values))]
        owed += [(h.key, "物业费", *s, v) for s, v in zip(spans, values, strict=True) if v]
    rows.append(["合计", "", "", "", "", "", "", *[yuan(v) for v in sums], yuan(sum(sums))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def safe_text_csv() -> Case:
    """A web system's CSV in UTF-8 with a mark: ="3-1-101", apostrophes before numbers, a preamble and a count line below."""
    rows: list[Row] = [["报表名称:", "物业欠费明细"], ["导出时间:", "2025-06-30 10:22:31"], ["操作员:", "admin"], []]
    rows.append(["房屋编号", "客户名称", "联系电话", "费用项目", "费用开始日期", "费用结束日期", "未缴金额"])
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2024, 10, 2024, 12)
        rows.append([f'="{h.key}"', h.owner, f"'{h.phone}", "物业管理费", *map(str, span), f"'{comma(fen(i))}"])
        owed.append((h.key, "物业管理费", *span, fen(i)))
    rows.append([f"共8条记录,合计{comma(total(owed))}元"])
    raw = to_csv([page(rows)], "utf-8-sig")
    return Case([page(rows)], 8, owed, stated=total(owed), kinds=("csv",), raw=raw)


@judged
def tab_text_with_serial_dates() -> Case:
    """Tab-separated GB18030 text; the dates arrive as serial numbers, the amounts with ¥ and full-width digits."""
    rows: list[Row] = [["楼宇名称", "单元", "房屋编号", "业主", "费用科目", "账期起", "账期止", "欠缴金额"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        span = months(2023, 1 + i, 2023, 4 + i)
        serials = [str((d - DAY(1899, 12, 30)).days) for d in span]
        shown = f"¥{comma(fen(i))}" if i % 2 else comma(fen(i)).translate(str.maketrans("0123456789,.", "0123456789,."))
        rows.append([f"{h.building}号楼", h.entrance, h.room, h.owner, "物业服务费", *serials, shown])
        owed.append((h.key, "物业服务费", *span, fen(i)))
    return Case([page(rows)], 8, owed, kinds=("csv",), raw=to_csv([page(rows)], "gb18030", "\t"))


@judged
def estates_share_room_numbers() -> Case:
    """Two estates in one column have the same room numbers: different premises."""
    rows: list[Row] = [["小区名称", "资源编号", "户主", "收费项目", "欠费时间段", "欠费金额"]]
    owed: list[Owed] = []
    for k, estate in enumerate(("阳光里", "月亮湾")):
        for i, h in enumerate(HOMES):
            rows.append([estate, h.key, h.owner + "甲乙"[k], "物业费", "2024.01-2024.12", yuan(fen(i, k))])
            owed.append((h.key, "物业费", *year(2024), fen(i, k)))
    return Case([page(rows)], 16, owed)


@judged
def statistics_sheet_beside_details() -> Case:
    """管家统计 and 费项汇总 carry the same money without rooms; 目录 carries none."""
    detail: list[Row] = [["房号", "业主", "管家", "收费项目", "所属账期", "应收", "已收", "欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        paid = 5_000 if i % 2 else 0
        detail.append(
            [h.key, h.owner, "周敏", "物业费", f"2025年{i + 1}月", yuan(fen(i) + paid), yuan(paid), yuan(fen(i))]
        )
        owed.append((h.key, "物业费", *months(2025, i + 1), fen(i)))
    stewards: list[Row] = [["管家", "楼栋", "应收往年", "应收本月", "实收往年", "实收本月", "收缴率", "欠费金额"]]
    stewards += [
        ["周敏", "3栋", 1000, 2000, 100, 900, "33.3%", yuan(total(owed) - 50_000)],
        ["吴兵", "5栋", 9, 9, 9, 9, "50%", 500],
    ]
    items: list[Row] = [
        ["收费项目", "户数", "欠费金额"],
        ["物业费", 8, yuan(total(owed))],
        ["合计", 8, yuan(total(owed))],
    ]
    index: list[Row] = [["目录"], ["1", "管家统计"], ["2", "费项汇总"], ["3", "明细"]]
    pages = [page(index, "目录"), page(stewards, "管家统计"), page(items, "费项汇总"), page(detail, "明细")]
    return Case(pages, 8, owed, stated=total(owed), codes=frozenset({"sheet_without_rooms"}))


@judged
def billed_less_paid_without_arrears_column() -> Case:
    """应缴费用 and 已缴费用, no arrears column; one household paid too much, one paid all."""
    rows: list[Row] = [
        ["序号", "房号", "姓名", "收费面积", "单价", "费用所属期", "应缴费用", "已缴费用", "优惠减免", "备注"]
    ]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        billed = fen(i) + 30_000
        paid = billed if i == 1 else billed + 5_000 if i == 4 else 10_000 if i % 2 else 0
        waived = 2_000 if i == 6 else 0
        rows.append(
            [i + 1, h.key, h.owner, h.area, 1.8, "2024年上半年", yuan(billed), yuan(paid) if paid else "", yuan(waived)]
        )
        rows[-1].append("多交50元" if i == 4 else 20240630 if i == 5 else "")
        if i not in (1, 4):
            owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), billed - paid - waived))
    return Case([page(rows)], 8, owed, codes=frozenset({"negative_amount"}))


@judged
def roll_forward_per_item() -> Case:
    """期初欠费, 本期应收, 本期实收, 期末欠费 with the item in a column; a property and a parking row a household."""
    rows: list[Row] = [["房间", "客户", "收费项目", "期初欠费", "本期应收", "本期实收", "期末欠费"]]
    owed: list[Owed] = []
    for i, h in enumerate(HOMES):
        for k, item in enumerate(("物业费", "车位服务费")):
            before, billed, paid = fen(i, k), 30_000, 12_345 * (i % 3)
            rows.append([h.key, h.owner, item, yuan(before), yuan(billed), yuan(paid), yuan(before + billed - paid)])
            owed.append((h.key, item, None, None, before + billed - paid))
    return Case([page(rows)], 8, owed, codes=frozenset({"period_missing"}))


@judged
def shops_with_rent() -> Case:
    """A mall: 铺位号 and 商户名称, 租金, 物业费, 水费, 电费, 保证金 and 合计 with late charges apart."""
    head = [
        "铺位号",
        "商户名称",
        "合同面积(㎡)",
        "欠费月份",
        "租金",
        "物业费",
        "水费",
        "电费",
        "履约保证金",
        "滞纳金",
        "合计",
    ]
    rows, owed, late, deposits, stated = [head], [], 0, 0, 0
    for i in range(6):
        values = [fen(i), fen(i, 1), 4_321 + i, 98_765 + i]
        deposit, penalty = (500_000 if i == 3 else 0), 111 * i
        deposits, late = deposits + deposit, late + penalty
        rows.append(
            [f"商铺S{i + 1}-0{i + 1}", f"云朵{i}餐饮有限公司", 60.5 + i, "2025年3月", *[yuan(v) for v in values]]
        )
        rows[-1] += [yuan(deposit) if deposit else "", yuan(penalty), yuan(sum(values) + deposit + penalty)]
        stated += sum(values) + deposit + penalty
        room = f"商铺S{i + 1}-{i + 1}"
        owed += [(room, n, *months(2025, 3), v) for n, v in zip(head[4:8], values, strict=True)]
    return Case([page(rows)], 6, owed, late=late, deposits=deposits, stated=stated)

"""Sheets as exported by systems: one row an item and period, many columns beside it."""

from __future__ import annotations

import datetime

from tests.ledger.imports.judging import HOMES, Case, Home, comma, fen, judged, months, page, total, year, yuan
from tests.ledger.imports.sheets import Row

_HM = (
    "客户名称 房屋编号 房屋名称 客户类别 管家 组团区域 楼宇名称 建筑面积 套内面积 公摊面积 计费面积 产权性质 使用状态 实际交房时间 "
    "费用名称 计费方式 收费标准 计算周期 数量1 起度 止度 用量 费用日期 应收日期 开始日期 结束日期 税率 "
    "应收(含税) 应收税费 应收(不含税) 实收(含税) 实收税费 实收(不含税) 预交冲抵(含税) 减免冲抵(含税) 欠收(含税) 欠收税费 欠收(不含税) "
    "合同违约金(含税) 红冲(含税) 截止预交余额 费用备注 欠费原因"
)


def _hm_house(h: Home) -> Row:
    """Customer and house columns of the export, then the fee item and how it is charged."""
    code, name = f"XM01-{h.building:02d}-{h.entrance:02d}-{h.room:04d}", f"{h.building}栋{h.entrance}单元{h.room}"
    house: Row = [h.owner, code, name, "业主", "周倩", "一期", f"{h.building}栋", h.area, h.area - 20, 20, h.area]
    return [*house, "商品房", "自住", "2019-06-30", "物业管理费", "面积", 2.5, "月", 1, "", "", ""]


@judged
def hm_erp_arrears_detail() -> Case:
    rows: list[Row] = [_HM.split(" ")]
    owed, late = [], 0
    for i, h in enumerate(HOMES):
        for m in (3, 4):
            due, paid, offset, waived = fen(i, m) + 50_000, 10_000 * (i % 2), 5_000 * (i % 3), 300 * (m % 2)
            left, fine = due - paid - offset - waived, 111 * i
            start, end = months(2024, m)
            row = [*_hm_house(h), f"2024-{m:02d}-01", f"2024-{m:02d}-20", start.isoformat(), end.isoformat(), "6%"]
            row += [yuan(due), 1.5, yuan(due) - 1.5, yuan(paid), 0, 0, yuan(offset), yuan(waived)]
            row += [yuan(left), 1.2, yuan(left) - 1.2, yuan(fine), 0, 0, "", "对服务不满" if i == 2 else ""]
            rows.append(row)
            owed.append((h.key, "物业管理费", start, end, left))
            late += fine
    return Case([page(rows)], 8, owed, late=late, names_rooms=False)


@judged
def vue_erp_year_buckets() -> Case:
    head = [
        "项目名称",
        "房号",
        "楼栋",
        "单元",
        "业主姓名",
        "业主电话",
        "欠费周期",
        "2022年",
        "2023年",
        "2024年",
        "欠费金额",
    ]
    rows, owed = [head], []
    for i, h in enumerate(HOMES):
        parts = [fen(i, y) if (i + y) % 3 else 0 for y in (2022, 2023, 2024)]
        period = "2022-01-01至2024-12-31"
        rows.append(
            [
                "阳光花园",
                h.room,
                f"{h.building}栋",
                f"{h.entrance}单元",
                h.owner,
                h.phone,
                period,
                *map(yuan, parts),
                yuan(sum(parts)),
            ]
        )
        owed += [(h.key, "物业费", *year(y), p) for y, p in zip((2022, 2023, 2024), parts, strict=True) if p]
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def hc_arrears_detail() -> Case:
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
        for k, item in enumerate(("物业费", "公摊水电费", "地下车位管理费")[: 1 + i % 3]):
            rows.append(
                [
                    f"90{i}{k}2023",
                    h.key,
                    h.owner,
                    h.phone,
                    h.area,
                    item,
                    "2024-01-01",
                    "2024-06-30",
                    182,
                    6,
                    comma(fen(i, k)),
                ]
            )
            owed.append((h.key, item, *months(2024, 1, 2024, 6), fen(i, k)))
    return Case([page(rows)], 8, owed)


@judged
def hc_arrears_by_item() -> Case:
    head = [
        "收费对象",
        "业主名称",
        "手机号",
        "开始时间",
        "结束时间",
        "物业费",
        "电梯费",
        "公摊电费",
        "垃圾清运费",
        "合计",
    ]
    rows, owed = [head], []
    for i, h in enumerate(HOMES):
        parts = [fen(i, k) if (i + k) % 4 else 0 for k in range(4)]
        rows.append(
            [h.key, h.owner, h.phone, "2023-07-01 00:00:00", "2024-06-30 23:59:59", *map(yuan, parts), yuan(sum(parts))]
        )
        owed += [(h.key, head[5 + k], *months(2023, 7, 2024, 6), p) for k, p in enumerate(parts) if p]
    rows.append(
        ["合计", "", "", "", "", *[yuan(sum(o[-1] for o in owed if o[1] == n)) for n in head[5:9]], yuan(total(owed))]
    )
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def saas_room_and_owner_in_one() -> Case:
    head = ["房屋/业主", "欠费金额", "笔数", "欠费账期", "逾期"]
    rows, owed = [head], []
    for i, h in enumerate(HOMES):
        rows.append([f"{h.key}/{h.owner}", comma(fen(i)), i % 3 + 1, "2024-01~2024-09", f"{30 * i}天"])
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 9), fen(i)))
    return Case([page(rows, "欠费列表")], 8, owed)


@judged
def english_headers() -> Case:
    head = ["No.", "Unit", "Owner", "Mobile", "Item", "From", "To", "Amount Due", "Paid", "Balance", "Late Fee"]
    rows, owed, late = [head], [], 0
    for i, h in enumerate(HOMES):
        due, paid = fen(i) + 20_000, 20_000 if i % 2 else 0
        rows.append(
            [
                i + 1,
                h.key,
                h.owner,
                h.phone,
                "物业费",
                "2024-01-01",
                "2024-12-31",
                yuan(due),
                yuan(paid),
                yuan(due - paid),
                yuan(100 * i),
            ]
        )
        owed.append((h.key, "物业费", *year(2024), due - paid))
        late += 100 * i
    rows.append(["", "Total", "", "", "", "", "", "", "", yuan(total(owed)), yuan(late)])
    return Case([page(rows)], 8, owed, late=late, stated=total(owed))


@judged
def roll_forward_balance() -> Case:
    head = ["房号", "业主", "联系电话", "期初欠费", "本期应收", "本期实收", "期末欠费"]
    rows, owed = [["阳光花园2024年9月收费情况表"], head], []
    for i, h in enumerate(HOMES):
        old, due, paid = fen(i, 1), fen(i, 2), fen(i, 3) % 9_000
        rows.append([h.key, h.owner, h.phone, yuan(old), yuan(due), yuan(paid), yuan(old + due - paid)])
        owed.append((h.key, "物业费", None, None, old + due - paid))
    rows.append(["合计", "", "", "", "", "", yuan(total(owed))])
    return Case([page(rows)], 8, owed, stated=total(owed))


@judged
def receivable_received_without_owed() -> Case:
    head = [
        "序号",
        "楼号",
        "单元",
        "房间号",
        "姓名",
        "收费项目",
        "账期",
        "应缴金额",
        "已缴金额",
        "减免金额",
        "预存抵扣",
    ]
    rows, owed = [["单位：元"], head], []
    for i, h in enumerate(HOMES):
        due, paid, waived, offset = fen(i) + 30_000, 10_000 * (i % 3), 500 * (i % 2), 700
        rows.append(
            [
                i + 1,
                h.building,
                h.entrance,
                h.room,
                h.owner,
                "物业服务费",
                f"2024年第{i % 4 + 1}季度",
                yuan(due),
                yuan(paid),
                yuan(waived),
                yuan(offset),
            ]
        )
        q = i % 4 * 3 + 1
        owed.append((h.key, "物业服务费", *months(2024, q, 2024, q + 2), due - paid - waived - offset))
    return Case([page(rows)], 8, owed, codes=frozenset())


@judged
def letter_rows_with_due_date() -> Case:
    head = ["序号", "房屋信息", "应支付日期", "费用所属期", "应缴总额", "已缴总额", "欠付总额", "逾期违约金"]
    rows, owed, late = [head], [], 0
    for i, h in enumerate(HOMES):
        due, paid = fen(i) + 9_000, 9_000 * (i % 2)
        rows.append(
            [
                i + 1,
                f"{h.building}栋{h.entrance}单元{h.room}室 {h.owner}",
                datetime.date(2024, 1, 31),
                "2024年1月1日至2024年6月30日",
                yuan(due),
                yuan(paid),
                yuan(due - paid),
                yuan(7 * i),
            ]
        )
        owed.append((h.key, "物业费", *months(2024, 1, 2024, 6), due - paid))
        late += 7 * i
    return Case([page(rows)], 8, owed, late=late)


@judged
def notice_with_standard_and_remark() -> Case:
    head = ["业主", "房号", "收费名称", "收费标准", "数量/面积", "欠费时间", "应缴金额", "违约金", "备注"]
    rows, owed, late = [["催缴通知单"], head], [], 0
    for i, h in enumerate(HOMES):
        rows.append(
            [h.owner, h.key, "物业费", "2.50元/㎡·月", h.area, "2024/1/1至2024/12/31", yuan(fen(i)), yuan(13 * i), ""]
        )
        owed.append((h.key, "物业费", *year(2024), fen(i)))
        late += 13 * i
    return Case([page(rows)], 8, owed, late=late)

"""What is done for an estate, in the words its own people would use. ``{}`` takes a small varying detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Routine:
    """Something done again and again. ``every``: once in so many months; ``level``: estate, building or entrance."""

    category: str
    level: str
    every: int
    done_by: str
    texts: tuple[str, ...]
    needs_lift: bool = False
    months: tuple[int, ...] = ()  # only in these months of the year, when given


ROUTINES: Final = (
    Routine("disclosure", "estate", 3, "项目部", (
        "公示上季度物业费收支和公共收益明细，张贴在大门公告栏，可到前台查账",
        "公示公共收益：电梯广告与地面停车收入、支出和结余",
        "公示上季度服务完成情况和下季度计划",
    )),
    Routine("disclosure", "estate", 12, "项目部", ("召开业主恳谈会，当面答复业主提出的问题，会议纪要已公示",)),
    Routine("security", "estate", 1, "秩序部", (
        "门岗登记外来车辆与访客，夜间巡逻每两小时一次", "检修监控探头{}个，补录盲区一处",
        "劝导电动车上楼，清理楼道充电{}起",
        "协助业主找回走失的老人", "处理噪声投诉{}起，均当场回访",
    )),
    Routine("greening", "estate", 1, "绿化班", (
        "修剪主路两侧灌木，补种麦冬{}平方米", "草坪修剪一遍，清运枯枝{}车", "树木涂白并加固支撑",
        "清理景观池落叶，换水一次",
        "病虫害防治一次，提前一天张贴告示",
    ), months=(3, 4, 5, 6, 7, 8, 9, 10, 11)),
    Routine("facility", "estate", 2, "工程部", (
        "生活水箱清洗消毒，水质检测合格，报告已公示", "配电房月检，紧固接线端子{}处", "地面坑洼修补{}平方米",
        "道闸识别系统升级，出入更快",
        "更换路灯{}盏，夜间照度恢复",
    )),
    Routine("fire", "estate", 3, "维保单位", (
        "消防泵月度试运行，压力正常", "消防通道清障，移走长期停放车辆{}辆", "组织消防演练，{}户业主参加",
    )),
    Routine("cleaning", "building", 1, "保洁班", (
        "楼道每日清扫，扶手擦拭两遍，本月大清洗一次", "大堂地面结晶保养", "清理楼道杂物{}件，提前三天告知",
        "外窗台与空调平台清洁",
        "垃圾桶冲洗消毒{}次",
    )),
    Routine("fire", "building", 2, "维保单位", (
        "灭火器逐具检查，更换到期{}具", "楼道应急灯和疏散指示检查，更换{}只", "烟感探测器抽检{}只，全部有效",
        "消火栓水压测试合格",
    )),
    Routine("facility", "building", 4, "工程部", (
        "楼道感应灯更换{}只", "单元门闭门器调校，关门不再响", "雨水管疏通，屋面排水口清理",
        "外墙空鼓排查，无坠落风险", "对讲系统检修{}户",
    )),
    Routine("lift", "entrance", 1, "电梯维保单位", (
        "电梯半月保养两次，平层与门锁正常", "电梯更换门机皮带，运行平稳", "电梯轿厢照明与通风检修",
        "电梯年度检验合格，标志已张贴",
        "电梯困人应急演练，{}分钟到场",
    ), needs_lift=True),
    Routine("cleaning", "entrance", 6, "保洁班", ("电梯轿厢与按键每日消毒，本月深度清洁一次",), needs_lift=True),
    Routine("repair", "entrance", 6, "工程部", ("楼梯踏步破损修补{}处", "单元门口台阶加装防滑条")),
)  # fmt: skip

AT_HOME: Final = (
    ("household", "上门为老人更换厨房灯泡，未收费"),
    ("household", "代收大件快递并送到家门口"),
    ("household", "入户检查燃气报警器，提醒更换电池"),
    ("household", "雨前提醒关窗，协助固定阳台花盆"),
    ("household", "协助办理装修备案，现场交底一次"),
    ("household", "上门测量水压，调节分户阀"),
    ("household", "节前走访，登记需求两条，均已答复"),
    ("repair", "更换入户门锁芯一把，只收材料费"),
    ("repair", "疏通厨房下水，半小时完成"),
    ("repair", "卫生间角阀漏水，当天更换"),
    ("repair", "配合邻里查找漏水点，出具说明一份"),
)

# What people ask to have repaired: words, and what was done about it.
REPAIRS: Final = (
    ("厨房下水堵塞，往外冒水", "机械疏通主管，清出油垢"),
    ("卫生间天花板渗水，怀疑楼上漏", "楼上更换地漏密封，观察三天不渗"),
    ("单元门禁失灵，刷卡没反应", "更换读头，重新授权门卡"),
    ("电梯关门时有异响", "调整门轮间隙，加注润滑油"),
    ("楼道灯整层不亮", "更换感应开关和灯管"),
    ("家里水压太小，热水器打不着火", "清洗过滤网，调节减压阀"),
    ("外墙窗边渗水，墙皮起泡", "外窗周边重新打胶"),
    ("对讲机没有声音", "更换听筒排线"),
    ("阳台地漏返臭", "更换防臭地漏"),
    ("车库顶部滴水，停车淋到车", "疏导排水，贴防水堵漏"),
    ("楼上半夜有敲击声", "上门沟通，双方约定休息时间"),
    ("信报箱门变形打不开", "校正箱门，更换小锁"),
    ("空调外机支架松动", "加固支架，更换膨胀螺栓"),
    ("楼下烧烤油烟倒灌", "联系商户加装净化罩"),
)

"""Header words of payments, service records and repair tickets, beyond those every sheet shares (headers.toml)."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports.cells import compact

ROLES: Final[dict[str, dict[str, str]]] = {
    "payments": {
        "date": r"(?:交易|订单|支付)?(?:缴费|交费|收款|收费|支付|付款|交易|成功|到[账帐]|入[账帐]|记[账帐]|缴款|业务|制单|起息|订单|结算|完成|创建|发生|开票|收据|票据|扣款|扣费|划扣|代扣|实收|实缴)?(?:日期|时间|日)|(?:payment|paid|pay|transaction|receipt|trade)?[ _]?(?:date|on|at|time)",
        "amount": r"(?:实收|实缴|收款|缴费|交费|支付|付款|到账|交易|收入|贷方|贷方发生|存入|入账|已收|收费)?(?:金额|额|发生额|款)(?:\(贷\))?|收入|贷方?|收|实收|实缴|存入|贷方金额",
        "expense": r"(?:支出|借方|转出|付出|取出)(?:金额|发生额|额)?|借|付|手续费",
        "refund": r"退款(?:金额|额)?|退费(?:金额|额)?",
        "flag": r"D/C|DR/CR|借贷(?:标志|方向)?|收支(?:类型|标志)?|收/支|借/贷",
        "method": r"(?:支付|缴费|收款|付款|收费|交费|结算|交易)(?:方式|渠道|通道)|(?:支付|缴费|收款|付款|结算)类型|方式|渠道|通道|(?:payment)?method",
        "status": r"(?:当前|交易|支付|订单|账单|收款|缴费|票据|收据|发票|单据|开票|扣款|扣费|代扣|划扣|处理|返回|回盘|执行|发送)?(?:状态|结果)|返回信息|返回说明|(?:trade|order|payment|pay)?[ _]?(?:status|state)",
        "type": r"(?:交易|业务|资金|账务|记账|收支|单据|流水|订单)?类型|收支|交易",
        "void": r"(?:是否)?(?:作废|红冲|冲红|退款)(?:标志|标记|否)?",
        "arrived": r"是否(?:已)?(?:到[账帐]|收款|收到|缴费|交费|支付|付款|入[账帐]|成功)|(?:扣款)?成功(?:标志|与否)",
        "change": r"找零(?:金额)?",
        "due": r"应[收缴](?:金额|合计)?",
        "refund_state": r"退款(?:状态|结果|进度)",
        "currency": r"(?:交易|货币)?币[种别]|货币(?:种类|类型)|交易货币|currency",
        "memo": "",
        "item": "",
    },
    "service_records": {
        "date": r"(?:服务|作业|工作|巡检|巡查|检查|完成|完工|处理|保养|维保|记录|执行|发生|开始|结束|起止)?(?:日期|时间)|(?:服务|作业|施工)(?:期间|时段)|date",
        "state": r"(?:是否|有无)(?:已?完成|执行|落实|开展)|(?:完成|执行|任务|计划)状态",
        "building": r"(?:服务|作业|施工|巡检|巡查|检查|工作|维保|所在)(?:楼栋|楼号|栋号|楼幢|楼宇)",
        "entrance": r"(?:服务|作业|施工|巡检|巡查|检查|工作|维保|所在)单元",
        "category": r"(?:服务|工作|作业|事项|项目|保养|巡检|巡查|检查|维保)?(?:类别|类型|分类|项目|种类)",
        "content": r".*(?:内容|描述|详情|事项|情况|记录|说明)|(?:检查|巡查|巡检|处理)?结果|content|description|work",
        "handler": r"(?:处理|服务|执行|作业|经办|巡检|巡查|检查|负责|责任|工作|维修|维保|保养|记录|保洁|施工|值班)(?:人员?|员|者|师傅)|班组|人员|员工|by|staff",
        "room": r"(?:服务|作业|施工|巡检|巡查|检查|工作|维保|覆盖)?(?:范围|区域|位置|地点|部位|对象|路线|线路)",
    },
    "repair_tickets": {
        "date": r"(?:报修|报事|登记|受理|申报|提交|创建|反映|接单|投诉|来电|反馈|诉求|申请|发起|派单)?(?:日期|时间)|(?:reported)?date",
        "done": r"(?:实际)?(?:完成|办结|完工|维修完成|处理完成|关闭|结束|销单|修复)(?:日期|时间)?",
        "category": r"(?:报修|报事|维修|工单|故障|问题)?(?:类别|类型|分类|项目|种类)",
        "content": r".*(?:内容|描述|详情|问题|故障|现象|事由|诉求|事项|原因|说明)|content|description|issue",
        "status": r".*(?:状态|进度|完成情况|处理情况|是否完成|是否修复|是否办结|处理结果|结果)|(?:维修|办理|解决|整改)情况|status",
        "handler": r"(?:维修|处理|接单|责任|经办|派工|负责|执行)(?:人员?|员|工|师傅)|师傅|维修工",
    },
}


def is_role(kind: str, label: str) -> bool:
    """Whether a header label names a role of this kind of sheet."""
    text = re.sub(r"[(\[].*?[)\]]|[*::]", "", compact(label))
    return any(pattern and re.fullmatch(pattern, text, re.IGNORECASE) for pattern in ROLES.get(kind, {}).values())

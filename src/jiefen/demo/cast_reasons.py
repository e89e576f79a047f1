"""Cast, first part: households by why they have not paid. Feeds the pages, docs/demo.md and the conversations."""

from __future__ import annotations

from typing import Final

from jiefen.demo.habits import Habit, Visit
from jiefen.demo.story import Excused, Notice, Story, Ticket

REASONS: Final = (
    Story(
        code="forgot", estate=0, place="2-1-603", owner="李秋实", title="忘了交",
        story="一直按月交，最近两个月换了手机、没看到账单，纯属忘了。",
        obstacle="no_urgency", owner_words="哎呀真忘了，你把账单发我，我晚上就转。",
        shows=(("住户页", "只有最近两个月的账单没付，之前从没拖过"), ("今日", "发一条温馨提示就够")),
        habit=Habit("monthly", owes=2),
    ),
    Story(
        code="yearly", estate=0, place="3-2-802", owner="周正", title="年底一起交",
        story="每年十二月一次付清全年，平时从不理会提醒，也从没少过一分。",
        obstacle="no_urgency", owner_words="我每年都是年底交的，你们翻翻记录就知道。",
        shows=(("住户页", "收款集中在每年十二月"), ("数字", "拉低当期收缴率，但不是坏账")),
        habit=Habit("year_end"),
    ),
    Story(
        code="leaking_roof", estate=2, place="5-3-602", owner="郑海燕", title="顶楼漏水，很生气",
        story="顶楼，一年多前修过一次又漏，两个多月前再报修还没修好；九个月没交费。",
        obstacle="no_perceived_service", owner_words="屋顶漏了两年了，天花板都发霉了，你们先把房子修好再来谈钱。",
        shows=(("住户页", "报修工单待处理，漏水修过一次"), ("今日", "先修房子：有未结工单，不提议催缴")),
        habit=Habit("monthly", owes=9),
        tickets=(
            Ticket(400, "屋面漏水，客厅天花板有水渍", "closed", 385, 380, "屋面局部补做防水"),
            Ticket(70, "屋面再次漏水，雨天要接盆，墙角发霉", "open"),
        ),
    ),
    Story(
        code="fixed_waiting", estate=0, place="6-1-1101", owner="孟繁星", title="修好了，等业主点头",
        story="卫生间反水，五天前修好，还没有请业主确认；四个月没交费。",
        obstacle="no_perceived_service", owner_words="修是来人修了，我还没看过几天呢，真好了再说。",
        shows=(("住户页", "工单已修好，待业主确认"), ("预演", "从“修得怎么样”问起")),
        habit=Habit("monthly", owes=4),
        tickets=(Ticket(33, "主卫地漏反水，有异味", "fixed", 5, None, "疏通立管，更换防臭地漏"),),
    ),
    Story(
        code="distrust", estate=0, place="1-2-904", owner="沈守拙", title="不相信公共收益的账",
        story="觉得电梯广告和地面停车的收入没有交代，十四个月不交，要看明细。",
        obstacle="distrust", owner_words="电梯里全是广告，钱去哪儿了?账不公开，我凭什么交。",
        shows=(("住户页", "欠费跨两个年度"), ("预演", "先看公示记录：公共收益每季度公示过")),
        habit=Habit("monthly", owes=14),
    ),
    Story(
        code="compares", estate=1, place="2-1-1203", owner="韩芷若", title="拿隔壁小区比",
        story="说隔壁小区每平方米便宜四毛还有泳池，八个月没交。",
        obstacle="worse_than_peers", owner_words="隔壁一块四五还带泳池，你们一块八五，草都没人剪。",
        shows=(("住户页", "八个月未付"), ("预演", "带上物业费的构成和绿化记录")),
        habit=Habit("quarterly_behind", owes=8),
    ),
    Story(
        code="no_hurry", estate=1, place="4-2-701", owner="马卓然", title="不着急",
        story="不反对交费，总说下个月，攒几个月一次付。",
        obstacle="no_urgency", owner_words="又不是不交，急什么，楼上不是也没交吗。",
        shows=(("住户页", "付款总是拖，但最后都付清"),),
        habit=Habit("quarterly_behind", owes=5, slips=0.3),
    ),
    Story(
        code="hardship", estate=2, place="8-2-301", owner="丁桂兰", title="生病，确实困难",
        story="老伴住院，退休金都花在药上，十一个月没交；以前二十年从不欠费。",
        obstacle="hardship", owner_words="不是不想交，老头子住院大半年了，实在周转不开。",
        shows=(("住户页", "多年按时缴费，近十一个月停下"), ("今日", "困难家庭：谈分期和减免，不升级")),
        habit=Habit("monthly", owes=11),
    ),
    Story(
        code="vacant", estate=1, place="1-1-1602", owner="冯远舟", title="房子空着",
        story="人在外地，房子空了十个月，书面申请过空置，六个月按七成收，三成已减免。",
        obstacle="factual", owner_words="我人都不在，电梯没坐过一次，也要全交吗?",
        shows=(("住户页", "标着空置；物业费有三成减免"),),
        habit=Habit("monthly", owes=10), is_vacant=True,
        excused=(Excused(9, 4, 30, "空置减免：业主书面申请，已核实无人居住"),),
    ),
    Story(
        code="sold", estate=0, place="4-1-502", owner="白露", title="卖了房，前业主还欠一段",
        story="十一个月前过户；前业主欠过户前的九个月，现业主按月付。",
        obstacle="factual", owner_words="过户前的跟我没关系，你们找原来的业主。",
        shows=(("住户页", "过户前的账单付款人是前业主，现业主没有欠费"),),
        habit=Habit("monthly", skips=((19, 11),)), bought_months_ago=10, former_owner="贺长风",
    ),
    Story(
        code="several_owners", estate=2, place="3-1-402", owner="齐大勇", title="兄妹三人共有",
        story="父亲留下的房子，三个子女都等着别人交，十六个月没人付。",
        obstacle="factual", owner_words="房子又不是我一个人的，凭什么我先交?",
        shows=(("住户页", "三位业主各占份额"), ("今日", "只提议一次，不分别打扰三家")),
        habit=Habit("monthly", owes=16), co_owners=("齐大梅", "齐小勇"),
    ),
    Story(
        code="tenant", estate=1, place="3-2-1501", owner="祝平安", title="租客交费",
        story="约定租客交物业费，租客最近三个月没交，业主说找租客。",
        obstacle="factual", owner_words="合同写了租客交，你们找他。",
        shows=(("住户页", "近两年的账单付款人是租客；业主仍负连带责任"),),
        habit=Habit("monthly", owes=3), tenant="关雨桐", tenant_months_ago=22,
    ),
    Story(
        code="developer", estate=1, place="6-2-1801", owner="", title="没有交付，开发商付",
        story="尾盘还没有交付，物业费由开发商承担，开发商七个月没有结算。",
        obstacle="factual", owner_words="结算要走流程，等集团批。",
        shows=(("住户页", "未交付，付款人是开发商"), ("数字", "六栋未交付的房屋一起看")),
        habit=Habit("quarterly_behind", owes=7), is_undelivered=True,
    ),
    Story(
        code="shop", estate=0, place="商铺8", owner="知味面馆", title="生意不好的面馆",
        story="修路半年没有客人，六个月没交，想等旺季。",
        obstacle="hardship", owner_words="路一修半年，店里一天卖不了十碗面。",
        shows=(("住户页", "商铺单价，六个月未付"),),
        habit=Habit("monthly", owes=6),
    ),
    Story(
        code="parking", estate=0, place="车位B1-066", owner="顾小川", title="车位常被占",
        story="物业费照交，车位常被别人占，车位费停了十个月。",
        obstacle="no_perceived_service", owner_words="车位天天被占，我凭什么交车位费?",
        shows=(("住户页", "只欠车位管理费"),),
        habit=Habit("monthly", owes=10),
        tickets=(Ticket(120, "车位多次被外来车辆占用，请加装地锁", "in_progress"),),
    ),
    Story(
        code="wrong_area", estate=1, place="4-1-901", owner="庄严", title="说面积量错了",
        story="账单按 95.6 平方米，他说产权证是 89.2 平方米，十二个月没交，等核对。",
        obstacle="legal_objection", owner_words="面积都搞错了，多收我几年了，先把面积弄清楚。",
        shows=(("住户页", "面积有异议，先核对产权证"),),
        habit=Habit("monthly", owes=12), note="业主对计费面积有异议：产权证复印件待核对",
    ),
    Story(
        code="unreachable", estate=2, place="9-1-602", owner="项南", title="联系不上",
        story="没有电话，信被退回，邻居说去了外地，二十六个月没交。",
        obstacle="unreachable", owner_words="",
        shows=(("住户页", "没有电话，邮件退回"), ("时效", "退回的催缴函不算送达")),
        habit=Habit("monthly", owes=26), has_phone=False, notices=(Notice(200, "demand", "not_delivered", "EMS 催缴函被退回"),),
    ),
    Story(
        code="do_not_contact", estate=1, place="2-2-303", owner="温如玉", title="请勿打扰",
        story="明确说过不要再打电话，有事写信；七个月没交。",
        obstacle="no_urgency", owner_words="别再打电话了，有事写信，我看得懂字。",
        shows=(("住户页", "标着勿扰"), ("今日", "只提议书面方式")),
        habit=Habit("monthly", owes=7), do_not_contact=True,
    ),
    Story(
        code="relapse", estate=0, place="5-2-1002", owner="潘越", title="缴清后又欠",
        story="五个月前一次付清一年多的欠费，之后又停了四个月。",
        obstacle="no_perceived_service", owner_words="上次交完你们就没人影了，回访说好的也没来。",
        shows=(("住户页", "一次大额付款之后又停付"), ("数字", "算进复欠率")),
        habit=Habit("monthly", owes=4, skips=((17, 5),), visits=(Visit(150),)),
    ),
    Story(
        code="thanked", estate=0, place="3-1-201", owner="柳依依", title="刚付清，该回访了",
        story="八个月没交，谈了一次，四天前一次付清，违约金按约定免了。",
        obstacle="no_perceived_service", owner_words="上次你们把楼道灯修了，还专门来说一声，挺好的。",
        shows=(("住户页", "四天前付清，违约金已减免"), ("今日", "回访，谢谢他做了什么")),
        habit=Habit("monthly", skips=((7, 0),), visits=(Visit(4, waived_late_fen=12_600),)),
        tickets=(Ticket(40, "楼道灯不亮", "closed", 38, 36, "更换感应灯两盏"),),
    ),
)  # fmt: skip

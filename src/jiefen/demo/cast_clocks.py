"""Cast, second part: households by what happened to the claim: limitation, payments, corrections."""

from __future__ import annotations

from typing import Final

from jiefen.demo.habits import Habit, Visit
from jiefen.demo.story import Notice, Past, Story

CLOCKS: Final = (
    Story(
        code="expiring", estate=2, place="10-4-201", owner="谷雨生", title="二十天后过时效，没有任何送达证明",
        story="三年前有一年的费用没付，这些年只打过电话、口头说过；再过二十天就过时效。",
        obstacle="distrust", owner_words="那一年楼道灯坏了大半年，你们自己心里清楚。",
        shows=(("时效", "二十天内到期的那一笔；几次电话都不算送达"), ("今日", "排在最前：先送一份能证明送达的催缴函")),
        past=(Past(20, 12, "交房周年账期，按年计费"),),
        notices=(Notice(310, "demand", "call_log", "电话催缴，没有录音"), Notice(95, "demand", "none", "上门口头说过")),
    ),
    Story(
        code="ems_signed", estate=2, place="6-2-501", owner="伍思齐", title="EMS 签收，时效接上了",
        story="同样是三年前的账，八个月前寄了催缴函，本人签收，时效从那天重新计算。",
        obstacle="no_urgency", owner_words="信我收到了，等我回来再说吧。",
        shows=(("时效", "由 EMS 签收中断，还有两年多"),),
        habit=Habit("monthly", owes=5), past=(Past(-60, 12, "交房周年账期，按年计费"),),
        notices=(Notice(240, "demand", "ems_signed", "催缴函，EMS 本人签收"),),
    ),
    Story(
        code="acknowledged", estate=2, place="1-3-302", owner="舒望", title="过了时效又签字确认",
        story="两笔老账已过时效，四十天前对账时自愿签了欠费确认书，同意支付。",
        obstacle="distrust", owner_words="账对清楚了我认，但你们以后要按季度给我看收支。",
        shows=(("时效", "届满后业主签字确认，重新起算"),),
        past=(Past(-300, 6, "历史欠费"), Past(-120, 6, "历史欠费")),
        notices=(Notice(40, "acknowledgement", "signed_agreement", "欠费确认书，业主本人签字"),),
    ),
    Story(
        code="barred", estate=2, place="12-1-101", owner="祁连山", title="已过时效",
        story="四年前的十二个月没付，从来没有送达过催告，后来的都按月付；业主提出过时效。",
        obstacle="legal_objection", owner_words="都过了三年了，法律上你们要不着了。",
        shows=(("时效", "已届满：可以好好商量，不能当作还能起诉"),),
        habit=Habit("monthly", skips=((51, 40),)),
    ),
    Story(
        code="part_payment", estate=0, place="7-2-303", owner="康乐", title="先付了一部分",
        story="欠十个月，二十五天前先付了一千元，说年底再付其余。",
        obstacle="no_urgency", owner_words="手头紧，先交一千，年底发了奖金补上。",
        shows=(("住户页", "一笔按到期先后抵扣的部分付款"), ("时效", "被抵的那一笔因部分付款中断")),
        habit=Habit("monthly", owes=10, visits=(Visit(25, fen=100_000),)),
    ),
    Story(
        code="instalments", estate=1, place="5-1-1002", owner="凌霄", title="答应分期",
        story="欠二十四个月，两个月前签了分期，第一期二十天前到账。",
        obstacle="hardship", owner_words="一次拿不出来，分成半年我能做到。",
        shows=(("住户页", "分期第一期已付"), ("时效", "书面分期承诺使全部账期中断")),
        habit=Habit("monthly", owes=24, visits=(Visit(20, fen=70_700),)),
        notices=(Notice(61, "instalment_promise", "signed_agreement", "分期付款承诺书，分六期"),),
    ),
    Story(
        code="mediation", estate=2, place="11-2-402", owner="费宁", title="申请了人民调解",
        story="楼上漏水扯了三年，物业费一直没交，三个月前一起申请了社区调解。",
        obstacle="distrust", owner_words="楼上泡我家你们不管，叫我交钱倒挺积极。",
        shows=(("时效", "调解申请使时效中断"),),
        habit=Habit("monthly", owes=37),
        notices=(Notice(80, "mediation_request", "platform_record", "社区人民调解委员会受理"),),
    ),
    Story(
        code="no_proof", estate=1, place="1-2-801", owner="卜凡", title="催过很多次，没有一次能证明",
        story="三十五个月没交，短信、电话、门上张贴都试过，没有一样能证明送达。",
        obstacle="worse_than_peers", owner_words="短信?没看见。你们的服务值这个价吗?",
        shows=(("时效", "三次催告都注明为什么不算"), ("今日", "下一步：补一份有送达证明的催缴函")),
        habit=Habit("monthly", owes=35),
        notices=(
            Notice(420, "demand", "sms_sent", "短信催缴，没有送达状态"),
            Notice(260, "demand", "call_log", "电话催缴"),
            Notice(130, "demand", "door_photo", "门上张贴，只有照片"),
        ),
    ),
    Story(
        code="overpaid", estate=0, place="8-1-701", owner="安可", title="付多了",
        story="一个月前重复转了一笔，多出来的留作预交，逐月自动抵扣。",
        obstacle="factual", owner_words="我好像转了两次，能退还是抵后面的?",
        shows=(("住户页", "有预交余额，没有欠费"),),
        habit=Habit("january", visits=(Visit(29, fen=240_000),)),
    ),
    Story(
        code="wrong_room", estate=0, place="2-2-404", owner="钟意", title="钱记错了房号",
        story="他付的三个月被记到了隔壁 403，第二天冲正，重新记到本户。",
        obstacle="factual", owner_words="我明明交了，你们怎么还发短信?",
        shows=(("住户页", "隔壁 403 有一对冲正记录，本户已付清"),),
        habit=Habit("monthly", skips=((3, 1),)), wrong_room="2-2-403",
    ),
    Story(
        code="late_charge_paid", estate=0, place="6-2-502", owner="詹台", title="连违约金一起付了",
        story="欠七个月，三周前主动连同违约金一起付清，只说了一句“按规矩来”。",
        obstacle="no_urgency", owner_words="按规矩来，该多少是多少。",
        shows=(("住户页", "本金与违约金分开记"),),
        habit=Habit("monthly", skips=((7, 1),), visits=(Visit(21, late_fen=8_460),)),
    ),
    Story(
        code="written_off", estate=2, place="7-1-602", owner="霍青", title="公司账面已核销",
        story="五年前的半年欠费早过时效，核销了账面；现在按月付，关系要维护好。",
        obstacle="factual", owner_words="那都是老黄历了，现在我月月都交。",
        shows=(("住户页", "核销与减免分开列"),),
        habit=Habit("monthly", skips=((66, 61),)), written_off=True,
    ),
)  # fmt: skip

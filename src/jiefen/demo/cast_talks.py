"""What was said with the cast, in their own words, and what followed. Days are counted back from today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One contact with a cast member. ``promise``: (分 or None for all that was due, due in so many days).

    ``next``: (in so many days, what). ``rehearsed``: (the owner's side, the picture, the aim).
    """

    days_ago: int
    hour: int = 10
    channel: str = "phone"
    reached: str = "owner"
    purpose: str = "bill"
    by_owner: bool = False
    identity: str = "known_voice"
    words: str = ""
    mood: str = "calm"
    obstacle: str = ""
    asked: int = 0
    have: str = ""
    want: str = ""
    option: str = ""
    choice: str = ""
    note: str = ""
    proof: str = ""
    breach: str = ""
    promise: tuple[int | None, int] | None = None
    next: tuple[int, str] | None = None
    rehearsed: tuple[str, str, str] | None = None


def nobody(days_ago: int, channel: str = "phone", hour: int = 15, note: str = "") -> Said:
    """Rang or knocked in vain."""
    return Said(days_ago=days_ago, channel=channel, hour=hour, reached="nobody", identity="not_checked", note=note)


TALKS: Final[dict[str, tuple[Said, ...]]] = {
    "forgot": (
        Said(days_ago=3, channel="message", words="哎呀真忘了，你把账单发我，我晚上就转。", obstacle="no_urgency", option="named_date",
             choice="明天晚上回家就转", promise=(None, 4)),
    ),
    "yearly": (
        Said(days_ago=96, words="我每年都是年底交的，你们翻翻记录就知道。", obstacle="no_urgency", asked=1, mood="annoyed",
             choice="十二月二十号前一次付清"),
    ),
    "leaking_roof": (
        Said(days_ago=66, channel="visit", purpose="care", identity="face_known", mood="angry", obstacle="no_perceived_service",
             words="屋顶漏了两年了，天花板都发霉了，你们先把房子修好再来谈钱。", asked=3, have="有人来看过一次", want="雨天不用接盆",
             option="pay_after_repair", choice="修好了我当天就交", next=(4, "请工程部上屋面看一次，把结果告诉她"),
             rehearsed=("雨一下就提心吊胆，报了两次没人真的修", "天晴天雨都不漏，她请我进屋看干了的墙", "只谈屋顶，今天不提钱")),
        Said(days_ago=24, by_owner=True, purpose="care", mood="angry", obstacle="no_perceived_service",
             words="昨天又下雨，盆都接满了，你们到底哪天来？", asked=2, next=(22, "陪防水师傅上门，约在周末上午")),
    ),
    "fixed_waiting": (
        Said(days_ago=31, channel="visit", purpose="care", identity="face_known", mood="annoyed", obstacle="no_perceived_service",
             words="卫生间反水臭得没法用，先修，别的回头说。", asked=2, option="pay_after_repair", choice="真好了再说"),
        Said(days_ago=4, channel="message", purpose="care", words="修是来人修了，我还没看过几天呢，真好了再说。", asked=1,
             next=(4, "问问地漏这几天有没有再返水，请业主确认")),
    ),
    "distrust": (
        nobody(47),
        Said(days_ago=26, channel="in_person_office", by_owner=True, identity="id_seen", mood="annoyed", obstacle="distrust", asked=4,
             words="电梯里全是广告，钱去哪儿了？账不公开，我凭什么交。", have="每季度贴一张公示", want="看得到原始凭证",
             option="dispute_line", choice="公示的账我看得懂再说", next=(5, "把四个季度的公共收益明细和凭证目录送过去"),
             rehearsed=("觉得自己的钱和公家的钱被混在一起", "他翻着账本说，早给我看不就完了", "约一个时间一起看账")),
    ),
    "compares": (
        Said(days_ago=15, channel="visit", identity="face_known", mood="annoyed", obstacle="worse_than_peers", asked=3,
             words="隔壁一块四五还带泳池，你们一块八五，草都没人剪。", have="电梯和门岗", want="绿化像样一点",
             next=(17, "带价格构成和绿化养护记录，再去谈一次"), rehearsed=("花一样的钱，看不到一样的东西", "他指着剪好的草坪笑了", "请他说最在意哪一样")),
    ),
    "no_hurry": (
        Said(days_ago=78, words="下个月一起给你们，跑不了的。", obstacle="no_urgency", option="named_date", choice="下个月十号前",
             promise=(None, 20)),
        Said(days_ago=49, purpose="promise_check", words="哎，那阵子忙忘了。", obstacle="no_urgency", asked=1),
        Said(days_ago=6, words="又不是不交，急什么，楼上不是也没交吗。", mood="annoyed", obstacle="no_urgency", asked=2, option="part_now",
             choice="先交一半，剩下的下个月", promise=(30_000, 9), rehearsed=("不觉得晚几个月有什么", "他设了自动扣款，说省心", "请他自己定一个日子")),
    ),
    "hardship": (
        Said(days_ago=19, channel="visit", identity="face_known", mood="sad", obstacle="hardship", asked=3,
             words="不是不想交，老头子住院大半年了，实在周转不开。", have="二十年没欠过", want="别再添一件操心的事",
             option="hardship", choice="等他出院，我慢慢补上", next=(3, "问社区有没有大病救助可以申请"),
             rehearsed=("怕被当成赖账的人", "她说谢谢你没有催我", "先问病情，再看能做什么")),
    ),
    "vacant": (
        Said(days_ago=300, by_owner=True, channel="message", words="我人都不在，电梯没坐过一次，也要全交吗？", obstacle="factual", asked=2),
        Said(days_ago=30, words="空置那几个月按七成我没意见，剩下的等我回来。", obstacle="no_urgency", next=(33, "月底他回来办事，约在服务中心对账")),
    ),
    "sold": (
        Said(days_ago=60, words="过户前的跟我没关系，你们找原来的业主。", mood="annoyed", obstacle="factual", asked=1,
             next=(5, "按登记的旧号码联系前业主贺先生"), note="已向他说明：过户前的账单不找他"),
    ),
    "several_owners": (
        nobody(52, "visit"),
        Said(days_ago=22, words="房子又不是我一个人的，凭什么我先交？", mood="annoyed", obstacle="factual", asked=3,
             want="三家一起说清楚", next=(25, "兄妹三人一起到服务中心，谈怎么分"), rehearsed=("谁先交谁吃亏", "三兄妹坐在一张桌上把数分好", "约齐三个人")),
    ),
    "tenant": (
        Said(days_ago=17, words="合同写了租客交，你们找他。", obstacle="factual", asked=1, next=(3, "给租客打电话，只说他自己的这几个月")),
        Said(days_ago=9, reached="tenant", identity="stated_name_and_room", obstacle="no_urgency", option="named_date", asked=1,
             words="这个月工资还没发，发了就交，跟房东说一声哈。", choice="发工资那天", promise=(None, 14)),
    ),
    "developer": (
        Said(days_ago=36, channel="in_person_office", identity="id_seen", words="结算要走流程，等集团批。", obstacle="factual", asked=1,
             next=(34, "问集团批到哪一步了，要一份书面回复")),
    ),
    "shop": (
        Said(days_ago=13, channel="visit", identity="face_known", mood="worried", obstacle="hardship", asked=3,
             words="路一修半年，店里一天卖不了十碗面。", have="门口的围挡", want="撑到旺季", option="instalments_12",
             choice="一年分开交，我一个月能匀出一点", rehearsed=("怕店撑不到路修好", "店里坐满了，他给我下了碗面", "算一个他每月拿得出的数")),
    ),
    "parking": (
        Said(days_ago=110, by_owner=True, purpose="care", words="车位天天被占，我凭什么交车位费？", mood="angry", obstacle="no_perceived_service",
             asked=2, option="pay_after_repair", choice="地锁装上我就交"),
        Said(days_ago=29, purpose="care", words="地锁呢？说了三个月了。", mood="annoyed", obstacle="no_perceived_service", next=(31, "地锁到货就装，装的时候叫他来看")),
    ),
    "wrong_area": (
        Said(days_ago=11, channel="in_person_office", by_owner=True, identity="id_seen", mood="annoyed", obstacle="legal_objection",
             words="面积都搞错了，多收我几年了，先把面积弄清楚。", asked=3, option="dispute_line", choice="面积改过来，该多少我交多少",
             next=(12, "带产权证复印件去不动产登记中心核对面积")),
    ),
    "unreachable": (
        nobody(41, "visit", 11, "邻居说去了外地"), nobody(27, "visit", 18, "门上没有人"), nobody(9, "visit", 10, "还是没人，没有留条"),
    ),
    "do_not_contact": (
        Said(days_ago=50, words="别再打电话了，有事写信，我看得懂字。", mood="angry", obstacle="no_urgency"),
        Said(days_ago=21, channel="letter", purpose="demand", reached="owner", identity="id_seen", proof="ems_signed",
             note="封好的催缴函，EMS 本人签收"),
    ),
    "relapse": (
        Said(days_ago=156, channel="visit", identity="face_known", obstacle="no_perceived_service", asked=3, option="pay_now_waive_late",
             words="交可以，交完你们得有人管我门口那堆建筑垃圾。", choice="今天一次交清", promise=(None, 7)),
        Said(days_ago=5, mood="annoyed", obstacle="no_perceived_service", asked=2,
             words="上次交完你们就没人影了，回访说好的也没来。", next=(6, "把上次没做的回访补上：先去看门口那堆东西清了没有"),
             rehearsed=("被晾了五个月，觉得又是来要钱", "门口清干净了，他说这回算数", "先道歉，再听")),
    ),
    "thanked": (
        nobody(19),
        Said(days_ago=8, channel="visit", identity="face_known", obstacle="no_perceived_service", asked=3,
             words="上次你们把楼道灯修了，还专门来说一声，挺好的。", have="灯亮了，有人来说一声", want="以后坏了不用报两次",
             option="pay_now_waive_late", choice="这几天一次付清，违约金就按说的免了", promise=(None, 6),
             rehearsed=("八个月没人跟她好好说过话", "她说早这样我早交了", "先谢她报修，再问还缺什么")),
    ),
    "expiring": (
        Said(days_ago=310, words="那一年楼道灯坏了大半年，你们自己心里清楚。", mood="annoyed", obstacle="distrust", note="没有录音"),
        Said(days_ago=95, channel="visit", words="又来了？灯的事给个说法。", mood="annoyed", obstacle="distrust", asked=1),
    ),
    "ems_signed": (
        Said(days_ago=240, channel="letter", purpose="demand", identity="id_seen", proof="ems_signed", note="催缴函，EMS 本人签收"),
        Said(days_ago=34, words="信我收到了，等我回来再说吧。", obstacle="no_urgency", asked=1, next=(40, "他月初回来，约个晚上通话")),
    ),
    "acknowledged": (
        Said(days_ago=40, channel="in_person_office", by_owner=True, identity="id_seen", obstacle="distrust", asked=4,
             words="账对清楚了我认，但你们以后要按季度给我看收支。", have="一笔一笔对过的账", want="每个季度看一次收支",
             choice="先签确认书，年底前安排付", next=(45, "把第三季度的收支送给他看"), rehearsed=("不是不认账，是不认糊涂账", "他合上本子说清楚了", "把两笔老账对到分")),
    ),
    "barred": (
        Said(days_ago=70, words="都过了三年了，法律上你们要不着了。", obstacle="legal_objection", asked=1,
             note="已说明：这几笔可以商量，不走法律步骤"),
    ),
    "part_payment": (
        Said(days_ago=27, obstacle="no_urgency", asked=2, words="手头紧，先交一千，年底发了奖金补上。", option="part_now",
             choice="这两天先转一千", promise=(100_000, 3), next=(30, "问问年底奖金大概哪天发")),
    ),
    "instalments": (
        Said(days_ago=61, channel="visit", identity="face_known", mood="worried", obstacle="hardship", asked=3,
             words="一次拿不出来，分成半年我能做到。", have="两年的账压在心里", want="看得到头", option="instalments_6",
             choice="每个月发工资后付一期", rehearsed=("数字太大，干脆不看", "最后一期付完，他把协议收进抽屉", "算一个他做得到的月数")),
    ),
    "mediation": (
        Said(days_ago=86, channel="visit", identity="face_known", mood="angry", obstacle="distrust", asked=2,
             words="楼上泡我家你们不管，叫我交钱倒挺积极。", next=(6, "陪他去社区人民调解委员会")),
    ),
    "no_proof": (
        Said(days_ago=132, words="短信？没看见。你们的服务值这个价吗？", mood="annoyed", obstacle="worse_than_peers"),
        Said(days_ago=33, hour=20, mood="angry", obstacle="worse_than_peers", words="都几点了还打电话？有事白天说。",
             breach="quiet_hours", note="下班后忘了看时间，过了八点，如实登记"),
    ),
    "overpaid": (
        Said(days_ago=28, by_owner=True, purpose="care", words="我好像转了两次，能退还是抵后面的？", obstacle="factual", asked=1,
             choice="抵后面的吧", note="已告知预交余额和每月抵扣"),
    ),
    "wrong_room": (
        Said(days_ago=11, hour=9, by_owner=True, purpose="care", mood="annoyed", words="我明明交了，你们怎么还发短信？", obstacle="factual",
             note="当天查到记在隔壁，已道歉并更正"),
    ),
    "late_charge_paid": (
        Said(days_ago=24, words="按规矩来，该多少是多少。", obstacle="no_urgency", asked=1, option="named_date", choice="周五前连违约金一起",
             promise=(None, 4)),
    ),
    "written_off": (
        Said(days_ago=120, purpose="care", words="那都是老黄历了，现在我月月都交。", obstacle="factual", asked=1),
    ),
}  # fmt: skip

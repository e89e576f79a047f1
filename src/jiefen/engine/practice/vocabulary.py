"""The words of the practice partner: speech acts, moods, outcomes, and the options an owner may be offered."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Act(StrEnum):
    """What a sentence does, whatever it says."""

    GREETING = "greeting"
    INTRODUCTION = "introduction"
    IDENTITY = "identity"
    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    INVITE = "invite"  # 您说，我听着
    LISTENING = "listening"  # says back what was heard
    PARROT = "parrot"  # repeats the owner word for word
    APOLOGY = "apology"
    FEELING = "feeling"
    HOLLOW = "hollow"  # 我理解，但是
    CALM_DOWN = "calm_down"  # 您别激动
    FACT = "fact"
    OPTION = "option"
    CHOICE = "choice"  # leaves the decision to the owner
    APPOINTMENT = "appointment"
    THANKS = "thanks"
    REASSURANCE = "reassurance"  # denies a threat or pressure
    ASK_PAYMENT = "ask_payment"
    PRESSURE = "pressure"
    BLAME = "blame"
    THREAT = "threat"
    THIRD_PARTY = "third_party"
    IMPROPER = "improper"  # a private account, a promise nobody can keep
    JARGON = "jargon"
    REPEATED = "repeated"
    FAREWELL = "farewell"
    UNCLEAR = "unclear"
    SILENCE = "silence"


ACT_LABELS: Final[Mapping[Act, str]] = {
    Act.GREETING: "问好",
    Act.INTRODUCTION: "说清自己是谁",
    Act.IDENTITY: "确认对方是谁",
    Act.OPEN_QUESTION: "开放式提问",
    Act.CLOSED_QUESTION: "是非题",
    Act.INVITE: "请对方说下去",
    Act.LISTENING: "复述听到的话",
    Act.PARROT: "照搬对方原话",
    Act.APOLOGY: "道歉",
    Act.FEELING: "看见对方的感受",
    Act.HOLLOW: "“理解，但是”",
    Act.CALM_DOWN: "叫对方别激动",
    Act.FACT: "具体的事实",
    Act.OPTION: "给出办法",
    Act.CHOICE: "请对方自己定",
    Act.APPOINTMENT: "约下一步",
    Act.THANKS: "道谢",
    Act.REASSURANCE: "打消担心",
    Act.ASK_PAYMENT: "问什么时候交",
    Act.PRESSURE: "施压",
    Act.BLAME: "责备",
    Act.THREAT: "不能说的话",
    Act.THIRD_PARTY: "说出别人家的事",
    Act.IMPROPER: "不合规的话",
    Act.JARGON: "行话",
    Act.REPEATED: "重复前面的话",
    Act.FAREWELL: "道别",
    Act.UNCLEAR: "听不明白",
    Act.SILENCE: "没有说话",
}

HARMFUL: Final = (Act.THREAT, Act.THIRD_PARTY, Act.BLAME, Act.IMPROPER, Act.CALM_DOWN, Act.PRESSURE)  # worst first
OPENING: Final = (Act.OPEN_QUESTION, Act.INVITE, Act.LISTENING, Act.FEELING, Act.APOLOGY)  # what makes people talk


class Mood(StrEnum):
    """How the owner picks up the phone."""

    CALM = "calm"
    WORRIED = "worried"
    ANNOYED = "annoyed"
    ANGRY = "angry"
    SAD = "sad"
    UNKNOWN = "unknown"


MOOD_LABELS: Final[Mapping[Mood, str]] = {
    Mood.CALM: "平静",
    Mood.WORRIED: "担心",
    Mood.ANNOYED: "不耐烦",
    Mood.ANGRY: "生气",
    Mood.SAD: "低落",
    Mood.UNKNOWN: "摸不透",
}


class Outcome(StrEnum):
    """How a talk ended; OPEN while it goes on."""

    OPEN = "open"
    WON = "won"  # the owner chose a way of his own accord
    PAUSED = "paused"  # a next appointment or a ticket both agreed on
    LOST = "lost"  # the owner hung up
    LEFT = "left"  # the talk ended without anything agreed


OUTCOME_LABELS: Final[Mapping[Outcome, str]] = {
    Outcome.OPEN: "还在聊",
    Outcome.WON: "业主自己选了办法",
    Outcome.PAUSED: "约好了下一步",
    Outcome.LOST: "业主挂了电话",
    Outcome.LEFT: "没有约定就结束了",
}

# What may be offered. The first nine are the plan options of the collection rules; the rest are ways to the same end.
OPTIONS: Final[Mapping[str, str]] = {
    "pay_now_waive_late": "现在交，违约金按规定申请减免",
    "instalments": "分期交",
    "pay_after_repair": "修好确认了再交",
    "part_now": "先交一部分",
    "named_date": "自己定一个日子交",
    "dispute_line": "有异议的先放下，没异议的先办",
    "hardship": "申请困难缓交",
    "vacancy": "申请空置房优惠",
    "check_account": "先把账核对清楚",
    "disclosure": "把收支账目给您看",
    "ticket": "登记报修，师傅上门",
    "easy_pay": "把缴费的路子弄简单",
    "contact_update": "更新联系方式和联系时间",
}

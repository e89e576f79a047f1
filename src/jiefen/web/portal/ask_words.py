"""What a person who waits is told, in plain words and never better than it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from jiefen.accounts.demo_people import DEMO_LAWYERS, DemoPerson
from jiefen.consultations.models import AnswerContact, Question
from jiefen.consultations.queries.estimate import Outlook
from jiefen.consultations.states import WAITING_STATES, QuestionState
from jiefen.rules import asking
from jiefen.shared.clock import CHINA, day_of


@dataclass(frozen=True)
class Standing:
    """The head of a question's page. ``poll``: the page asks again; ``side``: waiting, open, answered or over."""

    title: str
    sentence: str
    tone: str
    poll: bool
    side: str


def standing(question: Question, found: Outlook | None, at: dt.datetime) -> Standing:
    """Where the question stands now. ``found`` for those who wait."""
    if question.state in WAITING_STATES and found is not None:
        title = "正在询问律师" if question.state == QuestionState.OFFERED else "正在为您找律师"
        waited = _waited(question, at)
        sentence = f"{waited}{outlook_words(found, at)}{_going_away(question, found, at)}"
        return Standing(title, sentence, "info", True, "waiting")
    if question.forgotten_at is not None:
        sentence = "对话内容已经删除，任何人都不能再看到。还有问题，可以重新提一个。"
        return Standing("内容已删除", sentence, "neutral", False, "over")
    if question.state == QuestionState.ACCEPTED:
        return _accepted(question)
    if question.state == QuestionState.CLOSED:
        sentence = (
            "之前的内容都在。还有不清楚的，可以接着问。"
            if question.answered_at
            else "这次没有等到律师答复。可以接着问，会重新为您找。"
        )
        return Standing("这次答疑已结束", sentence, "neutral", False, "over")
    if question.state == QuestionState.LEFT:
        return Standing(
            "您没有再等", "问题还在这里，没有继续问律师。想接着等，按下面的按钮。", "attention", False, "over"
        )
    return Standing(
        "这条提问已作废", "平台认为它不像一个要律师答复的问题。弄错了请在下面告诉我们。", "attention", False, "over"
    )


def outlook_words(found: Outlook, at: dt.datetime) -> str:
    """Who is there and how long it may take."""
    if not found.here:
        return _nobody(found, at)
    if found.passed and found.passed >= found.free:
        return (
            f"现在有 {found.here} 位律师在线，有空的都问过了，还没有人接，正在接着问，说不准要多久。"
            "急事请拨打 12348 公共法律服务热线。"
        )
    if found.free > found.in_front:
        return f"现在有 {found.here} 位律师在线，其中 {found.free} 位有空，估计 {found.minutes} 分钟内有人接。"
    front = f"前面还有 {found.in_front} 位，" if found.in_front else ""
    return f"{found.here} 位律师在线，都在答别人。{front}估计还要 {found.minutes} 分钟。"


def _going_away(question: Question, found: Outlook, at: dt.datetime) -> str:
    """What closing the page means, where it may take long: without a number we stop asking (``gone_seconds``)."""
    soon = found.free > max(found.in_front, found.passed)
    if soon or AnswerContact.objects.filter(question=question).exists():
        return ""
    minutes = asking.number("gone_seconds", day_of(at)) // 60
    return (
        f"请让这页开着；要离开，就在下面留个号码，答复后通知您一次。没有留号码，页面关了 {minutes} 分钟就不再替您问。"
    )


def _nobody(found: Outlook, at: dt.datetime) -> str:
    if found.next_at is None:
        return "此刻没有律师在线，也还没有人排班。您可以先提，有律师上线就会看到；急事请拨打 12348 公共法律服务热线。"
    there = found.next_at.astimezone(CHINA)
    day = "今天" if there.date() == at.astimezone(CHINA).date() else f"{there.month}月{there.day}日"
    return f"此刻没有律师在线。下一位值班律师{day} {there:%H:%M} 来，您可以先提，到时候先看您的。"


def _accepted(question: Question) -> Standing:
    name = question.lawyer.name if question.lawyer else ""
    if question.answered_at is None:
        return Standing(f"{name}律师接下了您的问题", "他正在看您写的内容，马上在下面答复。", "success", True, "open")
    return Standing(f"{name}律师正在和您谈", "直接在下面说。谈完了可以按“我问清楚了”。", "success", True, "answered")


def _waited(question: Question, at: dt.datetime) -> str:
    if question.asked_at is None or at - question.asked_at < dt.timedelta(minutes=1):
        return ""
    return f"您已经等了 {int((at - question.asked_at).total_seconds() // 60)} 分钟。"


def demo_lawyer() -> DemoPerson | None:
    """In the demo: somebody to sign in as in a second window, so that there is a lawyer; None elsewhere."""
    return DEMO_LAWYERS[0] if settings.DEMO else None

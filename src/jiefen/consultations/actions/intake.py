"""Asking: names first, then the question, then one look and off it goes. Nothing here asks for a phone number."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from typing import Final

from django.db import transaction

from jiefen.accounts.attempts import network_of
from jiefen.chat.access import Person, seat_for
from jiefen.chat.actions import messages, threads
from jiefen.consultations.access import is_verified
from jiefen.consultations.actions.safety import tell_help_lines
from jiefen.consultations.actions.telling import note
from jiefen.consultations.models import Consent, Question, QuestionParty
from jiefen.consultations.refusals import AskedTooOften, IntakeRefused
from jiefen.consultations.states import LIVE_STATES, Purpose, QuestionState, move
from jiefen.consultations.wakeup import look_after_commit
from jiefen.engine.classify import classify
from jiefen.engine.practice_areas import area_named
from jiefen.rules import asking
from jiefen.rules.dispatch import labels_on
from jiefen.rules.regions import UnknownRegion, cities
from jiefen.rules.service_clock import Kind
from jiefen.shared.clock import day_of
from jiefen.shared.crypto import blind_index

ADDRESS_INDEX: Final = "question.address"
LONGEST_NAME: Final = 60
MOST_OTHERS: Final = 5
WORDINGS: Final = {
    Purpose.CONFLICT_CHECK: "同意用我填的姓名、名称做利益冲突审查；接单的律师看得到，其他人看不到。",
    Purpose.ANSWER: "同意把我写的内容（可能包含敏感个人信息）交给一位接单的律师答复。",
    Purpose.CONTACT: "同意在律师答复后用这个号码通知我一次，通知后删除号码。",
}


def draft(
    *,
    visitor_id: int,
    address: str,
    own_name: str,
    others: Sequence[str],
    at: dt.datetime,
    wanted_lawyer_id: int | None = None,
) -> Question:
    """Begin with the names of the conflict check; either may be empty. Raises AskedTooOften, IntakeRefused.

    ``wanted_lawyer_id``: whom the person would like to ask first; an unknown or unverified one is nobody.
    """
    index = blind_index(network_of(address), purpose=ADDRESS_INDEX)
    check_limits(visitor_id, index, at)
    wanted = wanted_lawyer_id if wanted_lawyer_id and is_verified(wanted_lawyer_id) else None
    with transaction.atomic():
        question = Question.objects.create(
            public_id=secrets.token_urlsafe(12), visitor_id=visitor_id, address_index=index, drafted_at=at, seen_at=at,
            returning_to_id=wanted,
        )  # fmt: skip
        name_parties(question=question, own_name=own_name, others=others)
    return question


def name_parties(*, question: Question, own_name: str, others: Sequence[str]) -> None:
    """Replace the names of a draft. Raises IntakeRefused."""
    _check_drafted(question)
    named = [(own_name.strip(), True), *((each.strip(), False) for each in others)]
    given = [(name, is_asker) for name, is_asker in named if name]
    if any(len(name) > LONGEST_NAME for name, _ in given) or len(given) > MOST_OTHERS + 1:
        raise IntakeRefused(f"每个姓名或名称最多 {LONGEST_NAME} 个字，对方最多写 {MOST_OTHERS} 个。")
    with transaction.atomic():
        question.parties.all().delete()
        QuestionParty.objects.bulk_create(
            QuestionParty(question=question, name=name, is_asker=is_asker) for name, is_asker in given
        )


def describe(*, question: Question, words: str, city_code: str, at: dt.datetime) -> Question:
    """What happened, and where. Guesses the area, notes what is urgent. Raises IntakeRefused, UnknownRegion."""
    _check_drafted(question)
    text, day = words.strip(), day_of(at)
    least, most = asking.number("least_characters", day), asking.number("most_characters", day)
    if not least <= len(text) <= most:
        raise IntakeRefused(f"请用 {least} 到 {most} 个字说说发生了什么、您想怎么样；现在是 {len(text)} 个字。")
    if city_code and city_code not in cities():
        raise UnknownRegion("请从列表里选一个城市；不方便说可以不选。")
    found = classify(text, today=day)
    question.words, question.city_code = text, city_code
    question.flags = [flag.code for flag in found.flags]
    _set_area(question, found.areas[0].area, day)
    question.save(update_fields=["words", "city_code", "flags", "area", "label"])
    return question


def ask(*, question: Question, area: str, agreed: Collection[str], at: dt.datetime) -> Question:
    """Send it off: consents, the conversation with its first message, the clock. Raises IntakeRefused, AreaError, AskedTooOften."""
    _check_drafted(question)
    if not question.words:
        raise IntakeRefused("还没有写问题。请先说说发生了什么。")
    needed = [Purpose.ANSWER] + ([Purpose.CONFLICT_CHECK] if question.parties.exists() else [])
    if any(each not in agreed for each in needed):
        raise IntakeRefused("请先勾选同意。不同意就不能交给律师，内容只留在草稿里，可以删掉。")
    check_limits(question.visitor_id, question.address_index, at, but=question.pk)
    _set_area(question, area_named(area).name, day_of(at))
    with transaction.atomic():
        Consent.objects.bulk_create(
            Consent(question=question, purpose=each, wording=WORDINGS[each], given_at=at) for each in needed
        )
        seat = threads.open_thread(visitor_id=question.visitor_id, at=at)
        move(
            question, to=QuestionState.WAITING, by_no=None, at=at, asked_at=at, thread=seat.thread, seen_at=at,
            area=question.area, label=question.label, returning_to=question.returning_to or _last_lawyer(question), scanned_seq=1,
        )  # fmt: skip
        writer = seat_for(Person(visitor_id=question.visitor_id), seat.thread.public_id)
        messages.post_message(by=writer, client_id=f"question-{question.pk:08d}", text=question.words, at=at)
        note(question, Kind.CLIENT, at)
        tell_help_lines(question, question.flags, at=at)
    look_after_commit(at)
    return question


def drop_draft(*, question: Question, at: dt.datetime) -> None:
    """The client changes his mind before asking: words and names go at once. Raises IntakeRefused."""
    _check_drafted(question)
    with transaction.atomic():
        question.parties.all().delete()
        move(question, to=QuestionState.VOID, by_no=None, at=at, words="", reason="dropped", forgotten_at=at)


def check_limits(visitor_id: int, address_index: str, at: dt.datetime, *, but: int = 0) -> None:
    """Raises AskedTooOften when one person or one network asks more than the table allows. Three queries."""
    day = day_of(at)
    mine = Question.objects.filter(visitor_id=visitor_id).exclude(pk=but).exclude(asked_at=None)
    if mine.filter(state__in=LIVE_STATES).count() >= asking.number("live_questions", day):
        raise AskedTooOften("您还有问题正在等候或答复中。请先在“我的提问”里看那一条，有补充可以直接写在里面。")
    if mine.filter(asked_at__gt=at - dt.timedelta(days=1)).count() >= asking.number("questions_a_day", day):
        raise AskedTooOften("今天提的问题已经不少了，请明天再来。急事请拨打 12348 公共法律服务热线；有危险请拨 110。")
    near = Question.objects.filter(address_index=address_index, drafted_at__gt=at - dt.timedelta(hours=1))
    if near.exclude(pk=but).count() >= asking.number("questions_an_hour_from_an_address", day):
        raise AskedTooOften("这个网络一小时内提问太多，请过一会儿再试。急事请拨打 12348；有危险请拨 110。")


def _check_drafted(question: Question) -> None:
    if question.state != QuestionState.DRAFTED:
        raise IntakeRefused("这个问题已经提交，不能再改。有补充可以直接写在对话里。")


def _set_area(question: Question, area: str, day: dt.date) -> None:
    question.area, question.label = area, labels_on(day).get(area, "")


def _last_lawyer(question: Question) -> object:
    """Who answered this person last, unless he wanted somebody else then."""
    earlier = Question.objects.filter(visitor_id=question.visitor_id).exclude(answered_by=None)
    last = earlier.order_by("-asked_at").select_related("answered_by").first()
    if last is None or last.feedback.filter(wants_second=True).exists():
        return None
    return last.answered_by

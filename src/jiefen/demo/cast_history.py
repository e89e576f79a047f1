"""The cast's own history: their talks from cast_talks.py, and what each of them agreed, disputed or asked for."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jiefen.demo.cast import CAST
from jiefen.demo.cast_talks import TALKS, Said
from jiefen.demo.contact_days import allowed_day
from jiefen.demo.months import ONE_DAY, Calendar
from jiefen.demo.places import ESTATES, Home
from jiefen.demo.said import (
    Asked,
    Cared,
    Contact,
    Disputed,
    Empty,
    History,
    Paused,
    Planned,
    Promised,
    Rehearsed,
    Wished,
)
from jiefen.demo.standing import Standing
from jiefen.demo.story import Notice
from jiefen.rules.playbook import play_for

LONG_AWAY: Final = 3  # empty homes beside the cast whose owners have applied and wait for an answer


def talk_with_the_cast(homes: list[Home], calendar: Calendar, history: History) -> None:
    """Every contact with the cast, and what followed from it."""
    rooms = {(home.estate, home.place): home for home in homes}
    for story in CAST:
        home = rooms[story.estate, story.place]
        said = [_contact(home, one, calendar) for one in TALKS.get(story.code, ())]
        history.contacts += said
        for contact, one in zip(said, TALKS.get(story.code, ()), strict=True):
            _promise(contact, one, history)
        follows = FOLLOWS.get(story.code)
        if follows:
            follows(said, calendar, history)
    _empty_homes(homes, calendar, history)


def _contact(home: Home, said: Said, calendar: Calendar) -> Contact:
    on = calendar.days_ago(said.days_ago) if said.by_owner else allowed_day(calendar.days_ago(said.days_ago))
    contact = Contact(home, on, said.hour, 25 if said.hour < 20 else 12, said.channel, said.reached, said.purpose)
    contact.initiated_by = "owner" if said.by_owner else "us"
    for name in (
        "identity",
        "proof",
        "note",
        "breach",
        "words",
        "mood",
        "obstacle",
        "have",
        "want",
        "option",
        "choice",
    ):
        setattr(contact, name, getattr(said, name))
    if said.obstacle and said.asked:
        contact.questions = play_for(said.obstacle, on=on).questions[: said.asked]
    if said.next:
        contact.next_on, contact.next_what = on + said.next[0] * ONE_DAY, said.next[1]
    if said.rehearsed:
        contact.rehearsed = Rehearsed(*said.rehearsed)
    return contact


def _promise(contact: Contact, said: Said, history: History) -> None:
    if said.promise is None:
        return
    fen, days = said.promise
    owed = Standing(contact.home).owed_on(contact.on)
    wanted = owed if fen is None else fen
    if wanted > 0:
        history.promises.append(Promised(contact, wanted, contact.on + days * ONE_DAY))


def _plan(said: list[Contact], calendar: Calendar, history: History) -> None:
    """Agreed two months ago; the first instalment is the payment the account knows."""
    talk = said[-1]
    bills = tuple(Standing(talk.home).open_on(talk.on))
    if bills:
        history.plans.append(Planned(talk, bills, 6, calendar.days_ago(20), "signed"))


def _plan_to_approve(said: list[Contact], calendar: Calendar, history: History) -> None:
    talk = said[-1]
    bills = tuple(Standing(talk.home).open_on(talk.on))
    if bills:
        history.plans.append(Planned(talk, bills, 12, talk.on + 30 * ONE_DAY, "message", is_waiting=True))


def _public_money(said: list[Contact], calendar: Calendar, history: History) -> None:
    bills = tuple(bill for bill, _ in Standing(said[-1].home).open_on(said[-1].on)[:2])
    answer = "公共收益每季度在一楼公告栏公示；四个季度的明细和凭证目录已经送到，请您看看还缺哪一项。"
    answered_on = said[-1].on + 6 * ONE_DAY
    words = "电梯广告和地面停车的收入没有交代，这两笔先不认。"
    history.disputes.append(Disputed(said[-1], bills, "service", words, answer, answered_on, "answered"))


def _area(said: list[Contact], calendar: Calendar, history: History) -> None:
    bills = tuple(bill for bill, _ in Standing(said[-1].home).open_on(said[-1].on))
    words = "产权证上是 89.2 平方米，账单按 95.6 平方米算。"
    history.disputes.append(Disputed(said[-1], bills, "area", words))


def _illness(said: list[Contact], calendar: Calendar, history: History) -> None:
    words = "老伴住院，退休金都花在药上。"
    history.pauses.append(Paused(said[-1], "illness", words, said[-1].on + 75 * ONE_DAY))


def _thanks(said: list[Contact], calendar: Calendar, history: History) -> None:
    """The late charge was waived with the payment, as agreed."""
    talk = said[-1]
    for relief in talk.home.book.reliefs:
        if relief.kind == "late_waiver":
            history.waivers.append(
                Asked(talk.home, relief.bill, relief.amount, relief.reason, talk.on, "late_charge", talk, relief)
            )  # fmt: skip


def _forgotten(said: list[Contact], calendar: Calendar, history: History) -> None:
    """Nobody asked afterwards, though it was promised."""
    receipts = [one for one in Standing(said[0].home).receipts_after(said[0].on) if one.on < calendar.days_ago(100)]
    if receipts:
        history.aftercare.append(Cared(said[0].home, receipts[0], "lapsed"))


def _well_kept(said: list[Contact], calendar: Calendar, history: History) -> None:
    home = said[-1].home
    receipts = Standing(home).receipts_after(said[-1].on)
    if receipts:
        on = receipts[-1].on + 5 * ONE_DAY
        thanks = "连违约金一起付清，一天也没有拖"
        history.aftercare.append(Cared(home, receipts[-1], "thanked", on, "应该的，你们也不容易。", thanks))


def _left_alone(said: list[Contact], calendar: Calendar, history: History) -> None:
    history.wishes.append(Wished(said[0].home, "do_not_contact", said[0].on, said[0].words))
    letter = said[-1]
    letter.home.notices.append(Notice((calendar.today - letter.on).days, "demand", letter.proof, letter.note))


FOLLOWS: Final = {
    "instalments": _plan, "shop": _plan_to_approve, "distrust": _public_money, "wrong_area": _area, "hardship": _illness,
    "thanked": _thanks, "relapse": _forgotten, "late_charge_paid": _well_kept, "do_not_contact": _left_alone,
}  # fmt: skip


def _empty_homes(homes: list[Home], calendar: Calendar, history: History) -> None:
    """Those whose bills carry the discount were confirmed for those months; a few others wait for an answer."""
    waiting = 0
    for home in homes:
        months = [relief.bill for relief in home.book.reliefs if "空置" in relief.reason]
        if months:
            first, last = min(bill.start for bill in months), max(bill.end for bill in months)
            state = "ended" if last < calendar.today else "confirmed"
            history.vacancies.append(Empty(home, first, first - 12 * ONE_DAY, state, last, 70))
        elif home.is_vacant and home.kind == "residence" and waiting < LONG_AWAY:
            waiting += 1
            history.vacancies.append(Empty(home, calendar.months_ago(4), calendar.days_ago(3 + 2 * waiting), "applied"))


def steward_of(home: Home) -> int:
    """Which of the demo's stewards looks after the home."""
    plan = ESTATES[home.estate]
    return plan.stewards[int(home.building) - 1] if home.building else plan.stewards[-1]


def wishes_of_others(homes: list[Home], calendar: Calendar, history: History) -> None:
    """Who is marked as not to be contacted said so once; a few others have hours or ways they prefer."""
    talked_with = {id(contact.home) for contact in history.contacts}
    plain = [home for home in homes if not home.story and home.kind == "residence" and home.is_delivered]
    others = [home for home in plain if id(home) not in talked_with]
    for number, home in enumerate(others):
        on: dt.date = calendar.days_ago(40 + number % 200)
        if home.do_not_contact:
            history.wishes.append(Wished(home, "do_not_contact", on, "不要再联系了，有事写信。"))
        elif number % 211 == 7:
            history.wishes.append(Wished(home, "only_hours", on, "上夜班，下午三点以后再打。", 15, 20))
        elif number % 337 == 11:
            history.wishes.append(Wished(home, "no_visit", on, "家里有刚出生的孩子，别敲门。"))

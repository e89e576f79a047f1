"""Putting the cast into its rooms, and a few unwritten households into long arrears so that limitation has work."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from jiefen.demo.book import Bill
from jiefen.demo.cast import CAST
from jiefen.demo.habits import Habit, invented_habit
from jiefen.demo.months import ONE_DAY, Calendar, last_day, shifted, years_before
from jiefen.demo.names import Registry
from jiefen.demo.people import developer_of, handed_over, is_undelivered, leave_undelivered, sell
from jiefen.demo.places import PROPERTY_FEE, Holding, Home
from jiefen.demo.story import Notice, Story

# How many households per estate have not paid for about three years: quietly, or with something that saved the claim.
QUIET: Final = (6, 7, 8)
OLDER: Final = (2, 2, 3)
SAVED: Final = (3, 3, 5)
SAVING: Final = (
    ("demand", "ems_signed", "催缴函，EMS 本人签收"),
    ("demand", "relative_signed", "催缴函，同住配偶签收"),
    ("instalment_promise", "signed_agreement", "分期承诺书，业主签字"),
    ("acknowledgement", "signed_agreement", "对账确认书，业主签字"),
    ("demand", "wechat_read", "微信催告，业主已读并保留原始记录"),
    ("extension_request", "chat_reply", "业主微信请求延期"),
)
USELESS: Final = (
    ("demand", "call_log", "电话催缴，没有录音"),
    ("demand", "sms_sent", "短信催缴，没有送达状态"),
    ("demand", "staff_note", "上门口头说过"),
    ("demand", "ems_sent", "寄出催缴函，没有签收记录"),
)


def by_place(homes: list[Home]) -> dict[tuple[int, str], Home]:
    """Homes by estate and place."""
    return {(home.estate, home.place): home for home in homes}


def cast_into(homes: list[Home], calendar: Calendar, registry: Registry, rng: random.Random) -> None:
    """Give each cast member's room its people, habits, notices and tickets."""
    rooms = by_place(homes)
    for story in CAST:
        home = rooms[story.estate, story.place]
        home.story, home.habit, home.note = story.code, story.habit, story.note
        home.is_vacant, home.do_not_contact = story.is_vacant, story.do_not_contact
        home.notices, home.tickets = list(story.notices), list(story.tickets)
        _people_of(story, home, calendar, registry, rng)
        if story.wrong_room:
            rooms[story.estate, story.wrong_room].habit = Habit("monthly", owes=2)
            rooms[story.estate, story.wrong_room].story = f"{story.code}.neighbour"


def _people_of(story: Story, home: Home, calendar: Calendar, registry: Registry, rng: random.Random) -> None:
    if story.is_undelivered:
        leave_undelivered(home, developer_of(registry))
        return
    home.delivered_on = handed_over(home, calendar, rng)
    owner = registry.person(story.owner, has_phone=story.has_phone)
    owner.is_company = home.kind == "shop"
    home.owners = [Holding(owner, home.delivered_on)]
    if story.former_owner:
        sell(home, registry.person(story.former_owner), owner, calendar.months_ago(story.bought_months_ago))
    if story.co_owners:
        everybody = [owner, *(registry.person(name) for name in story.co_owners)]
        each, rest = divmod(100, len(everybody))
        home.owners = [Holding(who, home.delivered_on, share=each) for who in everybody]
        home.owners[0].share = each + rest
    if story.tenant:
        since = calendar.months_ago(story.tenant_months_ago)
        home.occupiers = [Holding(registry.person(story.tenant), since, pays=True)]


def invent_habits(homes: list[Home], rng: random.Random) -> None:
    """A habit for everybody without a story; the developer pays for all his flats alike."""
    developers = next(story.habit for story in CAST if story.is_undelivered)
    for home in homes:
        if not home.story:
            home.habit = developers if is_undelivered(home) else invented_habit(home.estate, rng)
    for estate in range(len(QUIET)):
        plain = [
            home
            for home in homes
            if home.estate == estate and home.kind == "residence" and not home.story and not is_undelivered(home)
        ]
        chosen = rng.sample(plain, k=min(len(plain), QUIET[estate] + OLDER[estate] + SAVED[estate]))
        for number, home in enumerate(chosen):
            _fall_silent(home, number, estate, rng)


def _fall_silent(home: Home, number: int, estate: int, rng: random.Random) -> None:
    """Three years without a payment: nearly expired, partly expired, or saved by something provable."""
    if number < QUIET[estate]:
        home.habit = Habit("monthly", owes=rng.randint(32, 37))
        home.notices = [Notice(rng.randint(30, 700), *rng.choice(USELESS)) for _ in range(rng.randint(0, 2))]
    elif number < QUIET[estate] + OLDER[estate]:
        home.habit = Habit("monthly", owes=rng.randint(38, 52))
        home.notices = [Notice(rng.randint(30, 900), *rng.choice(USELESS))]
    else:
        home.habit = Habit("monthly", owes=rng.randint(32, 42))
        home.notices = [Notice(rng.randint(60, 420), *rng.choice(SAVING))]


def past_bills(story: Story, home: Home, calendar: Calendar) -> list[Bill]:
    """The old bills a story asks for: whole months, due on the day whose three years end as the story says."""
    bills = []
    for past in story.past:
        end = years_before(calendar.days_ago(-past.ends_in), 3)
        anchor = shifted(end, -past.months)
        start = anchor.replace(day=min(end.day, last_day(anchor).day)) + ONE_DAY
        first = calendar.first(0)
        bills.append(
            Bill(PROPERTY_FEE, -1, start, end, home.monthly_fen * past.months, first, payer=home.owners[0].person,
                 note=past.note)
        )  # fmt: skip
    return bills


def finish_stories(homes: list[Home], calendar: Calendar) -> None:
    """What the cast's accounts need beyond habits: waivers, write-offs, the payment entered for the wrong room."""
    rooms = by_place(homes)
    for story in CAST:
        home = rooms.get((story.estate, story.place))
        if home is None:
            continue
        if story.written_off:
            for bill in [bill for bill in home.book.held if bill.month < 0]:
                home.book.relieve("write_off", bill, bill.left, calendar.days_ago(95), "超过诉讼时效，经批准核销账面")
        if story.wrong_room:
            _enter_for_the_wrong_room(home, rooms[story.estate, story.wrong_room], calendar)


def _enter_for_the_wrong_room(home: Home, neighbour: Home, calendar: Calendar) -> None:
    payer, entered, noticed = home.owners[0].person.name, calendar.days_ago(12), calendar.days_ago(11)
    own, other = (_made_by(book.book.held, entered) for book in (home, neighbour))
    total = sum(bill.left for bill in own)
    wrong = neighbour.book.receive(entered, total, other, method="transfer", payer=payer)
    neighbour.book.reverse(wrong, noticed, "房号记错，冲正后记到 404")
    home.book.receive(noticed, total, own, method="transfer", payer=payer, reason="更正房号后入账")


def _made_by(bills: list[Bill], day: dt.date) -> list[Bill]:
    return [bill for bill in bills if bill.made_on <= day]

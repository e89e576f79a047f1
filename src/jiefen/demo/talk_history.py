"""What happened between the company and the households without a story, fitted to accounts that are already written down.

Nothing here changes an account: a talk stands before a payment that was made anyway, a broken promise where no money
came. Contact rules are kept: no holiday, nine to twenty o'clock, a week between two contacts, no talk of bills while
a repair waits.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Final

from jiefen.demo import talk_words as words
from jiefen.demo.book import Receipt
from jiefen.demo.contact_days import allowed_day, waits_for_repair
from jiefen.demo.months import ONE_DAY, Calendar
from jiefen.demo.places import Home
from jiefen.demo.said import Asked, Cared, Contact, History, Promised, Rehearsed
from jiefen.demo.standing import Standing
from jiefen.demo.talk_endings import end_talk
from jiefen.rules.playbook import play_for

BEHIND: Final = 330  # households in arrears somebody has talked with
PAID: Final = 190  # households that paid what was overdue after a talk
LOOK_BACK: Final = 210  # days
OVERDUE: Final = 20  # days after which a bill is worth a talk
OBSTACLES: Final = {
    "no_urgency": 34, "no_perceived_service": 22, "distrust": 13, "worse_than_peers": 9, "hardship": 10, "factual": 8,
    "legal_objection": 4,
}  # fmt: skip
CHANNELS: Final = {"phone": 62, "visit": 20, "message": 12, "in_person_office": 6}
IDENTITY: Final = {
    "phone": "callback_number",
    "visit": "face_known",
    "message": "callback_number",
    "in_person_office": "id_seen",
}


def talk_with_others(homes: list[Home], calendar: Calendar, rng: random.Random, history: History) -> None:
    """Add the talks of everybody without a story, and what came of them."""
    plain = [home for home in homes if _may_be_talked_with(home)]
    standing = [(home, Standing(home)) for home in plain]
    paid = [(home, book, receipt) for home, book in standing if (receipt := _late_receipt(book, calendar))]
    chosen = rng.sample(paid, k=min(PAID, len(paid)))
    for home, book, receipt in chosen:
        _before_it_was_paid(home, book, receipt, calendar, rng, history)
    taken = {id(home) for home, *_ in chosen}
    worth = calendar.days_ago(OVERDUE)
    behind = [(home, book) for home, book in standing if id(home) not in taken and book.owed_on(worth) > 3_000]
    for home, book in rng.sample(behind, k=min(BEHIND, len(behind))):
        _still_open(home, book, calendar, rng, history)


def _may_be_talked_with(home: Home) -> bool:
    has_phone = bool(home.owners and home.owners[0].person.phone)
    return not home.story and home.kind != "parking" and home.is_delivered and has_phone and not home.do_not_contact


def _late_receipt(book: Standing, calendar: Calendar) -> Receipt | None:
    """The newest payment of the last months that settled something long due."""
    late = [one for one in book.receipts_after(calendar.days_ago(LOOK_BACK)) if book.settled_arrears(one, OVERDUE)]
    return late[-1] if late else None


def _before_it_was_paid(
    home: Home, book: Standing, receipt: Receipt, calendar: Calendar, rng: random.Random, history: History
) -> None:
    on = allowed_day(receipt.on - rng.randint(2, 12) * ONE_DAY)
    owed = book.owed_on(on)
    if not owed or waits_for_repair(home, on, calendar):
        return
    if rng.random() < 0.35:
        history.contacts.append(unanswered(home, allowed_day(on - rng.randint(8, 15) * ONE_DAY), rng))
    talk = heard(home, on, rng, skilled=0.55)
    history.contacts.append(talk)
    waived = [relief for relief in home.book.reliefs if relief.kind == "late_waiver" and relief.on == receipt.on]
    talk.option = "pay_now_waive_late" if waived else rng.choice(("named_date", "named_date", "part_now", ""))
    if receipt.amount < owed and talk.option:
        talk.option = "part_now"
    if talk.option:
        talk.choice = rng.choice(words.CHOICES[talk.option])
        fen = min(owed, receipt.amount)
        history.promises.append(Promised(talk, fen, max(receipt.on + rng.randint(-1, 5) * ONE_DAY, on + ONE_DAY)))
    for relief in waived:
        history.waivers.append(
            Asked(home, relief.bill, relief.amount, relief.reason, on, "late_charge", talk, relief)
        )  # fmt: skip
    if calendar.today - receipt.on > 9 * ONE_DAY and rng.random() < 0.62:
        history.aftercare.append(_asked_afterwards(home, receipt, rng))


def _asked_afterwards(home: Home, receipt: Receipt, rng: random.Random) -> Cared:
    fate, on = rng.random(), allowed_day(receipt.on + rng.randint(4, 6) * ONE_DAY)
    on = max(on, receipt.on + 3 * ONE_DAY)
    if fate < 0.76:
        return Cared(home, receipt, "thanked", on, rng.choice(words.PLEASED), rng.choice(words.THANKS))
    if fate < 0.89:
        said, ticket = rng.choice(words.DISPLEASED)
        return Cared(home, receipt, "ticket_opened", on, said, ticket=ticket)
    return Cared(home, receipt, "lapsed")


def _still_open(home: Home, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    """One to three contacts; the last one ends in one of the ways talks end."""
    ago = rng.randint(1, 12) if rng.random() < 0.3 else int(rng.triangular(2, LOOK_BACK - 60, 10))
    last = allowed_day(calendar.days_ago(ago))
    for on in sorted(_earlier(last, rng)):
        day = allowed_day(on)
        history.contacts.append(
            unanswered(home, day, rng) if rng.random() < 0.45 else _talk_on(home, day, calendar, rng)
        )
    if rng.random() < 0.3:
        history.contacts.append(unanswered(home, last, rng))
        return
    talk = _talk_on(home, last, calendar, rng)
    history.contacts.append(talk)
    end_talk(talk, book, calendar, rng, history)


def _earlier(last: dt.date, rng: random.Random) -> Iterator[dt.date]:
    day = last
    for _ in range(rng.choices((0, 1, 2), (4, 4, 2))[0]):
        day -= rng.randint(12, 40) * ONE_DAY
        yield day


def _talk_on(home: Home, on: dt.date, calendar: Calendar, rng: random.Random) -> Contact:
    talk = heard(home, on, rng, skilled=0.38)
    if waits_for_repair(home, on, calendar):
        talk.purpose = "care"
    return talk


def heard(home: Home, on: dt.date, rng: random.Random, *, skilled: float) -> Contact:
    """A talk with the owner: family hears of no bill. ``skilled``: how often somebody rehearsed; who did asks a little more."""
    obstacle = rng.choices(list(OBSTACLES), list(OBSTACLES.values()))[0]
    said, mood = rng.choice(words.WORDS[obstacle])
    channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    rehearsed = rng.random() < skilled
    talk = _contact(home, on, rng, channel)
    talk.reached = "owner"
    talk.identity = IDENTITY[channel]
    talk.words, talk.mood, talk.obstacle = said, mood, obstacle
    asked = rng.choices((0, 1, 2, 3, 4), (2, 3, 4, 4, 2) if rehearsed else (6, 5, 3, 1, 1))[0]
    known = play_for(obstacle, on=on).questions
    talk.questions = tuple(rng.sample(known, k=min(asked, len(known))))
    if asked > 1:
        talk.have, talk.want = rng.choice(words.HAVE), rng.choice(words.WANT)
    if rehearsed:
        talk.rehearsed = Rehearsed(rng.choice(words.OWNER_SIDES), rng.choice(words.PICTURES), rng.choice(words.AIMS))
    return talk


def unanswered(home: Home, on: dt.date, rng: random.Random) -> Contact:
    """Rang or knocked in vain."""
    contact = _contact(home, on, rng, rng.choice(("phone", "phone", "phone", "visit")))
    contact.note = rng.choice(words.NOBODY_NOTES)
    return contact


def _contact(home: Home, on: dt.date, rng: random.Random, channel: str) -> Contact:
    hour, minute = rng.choice((9, 10, 10, 11, 14, 15, 16, 17, 18, 19)), rng.randint(5, 50)
    return Contact(home, on, hour, minute, channel)

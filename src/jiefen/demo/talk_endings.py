"""How a talk with a household that still owes ended: a next step, a promise, a plan, a dispute, a pause, a waiver asked for."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from jiefen.demo import talk_words as words
from jiefen.demo.months import ONE_DAY, Calendar
from jiefen.demo.said import Asked, Contact, Disputed, History, Paused, Planned, Promised
from jiefen.demo.standing import Standing
from jiefen.demo.story import Notice

Ending = Callable[[Contact, Standing, Calendar, random.Random, History], None]
PLAN_MONTHS: Final = (3, 6, 6, 12)


def end_talk(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    """Let the owner decide. Money that came after the talk leaves it at a next step: it is told elsewhere."""
    if talk.purpose == "care":
        talk.option, talk.choice = "pay_after_repair", rng.choice(words.CHOICES["pay_after_repair"])
        _next_step(talk, book, calendar, rng, history)
        return
    if book.receipts_after(talk.on) or not book.owed_on(talk.on):
        _next_step(talk, book, calendar, rng, history)
        return
    ENDINGS[rng.choices(list(ENDINGS), list(WEIGHTS))[0]](talk, book, calendar, rng, history)


def _next_step(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    talk.next_on = talk.on + rng.randint(3, 12) * ONE_DAY
    talk.next_what = rng.choice(words.NEXT_STEPS)


def _promise(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    """Nothing has come since: it is open when its day lies ahead, else broken."""
    owed = book.owed_on(talk.on)
    talk.option = rng.choice(("named_date", "named_date", "part_now", "pay_now_waive_late"))
    talk.choice = rng.choice(words.CHOICES[talk.option])
    fen = max(owed // 2 // 10_000 * 10_000, 10_000) if talk.option == "part_now" else owed
    history.promises.append(Promised(talk, min(fen, owed), talk.on + rng.randint(3, 18) * ONE_DAY))


def _plan(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    """Recent, so that its first instalment lies ahead; big ones wait for approval, some for the owner's yes."""
    days, bills = (calendar.today - talk.on).days, tuple(book.open_on(talk.on))
    if days > 24 or sum(left for _, left in bills) < 60_000:
        _next_step(talk, book, calendar, rng, history)
        return
    months = rng.choice(PLAN_MONTHS)
    talk.option = f"instalments_{months}"
    talk.choice = rng.choice(words.CHOICES[talk.option])
    agreed_by = rng.choice(("signed", "message", "message", ""))
    is_waiting = bool(agreed_by) and (months > 6 or sum(left for _, left in bills) > 500_000)
    first = talk.on + rng.randint(27, 34) * ONE_DAY
    history.plans.append(Planned(talk, bills, months, first, agreed_by, is_waiting))
    if agreed_by:
        proof = {"signed": "signed_agreement", "message": "chat_reply"}[agreed_by]
        talk.home.notices.append(Notice(days, "instalment_promise", proof, "分期付款协议"))


def _dispute(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    reason, said, answer = rng.choice(words.DISPUTES)
    bills = tuple(bill for bill, _ in book.open_on(talk.on)[: rng.randint(1, 3)])
    talk.option, talk.choice = "dispute_line", rng.choice(words.CHOICES["dispute_line"])
    found = Disputed(talk, bills, reason, said)
    days = (calendar.today - talk.on).days
    if days > 8:
        found.state, found.answer, found.answered_on = "answered", answer, talk.on + rng.randint(3, 7) * ONE_DAY
    if days > 30:
        found.state = rng.choice(("rejected", "settled", "settled", "withdrawn"))
        found.decided_on = talk.on + rng.randint(12, 24) * ONE_DAY
    history.disputes.append(found)


def _pause(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    reason, said = rng.choice(words.BREATHING)
    talk.option, talk.choice = "hardship", rng.choice(words.CHOICES["hardship"])
    until = talk.on + rng.choice((30, 45, 60)) * ONE_DAY
    days = (calendar.today - talk.on).days
    state = "requested" if days < 5 else "granted" if until >= calendar.today else "ended"
    history.pauses.append(Paused(talk, reason, said, until, state))


def _waiver(talk: Contact, book: Standing, calendar: Calendar, rng: random.Random, history: History) -> None:
    """Asked for lately and not decided yet."""
    if (calendar.today - talk.on).days > 20:
        _next_step(talk, book, calendar, rng, history)
        return
    bill, left = book.open_on(talk.on)[0]
    fen = max(left * rng.choice((10, 20, 30)) // 100, 1)
    history.waivers.append(Asked(talk.home, bill, fen, rng.choice(words.WAIVER_REASONS), talk.on, talk=talk))


ENDINGS: Final[dict[str, Ending]] = {
    "next_step": _next_step, "promise": _promise, "plan": _plan, "dispute": _dispute, "pause": _pause, "waiver": _waiver,
}  # fmt: skip
WEIGHTS: Final = (30, 32, 13, 9, 8, 8)

"""How often is often enough: calls, visits, messages and letters a day, contacts in any seven days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from jiefen.rules import contact_words as words
from jiefen.rules.contact_facts import DISTURBING, Channel, ContactRequest, Initiator, PastContact, Purpose
from jiefen.rules.contact_hours import limits, start_of
from jiefen.rules.contact_words import Bar

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


def daily_cap(request: ContactRequest) -> Bar | None:
    """One call, one visit, one message, one letter a calendar day, unless the company set its own number."""
    code = {
        Channel.PHONE: "calls_per_day",
        Channel.VISIT: "visits_per_day",
        Channel.MESSAGE: "messages_per_day",
        Channel.LETTER: "letters_per_day",
    }[request.channel]
    most = limits(request).numbers[code]
    start = start_of(request.at.date())
    same = [past for past in _counted(request, start - timedelta(microseconds=1)) if past.channel is request.channel]
    if _is_uncapped(request) or len(same) < most:
        return None
    if not most:
        return _never("daily_cap", request)
    return Bar("daily_cap", start + _DAY, words.daily(request.channel, same, most))


def unanswered_cap(request: ContactRequest) -> Bar | None:
    """Ringing again and again is pressure, too: so often a day, so often in seven days."""
    if request.channel is not Channel.PHONE or _is_uncapped(request):
        return None
    numbers, start = limits(request).numbers, start_of(request.at.date())
    rung = [past for past in _ours(request) if past.channel is Channel.PHONE and not past.is_reached]
    today = [past for past in rung if past.at >= start]
    week = [past for past in rung if past.at > request.at - _WEEK]
    if len(today) >= numbers["unanswered_per_day"]:
        most = numbers["unanswered_per_day"]
        said = words.often("今天", len(today), most)
        return Bar("unanswered_cap", start + _DAY, said) if most else _never("unanswered_cap", request)
    return _rolling("unanswered_cap", request, week, numbers["unanswered_per_week"])


def visit_cap(request: ContactRequest) -> Bar | None:
    """Visits in any seven days."""
    if request.channel is not Channel.VISIT or _is_uncapped(request):
        return None
    visits = [past for past in _counted(request, request.at - _WEEK) if past.channel is Channel.VISIT]
    return _rolling("visit_cap", request, visits, limits(request).numbers["visits_per_week"])


def weekly_cap(request: ContactRequest) -> Bar | None:
    """Rolling: what happened exactly seven days (168 hours) ago counts no more."""
    if request.channel not in DISTURBING or _is_uncapped(request):
        return None
    counted = [past for past in _counted(request, request.at - _WEEK) if past.channel in DISTURBING]
    return _rolling("weekly_cap", request, counted, limits(request).numbers["contacts_per_week"])


def _rolling(rule: str, request: ContactRequest, counted: list[PastContact], most: int) -> Bar | None:
    if len(counted) < most:
        return None
    if not most:
        return _never(rule, request)
    freed = sorted(past.at for past in counted)[len(counted) - most] + _WEEK
    return Bar(rule, freed, words.often("连续 7 天里", len(counted), most))


def _never(rule: str, request: ContactRequest) -> Bar:
    """The company set the number to none at all."""
    return Bar(rule, None, {"act": words.act(request.channel)}, "cap_is_zero")


def _counted(request: ContactRequest, after: datetime) -> list[PastContact]:
    """Our contacts after ``after`` that arrived; a knock nobody answers and a letter count as well."""
    arrived = (Channel.VISIT, Channel.LETTER)
    return [past for past in _ours(request) if past.at > after and (past.is_reached or past.channel in arrived)]


def _ours(request: ContactRequest) -> list[PastContact]:
    """Contacts we began that were about money or a thank-you: a repair or an emergency uses up nothing."""
    free = (Purpose.CARE, Purpose.EMERGENCY)
    return [past for past in request.history if past.initiated_by is Initiator.US and past.purpose not in free]


def _is_uncapped(request: ContactRequest) -> bool:
    return request.purpose is Purpose.CARE or request.channel not in (*DISTURBING, Channel.LETTER)

"""The rails that follow the clock and the calendar: peace at night and on holidays, and the hours an owner asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from jiefen.rules import contact_times as times
from jiefen.rules import contact_words as words
from jiefen.rules.contact_facts import CHINA, DISTURBING, ContactRequest, Limits, Purpose, limits_on
from jiefen.rules.contact_words import Bar
from jiefen.rules.workdays import Tell, is_holiday


def holiday(request: ContactRequest, tell: Tell) -> Bar | None:
    """No call, visit or message about the bill on an official holiday; a repair may be spoken of."""
    if not _disturbs(request) or request.is_agreed_time or request.purpose is Purpose.CARE:
        return None
    day = request.at.date()
    if not is_holiday(day, tell=tell):
        return None
    return Bar(
        "holiday",
        start_of(day + timedelta(days=1)),
        {"day": times.day(day, request.at), "act": words.act(request.channel)},
    )


def quiet_hours(request: ContactRequest) -> Bar | None:
    """Peace at home (民法典 1032, 1033): the company's hours, never inside the legal floor; an owner's own hours replace the former."""
    own, wishes = limits(request), request.household.only_hours
    if not _disturbs(request) or request.is_agreed_time:
        return None
    spans = (own.floor,) if wishes else (own.quiet, own.floor)
    if not any(span.holds(request.at.time()) for span in spans):
        return None
    until = times.first_open(request.at, lambda at: not any(span.holds(at) for span in spans), spans)
    return Bar("quiet_hours", until, words.quiet(request, spans[0]))


def owner_hours(request: ContactRequest) -> Bar | None:
    """Outside the hours the owner asked for, or inside those he asked us to leave out."""
    wished, unwished = request.household.only_hours, request.household.quiet
    if not _disturbs(request) or request.is_agreed_time or not (wished or unwished):
        return None

    def is_open(at: time) -> bool:
        return (not wished or any(span.holds(at) for span in wished)) and not any(span.holds(at) for span in unwished)

    if is_open(request.at.time()):
        return None
    return Bar("owner_hours", times.first_open(request.at, is_open, wished + unwished), {"now": times.now(request.at)})


def _disturbs(request: ContactRequest) -> bool:
    return request.channel in DISTURBING


def limits(request: ContactRequest) -> Limits:
    """The company's limits, else the defaults of the day."""
    return request.limits or limits_on(request.at.date())


def start_of(day: date) -> datetime:
    """The first instant of a day in China."""
    return datetime.combine(day, time(), CHINA)

"""The rails that stand until something happens or a date passes: people, wishes, pauses, and what is never done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from jiefen.rules import contact_times as times
from jiefen.rules import contact_words as words
from jiefen.rules.contact_facts import Channel, ContactRequest, Initiator, Purpose, Recipient, rows_on
from jiefen.rules.contact_hours import limits, start_of
from jiefen.rules.contact_words import Bar
from jiefen.rules.stage_facts import numbers as stage_numbers

_DAY: Final = timedelta(days=1)


# --- never, whoever begins ------------------------------------------------------------------------------------


def ban(request: ContactRequest) -> Bar | None:
    """What nobody may ever do (table ``ban``), named by its own code."""
    row = next((row for row in rows_on("ban", request.at.date()) if row.text("code") == request.ban), None)
    if row is None:
        return None
    return Bar(row.text("code"), None, {"label": row.text("label"), "article": row.text("article")}, "ban")


def public_disclosure(request: ContactRequest) -> Bar | None:
    """An announcement that names a household (个人信息保护法 25)."""
    is_public = request.channel is Channel.ANNOUNCEMENT and request.names_people
    return Bar("public_disclosure", None) if is_public else None


def third_party(request: ContactRequest) -> Bar | None:
    """Nobody but the owner hears of the bill; a cohabiting adult relative may take a sealed letter."""
    who = request.recipient or _whoever_is_met(request)
    if request.channel is Channel.ANNOUNCEMENT:
        return None  # to everybody; that it names nobody was asked before
    if who in (Recipient.OWNER, Recipient.AGENT) or request.purpose is Purpose.EMERGENCY:
        return None
    if who is Recipient.FAMILY and request.is_written_step:
        return None
    speaks = request.is_about_money or request.purpose is Purpose.AFTERCARE
    if not speaks and who is not Recipient.OUTSIDER:
        return None
    return Bar("third_party", None, {"who": words.person(who)})


def _whoever_is_met(request: ContactRequest) -> Recipient:
    if request.initiated_by is not Initiator.US or request.channel is Channel.IN_PERSON_OFFICE:
        return Recipient.OWNER if request.initiated_by is not Initiator.THIRD_PARTY else Recipient.UNVERIFIED
    is_met_by_tenant = request.channel is Channel.VISIT and request.household.tenant_lives_there
    return Recipient.TENANT if is_met_by_tenant else Recipient.OWNER


# --- until something happens, or a date passes -----------------------------------------------------------------


def nothing_owed(request: ContactRequest) -> Bar | None:
    """No bill, no talk about a bill."""
    return Bar("nothing_owed", None) if request.household.owes_nothing and request.is_about_money else None


def deceased(request: ContactRequest) -> Bar | None:
    """The owner has died: care is welcome, money waits for the heirs (``agent``)."""
    waits = request.household.deceased and request.recipient is not Recipient.AGENT
    return Bar("deceased", None) if waits and request.purpose is not Purpose.CARE else None


def do_not_contact(request: ContactRequest) -> Bar | None:
    """The owner wants to be left alone, for good or to a day: only sealed written steps remain."""
    until = request.household.do_not_contact_until
    is_over = until is not None and request.at.date() > until
    if not request.household.do_not_contact or is_over or request.is_written_step:
        return None
    return Bar("do_not_contact", None if until is None else _after(until))


def channel_refused(request: ContactRequest) -> Bar | None:
    """The owner refuses this way of being reached."""
    refused = request.channel in request.household.refused_channels and not request.is_written_step
    return Bar("channel_refused", None, {"act": words.act(request.channel)}) if refused else None


def _is_paused(request: ContactRequest) -> bool:
    """Whether a pause of the bill matters here: it is about money and no manager had to save the claim on paper."""
    return request.is_about_money and not (request.protects_claim and request.is_written_step)


def breathing_space(request: ContactRequest) -> Bar | None:
    """A pause granted for hardship, last day included."""
    until = request.household.breathing_space_until
    if until is None or request.at.date() > until or not _is_paused(request):
        return None
    return Bar("breathing_space", _after(until), {"until_text": words.until(until, request.at)})


def dispute(request: ContactRequest) -> Bar | None:
    """An unanswered dispute pauses its own lines; all of them when everything is disputed."""
    if not _is_paused(request):
        return None
    if request.household.everything_disputed:
        return Bar("dispute", None, {"what": "对账单"})
    touched = request.charges & request.household.disputed
    return Bar("dispute", None, {"what": "对其中几笔"}) if touched else None


def open_ticket(request: ContactRequest) -> Bar | None:
    """A repair that bears on the bill comes first, until the owner confirms it."""
    ticket = request.household.open_ticket
    if ticket is None or not _is_paused(request):
        return None
    return Bar("open_ticket", None, {"what": f"（{ticket}）" if ticket else ""})


def standing_promise(request: ContactRequest) -> Bar | None:
    """A promise is trusted until its day and the grace are over (table ``stages``: promise_grace_days)."""
    due = request.household.promise_due_on
    if due is None or not _is_paused(request):
        return None
    free = start_of(due) + _grace(request)
    if request.at >= free:
        return None
    return Bar("standing_promise", free, words.promise(due, request.household.promise_fen, request.at))


def running_plan(request: ContactRequest) -> Bar | None:
    """A plan keeps the peace; only an instalment past its day and grace may be asked about."""
    due = request.household.plan_next_due_on
    if not request.household.plan_running or not _is_paused(request):
        return None
    free = None if due == date.max else start_of(due) + _grace(request)
    if free and request.at >= free:
        return None
    return Bar("running_plan", free, {"day": "" if free is None else f"，下一期是{times.day(due, request.at)}"})


def stale_payment_data(request: ContactRequest) -> Bar | None:
    """Payments not imported lately: the owner may have paid."""
    known = request.household.payments_known_on
    if known is None or not request.is_about_money:
        return None
    name = "demand" if request.purpose in (Purpose.DEMAND, Purpose.LEGAL) else "bill"
    most = limits(request).numbers[f"payment_data_days_{name}"]
    if (request.at.date() - known).days <= most:
        return None
    return Bar("stale_payment_data", None, {"last": words.last_import(known, request.at), "most": str(most)})


def _grace(request: ContactRequest) -> timedelta:
    return timedelta(days=stage_numbers(request.at.date())["promise_grace_days"])


def _after(day: date) -> datetime | None:
    return None if day == date.max else start_of(day + _DAY)

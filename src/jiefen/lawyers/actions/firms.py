"""Firms, and lawyers joining, leaving and moving between them. One firm at a time (律师法 10)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import PLATFORM, record
from jiefen.lawyers.access import get_firm, get_lawyer_for
from jiefen.lawyers.actions.licences import move
from jiefen.lawyers.actions.seating import leave_firm_seat, seat_at_firm
from jiefen.lawyers.actions.trail import log, rebuild_soon
from jiefen.lawyers.columns import set_live
from jiefen.lawyers.models import Affiliation, LawFirm, Lawyer, Licence
from jiefen.lawyers.refusals import FirmRefused
from jiefen.lawyers.states import LicenceState
from jiefen.rules.licence_no import parse_firm_code
from jiefen.rules.regions import city_named
from jiefen.shared.clock import day_of

_ONE_DAY = dt.timedelta(days=1)


def register_firm(*, name: str, code: str, city: str, by: Actor, at: dt.datetime) -> LawFirm:
    """The firm with this unified code, made when there is none yet. Raises FirmCodeRefused, UnknownRegion, FirmRefused."""
    if not by.can(Capability.VERIFY_LAWYERS):
        by.require(Capability.MANAGE_OWN_CARD)
    if not name.strip().endswith("事务所"):
        raise FirmRefused("律所名称应以“事务所”结尾，请按执业许可证填写。", code="lawyers.firm_name")
    values = {"name": name.strip()[:120], "city_code": city_named(city).code}
    return LawFirm.objects.get_or_create(code=parse_firm_code(code), defaults=values)[0]


def correct_firm(*, code: str, name: str, city: str, by: Actor, at: dt.datetime) -> LawFirm:
    """Another name or city for a registered firm, as its licence says. Raises NotPermitted, NotFound, FirmRefused."""
    by.require(Capability.VERIFY_LAWYERS)
    if not name.strip().endswith("事务所"):
        raise FirmRefused("律所名称应以“事务所”结尾，请按执业许可证填写。", code="lawyers.firm_name")
    firm = get_firm(parse_firm_code(code))
    firm.name, firm.city_code = name.strip()[:120], city_named(city).code
    with transaction.atomic():
        firm.save(update_fields=["name", "city_code"])
        record(
            organisation_id=PLATFORM, by=by.membership_id, at=at, code="lawyers.firm_corrected", subject=firm, data={}
        )
    return firm


def move_firm(*, lawyer_id: int, firm_code: str, on: dt.date, by: Actor, at: dt.datetime) -> Affiliation:
    """From ``on`` at this firm; the earlier firm ends the day before. The first firm is joined the same way.

    A lawyer who moves himself leaves the directory, and his old firm's desk, until the operator has checked the new
    firm; a move the operator enters counts as checked. A firm entered for the same day was a slip: it is replaced.
    Raises NotFound, FirmRefused for the same firm again, a day ahead, or before the present firm began.
    """
    lawyer, firm = get_lawyer_for(by, lawyer_id), get_firm(firm_code)
    with transaction.atomic():
        current = _current(lawyer, on, at)
        if current and current.firm_id == firm.pk:
            raise FirmRefused("现在就在这家律所，不用再登记。", code="lawyers.same_firm")
        _close(current, on)
        row = Affiliation.objects.create(lawyer=lawyer, firm=firm, from_on=on)
        log("firm_moved", lawyer, by=by, at=at, firm=firm.pk, on=str(on))
        if current:
            leave_firm_seat(lawyer, current.firm, at=at)
        _check_again(lawyer, firm, by, at)
        rebuild_soon(at=at)
    return row


def leave_firm(*, lawyer_id: int, on: dt.date, by: Actor, at: dt.datetime) -> None:
    """``on`` is the first day without a firm: the card leaves the directory at once. Raises NotFound, FirmRefused."""
    lawyer = get_lawyer_for(by, lawyer_id)
    with transaction.atomic():
        current = _current(lawyer, on, at)
        if current is None:
            raise FirmRefused("现在没有登记在任何律所。", code="lawyers.no_firm")
        _close(current, on)
        log("firm_left", lawyer, by=by, at=at, firm=current.firm_id, on=str(on))
        leave_firm_seat(lawyer, current.firm, at=at)
        transaction.on_commit(lambda: set_live(lawyer.pk, is_showable=False))


def _check_again(lawyer: Lawyer, firm: LawFirm, by: Actor, at: dt.datetime) -> None:
    """The new firm is his own word until checked; the operator's entry is the check."""
    licence = Licence.objects.select_related("lawyer").filter(lawyer=lawyer, state=LicenceState.VERIFIED).first()
    if licence is None:
        return
    if by.can(Capability.VERIFY_LAWYERS):
        seat_at_firm(lawyer, firm, at=at)
    else:
        move(licence, to=LicenceState.DUE_FOR_RECHECK, by=by, at=at, note="转所，待核验新所")


def _current(lawyer: Lawyer, on: dt.date, at: dt.datetime) -> Affiliation | None:
    if on > day_of(at):
        raise FirmRefused("日期还没到。请在当天或之后登记。", code="lawyers.firm_in_future")
    current = Affiliation.objects.select_for_update().filter(lawyer=lawyer, until_on=None).first()
    if current and on < current.from_on:
        since = f"{current.from_on:%Y} 年 {current.from_on.month} 月 {current.from_on.day} 日"
        raise FirmRefused(f"登记的是 {since}起在现在的律所，日期不能比这一天早。", code="lawyers.firm_too_early")
    return current


def _close(current: Affiliation | None, on: dt.date) -> None:
    """The time at a firm ends the day before; a time without a single day never was (the audit trail keeps the entry)."""
    if current and current.from_on == on:
        current.delete()
    elif current:
        current.until_on = on - _ONE_DAY
        current.save(update_fields=["until_on"])

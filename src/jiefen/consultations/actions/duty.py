"""A lawyer comes, goes, and promises hours."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.audit.actions import record
from jiefen.consultations.access import is_verified, lawyer_of
from jiefen.consultations.actions.dispatching import back_to_waiting, settle
from jiefen.consultations.models import Desk, DutyShift, Offer, Question
from jiefen.consultations.refusals import NotOnDuty, ShiftRefused
from jiefen.consultations.states import OfferState
from jiefen.consultations.wakeup import look_after_commit
from jiefen.engine.dispatch import Outcome
from jiefen.lawyers.actions.cards import note_presence
from jiefen.rules.dispatch import dispatch_on
from jiefen.shared.clock import day_of
from jiefen.shared.errors import NotFound

LIFE_SIGNS: Final = dt.timedelta(seconds=15)
MOST_PLACES: Final = 8
LONGEST_SHIFT: Final = dt.timedelta(hours=12)
FARTHEST_SHIFT: Final = dt.timedelta(days=60)


def go_online(*, places: int, by: Actor, at: dt.datetime) -> Desk:
    """Ready for ``places`` talks at once (1 to 8). Raises NotPermitted, NotFound, NotOnDuty for an unverified card."""
    lawyer = lawyer_of(by)
    if not 1 <= places <= MOST_PLACES:
        raise NotOnDuty(f"同时接待请选 1 到 {MOST_PLACES} 位。")
    if by.membership_id is None or not is_verified(lawyer.pk):
        raise NotOnDuty("你的执业证还没有核验，或还没有登记律所，暂时不能接待。请先到名片页看看进度。")
    fresh = {
        "membership_id": by.membership_id, "is_online": True, "changed_at": at, "seen_at": at, "places": places,
        "ignored": 0, "offline_reason": "",
    }  # fmt: skip
    with transaction.atomic():
        first = {**fresh, "acceptance": dispatch_on(day_of(at)).acceptance_prior}
        desk, _ = Desk.objects.update_or_create(lawyer=lawyer, defaults=fresh, create_defaults=first)
        _log(by, lawyer.pk, "went_online", at, places=places)
        note_presence(lawyer_id=lawyer.pk, is_online=True)
    look_after_commit(at)
    return desk


def go_offline(*, by: Actor, at: dt.datetime) -> None:
    """No new questions; talks go on, open offers are given back at once without a mark. Raises NotPermitted, NotFound."""
    lawyer = lawyer_of(by)
    rules = dispatch_on(day_of(at))
    with transaction.atomic():
        mine = Offer.objects.filter(lawyer=lawyer, state=OfferState.OPEN)
        asked = Question.objects.select_for_update().filter(offers__in=mine).order_by("pk")
        questions = list(asked)
        settle(mine, Outcome.WITHDRAWN, at=at, rules=rules)
        for question in questions:
            back_to_waiting(question, at)
        off = {"is_online": False, "changed_at": at, "offline_reason": "himself"}
        if Desk.objects.filter(lawyer=lawyer, is_online=True).update(**off):
            _log(by, lawyer.pk, "went_offline", at)
            note_presence(lawyer_id=lawyer.pk, is_online=False)
    look_after_commit(at)


def heartbeat(*, by: Actor, at: dt.datetime) -> None:
    """The lawyer's page is open. Not an event: a sign of life, written every quarter of a minute at most. One statement."""
    Desk.objects.filter(membership_id=by.membership_id or 0, seen_at__lt=at - LIFE_SIGNS).update(seen_at=at)


def add_shift(*, starts_at: dt.datetime, ends_at: dt.datetime, by: Actor, at: dt.datetime) -> DutyShift:
    """Promise to be there: at most twelve hours, within sixty days, not twice at once. Raises ShiftRefused, NotPermitted, NotFound."""
    lawyer = lawyer_of(by)
    if not at < ends_at or not dt.timedelta(0) < ends_at - starts_at <= LONGEST_SHIFT:
        raise ShiftRefused("结束要晚于开始，也要晚于现在，一段最长 12 小时。跨零点可以分成两段。")
    if starts_at > at + FARTHEST_SHIFT:
        raise ShiftRefused("最多排 60 天以内的班。")
    with transaction.atomic():
        if DutyShift.objects.filter(lawyer=lawyer, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise ShiftRefused("这段时间和你已经排好的班重叠。请先改那一段。")
        shift = DutyShift.objects.create(lawyer=lawyer, starts_at=starts_at, ends_at=ends_at)
        _log(by, lawyer.pk, "shift_added", at, shift=shift.pk)
    return shift


def drop_shift(*, shift_id: int, by: Actor, at: dt.datetime) -> None:
    """Take a promised shift back. Raises NotPermitted, NotFound."""
    lawyer = lawyer_of(by)
    with transaction.atomic():
        if not DutyShift.objects.filter(pk=shift_id, lawyer=lawyer).delete()[0]:
            raise NotFound("没有找到这段班，它可能已经取消了。")
        _log(by, lawyer.pk, "shift_dropped", at, shift=shift_id)


def _log(by: Actor, lawyer_no: int, what: str, at: dt.datetime, **data: int) -> None:
    record(
        organisation_id=by.organisation_id, by=by.membership_id, at=at, code=f"consultations.{what}",
        subject=("lawyers.lawyer", lawyer_no), data=dict(data),
    )  # fmt: skip

"""A lawyer keeps the record of a talk where a rule obliges him to: with its reason, for a limited time, seen by the client."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.audit.actions import PLATFORM, record
from jiefen.consultations.access import lawyer_of, question_for_lawyer, question_for_operator
from jiefen.consultations.actions.telling import tell_client
from jiefen.consultations.models import Question, RecordHold
from jiefen.consultations.refusals import AfterwardsRefused
from jiefen.rules import forgetting
from jiefen.shared.clock import day_of


def hold_record(*, public_id: str, reason: str, by: Actor, at: dt.datetime) -> RecordHold:
    """Keep the words of a talk of one's own from being deleted, until the rule's last day. The same reason again begins anew.

    Raises NotPermitted, NotFound, AfterwardsRefused for an unknown reason or a talk already forgotten.
    """
    question, lawyer = question_for_lawyer(by, public_id), lawyer_of(by)
    reasons = {each.code: each for each in forgetting.hold_reasons(day_of(at))}
    if reason not in reasons:
        raise AfterwardsRefused("请选一个留存的理由：已接受委托，或有投诉、处分、诉讼正在处理。没有这些就不能留存。")
    if question.forgotten_at is not None:
        raise AfterwardsRefused("这段对话已经按规定删除，没有可以留存的内容。")
    with transaction.atomic():
        held, _ = RecordHold.objects.update_or_create(
            question=question, lawyer=lawyer, reason=reason,
            defaults={"held_at": at, "until_on": reasons[reason].until, "released_at": None},
        )  # fmt: skip
        _log(question, "record_held", by, at, reason=reason, until=str(held.until_on))
        tell_client(question, at)
    return held


def release_record(*, public_id: str, by: Actor, at: dt.datetime) -> int:
    """The lawyer needs it no longer. Returns how many holds of his ended. Raises NotPermitted, NotFound."""
    question, lawyer = question_for_lawyer(by, public_id), lawyer_of(by)
    with transaction.atomic():
        ended = RecordHold.objects.filter(question=question, lawyer=lawyer, released_at=None).update(released_at=at)
        if ended:
            _log(question, "record_released", by, at)
            tell_client(question, at)
    return ended


def release_by_operator(*, public_id: str, reason: str, by: Actor, at: dt.datetime) -> int:
    """The platform found no ground for the holds on a talk. Returns how many ended. Raises NotPermitted, NotFound, AfterwardsRefused."""
    question, why = question_for_operator(by, public_id), reason.strip()
    if not 4 <= len(why) <= 100:
        raise AfterwardsRefused("请写明解除的原因，4 到 100 个字。它会留在记录里。")
    with transaction.atomic():
        ended = RecordHold.objects.filter(question=question, released_at=None).update(released_at=at)
        if ended:
            _log(question, "record_released", by, at, reason=why)
            tell_client(question, at)
    return ended


def _log(question: Question, what: str, by: Actor, at: dt.datetime, **data: str) -> None:
    record(
        organisation_id=PLATFORM, by=by.membership_id, at=at, code=f"consultations.{what}", subject=question,
        data=dict(data),
    )  # fmt: skip

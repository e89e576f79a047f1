"""What is to happen next, so that nobody has to remember it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.access import get_follow_up_for
from jiefen.collection.actions import checks
from jiefen.collection.models import FollowUp, FollowUpKind
from jiefen.collection.refusals import CollectionRefused
from jiefen.estates.access import get_premises_for


def plan_follow_up(
    *,
    premises_id: int,
    what: str,
    due_on: dt.date,
    by: Actor,
    at: dt.datetime,
    kind: str = FollowUpKind.NEXT_STEP,
    due_time: dt.time | None = None,
    source: tuple[str, int] | None = None,
) -> FollowUp:
    """``what`` is to happen on ``due_on``. ``source``: the (kind, number) of the row it came from.

    Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    checks.choice(kind, FollowUpKind, "跟进的种类")
    checks.from_today(due_on, at, "跟进的日期")
    told = checks.line(what, "要做的事", required=True)
    premises = get_premises_for(by, premises_id)
    source_type, source_no = source or ("", None)
    with transaction.atomic():
        row: FollowUp = FollowUp.objects.create(
            organisation_id=premises.organisation_id, premises=premises, kind=kind, due_on=due_on, due_time=due_time,
            what=told, source_type=source_type, source_no=source_no,
        )  # fmt: skip
        checks.log("follow_up_planned", row, by=by, at=at, premises=premises.pk, kind=kind, due_on=str(due_on))
    return row


def finish_follow_up(*, follow_up_id: int, by: Actor, at: dt.datetime) -> FollowUp:
    """It was done. Raises NotFound, NotPermitted, CollectionRefused when it already was."""
    return _change(follow_up_id, "follow_up_done", by=by, at=at, done_at=at, done_by_no=by.membership_id)


def move_follow_up(
    *, follow_up_id: int, due_on: dt.date, by: Actor, at: dt.datetime, due_time: dt.time | None = None
) -> FollowUp:
    """It happens on another day. Raises NotFound, NotPermitted, CollectionRefused."""
    checks.from_today(due_on, at, "跟进的日期")
    return _change(follow_up_id, "follow_up_moved", by=by, at=at, due_on=due_on, due_time=due_time)


def _change(follow_up_id: int, event: str, *, by: Actor, at: dt.datetime, **values: object) -> FollowUp:
    by.require(Capability.CONTACT)
    row = get_follow_up_for(by, follow_up_id)
    with transaction.atomic():
        if not FollowUp.objects.filter(pk=row.pk, done_at=None).update(**values):
            raise CollectionRefused("这件事已经办完了，不用再改。", code="collection.done_already")
        checks.log(event, row, by=by, at=at, premises=row.premises_id)
    row.refresh_from_db()
    return row

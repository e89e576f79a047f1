"""Agreeing how many households a steward looks after in a day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership
from jiefen.accounts.roles import Capability
from jiefen.collection.actions import checks
from jiefen.collection.models import StewardCapacity
from jiefen.collection.refusals import CollectionRefused
from jiefen.rules.stage_facts import numbers
from jiefen.shared.clock import day_of
from jiefen.shared.errors import NotFound, NotPermitted


def set_capacity(
    *, membership_id: int, cards: int, from_on: dt.date, by: Actor, at: dt.datetime, note: str = ""
) -> StewardCapacity:
    """From ``from_on`` on Today shows this colleague at most ``cards`` households; 0: none, he is away.

    Whoever approves relief agrees on it. Raises NotFound, NotPermitted, CollectionRefused.
    """
    if not (by.can(Capability.APPROVE_RELIEF) and by.can(Capability.VIEW_TEAM)):
        raise NotPermitted("一天谈几户由项目经理和管家商量着定。请和项目经理说一声。")
    most = numbers(day_of(at))["cards_per_day_most"]
    if type(cards) is not int or not 0 <= cards <= most:
        raise CollectionRefused(f"一天谈几户请填 0 到 {most} 之间的数。0 是这几天不安排。", code="collection.capacity")
    checks.from_today(from_on, at, "开始的日子")
    steward = _colleague(by, membership_id)
    with transaction.atomic():
        row: StewardCapacity = StewardCapacity.objects.create(
            organisation_id=by.organisation_id, steward=steward, cards=cards, from_on=from_on,
            note=checks.line(note, "原因"), set_at=at, set_by_no=by.membership_id,
        )  # fmt: skip
        checks.log("capacity_set", row, by=by, at=at, steward=steward.pk, cards=cards, from_on=str(from_on))
    return row


def _colleague(by: Actor, membership_id: int) -> Membership:
    mine = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True)
    found = mine.filter(pk=membership_id).first()
    if found is None:
        raise NotFound
    return found

"""The minute before the talk. It is kept with the conversation and shown beside its result later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.access import get_rehearsal_for
from jiefen.collection.actions import checks
from jiefen.collection.models import Rehearsal
from jiefen.collection.refusals import CollectionRefused
from jiefen.estates.access import lock_premises_for

MOST_VALUES: Final = 20


def start_rehearsal(*, premises_id: int, client_key: str, by: Actor, at: dt.datetime) -> Rehearsal:
    """Begin; the same key again is the same rehearsal. Raises NotFound, NotPermitted, CollectionRefused."""
    by.require(Capability.CONTACT)
    key = checks.client_key(client_key)
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        earlier: Rehearsal | None = Rehearsal.objects.of(by.organisation_id).filter(client_key=key).first()
        if earlier is not None:
            if earlier.premises_id != premises.pk:
                raise CollectionRefused("这次预演属于另一户。请刷新页面后重新开始。", code="collection.key_taken")
            return earlier
        row: Rehearsal = Rehearsal.objects.create(
            organisation_id=premises.organisation_id, premises=premises, by_no=by.membership_id, started_at=at,
            client_key=key,
        )  # fmt: skip
        checks.log("rehearsal_started", row, by=by, at=at, premises=premises.pk)
    return row


def finish_rehearsal(
    *,
    rehearsal_id: int,
    owner_side: str,
    values: Iterable[Mapping[str, Any]],
    by: Actor,
    at: dt.datetime,
    picture: str = "",
    aim: str = "",
) -> Rehearsal:
    """Keep the three steps. Again: the later words count, until a talk used it. ``values``: {kind, number, words}.

    Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    row = get_rehearsal_for(by, rehearsal_id)
    with transaction.atomic():
        if row.conversations.exists():
            raise CollectionRefused("这次预演已经用在一次沟通里，不能再改。", code="collection.rehearsal_used")
        row.finished_at = at
        row.owner_side = checks.line(owner_side, "站在业主一边的一句话")
        row.values = [_value(each) for each in values][:MOST_VALUES]
        row.picture = checks.line(picture, "希望看到的画面")
        row.aim = checks.line(aim, "这次想谈成的事")
        row.save(update_fields=["finished_at", "owner_side", "values", "picture", "aim"])
        checks.log("rehearsal_finished", row, by=by, at=at, premises=row.premises_id, values=len(row.values))
    return row


def _value(each: Mapping[str, Any]) -> dict[str, Any]:
    """One thing done for the household, as the page sent it, cut to its three fields."""
    number = str(each.get("number") or "")
    kind, said = str(each.get("kind", "")), str(each.get("words", ""))
    return {
        "kind": checks.line(kind, "种类", limit=24),
        "number": int(number) if number.isdecimal() else None,
        "words": checks.line(said, "为业主做的事"),
    }

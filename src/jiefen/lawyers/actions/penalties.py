"""Entering a published penalty, with its evidence and what the rule makes of it; taking back one that was wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import PLATFORM, record
from jiefen.lawyers.actions import licences
from jiefen.lawyers.evidence import kind_of
from jiefen.lawyers.models import Licence, Penalty
from jiefen.lawyers.queries.penalties import punished
from jiefen.lawyers.refusals import CardRefused
from jiefen.lawyers.states import LicenceState
from jiefen.rules.day_words import full_day
from jiefen.rules.penalties import held_until, kind_named
from jiefen.shared.clock import day_of
from jiefen.shared.errors import NotFound
from jiefen.shared.files import read_private, save_private


def record_penalty(
    *, whom: str, pk: int, kind: str, authority: str, decided_on: dt.date, source: str, by: Actor, at: dt.datetime,
    stopped_until: dt.date | None = None, evidence: bytes = b"",
) -> Penalty:  # fmt: skip
    """Enter what was published about a ``lawyer`` or a ``firm``. By the table it stands on the card, hides it, or ends it.

    ``evidence``: the decision or a screenshot. Raises NotPermitted, NotFound, UnknownPenalty, CardRefused, NotVerifiable.
    """
    who, today = punished(by, whom, pk), day_of(at)
    found = kind_named(kind, whom=whom, on=decided_on)
    _check(authority, source, decided_on, stopped_until, today)
    until = held_until(found, stopped_until)
    if evidence:
        kind_of(evidence)
    facts: dict[str, Any] = {
        "kind": found.name, "effect": found.effect, "authority": authority.strip()[:80], "decided_on": decided_on,
        "stopped_until": stopped_until if until else None, "no_promotion_until": until, "source": source.strip()[:200],
        "recorded_by_no": by.membership_id, "recorded_at": at,
    }  # fmt: skip
    with transaction.atomic():
        row = Penalty(**{f"{whom}_id": who.pk}, **facts)
        if evidence:
            row.evidence_key, row.evidence_sha256 = save_private(evidence), hashlib.sha256(evidence).hexdigest()
        row.save()
        _log("penalty_recorded", row, by, at, kind=found.code, until=until and until.isoformat())
        if found.effect == "end" or (until and until >= today):
            _take_down(row, ends=found.effect == "end", by=by, at=at)
    return row


def withdraw_penalty(*, penalty_id: int, reason: str, by: Actor, at: dt.datetime) -> Penalty:
    """Entered wrongly, or the decision was set aside: it leaves the public page and stays on record with the reason.

    A card it took down comes back when it is verified again. Raises NotPermitted, NotFound, CardRefused.
    """
    by.require(Capability.VERIFY_LAWYERS)
    row = Penalty.objects.filter(pk=penalty_id).first()
    if row is None:
        raise NotFound
    if len(reason.strip()) < 4:
        raise CardRefused("请写明为什么撤销，四个字以上。它会留在记录里。", code="lawyers.reason_missing")
    if row.withdrawn_at is not None:
        raise CardRefused("这一条已经撤销过了。", code="lawyers.penalty_withdrawn")
    with transaction.atomic():
        row.withdrawn_at, row.withdrawn_because = at, reason.strip()[:300]
        row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        _log("penalty_withdrawn", row, by, at)
    return row


def open_evidence(*, penalty_id: int, by: Actor, at: dt.datetime) -> tuple[bytes, str]:
    """The evidence and its content type; the look is written down. Raises NotPermitted, NotFound."""
    by.require(Capability.VERIFY_LAWYERS)
    row = Penalty.objects.filter(pk=penalty_id).exclude(evidence_key="").first()
    if row is None:
        raise NotFound("这一条没有附件。")
    data = read_private(row.evidence_key)
    with transaction.atomic():
        _log("penalty_evidence_viewed", row, by, at, sha256=row.evidence_sha256)
    return data, kind_of(data)


def _take_down(row: Penalty, *, ends: bool, by: Actor, at: dt.datetime) -> None:
    """The lawyer's card, or every card of the firm: a firm that may not practise has nobody to offer."""
    on_show = (LicenceState.VERIFIED, LicenceState.DUE_FOR_RECHECK)
    there = {"lawyer__affiliations__firm": row.firm_id, "lawyer__affiliations__until_on": None}
    whose = {"lawyer": row.lawyer_id} if row.lawyer_id else there
    until = f"，到{full_day(row.no_promotion_until)}不展示" if row.no_promotion_until else ""
    note = f"{'所在律所被' if row.firm_id else '被'}{row.kind}（{full_day(row.decided_on)}）{until}"
    to = LicenceState.REVOKED if ends and row.lawyer_id else LicenceState.SUSPENDED
    for licence in Licence.objects.select_related("lawyer").filter(state__in=on_show, **whose):
        licences.move(licence, to=to, by=by, at=at, note=note[:300])


def _check(authority: str, source: str, decided_on: dt.date, stopped_until: dt.date | None, today: dt.date) -> None:
    if not authority.strip() or not source.strip():
        raise CardRefused(
            "请写作出决定的机关和出处（文号或公布的网址）。没有出处的不能登记。", code="lawyers.no_source"
        )
    if decided_on > today:
        raise CardRefused("作出决定的日子还没到，请核对。", code="lawyers.penalty_day")
    if stopped_until and stopped_until < decided_on:
        raise CardRefused("停业的最后一天不能早于作出决定的日子。", code="lawyers.penalty_day")


def _log(what: str, row: Penalty, by: Actor, at: dt.datetime, **data: Any) -> None:
    whose = {"lawyer": row.lawyer_id} if row.lawyer_id else {"firm": row.firm_id}
    record(
        organisation_id=PLATFORM, by=by.membership_id, at=at, code=f"lawyers.{what}", subject=row,
        data={**whose, **data},
    )  # fmt: skip

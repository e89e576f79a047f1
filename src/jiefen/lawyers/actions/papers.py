"""Copies of licences: kept while they are needed, then deleted; what was decided on them stays (rules.licence_checks)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from django.db import transaction
from django.db.models import Q

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions.trail import log
from jiefen.lawyers.models import Lawyer, Licence, LicencePaper
from jiefen.rules.licence_checks import REASONS, REFUSED, REPLACED, VERIFIED, copies_due_since
from jiefen.shared.clock import day_of
from jiefen.shared.files import delete_private, save_private

DECISIONS: Final = (VERIFIED, REFUSED)


def keep_paper(licence: Licence, evidence: bytes, *, at: dt.datetime) -> None:
    """Store a copy as the current one; the one before it is replaced. Inside the caller's transaction."""
    LicencePaper.objects.filter(lawyer=licence.lawyer_id, replaced_on=None).update(replaced_on=day_of(at))
    licence.evidence_key, licence.evidence_sha256 = save_private(evidence), hashlib.sha256(evidence).hexdigest()
    LicencePaper.objects.create(
        lawyer_id=licence.lawyer_id, key=licence.evidence_key, sha256=licence.evidence_sha256, handed_in_at=at
    )


def decide_paper(lawyer: Lawyer, decision: str, *, by: Actor, at: dt.datetime) -> None:
    """Note what was decided on the current copy, once: a later check does not make it stay longer."""
    open_ones = LicencePaper.objects.filter(lawyer=lawyer, replaced_on=None, decision="")
    open_ones.update(decision=decision, decided_on=day_of(at), decided_by_no=by.membership_id)


def delete_due_papers(*, by: Actor, at: dt.datetime) -> int:
    """Nightly: delete every copy whose time is over; returns how many. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    due = [(reason, paper) for reason in REASONS for paper in _due(reason, day_of(at))]
    for reason, paper in due:
        _delete(paper, reason, by=by, at=at)
    return len(due)


def _due(reason: str, on: dt.date) -> list[LicencePaper]:
    before = copies_due_since(reason, on=on)
    happened = (
        Q(replaced_on__lt=before) if reason == REPLACED else Q(replaced_on=None, decision=reason, decided_on__lt=before)
    )
    return list(LicencePaper.objects.exclude(key="").filter(happened).select_related("lawyer").order_by("pk"))


def _delete(paper: LicencePaper, reason: str, *, by: Actor, at: dt.datetime) -> None:
    """The file first: killed in between, the next night deletes again and never says more than was done."""
    delete_private(paper.key)
    with transaction.atomic():
        Licence.objects.filter(lawyer=paper.lawyer_id, evidence_key=paper.key).update(evidence_key="")
        LicencePaper.objects.filter(pk=paper.pk).update(key="", deleted_at=at, deleted_because=reason)
        log("evidence_deleted", paper.lawyer, by=by, at=at, sha256=paper.sha256, because=reason)

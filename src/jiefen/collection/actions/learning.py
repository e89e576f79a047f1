"""Letting the suggester learn from stewards' corrections: whether, and which words leave the database."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jiefen.accounts.actors import Actor, system_actor
from jiefen.accounts.roles import Capability
from jiefen.audit.actions import record
from jiefen.collection.actions import checks
from jiefen.collection.models import LearningConsent
from jiefen.collection.queries.corrected_words import Corrected, corrected_words
from jiefen.collection.queries.learning import consenting


def set_learning_consent(*, is_given: bool, by: Actor, at: dt.datetime) -> LearningConsent:
    """Allow, or no longer allow, that corrected obstacles are exported for training. Raises NotPermitted."""
    by.require(Capability.MANAGE_PEOPLE)
    with transaction.atomic():
        row: LearningConsent = LearningConsent.objects.create(
            organisation_id=by.organisation_id, is_given=is_given, set_at=at, set_by_no=by.membership_id
        )
        checks.log("learning_consent_set", row, by=by, at=at, is_given=is_given)
    return row


def export_corrections(*, at: dt.datetime, organisation_id: int | None = None) -> list[Corrected]:
    """The corrections of every organisation (or of one) that allows it, without personal data; each export is logged
    in the organisation's own chain. Nothing for who has not allowed it.
    """
    found: list[Corrected] = []
    for pk in consenting():
        if organisation_id not in (None, pk):
            continue
        words = corrected_words(pk)
        by = system_actor(pk)
        record(
            organisation_id=pk, by=by.membership_id, at=at, code="collection.corrections_exported",
            subject=("organisation", pk), data={"corrections": len(words)},
        )  # fmt: skip
        found.extend(words)
    return found

"""Reading and verifying the audit trail."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from jiefen.audit.chain import sealed_hash
from jiefen.audit.models import ChainHead, Event


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold. ``reason``: missing, altered, truncated."""

    organisation_no: int
    seq: int
    reason: str


def events_about(*, organisation_id: int, subject_type: str, subject_no: object) -> QuerySet[Event]:
    """Events about one thing, newest first."""
    return Event.objects.filter(
        organisation_no=organisation_id, subject_type=subject_type, subject_no=str(subject_no)
    ).order_by("-seq")


def verify(organisation_no: int) -> Break | None:
    """Walk one chain from its first link; None when every link holds and the head agrees."""
    seq, previous = 0, ""
    for event in Event.objects.filter(organisation_no=organisation_no).order_by("seq").iterator(chunk_size=2000):
        seq += 1
        if event.seq != seq:
            return Break(organisation_no, seq, "missing")
        if event.previous_hash != previous or event.hash != sealed_hash(event, settings.SECRETS.audit_key):
            return Break(organisation_no, seq, "altered")
        previous = event.hash
    head = ChainHead.objects.filter(organisation_no=organisation_no).first()
    if head is not None and head.last_seq != seq:
        return Break(organisation_no, seq + 1, "truncated")
    return None


def verify_all() -> tuple[int, list[Break]]:
    """Verify every chain. Returns the number of events and the breaks found."""
    numbers = set(ChainHead.objects.values_list("organisation_no", flat=True))
    numbers |= set(Event.objects.values_list("organisation_no", flat=True).distinct())
    breaks = [found for number in sorted(numbers) if (found := verify(number)) is not None]
    return Event.objects.count(), breaks

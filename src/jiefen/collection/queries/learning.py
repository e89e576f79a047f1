"""Who lets the suggester learn from corrections."""

from __future__ import annotations

from jiefen.collection.models import LearningConsent


def consenting() -> list[int]:
    """The organisations whose newest word on it is yes, by number. One query."""
    rows = LearningConsent.objects.order_by("pk").values_list("organisation_id", "is_given")
    return sorted(pk for pk, is_given in dict(rows).items() if is_given)


def consents(organisation_id: int) -> bool:
    """Whether this one does. One query."""
    newest = LearningConsent.objects.of(organisation_id).order_by("-pk").values_list("is_given", flat=True).first()
    return bool(newest)

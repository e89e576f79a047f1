"""Owners' words whose suggested obstacle a steward corrected, without personal data: what train_obstacles learns from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from jiefen.accounts.models import Membership
from jiefen.collection.models import Conversation, ConversationObstacle, ObstacleSource
from jiefen.engine.anonymous import without_persons
from jiefen.estates.models import Building, Estate, Occupancy, Ownership, Premises

LEAST: Final = 4  # characters; less says nothing


@dataclass(frozen=True, slots=True)
class Corrected:
    """One line for ``manage train_obstacles --corrections``; ``also``: a second obstacle of the same talk, "" if none."""

    words: str
    code: str
    also: str
    reason: str

    def line(self) -> dict[str, str]:
        """As the file has it; what is empty is left out."""
        found = {"words": self.words, "code": self.code, "also": self.also, "reason": self.reason}
        return {name: value for name, value in found.items() if value}


def corrected_words(organisation_id: int) -> list[Corrected]:
    """Of talks that stand, those in which the steward put another obstacle than the suggested ones. Each text once."""
    heard = ConversationObstacle.objects.of(organisation_id).filter(source=ObstacleSource.CORRECTED)
    talks = Conversation.objects.filter(pk__in=heard.values("conversation_id"), attempt__corrected_by=None)
    rows = talks.select_related("attempt__premises").prefetch_related("obstacles").order_by("pk")
    names, places = _staff(organisation_id), _places(organisation_id)
    people = _people(organisation_id, {row.attempt.premises_id for row in rows})
    found: dict[str, Corrected] = {}
    for row in rows:
        premises = row.attempt.premises
        known = {*names, *people[premises.pk], *_owners(premises)}
        words = without_persons(row.owner_words, names=known, places={*places, premises.label})
        if len(words) >= LEAST:
            found[words] = _labelled(words, row.obstacles.all())
    return list(found.values())


def _labelled(words: str, obstacles: Iterable[Any]) -> Corrected:
    """The steward's own obstacle first, a confirmed or second one beside it."""
    ordered = sorted(obstacles, key=lambda each: (each.source != ObstacleSource.CORRECTED, each.pk))
    first, also = ordered[0], ordered[1].code if len(ordered) > 1 else ""
    return Corrected(words, first.code, also, without_persons(first.sub_reason))


def _staff(organisation_id: int) -> set[str]:
    rows = Membership.objects.filter(organisation_id=organisation_id)
    return {name for pair in rows.values_list("display_name", "user__display_name") for name in pair if name}


def _places(organisation_id: int) -> set[str]:
    estates = Estate.objects.of(organisation_id).values_list("name", flat=True)
    buildings = Building.objects.of(organisation_id).values_list("name", flat=True)
    return {*estates, *buildings}


def _people(organisation_id: int, premises_ids: set[int]) -> dict[int, set[str]]:
    """Everybody who ever owned or occupied these premises."""
    found: dict[int, set[str]] = defaultdict(set)
    for model, name in ((Ownership, "owner__name"), (Occupancy, "occupier__name")):
        rows = model.objects.of(organisation_id).filter(premises_id__in=premises_ids)
        for pk, person in rows.values_list("premises_id", name):
            found[pk].add(person)
    return found


def _owners(premises: Premises) -> list[str]:
    return premises.owner_name.replace("，", "、").split("、")

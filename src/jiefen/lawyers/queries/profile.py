"""Everything a profile says of one lawyer: verified facts, each with its day and source. Nothing he merely claims."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiefen.lawyers.models import Affiliation, Introduction, Licence, VerifiedMatter
from jiefen.lawyers.queries.directory import Card, card
from jiefen.lawyers.queries.penalties import PenaltyLine, published_penalties


@dataclass(frozen=True)
class MatterLine:
    """One concluded matter and where it can be looked up."""

    area: str
    cause_of_action: str
    source: str
    concluded_year: int
    verified_on: dt.date


@dataclass(frozen=True)
class Profile:
    """``matters``: the newest ``MATTERS`` of ``card.verified_matters``. ``introduction``: his own words, linted."""

    card: Card
    firm_id: int
    firm_since: dt.date
    courts: tuple[str, ...]
    matters: tuple[MatterLine, ...]
    penalties: tuple[PenaltyLine, ...]
    introduction: str


@dataclass(frozen=True)
class LicenceFacts:
    """The number and its check. The number discloses sex and first year: show it, never let it be indexed."""

    lawyer_id: int
    name: str
    number: str
    category: str
    first_year: int | None
    checked_on: dt.date
    recheck_due_on: dt.date | None


MATTERS = 50


def profile(lawyer_id: int) -> Profile:
    """One lawyer on show; nine queries. Raises NotFound, also for cards that are not shown."""
    shown = card(lawyer_id)
    now = Affiliation.objects.get(lawyer_id=lawyer_id, until_on=None)
    matters = VerifiedMatter.objects.filter(lawyer_id=lawyer_id).order_by("-concluded_year", "-pk")[:MATTERS]
    penalties = published_penalties(lawyer_id=lawyer_id, firm_id=now.firm_id)
    words = Introduction.objects.filter(lawyer_id=lawyer_id).values_list("published", flat=True).first()
    return Profile(
        shown, now.firm_id, now.from_on, tuple(now.lawyer.courts.order_by("pk").values_list("court", flat=True)),
        tuple(
            MatterLine(each.area, each.cause_of_action, each.source, each.concluded_year, each.verified_on)
            for each in matters
        ),
        penalties, words or "",
    )  # fmt: skip


def licence_facts(lawyer_id: int) -> LicenceFacts:
    """The licence behind a card on show. Raises NotFound for any other."""
    shown = card(lawyer_id)
    row = Licence.objects.get(lawyer_id=lawyer_id)
    return LicenceFacts(
        lawyer_id, shown.name, row.number, row.category, row.first_year, shown.checked_on, row.recheck_due_on
    )

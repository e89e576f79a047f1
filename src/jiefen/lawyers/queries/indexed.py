"""What search engines may know of the directory: real people on show, nobody invented."""

from __future__ import annotations

from django.db.models import QuerySet

from jiefen.lawyers.models import Affiliation, LawFirm, Lawyer, PracticeArea
from jiefen.lawyers.states import LicenceState

LONGEST_NAME = 40


def real_lawyers() -> QuerySet[Lawyer]:
    """Verified, at a firm, not invented."""
    at_firm = Affiliation.objects.filter(until_on=None).values("lawyer")
    return Lawyer.objects.filter(is_demo=False, licence__state=LicenceState.VERIFIED, pk__in=at_firm)


def real_firms() -> list[int]:
    """Their firms, by number. One query."""
    theirs = Affiliation.objects.filter(until_on=None, lawyer__in=real_lawyers()).values("firm")
    return list(LawFirm.objects.filter(is_demo=False, pk__in=theirs).order_by("pk").values_list("pk", flat=True))


def real_places() -> tuple[tuple[str, str], ...]:
    """(city code, area) of every list with a real lawyer in it; "" stands for any. One query."""
    rows = PracticeArea.objects.filter(lawyer__in=real_lawyers()).values_list("lawyer__city_code", "area").distinct()
    pairs = set(rows)
    cities, areas = {(city, "") for city, _ in pairs}, {("", area) for _, area in pairs}
    return tuple(sorted(pairs | cities | areas))


def named(words: str, *, most: int) -> list[int]:
    """Lawyers on show whose name is exactly ``words`` (with or without 律师 behind it). One query, by index."""
    name = words.strip().removesuffix("律师").strip()
    if not 2 <= len(name) <= LONGEST_NAME:
        return []
    rows = Lawyer.objects.filter(name=name, licence__state=LicenceState.VERIFIED)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])

"""One article as people read it: its wording where a collection is imported, our plain words where we have any.

While nothing is imported everything here comes from the shipped gists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.db.models import Count, F
from django.db.models.functions import Length

from jiefen.engine import law_standing
from jiefen.engine.law_standing import short_name
from jiefen.rules.law_revisions import Revision, latest_revision
from jiefen.statutes.citations import label_of
from jiefen.statutes.gists import NOTICE, Gist, gist_for, gists
from jiefen.statutes.models import ArticleVersion, Law
from jiefen.statutes.queries import article_on, law_names

GENERAL: Final = "通用"


@dataclass(frozen=True)
class Article:
    """An article. ``text`` is empty while its law is not imported, ``gist`` where we wrote none.

    ``effective_from``: since when this wording holds, where known; ``version``: the day it was passed or amended.
    """

    law: str
    number: int
    branch: int
    heading: str = ""
    text: str = ""
    gist: str = ""
    version: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    version_id: int | None = None

    @property
    def label(self) -> str:
        """第九百四十四条."""
        return label_of(self.number, self.branch)

    @property
    def slug(self) -> str:
        """The last part of its address: 944, or 133-1 for 第一百三十三条之一."""
        return f"{self.number}-{self.branch}" if self.branch else str(self.number)

    @property
    def name(self) -> str:
        """《民法典》第九百四十四条."""
        return f"《{self.law}》{self.label}"


@dataclass(frozen=True)
class LawSummary:
    """A law in the list: ``articles`` of it are here; ``category`` as the collection says, else the practice area."""

    name: str
    category: str
    articles: int


def article(law: str, number: int, branch: int = 0, *, on: date | None = None) -> Article | None:
    """The article in the wording of that day (None: the newest), else its gist; None when neither is here."""
    row = article_on(law, number, branch, on=on)
    if row is not None:
        return _of_row(row)
    gist = None if on else gist_for(law, number, branch)
    return _of_gist(gist) if gist else None


def versions(law: str, number: int, branch: int = 0) -> tuple[Article, ...]:
    """Every imported wording of the article, newest first."""
    rows = ArticleVersion.objects.filter(law__name=short_name(law), number=number, branch=branch)
    ordered = rows.select_related("law").order_by(F("version").desc(nulls_last=True), "-pk")
    return tuple(_of_row(row) for row in ordered)


def found(references: Iterable[str | int]) -> dict[str | int, Article]:
    """Search results by their reference, in their order; one query at most, none while nothing is imported."""
    known, asked = _gists_by_reference(), list(references)
    written = {one: json.dumps(one, ensure_ascii=False) for one in asked if one not in known}
    rows: dict[str, Article] = {}
    if written:
        imported = ArticleVersion.objects.filter(reference__in=written.values(), effective_to=None)
        rows = {row.reference: _of_row(row) for row in imported.select_related("law")}
    each = {one: known.get(one) or rows.get(written.get(one, "")) for one in asked}
    return {one: article for one, article in each.items() if article is not None}


def here(wanted: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Those of (law, number) that have a page: imported or in plain words. One query at most."""
    asked = frozenset(wanted)
    told = {(law, number) for law, number, branch in gists() if not branch}
    rest = asked - told
    rows = ArticleVersion.objects.filter(law__name__in={law for law, _ in rest}, number__in={n for _, n in rest})
    imported = rows.values_list("law__name", "number").distinct() if rest else ()
    return frozenset(asked & {*told, *imported})


def laws() -> tuple[LawSummary, ...]:
    """Every law that is here, by category, the weightiest first; those with gists alone beside the imported. One query."""
    rows = Law.objects.annotate(count=Count("articles")).order_by("category", "name")
    imported = [LawSummary(law.name, law.category.split("/")[0], law.count) for law in rows]
    names_ = {law.name for law in imported}
    every = [*imported, *(law for law in _laws_of_gists() if law.name not in names_)]
    return tuple(sorted(every, key=_group_order(every)))


def laws_named(wanted: str, *, most: int) -> tuple[LawSummary, ...]:
    """The ``most`` laws whose name contains ``wanted``, the shortest names first. One query."""
    name = short_name(wanted)
    rows = Law.objects.filter(name__contains=name).annotate(count=Count("articles"), long=Length("name"))
    imported = [LawSummary(law.name, law.category, law.count) for law in rows.order_by("long", "name")[:most]]
    others = sorted((law for law in _laws_of_gists() if name in law.name), key=lambda law: (len(law.name), law.name))
    return tuple(imported or others[:most])


def names() -> tuple[str, ...]:
    """The names of every law that is here, for finding citations. One query."""
    return tuple(dict.fromkeys((*law_names(), *(law for law, *_ in gists()))))


def articles_of(law: str) -> tuple[Article, ...]:
    """Every article of a law in its order: the newest wordings, else the gists. Empty for an unknown law. One query."""
    rows = ArticleVersion.objects.filter(law__name=short_name(law), effective_to=None).select_related("law")
    imported = tuple(_of_row(row) for row in rows.order_by("position", "pk"))
    if imported:
        return imported
    mine = [gist for gist in gists().values() if gist.law == short_name(law)]
    return tuple(_of_gist(gist) for gist in sorted(mine, key=lambda gist: (gist.article, gist.branch)))


def neighbours(one: Article) -> tuple[Article | None, Article | None]:
    """The article before and the one after in its law, by number only (no wording). One light query."""
    rows = ArticleVersion.objects.filter(law__name=one.law, effective_to=None).order_by("position", "pk")
    places = list(rows.values_list("number", "branch")) or sorted((n, b) for law, n, b in gists() if law == one.law)
    if (one.number, one.branch) not in places:
        return None, None
    at = places.index((one.number, one.branch))
    before, after = places[at - 1] if at else None, places[at + 1] if at + 1 < len(places) else None
    return Article(one.law, *before) if before else None, Article(one.law, *after) if after else None


def amended_on(one: Article, *, today: date) -> Revision | None:
    """The revision of the law in force on ``today`` that this wording is older than (法条已修改), or None."""
    revision = latest_revision(one.law, today=today)
    stands = one.version or one.effective_from
    if revision is None or stands is None or one.effective_to is not None:
        return None
    return revision if stands + NOTICE < revision.effective else None


def _of_row(row: ArticleVersion) -> Article:
    gist = gist_for(row.law.name, row.number, row.branch, version=row.version)
    return Article(
        row.law.name, row.number, row.branch, row.heading, row.text, gist.gist if gist else "",
        row.version, row.effective_from, row.effective_to, row.pk,
    )  # fmt: skip


def _of_gist(gist: Gist) -> Article:
    return Article(gist.law, gist.article, gist.branch, gist=gist.gist, effective_from=gist.effective)


@lru_cache
def _gists_by_reference() -> dict[str | int, Article]:
    return {gist.reference: _of_gist(gist) for gist in gists().values()}


@lru_cache
def _laws_of_gists() -> tuple[LawSummary, ...]:
    counts: dict[str, int] = {}
    for gist in gists().values():
        counts[gist.law] = counts.get(gist.law, 0) + 1
    found = [LawSummary(law, law_standing.area_of(law, 0) or GENERAL, count) for law, count in counts.items()]
    return tuple(sorted(found, key=_group_order(found)))


def _group_order(laws: Iterable[LawSummary]) -> Callable[[LawSummary], tuple[float, str, float, str]]:
    """Categories by their weightiest law, the weightiest law first in each, equals by name."""
    weight = {law.name: law_standing.standing(law.name, category=law.category) for law in laws}
    heaviest: dict[str, float] = {}
    for law in laws:
        heaviest[law.category] = max(heaviest.get(law.category, -1.0), weight[law.name])
    return lambda law: (-heaviest[law.category], law.category, -weight[law.name], law.name)

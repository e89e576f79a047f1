"""What a text cites, as readers see it, and which texts are to be compared with the law."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jiefen.articles.models import Article, Citation
from jiefen.articles.states import PUBLIC
from jiefen.engine.law_standing import short_name
from jiefen.rules.law_revisions import latest_revision
from jiefen.statutes.citations import label_of
from jiefen.statutes.gists import gist_for


@dataclass(frozen=True)
class Cited:
    """One cited article. ``gist``: what it says in plain words, empty where we wrote none.

    ``revised``: where the change is known from the revision of the whole law, what that revision did; the article itself
    may have stayed as it was.
    """

    law: str
    number: int
    branch: int
    gist: str
    is_known: bool
    is_changed: bool
    changed_on: dt.date | None
    revised: str = ""

    @property
    def name(self) -> str:
        """《民法典》第九百四十四条."""
        return f"《{self.law}》{label_of(self.number, self.branch)}"


def cited_by(revision_id: int) -> tuple[Cited, ...]:
    """The citations of a revision in reading order. One query."""
    rows = Citation.objects.filter(revision=revision_id).order_by("place")
    return tuple(map(_cited, rows))


def live_revisions() -> list[int]:
    """The revisions readers see now."""
    live = Article.objects.filter(state__in=PUBLIC).exclude(live=None)
    return [pk for pk in live.values_list("live_id", flat=True) if pk]


def _cited(row: Citation) -> Cited:
    gist = gist_for(row.law, row.number, row.branch)
    revision = latest_revision(short_name(row.law), today=row.changed_on) if row.changed_on else None
    return Cited(
        row.law, row.number, row.branch, gist.gist if gist else "", row.is_known, row.is_changed, row.changed_on,
        revision.what if revision and revision.effective == row.changed_on else "",
    )  # fmt: skip

"""Which articles of law a text cites, in which wording, and whether that wording has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jiefen.articles import markdown
from jiefen.articles.models import Citation, Revision
from jiefen.engine.law_standing import short_name
from jiefen.rules.law_revisions import latest_revision
from jiefen.shared.clock import day_of
from jiefen.statutes.gists import gist_for
from jiefen.statutes.queries import article_on, linked_citations, newer_version

MOST = 60  # citations kept of one text


def citations_of(body: str, *, on: dt.date) -> list[Citation]:
    """Unsaved rows for every article cited, each once, in reading order, in the wording of ``on``."""
    rows: dict[tuple[str, int, int], Citation] = {}
    for linked in linked_citations(markdown.plain_text(body), on=on):
        one = linked.citation
        key = (one.law[:200], one.article, one.branch)
        if key not in rows and len(rows) < MOST and one.article < 10_000:
            known = linked.article_id is not None or gist_for(*key) is not None
            rows[key] = Citation(
                place=len(rows), law=key[0], number=one.article, branch=one.branch, version_id=linked.article_id,
                is_known=known,
            )  # fmt: skip
    return list(rows.values())


def write_citations(revision: Revision, *, today: dt.date) -> None:
    """Resolve and keep the citations of a new revision."""
    rows = citations_of(revision.body, on=today)
    for row in rows:
        row.revision = revision
        _check(row, written_on=today, today=today)
    Citation.objects.bulk_create(rows)


def recheck(revisions: Iterable[int], *, today: dt.date) -> int:
    """Look again whether a newer wording holds; returns how many citations changed. Two queries a citation."""
    changed = 0
    rows = Citation.objects.filter(revision__in=list(revisions)).select_related("revision")
    for row in rows.iterator(chunk_size=500):
        before = (row.version_id, row.is_changed, row.changed_on)
        _check(row, written_on=day_of(row.revision.submitted_at), today=today)
        if before != (row.version_id, row.is_changed, row.changed_on):
            row.save(update_fields=["version", "is_known", "is_changed", "changed_on"])
            changed += 1
    return changed


def _check(row: Citation, *, written_on: dt.date, today: dt.date) -> None:
    """Compare the wording of the day the text was written with the newest one imported; where none is newer, with our
    gist's, and with the revisions of laws we know of: a collection may be older than the law.
    """
    cited = article_on(row.law, row.number, row.branch, on=written_on)
    gist = gist_for(row.law, row.number, row.branch)
    row.is_known = cited is not None or gist is not None
    row.version_id = cited.pk if cited else None
    newer = newer_version(cited) if cited else None
    if newer is not None:
        row.is_changed, row.changed_on = True, newer.effective_from or newer.version
    elif cited is None and gist is not None and gist.effective > written_on:
        row.is_changed, row.changed_on = True, gist.effective
    else:
        revised = latest_revision(short_name(row.law), today=today)
        row.changed_on = revised.effective if revised and revised.effective > written_on else None
        row.is_changed = row.changed_on is not None

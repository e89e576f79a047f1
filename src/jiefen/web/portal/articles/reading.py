"""One article: the text with everything that stands around it."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from jiefen.articles.access import get_article_page
from jiefen.articles.actions.marks import count_read
from jiefen.articles.markdown import Rendered
from jiefen.articles.markdown import render as render_markdown
from jiefen.articles.models import Article, Revision
from jiefen.articles.queries.citations import Cited, cited_by
from jiefen.articles.queries.pictures import drawn_pictures
from jiefen.articles.queries.public import history_of, marks_of, related
from jiefen.articles.states import PUBLIC
from jiefen.articles.words import HISTORY_NAMES
from jiefen.lawyers.queries import cards_of
from jiefen.shared import clock
from jiefen.web.portal.articles import doors
from jiefen.web.portal.articles.lines import address_of_article, lines
from jiefen.web.portal.articles.meta import about
from jiefen.web.portal.articles.reader import known_reader, passing_reader
from jiefen.web.portal.articles.words import history_events
from jiefen.web.portal.public import meta_of, public_page

REMEMBERED = 3600  # seconds a rendered text is kept; a revision never changes
_ROBOTS = ("bot", "spider", "crawl", "slurp", "preview", "lighthouse")


@require_safe
@ensure_csrf_cookie
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The text; what was taken down says so instead."""
    row = get_article_page(pk)
    if slug != row.slug:
        return redirect(address_of_article(row.pk, row.slug), permanent=True)
    if row.state not in PUBLIC:
        return _gone(request, row)
    reader = known_reader(request)
    _count(request, row, reader)
    response = render(request, "portal/articles/article.html", _context(request, row, reader))
    response["Cache-Control"] = "private, no-cache"
    return response


def _context(request: HttpRequest, row: Article, reader: str) -> dict[str, Any]:
    live = row.live
    assert live is not None  # noqa: S101 — public articles have a revision
    cited = cited_by(live.pk)
    history = history_of(row.pk)
    cards = cards_of([row.author_id])
    today = clock.today()
    address = request.build_absolute_uri(address_of_article(row.pk, row.slug))
    return {
        "article": row,
        "revision": live,
        "text": rendered(live, cited),
        "published_on": clock.day_of(row.published_at) if row.published_at else today,
        "changed_on": clock.day_of(row.changed_at) if row.changed_at else today,
        "cited": [(one, doors.law_address(one.law, one.number, one.branch)) for one in cited],
        "changed_law": [one for one in cited if one.is_changed],
        "corrections": [note for note in history if note.kind == "corrected"][:1] if row.state == "corrected" else [],
        "history": history_events(history),
        "card": cards[0] if cards else None,
        "profile_url": doors.profile_address(row.author_id) if cards else "",
        "ask_url": doors.ask_address(),
        "marks": marks_of(reader, row.pk),
        "related": lines(related(row)),
        "address": address,
        "today": today,
        "meta": about(request, row, cards[0] if cards else None),
    }


def rendered(revision: Revision, cited: tuple[Cited, ...]) -> Rendered:
    """The HTML of a revision, kept for an hour: the same text gives the same page."""
    known = {(one.law, one.number, one.branch) for one in cited if one.is_known}

    def law_address(law: str, number: int, branch: int) -> str:
        return doors.law_address(law, number, branch) if (law, number, branch) in known else ""

    def make() -> Rendered:
        laws = tuple(dict.fromkeys(one.law for one in cited))
        pictures = drawn_pictures(revision.article_id, revision.body, picture_address)
        return render_markdown(revision.body, laws=laws, law_address=law_address, pictures=pictures)

    key = f"article-text-{revision.pk}"
    found: Rendered | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, REMEMBERED)
    return found


def picture_address(pk: int, fingerprint: str, width: int) -> str:
    """Where a picture is served."""
    return reverse("article_picture", args=[pk, fingerprint, width])


def _count(request: HttpRequest, row: Article, reader: str) -> None:
    """Count a person who reads: no machine, nothing fetched ahead of a click, not twice a day."""
    agent = request.headers.get("User-Agent", "").lower()
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method == "GET" and not ahead and not any(word in agent for word in _ROBOTS):
        day = clock.today()
        passing = passing_reader(request, day)
        if count_read(article_id=row.pk, reader=reader or passing, also=passing if reader else "", on=day):
            row.read_count += 1


def _gone(request: HttpRequest, row: Article) -> HttpResponse:
    """Taken down or withdrawn: that it was here, when and why it went."""
    notes = history_of(row.pk)
    context: dict[str, Any] = {
        "title": row.live.title if row.live else "",
        "what": HISTORY_NAMES[row.state],
        "note": notes[0] if notes else None,
        "related": lines(related(row)),
        "today": clock.today(),
    }
    meta = meta_of(request, context["what"], may_index=False)
    return public_page(request, "portal/articles/gone.html", meta, status=410, **context)

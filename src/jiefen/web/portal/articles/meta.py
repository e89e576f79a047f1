"""What an article tells machines: description, link preview, structured data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from jiefen.articles.markdown import picture_ids
from jiefen.articles.models import Article
from jiefen.articles.queries.pictures import card_of
from jiefen.lawyers.queries import Card
from jiefen.shared.clock import CHINA
from jiefen.web.portal.articles.lines import address_of_article
from jiefen.web.portal.public import CARD, SITE, PageMeta, meta_of


def about(request: HttpRequest, row: Article, card: Card | None) -> PageMeta:
    """The article for search engines and link previews."""
    live = row.live
    assert live is not None and row.published_at and row.changed_at  # noqa: S101 — public articles have them
    image, address = _image(live.body), address_of_article(row.pk, row.slug)
    published, changed = (
        at.astimezone(CHINA).isoformat(timespec="seconds") for at in (row.published_at, row.changed_at)
    )
    author: dict[str, Any] = {"@type": "Person", "name": card.name if card else row.author.name, "jobTitle": "律师"}
    if card:
        author["worksFor"] = {"@type": "LegalService", "name": card.firm}
    data = {
        "@type": "Article",
        "headline": live.title,
        "description": live.lead,
        "inLanguage": "zh-CN",
        "articleSection": live.area,
        "datePublished": published,
        "dateModified": changed,
        "author": author,
        "publisher": {"@type": "Organization", "name": SITE, "url": request.build_absolute_uri(reverse("home"))},
        "mainEntityOfPage": request.build_absolute_uri(address),
        "image": [request.build_absolute_uri(image)],
    }
    return meta_of(
        request, live.title, description=live.lead, canonical=address, image=image, kind="article", json_ld=data,
        more=(("article:published_time", published), ("article:modified_time", changed)),
    )  # fmt: skip


def _image(body: str) -> str:
    """The first picture of the text as a card, else the site's own."""
    shown = picture_ids(body)
    card = card_of(shown[0]) if shown else None
    return reverse("article_card", args=card) if card else static(CARD)

"""What an article tells machines: description, link preview, structured data."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from jiefen.articles.markdown import picture_ids
from jiefen.articles.models import Article
from jiefen.articles.queries.pictures import card_of
from jiefen.lawyers.queries import Card
from jiefen.shared.clock import CHINA
from jiefen.web.portal.linked_data import linked_data

SITE: Final = "解纷"


def about(request: HttpRequest, row: Article, address: str, card: Card | None) -> dict[str, Any]:
    """Template context: ``description``, ``image`` (absolute), ``structured`` (JSON-LD, safe inside a script)."""
    live = row.live
    assert live is not None and row.published_at and row.changed_at  # noqa: S101 — public articles have them
    image = request.build_absolute_uri(_image(live.body))
    author: dict[str, Any] = {"@type": "Person", "name": card.name if card else row.author.name, "jobTitle": "律师"}
    if card:
        author["worksFor"] = {"@type": "LegalService", "name": card.firm}
    data = {
        "@type": "Article",
        "headline": live.title,
        "description": live.lead,
        "inLanguage": "zh-CN",
        "articleSection": live.area,
        "datePublished": row.published_at.astimezone(CHINA).isoformat(timespec="seconds"),
        "dateModified": row.changed_at.astimezone(CHINA).isoformat(timespec="seconds"),
        "author": author,
        "publisher": {"@type": "Organization", "name": SITE, "url": request.build_absolute_uri(reverse("home"))},
        "mainEntityOfPage": address,
        "image": [image],
    }
    return {"description": live.lead, "image": image, "structured": linked_data(data)}


def _image(body: str) -> str:
    """The first picture of the text as a card, else the site's own."""
    shown = picture_ids(body)
    card = card_of(shown[0]) if shown else None
    return reverse("article_card", args=card) if card else static("portal/articles-card.png")

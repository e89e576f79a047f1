"""RSS of the newest articles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from jiefen.articles.queries.public import public
from jiefen.web.portal.articles.lines import address_of_article

NEWEST = 30


@require_safe
def article_feed(request: HttpRequest) -> HttpResponse:
    """The last thirty, with their leads."""
    feed = Rss201rev2Feed(
        title="解纷 · 知识文章",
        link=request.build_absolute_uri(reverse("articles")),
        description="执业律师写的法律知识，经平台审核，写明依据。",
        language="zh-cn",
        feed_url=request.build_absolute_uri(reverse("article_feed")),
    )
    for row in public()[:NEWEST]:
        if row.live is None:
            continue
        address = request.build_absolute_uri(address_of_article(row.pk, row.slug))
        feed.add_item(
            title=row.live.title, link=address, description=row.live.lead, author_name=row.author.name,
            pubdate=row.published_at, updateddate=row.changed_at, unique_id=address, categories=[row.live.area],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")

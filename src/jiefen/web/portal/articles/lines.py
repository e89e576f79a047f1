"""Articles as lines of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from jiefen.articles.queries import Found
from jiefen.shared.clock import day_of


@dataclass(frozen=True)
class Line:
    """What a list shows of an article."""

    url: str
    title: str
    lead: str
    area: str
    topic: str
    author: str
    on: dt.date
    reads: int
    likes: int
    is_corrected: bool
    is_demo: bool


def address_of_article(article_id: int, slug: str) -> str:
    """/articles/12-wu-ye-fei/."""
    return reverse("article", args=[article_id, slug])


def line(found: Found) -> Line:
    """One line."""
    return Line(
        address_of_article(found.article_id, found.slug), found.title, found.lead, found.area, found.topic,
        found.author_name, day_of(found.published_at), found.read_count, found.like_count, found.is_corrected,
        found.is_demo,
    )  # fmt: skip


def lines(found: Iterable[Found]) -> list[Line]:
    """Lines in their order."""
    return [line(each) for each in found]

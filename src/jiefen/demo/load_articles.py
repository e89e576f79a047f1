"""The demo's articles: written by the demo lawyers, reviewed by the demo operator, through the same actions people use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import resources
from typing import Final

from jiefen.accounts.actors import Actor
from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR
from jiefen.accounts.models import Membership, User
from jiefen.accounts.queries import actor_of_membership
from jiefen.articles.actions.drafts import save_draft, start_draft
from jiefen.articles.actions.reviewing import approve
from jiefen.articles.actions.submitting import submit
from jiefen.articles.models import Article

FOLDER: Final = "articles"


@dataclass(frozen=True)
class Written:
    """One file: its front matter and its text. ``author`` counts the demo lawyers from 1; ``state``: see ``load``."""

    name: str
    title: str
    body: str
    author: int
    area: str
    topic: str
    days_ago: int
    state: str


def load_articles(*, at: dt.datetime) -> int:
    """After ``hire_legal_staff``: publish the files on days before ``at``; one stays in review, one a draft.

    Nothing when articles are there already. Returns how many were written.
    """
    if Article.objects.exists():
        return 0
    lawyers = [_actor(person.phone) for person in DEMO_LAWYERS]
    operator = _actor(DEMO_OPERATOR.phone)
    texts = written()
    for text in sorted(texts, key=lambda each: -each.days_ago):
        _write(text, lawyers[text.author - 1], operator, at - dt.timedelta(days=text.days_ago))
    return len(texts)


def written() -> list[Written]:
    """Every file of the folder, by name."""
    files = sorted((resources.files("jiefen.demo") / FOLDER).iterdir(), key=lambda each: each.name)
    return [read(each.name, each.read_text("utf-8")) for each in files if each.name.endswith(".md")]


def read(name: str, text: str) -> Written:
    """``---`` lines of ``key: value``, ``---``, then Markdown."""
    _, front, body = text.split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front.strip().splitlines())
    return Written(
        name, facts["title"], body.strip() + "\n", int(facts["author"]), facts["area"], facts.get("topic", ""),
        int(facts["days_ago"]), facts.get("state", "published"),
    )  # fmt: skip


def _write(text: Written, author: Actor, operator: Actor, at: dt.datetime) -> None:
    article = start_draft(by=author, at=at)
    save_draft(
        article_id=article.pk, title=text.title, body=text.body, area=text.area, topic=text.topic, save_no=0,
        by=author, at=at,
    )  # fmt: skip
    Article.objects.filter(pk=article.pk).update(is_demo=True)
    if text.state == "draft":
        return
    review = submit(article_id=article.pk, by=author, at=at)
    if text.state == "published":
        approve(review_id=review.pk, by=operator, at=at + dt.timedelta(hours=3))


def _actor(phone: str) -> Actor:
    user = User.objects.by_phone(phone)
    member = Membership.objects.filter(user=user).select_related("organisation", "user").order_by("pk").first()
    assert member is not None  # noqa: S101 — hired just before
    return actor_of_membership(member)

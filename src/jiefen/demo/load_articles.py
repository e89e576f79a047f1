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
    lead: str = ""
    addition: str = ""  # a paragraph added later: its revision waits for the reviewer
    reason: str = ""


def load_articles(*, at: dt.datetime) -> int:
    """After ``hire_legal_staff``: publish the files on days before ``at``; one stays in review, one a draft.

    Nothing when articles are there already. Returns how many were written.
    """
    if Article.objects.exists():
        return 0
    lawyers = [actor_with_phone(person.phone) for person in DEMO_LAWYERS]
    operator = actor_with_phone(DEMO_OPERATOR.phone)
    texts = written()
    for text in sorted(texts, key=lambda each: -each.days_ago):
        author = lawyers[text.author - 1]
        article = _write(text, author, operator, at - dt.timedelta(days=text.days_ago))
        if text.addition:
            _add(article, text, author, at - dt.timedelta(hours=5))
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
        facts.get("lead", ""), facts.get("addition", ""), facts.get("reason", ""),
    )  # fmt: skip


def _write(text: Written, author: Actor, operator: Actor, at: dt.datetime) -> Article:
    article = start_draft(by=author, at=at)
    save_draft(
        article_id=article.pk, title=text.title, body=text.body, lead=text.lead, area=text.area, topic=text.topic,
        save_no=0, by=author, at=at,
    )  # fmt: skip
    Article.objects.filter(pk=article.pk).update(is_demo=True)
    if text.state == "draft":
        return article
    review = submit(article_id=article.pk, by=author, at=at)
    if text.state == "published":
        approve(review_id=review.pk, by=operator, at=at + dt.timedelta(hours=3))
    return article


def _add(article: Article, text: Written, author: Actor, at: dt.datetime) -> None:
    """A second version with one more paragraph, handed in but not reviewed yet."""
    save_draft(
        article_id=article.pk, title=text.title, body=f"{text.body}\n{text.addition}\n", lead=text.lead,
        area=text.area, topic=text.topic, save_no=1, by=author, at=at,
    )  # fmt: skip
    submit(article_id=article.pk, by=author, at=at, reason=text.reason)


def actor_with_phone(phone: str) -> Actor:
    """Somebody of the demo as the actor he is at his place of work."""
    user = User.objects.by_phone(phone)
    member = Membership.objects.filter(user=user).select_related("organisation", "user").order_by("pk").first()
    assert member is not None  # noqa: S101 — hired just before
    return actor_of_membership(member)

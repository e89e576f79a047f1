"""Writing: a new draft, saving it, throwing it away, taking back what was handed in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.articles.access import get_own_article
from jiefen.articles.models import Article
from jiefen.articles.refusals import DraftChangedElsewhere, DraftRefused
from jiefen.articles.states import ArticleState, move
from jiefen.audit.actions import record
from jiefen.engine.practice_areas import area_named
from jiefen.lawyers.own_card import own_card_id
from jiefen.rules.article_terms import number
from jiefen.shared.clock import day_of


def start_draft(*, by: Actor, at: dt.datetime) -> Article:
    """An empty draft. Raises NotPermitted, DraftRefused for somebody without a card to stand under the text."""
    by.require(Capability.WRITE_ARTICLES)
    author = own_card_id(by)
    if author is None:
        raise DraftRefused("写文章要有名片：读者要看到作者是谁。请先在名片页登记执业信息。", code="articles.no_card")
    with transaction.atomic():
        article = Article.objects.create(
            organisation_id=by.organisation_id, author_id=author, created_at=at, moved_at=at, saved_at=at
        )
        record(
            organisation_id=by.organisation_id,
            by=by.membership_id,
            at=at,
            code="articles.draft_started",
            subject=article,
        )
    return article


def save_draft(
    *, article_id: int, title: str, body: str, lead: str = "", area: str = "", topic: str = "", save_no: int,
    by: Actor, at: dt.datetime,
) -> Article:  # fmt: skip
    """Keep what is written. Nothing is checked but what could not be stored: a draft may be unfinished.

    ``save_no``: what the window was loaded with. Raises NotFound, DraftRefused, DraftChangedElsewhere (nothing is lost:
    the window keeps its text). An empty ``lead``, ``area`` or ``topic`` is found from the text when it is handed in.
    """
    article = get_own_article(by, article_id)
    _check(title, body, lead, area, topic, day_of(at))
    values = {"title": title.strip(), "body": body, "lead": lead.strip(), "area": area, "topic": topic, "saved_at": at}
    with transaction.atomic():
        mine = Article.objects.filter(pk=article.pk, save_no=save_no)
        if not mine.update(save_no=F("save_no") + 1, **values):
            raise DraftChangedElsewhere(
                "这份草稿在另一个窗口保存过更新的内容，这次没有覆盖它。请先把这里的文字复制下来，刷新后再并到一起。"
            )
    article.refresh_from_db()
    return article


def discard_draft(*, article_id: int, by: Actor, at: dt.datetime) -> None:
    """Throw a draft away. Raises NotFound, MoveRefused once it was handed in, DraftRefused once it was published."""
    article = get_own_article(by, article_id)
    if article.live_id:
        raise DraftRefused("发布过的文章不能删除，可以撤回。撤回后读者看不到正文，历史仍然留着。")
    with transaction.atomic():
        move(article, to=ArticleState.DISCARDED, by_no=by.membership_id, at=at)


def _check(title: str, body: str, lead: str, area: str, topic: str, day: dt.date) -> None:
    """Sizes the columns hold, and an area that exists. Raises DraftRefused, AreaError."""
    if len(title.strip()) > number("title_characters", day):
        raise DraftRefused(
            f"标题最多 {number('title_characters', day)} 个字，现在是 {len(title.strip())} 个，请短一点。"
        )
    if len(body) > number("most_characters", day):
        raise DraftRefused(f"正文最多 {number('most_characters', day)} 个字，现在是 {len(body)} 个。可以拆成两篇。")
    if len(lead.strip()) > number("lead_characters", day):
        raise DraftRefused(f"导读最多 {number('lead_characters', day)} 个字，现在是 {len(lead.strip())} 个，请短一点。")
    topics = {each.name for each in area_named(area).topics} if area else set()
    if topic and topic not in topics:
        raise DraftRefused("主题请从所选领域里选。")

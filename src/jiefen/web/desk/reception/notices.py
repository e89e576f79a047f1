"""What the platform has to tell a lawyer: complaints, articles taken down or overtaken by the law, words sent back. Without anybody's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.articles.models import Article
from jiefen.articles.queries.desk import outdated, own_articles
from jiefen.articles.states import ArticleState
from jiefen.consultations.access import lawyer_of
from jiefen.consultations.models import Grievance
from jiefen.consultations.states import GrievanceState
from jiefen.lawyers.queries.joining import own_card
from jiefen.web.desk.recheck import recheck_words

MOST = 5


@dataclass(frozen=True)
class Notice:
    """One line and where to look."""

    words: str
    url: str


def notices_for(actor: Actor, *, today: date) -> tuple[Notice, ...]:
    """What still asks for something. At most eight queries."""
    return (*_service(actor), *_card(actor, today), *_articles(actor))


def _service(actor: Actor) -> list[Notice]:
    """Complaints about his talks: the platform answers them, he learns that there is one."""
    rows = Grievance.objects.filter(question__lawyer=lawyer_of(actor), state=GrievanceState.OPEN)
    talks = rows.select_related("question").order_by("raised_at")[:MOST]
    return [
        Notice(
            f"咨询人对一次{each.question.area or ''}答疑提了意见，平台正在处理；可以先看看这段对话。",
            reverse("desk_talk", args=[each.question.public_id]),
        )
        for each in talks
    ]  # fmt: skip


def _card(actor: Actor, today: date) -> list[Notice]:
    """The yearly check of the licence, near or fallen due, and words sent back."""
    card = own_card(actor) if actor.can(Capability.MANAGE_OWN_CARD) else None
    if card is None:
        return []
    said = recheck_words(card.step, card.recheck_due_on, today)
    notices = [Notice(said, reverse("desk_card"))] if said else []
    if card.words_state == "sent_back":
        notices.append(Notice("自我介绍被退回，请按意见改一改再发。", reverse("desk_card")))
    return notices


def _articles(actor: Actor) -> list[Notice]:
    if not actor.can(Capability.WRITE_ARTICLES):
        return []
    mine: QuerySet[Article] = own_articles(actor)
    complained = sum(1 for each in mine if getattr(each, "open_count", 0))
    notices = [Notice(f"你有 {complained} 篇文章被投诉，正在处理。", reverse("desk_complaints"))] if complained else []
    for old in outdated(actor)[:MOST]:
        laws = "、".join(old.laws[:3]) + ("等" if len(old.laws) > 3 else "")
        words = f"文章“{old.title}”引用的{laws}已修改，读者会看到提示。请核对后修订。"
        notices.append(Notice(words, reverse("desk_article", args=[old.article_id])))
    for each in mine.filter(state=ArticleState.TAKEN_DOWN)[:MOST]:
        title = each.title or (each.live.title if each.live else "")
        notices.append(Notice(f"文章“{title}”已下架。", reverse("desk_article", args=[each.pk])))
    return notices

"""Where articles, reviews and complaints stand, and which ways lead on. ``move`` is the only road."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices

from jiefen.audit import moves

Moves = Mapping[str, Mapping[str, str]]


class ArticleState(TextChoices):
    """文章. ``corrected`` is public as well: a note of the operator stands above the text."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "审核中"
    SCHEDULED = "scheduled", "等待发布"
    PUBLISHED = "published", "已发布"
    CORRECTED = "corrected", "已发布，有更正"
    TAKEN_DOWN = "taken_down", "已下架"
    WITHDRAWN = "withdrawn", "作者撤回"
    DISCARDED = "discarded", "已删除"


class ReviewState(TextChoices):
    """One look at one version. ``approved`` waits for its hour of publication."""

    WAITING = "waiting", "待审核"
    APPROVED = "approved", "已通过，等待发布"
    PUBLISHED = "published", "已发布"
    RETURNED = "returned", "退回修改"
    RECALLED = "recalled", "作者收回"


class GrievanceState(TextChoices):
    """投诉."""

    FILED = "filed", "待确认"
    ACKNOWLEDGED = "acknowledged", "处理中"
    DECIDED = "decided", "已处理"
    APPEALED = "appealed", "申诉中"
    WITHDRAWN = "withdrawn", "投诉人撤回"


class Outcome(TextChoices):
    """What a complaint led to."""

    NO_ACTION = "no_action", "不作改动"
    CORRECTION = "correction", "更正"
    TAKEDOWN = "takedown", "下架"


PUBLIC: Final = (ArticleState.PUBLISHED, ArticleState.CORRECTED)
OPEN_REVIEWS: Final = (ReviewState.WAITING, ReviewState.APPROVED)

A = ArticleState
ARTICLE_MOVES: Final[Moves] = {
    A.DRAFT: {A.SUBMITTED: "articles.article_submitted", A.DISCARDED: "articles.article_discarded"},
    A.SUBMITTED: {
        A.DRAFT: "articles.article_sent_back",
        A.SCHEDULED: "articles.article_scheduled",
        A.PUBLISHED: "articles.article_published",
    },
    A.SCHEDULED: {A.PUBLISHED: "articles.article_published", A.DRAFT: "articles.article_sent_back"},
    A.PUBLISHED: {
        A.PUBLISHED: "articles.article_revised",
        A.CORRECTED: "articles.article_corrected",
        A.TAKEN_DOWN: "articles.article_taken_down",
        A.WITHDRAWN: "articles.article_withdrawn",
    },
    A.CORRECTED: {
        A.PUBLISHED: "articles.article_revised",
        A.CORRECTED: "articles.article_corrected",
        A.TAKEN_DOWN: "articles.article_taken_down",
        A.WITHDRAWN: "articles.article_withdrawn",
    },
    A.TAKEN_DOWN: {A.PUBLISHED: "articles.article_restored", A.CORRECTED: "articles.article_corrected"},
    A.WITHDRAWN: {A.PUBLISHED: "articles.article_published_again"},
    A.DISCARDED: {},
}
R = ReviewState
REVIEW_MOVES: Final[Moves] = {
    R.WAITING: {
        R.APPROVED: "articles.revision_approved",
        R.RETURNED: "articles.revision_returned",
        R.RECALLED: "articles.revision_recalled",
    },
    R.APPROVED: {R.PUBLISHED: "articles.revision_published", R.RECALLED: "articles.revision_recalled"},
    R.PUBLISHED: {},
    R.RETURNED: {},
    R.RECALLED: {},
}
G = GrievanceState
GRIEVANCE_MOVES: Final[Moves] = {
    G.FILED: {G.ACKNOWLEDGED: "articles.grievance_acknowledged", G.WITHDRAWN: "articles.grievance_withdrawn"},
    G.ACKNOWLEDGED: {G.DECIDED: "articles.grievance_decided", G.WITHDRAWN: "articles.grievance_withdrawn"},
    G.DECIDED: {G.APPEALED: "articles.grievance_appealed"},
    G.APPEALED: {G.DECIDED: "articles.grievance_decided_again"},
    G.WITHDRAWN: {},
}


class MoveRefused(moves.MoveRefused):
    """This step is not allowed from here."""

    code = "articles.move_refused"


class MovedMeanwhile(MoveRefused):
    """Somebody else was quicker."""

    code = "articles.moved_meanwhile"


def _life(this: str, states: type[TextChoices], table: Moves) -> moves.Lifecycle:
    return moves.Lifecycle(this, states, table, MoveRefused, MovedMeanwhile)


# By the model's name: the lifecycle it follows.
LIFECYCLES: Final[Mapping[str, moves.Lifecycle]] = {
    "Article": _life("这篇文章", ArticleState, ARTICLE_MOVES),
    "Review": _life("这次审核", ReviewState, REVIEW_MOVES),
    "ContentGrievance": _life("这件投诉", GrievanceState, GRIEVANCE_MOVES),
}


def move(
    row: Any, *, to: str, by_no: int | None, at: dt.datetime, data: Mapping[str, Any] | None = None, **facts: Any
) -> None:
    """Take one step of ``row``'s lifecycle (audit.moves.take_step). Raises MoveRefused, MovedMeanwhile.

    ``by_no``: the membership, None for the system or a reader without an account. ``facts``: columns of the step.
    """
    moves.take_step(row, LIFECYCLES[type(row).__name__], to=to, by_no=by_no, at=at, data=data, **facts)

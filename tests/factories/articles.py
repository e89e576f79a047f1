"""Articles for tests: an author with a card, an operator, a text long enough to be handed in, published in one call."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from jiefen.accounts.actors import Actor
from jiefen.articles.actions.drafts import save_draft, start_draft
from jiefen.articles.actions.grievances import file_grievance
from jiefen.articles.actions.reviewing import approve
from jiefen.articles.actions.submitting import submit
from jiefen.articles.models import Article, ContentGrievance, Review
from tests.factories.lawyers import make_operator, make_verified
from tests.factories.world import AT

TITLE = "退租时押金怎么要回来"
BODY = (
    "退租时押金该不该退，要看房子有没有损坏。《民法典》第七百一十一条说的是没有按约定使用的情形。\n\n"
    "## 先分清正常磨损\n\n" + "用了几年的墙面发黄，是正常的磨损，房东不能因此扣钱。" * 6 + "\n\n"
    "## 再留好凭据\n\n" + "搬走之前拍一圈视频，请房东当面验房，写一张交接单。" * 4 + "\n"
)
READER, OTHER_READER = "a" * 32, "b" * 32
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Desk:
    """An author and the operator who reviews him."""

    author: Actor
    operator: Actor

    def draft(self, **more: Any) -> Article:
        article = start_draft(by=self.author, at=AT)
        values = {"title": TITLE, "body": BODY, "area": "房产物业", "topic": "房屋租赁", **more}
        return save_draft(article_id=article.pk, save_no=0, by=self.author, at=AT, **values)

    def submitted(self, **more: Any) -> Review:
        return submit(article_id=self.draft(**more).pk, by=self.author, at=AT)

    def published(self, at: dt.datetime = AT, **more: Any) -> Article:
        approve(review_id=self.submitted(**more).pk, by=self.operator, at=at)
        return Article.objects.select_related("live").get(
            author__user__memberships=self.author.membership_id, pk=newest()
        )

    def revise(self, article: Article, body: str, reason: str = "补充", at: dt.datetime = AT) -> Review:
        article.refresh_from_db()
        save_draft(
            article_id=article.pk, title=article.title, body=body, area="房产物业", topic="房屋租赁",
            save_no=article.save_no, by=self.author, at=at,
        )  # fmt: skip
        return submit(article_id=article.pk, by=self.author, at=at, reason=reason)


def newest() -> int:
    return Article.objects.order_by("-pk").values_list("pk", flat=True)[0]


def make_desk(operator: Actor | None = None) -> Desk:
    operator = operator or make_operator()
    return Desk(make_verified(operator)[1], operator)


def make_grievance(article: Article, reader: str = READER, **more: Any) -> ContentGrievance:
    values = {"address_index": "", "kind": "mistake", "text": "第二段写错了，请核对。", "at": AT, **more}
    return file_grievance(article_id=article.pk, reader=reader, **values)


def picture_bytes(size: tuple[int, int] = (1000, 600), kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **more)
    return out.getvalue()

"""Adding a picture to an article."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.articles.access import get_own_article
from jiefen.articles.drawing import redraw
from jiefen.articles.models import Picture
from jiefen.articles.refusals import PictureRefused
from jiefen.audit.actions import record
from jiefen.rules.article_terms import number
from jiefen.shared.clock import day_of
from jiefen.shared.files import save_private

LONGEST_ALT = 120


def add_picture(*, article_id: int, data: bytes, alt: str, by: Actor, at: dt.datetime) -> Picture:
    """Keep a picture, drawn anew. ``alt``: what it shows, for who cannot see it. Raises NotFound, PictureRefused."""
    article = get_own_article(by, article_id)
    words = " ".join(alt.split())
    if not words:
        raise PictureRefused("请写一句这张图上是什么。看不见图的读者靠它。", code="articles.no_alt")
    if len(words) > LONGEST_ALT:
        raise PictureRefused(f"图片说明最多 {LONGEST_ALT} 个字，请短一点。", code="articles.long_alt")
    most = number("pictures", day_of(at))
    if Picture.objects.filter(article=article).count() >= most:
        raise PictureRefused(f"一篇文章最多 {most} 张图。", code="articles.many_pictures")
    drawn = redraw(data)
    fingerprint = hashlib.sha256(drawn.files[drawn.width]).hexdigest()[:16]
    files = {str(width): save_private(part) for width, part in drawn.files.items()}
    with transaction.atomic():
        picture = Picture.objects.create(
            organisation_id=article.organisation_id, article=article, alt=words, width=drawn.width, height=drawn.height,
            files=files, card_key=save_private(drawn.card), fingerprint=fingerprint, created_at=at,
        )  # fmt: skip
        record(
            organisation_id=article.organisation_id, by=by.membership_id, at=at, code="articles.picture_added",
            subject=article, data={"picture": picture.pk},
        )  # fmt: skip
    return picture

"""What readers leave: a read once a day, a like, a favourite. No account needed, no address kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from jiefen.articles.models import Article, Favourite, Like, Read
from jiefen.articles.states import PUBLIC
from jiefen.shared.errors import NotFound


def count_read(*, article_id: int, reader: str, on: dt.date, also: str = "") -> bool:
    """Count this reader once a day. Returns whether he counted now.

    ``also``: the key he may have counted under earlier today, before his browser kept our secret.
    """
    if also and Read.objects.filter(article_id=article_id, reader=also, on=on).exists():
        return False
    with transaction.atomic():
        _, made = Read.objects.get_or_create(article_id=article_id, reader=reader, on=on)
        if made:
            Article.objects.filter(pk=article_id).update(read_count=F("read_count") + 1)
    return made


def forget_reads(*, before: dt.date) -> int:
    """Once a day is over nobody needs to know who read what; the counts stay."""
    return Read.objects.filter(on__lt=before).delete()[0]


def set_like(*, article_id: int, reader: str, wanted: bool, at: dt.datetime) -> bool:
    """Like or take it back; twice is once. Raises NotFound for what is not public. Returns whether it changed."""
    return _set(Like, "like_count", article_id, reader, wanted, at)


def set_favourite(*, article_id: int, reader: str, wanted: bool, at: dt.datetime) -> bool:
    """Keep or let go; twice is once. Raises NotFound for what is not public. Returns whether it changed."""
    return _set(Favourite, "favourite_count", article_id, reader, wanted, at)


def _set(
    model: type[Like] | type[Favourite], counter: str, article_id: int, reader: str, wanted: bool, at: dt.datetime
) -> bool:
    with transaction.atomic():
        public = Article.objects.filter(pk=article_id, state__in=PUBLIC)
        if wanted and not public.exists():
            raise NotFound
        if wanted:
            changed = model.objects.get_or_create(article_id=article_id, reader=reader, defaults={"at": at})[1]
        else:
            changed = bool(model.objects.filter(article_id=article_id, reader=reader).delete()[0])
        if changed:
            step = 1 if wanted else -1
            Article.objects.filter(pk=article_id).update(**{counter: F(counter) + step})
    return changed

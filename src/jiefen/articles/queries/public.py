"""What readers read: lists, search, related texts, their own marks. Only public texts, whoever asks."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from jiefen.articles.folding import folded
from jiefen.articles.models import Article, Citation, Favourite, HistoryNote, Like
from jiefen.articles.states import PUBLIC

MOST_GRAMS: Final = 24
MOST_WORDS: Final = 200
_WORD_IN_TITLE, _WORD_IN_TEXT, _PAIR_IN_TITLE, _PAIR_IN_TEXT = 40, 12, 4, 1
_RUNS: Final = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]+")
_TOO_LITTLE: Final = re.compile(r"[0-9]{1,2}|[a-z]")  # found everywhere, so it finds nothing
_SAME_CITATION, _SAME_TOPIC, _SAME_AREA = 3, 2, 1


@dataclass(frozen=True)
class Found:
    """One line of a list."""

    article_id: int
    slug: str
    title: str
    lead: str
    area: str
    topic: str
    author_id: int
    author_name: str
    published_at: dt.datetime
    read_count: int
    like_count: int
    is_corrected: bool
    is_demo: bool


@dataclass(frozen=True)
class Marks:
    """What this reader did with an article."""

    liked: bool
    kept: bool


def search(words: str, limit: int, *, whole: bool = False) -> tuple[Found, ...]:
    """Public articles that speak of ``words``, best first, at most ``limit``. Two queries; nothing for no letters.

    Whole words count most, then neighbouring characters two by two; a hit in the title more than one in the text.
    At least a fifth of the pairs must occur, so that one common syllable finds nothing;
    with ``whole`` all of them.
    """
    ids = ranked(words, whole=whole)[: max(limit, 0)]
    return tuple(map(found_of, in_order(ids)))


def ranked(words: str, *, whole: bool = False) -> list[int]:
    """The ids of all articles ``search`` finds, best first. One query, none for no letters."""
    sought, pairs = _sought(words)
    if not sought:
        return []
    least = len(pairs) if whole else -(-len(pairs) // 5)
    rows = Article.objects.filter(state__in=PUBLIC)
    found = [
        (weight, at, pk)
        for pk, at, title, text in rows.values_list("pk", "published_at", "search_title", "search_text")
        if (weight := _weight(title, text, sought, pairs, least))
    ]
    return [pk for _, _, pk in sorted(found, reverse=True)]


def in_order(ids: Sequence[int]) -> list[Article]:
    """These public articles in that order. One query, none for no ids."""
    known = {row.pk: row for row in public().filter(pk__in=ids)} if ids else {}
    return [known[pk] for pk in ids if pk in known]


def listed(*, area: str = "") -> QuerySet[Article]:
    """Public articles of an area (empty: all), newest first."""
    return public().filter(live__area=area) if area else public()


def of_area(ids: Sequence[int], area: str) -> list[int]:
    """Those of ``ids`` whose article is of that area, in their order. One query, none for no area."""
    if not area:
        return list(ids)
    fitting = set(Article.objects.filter(pk__in=ids, live__area=area).values_list("pk", flat=True))
    return [pk for pk in ids if pk in fitting]


def public() -> QuerySet[Article]:
    """Every public article with what a line of a list shows, newest first."""
    rows = Article.objects.filter(state__in=PUBLIC).select_related("live", "author")
    return rows.defer("body", "search_text", "live__body").order_by("-published_at", "-pk")


def areas_in_use() -> tuple[tuple[str, int], ...]:
    """(area, how many public articles), most first. One query."""
    rows = Article.objects.filter(state__in=PUBLIC).values_list("live__area").annotate(many=Count("pk"))
    return tuple(sorted(((area, many) for area, many in rows), key=lambda each: (-each[1], each[0])))


def found_of(row: Article) -> Found:
    """A row of ``public`` as a line of a list."""
    live, published = row.live, row.published_at
    assert live is not None and published is not None  # noqa: S101 — public articles have both
    return Found(
        row.pk, row.slug, live.title, live.lead, live.area, live.topic, row.author_id, row.author.name, published,
        row.read_count, row.like_count, row.state == "corrected", row.is_demo,
    )  # fmt: skip


def related(article: Article, *, limit: int = 3) -> tuple[Found, ...]:
    """Other public articles that cite the same law or treat the same matter, nearest first. Three queries."""
    live = article.live
    if live is None:
        return ()
    own = Citation.objects.filter(revision=live).values_list("law", "number", "branch")
    points: Counter[int] = Counter()
    for row in _citing([(law, number, branch) for law, number, branch in own]):
        points[row] += _SAME_CITATION
    near = {row.pk: row for row in public().filter(Q(live__area=live.area) | Q(live__in=list(points)))[:60]}
    scored = [
        (points[row.live_id or 0] + _likeness(row, live.area, live.topic), row)
        for row in near.values()
        if row.pk != article.pk
    ]
    best = sorted(scored, key=lambda each: (-each[0], -each[1].pk))
    return tuple(found_of(row) for score, row in best[:limit] if score)


def history_of(article_id: int) -> list[HistoryNote]:
    """The public history, newest first. One query."""
    return list(HistoryNote.objects.filter(article=article_id).select_related("revision").order_by("-at", "-pk"))


def marks_of(reader: str, article_id: int) -> Marks:
    """What the reader did; nothing for nobody. Two queries, none for nobody."""
    if not reader:
        return Marks(liked=False, kept=False)
    mine = {"reader": reader, "article": article_id}
    return Marks(Like.objects.filter(**mine).exists(), Favourite.objects.filter(**mine).exists())


def favourites(reader: str) -> QuerySet[Favourite]:
    """What the reader kept, last first. Texts that are no longer public stay in the list, without their text."""
    rows = Favourite.objects.filter(reader=reader or "-").select_related("article__live", "article__author")
    return rows.defer("article__body", "article__search_text", "article__live__body").order_by("-at", "-pk")


def by_author(author_id: int, *, limit: int = 5) -> tuple[Found, ...]:
    """A lawyer's public articles, newest first, for his profile. One query."""
    return tuple(map(found_of, public().filter(author=author_id)[:limit]))


def _likeness(row: Article, area: str, topic: str) -> int:
    live = row.live
    if live is None or live.area != area:
        return 0
    return _SAME_AREA + (_SAME_TOPIC if topic and live.topic == topic else 0)


def _citing(cited: list[tuple[str, int, int]]) -> list[int]:
    """Live revisions that cite any of these, once per shared citation."""
    wanted = Q()
    for law, number, branch in cited:
        wanted |= Q(law=law, number=number, branch=branch)
    live = Citation.objects.filter(wanted, revision__in=Article.objects.filter(state__in=PUBLIC).values("live"))
    return list(live.values_list("revision_id", flat=True)[:500]) if cited else []


def _sought(words: str) -> tuple[list[str], list[str]]:
    """The folded words, and what of them must occur: Chinese by two characters, other words and numbers whole."""
    parts = [folded(part) for part in words[:MOST_WORDS].split()]
    whole = list(dict.fromkeys(part for part in parts if part and not _TOO_LITTLE.fullmatch(part)))
    runs = [run for part in whole for run in _RUNS.findall(part)]
    pairs = list(dict.fromkeys(pair for run in runs for pair in _pairs(run)))
    return whole, pairs[:MOST_GRAMS]


def _pairs(run: str) -> list[str]:
    """Neighbours in Chinese; a word or number in other signs is one: two letters of divorce say nothing."""
    if run.isascii():
        return [] if _TOO_LITTLE.fullmatch(run) else [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _weight(title: str, text: str, whole: list[str], pairs: list[str], least: int) -> int:
    """How much an article speaks of what is sought; 0 when fewer than ``least`` pairs occur."""
    in_title = [pair for pair in pairs if pair in title]
    in_text = [pair for pair in pairs if pair not in in_title and pair in text]
    if len(in_title) + len(in_text) < least:
        return 0
    weight = _PAIR_IN_TITLE * len(in_title) + _PAIR_IN_TEXT * len(in_text)
    for each in whole:
        weight += _WORD_IN_TITLE if each in title else _WORD_IN_TEXT if each in text else 0
    return weight


def titles(ids: Iterable[int]) -> dict[int, str]:
    """Article → the title readers see."""
    rows = Article.objects.filter(pk__in=list(ids)).values_list("pk", "live__title")
    return {pk: title for pk, title in rows if title}

"""Small readings of a text: its folded form for searching, its slug, its area, its lead. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from jiefen.articles import markdown
from jiefen.engine.lead_summary import lead_summary
from jiefen.engine.practice_areas import topics_in
from jiefen.rules.article_terms import number

_SLUG: Final = 60
_TELLING: Final = 20  # characters a paragraph needs to say what it is about
_TITLE: Final = 5  # how many paragraphs the title counts for
MOST_PASSAGES: Final = 60
_NO_LETTER: Final = re.compile(r"[^0-9a-z一-鿿]+")


def folded(text: str) -> str:
    """Lower case, half width, letters and digits only: what search compares."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).lower())


def slug_of(title: str) -> str:
    """物业费催缴 → wu-ye-fei-cui-jiao, at most sixty letters; “article” for a title without letters."""
    from pypinyin import lazy_pinyin  # a third of a second; only publishing needs it

    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(unicodedata.normalize("NFKC", title))).lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > _SLUG:
            break
        slug += f"-{word}" if slug else word
    return slug or "article"


def proposed_area(title: str, body: str, *, today: date) -> tuple[str, str]:
    """Area and topic (empty when none is plain) as the classifier reads the text."""
    from jiefen.engine.classify import classify  # loads the model's arrays

    chances: dict[str, float] = {}
    parts = [title, *(passage.text for passage in markdown.plain_passages(body) if len(passage.text) >= _TELLING)]
    for place, part in enumerate(parts[:MOST_PASSAGES]):
        for one in classify(part, today=today).areas:
            chances[one.area] = chances.get(one.area, 0.0) + one.p * (1 if place else _TITLE)
    area = max(chances, key=lambda each: (chances[each], each))
    topics = topics_in(f"{title}{title}{markdown.plain_text(body)}", area, 1)
    return area, topics[0] if topics else ""


def proposed_lead(title: str, body: str, *, today: date) -> str:
    """The automatic 导读."""
    return lead_summary(title, markdown.plain_passages(body), longest=number("lead_characters", today))

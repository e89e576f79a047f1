"""Finding citations of articles in prose: 《民法典》第九百四十四条第二款, 民法典944条, 第133条之一. Pure.

Names are matched against the laws one hands in; ``aliases.toml`` adds how people shorten them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from jiefen.engine.law_standing import short_name
from jiefen.statutes.numerals import to_chinese, to_number

_NUMBER: Final = r"[零〇○一二三四五六七八九十百千两0-9０-９]{1,9}"
_ARTICLE: Final = (
    rf"第?\s*(?P<article>{_NUMBER})\s*条(?:\s*之\s*(?P<branch>[一二三四五六七八九十0-9]{{1,3}}))?"
    rf"(?:\s*第?\s*(?P<paragraph>{_NUMBER})\s*款)?(?:\s*第?\s*[（(]?(?P<item>{_NUMBER})[)）]?\s*项)?"
)
_FOLLOWING: Final = re.compile(rf"\s*(?:、|和|及|以及|,|，)\s*{_ARTICLE}")


@dataclass(frozen=True)
class Citation:
    """One cited article. ``start`` and ``end`` are its place in the text; 0 stands for “not named”.

    ``law`` is the name without 《》 and 中华人民共和国, spelled as in the known laws where it is one of them.
    """

    law: str
    article: int
    branch: int
    paragraph: int
    item: int
    start: int
    end: int

    @property
    def label(self) -> str:
        """第九百四十四条之一."""
        return label_of(self.article, self.branch)


def label_of(article: int, branch: int = 0) -> str:
    """944, 1 → 第九百四十四条之一."""
    return f"第{to_chinese(article)}条" + (f"之{to_chinese(branch)}" if branch else "")


def parse_label(label: str) -> tuple[int, int]:
    """第九百四十四条之一 → (944, 1); (0, 0) when the label names no article."""
    hit = re.fullmatch(_ARTICLE, label.strip())
    number = to_number(hit["article"]) if hit else None
    if not hit or number is None:
        return 0, 0
    return number, to_number(hit["branch"] or "") or 0


def citations_in(text: str, laws: Iterable[str] = ()) -> tuple[Citation, ...]:
    """Every citation in reading order.

    In 《》 any name is taken. Without 《》 only names in ``laws`` and aliases are known. 本法第十条 and a bare
    第十条 are left alone, but 《民法典》第一条、第三条 gives two. An impossible number gives none.
    """
    pattern, names = _reader(tuple(laws))
    found: list[Citation] = []
    for hit in pattern.finditer(text):
        law = names.get(_plain(hit["quoted"] or hit["bare"]), short_name(hit["quoted"] or hit["bare"]))
        found += _cited(law, hit, hit.start())
        following = _FOLLOWING.match(text, hit.end())
        while following:
            found += _cited(law, following, following.start("article"))
            following = _FOLLOWING.match(text, following.end())
    return tuple(found)


def _cited(law: str, hit: re.Match[str], start: int) -> list[Citation]:
    article = to_number(hit["article"])
    if article is None:
        return []
    branch, paragraph, item = (to_number(hit[name] or "") or 0 for name in ("branch", "paragraph", "item"))
    return [Citation(law, article, branch, paragraph, item, start, hit.end())]


@lru_cache(maxsize=4)
def _reader(laws: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of a citation and, for every spelling, the law it means."""
    names = {_plain(alias): law for law, spellings in aliases().items() for alias in (law, *spellings)}
    names |= {_plain(law): short_name(law) for law in laws}
    spelled = sorted(filter(None, names), key=len, reverse=True)
    bare = "|".join(re.escape(name) for name in spelled)
    quoted = r"《(?P<quoted>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
    named = rf"(?:{quoted}|(?:中华人民共和国)?(?P<bare>{bare}))"
    return re.compile(rf"{named}(?:[（(][^（）()]{{0,20}}[)）])?\s*的?\s*{_ARTICLE}"), names


def _plain(name: str) -> str:
    """A name as it is looked up: without 中华人民共和国 anywhere, inner 〈〉 and 《》 alike."""
    return short_name(name).replace("中华人民共和国", "").replace("〈", "《").replace("〉", "》")


@lru_cache
def aliases() -> dict[str, tuple[str, ...]]:
    """Law → how people shorten its name."""
    file = resources.files("jiefen.statutes") / "aliases.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {law: tuple(spelled.split()) for law, spelled in table["aliases"].items()}

"""One search over everything public. A section is a provider: who adds a kind of thing adds one line to SECTIONS."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiefen.articles.queries import search as find_articles
from jiefen.engine.law_standing import CIVIL_CODE
from jiefen.lawyers.queries import cards_of
from jiefen.lawyers.queries.indexed import named
from jiefen.shared import clock
from jiefen.statutes import articles
from jiefen.statutes.citations import citations_in, parse_label
from jiefen.web.portal.articles.lines import lines
from jiefen.web.portal.fitting_lawyers import lawyers_for
from jiefen.web.portal.laws_found import article_url, law_card, laws_for
from jiefen.web.portal.legible import SHORT, areas_of, trouble_with
from jiefen.web.portal.pace import PACE, SEARCH
from jiefen.web.portal.pages import page_url
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.session import address_of

LONGEST: Final = 200
_NUMBER_LAST: Final = re.compile(r"(?<=[\u3400-\u9fff》 ])(\d{1,4})\s*$")
SHOWN: Final = 6
NO_LAW: Final = "没有写是哪部法，先按民法典找；别的法请写上名称，比如“劳动合同法第八十二条”。"


@dataclass(frozen=True)
class Result:
    """One line of a section; ``note`` is small print; ``url`` "" where there is no page yet."""

    title: str
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One kind of thing that was looked for; ``empty``: what is said when nothing was found."""

    title: str
    results: tuple[Result, ...]
    empty: str
    more_url: str = ""
    more: str = ""


def law_section(q: str, today: date) -> Section:
    """Laws by name, articles cited by number, then articles by meaning."""
    number, branch = parse_label(q)
    if number:
        return _bare_number(number, branch)
    found = (*_cited(q), *_laws_named(q), *_by_meaning(q, today))
    unique = {result.url: result for result in reversed(found)}
    ordered = tuple(result for result in found if unique.pop(result.url, None))
    return Section("法条", ordered[:SHOWN], "没有找到贴切的法条。换个说法，或写法律名称和条号，比如“民法典1165条”。",
                   page_url("law_index"), "看全部法律")  # fmt: skip


def lawyer_section(q: str, today: date) -> Section:
    """A lawyer of that name; else verified lawyers for the area the words clearly point to."""
    by_name = tuple(
        Result(f"{card.name} · {card.firm}", "、".join(card.areas), page_url("lawyer_profile", card.lawyer_id),
               card.city + (" · 演示" if card.is_demo else ""))
        for card in cards_of(named(q, most=SHOWN))
    )  # fmt: skip
    if by_name:
        return Section("律师", by_name, "", page_url("lawyer_directory"), "看律师名录")
    found = lawyers_for(q, areas_of(q, today=today), most=3)
    results = (
        Result(
            f"{one.card.name} · {one.card.firm}", "；".join(one.reasons[:2]), one.url,
            f"{one.card.city} · {'、'.join(one.card.areas)}" + (" · 演示" if one.card.is_demo else ""),
        )
        for one in found.lawyers
    )  # fmt: skip
    return Section("律师", tuple(results), "没有这个名字的律师，也看不出是哪一类事。可以写律师的全名，或写得具体一点，比如“离婚 抚养权”。",
                   page_url("lawyer_directory"), "看律师名录")  # fmt: skip


def article_section(q: str, today: date) -> Section:
    """Lawyers' articles that speak of it; words that say nothing must stand there whole."""
    results = (
        Result(one.title, one.lead, one.url, f"{one.author} · {one.area}" + (" · 演示" if one.is_demo else ""))
        for one in lines(find_articles(q, limit=SHOWN, whole=not areas_of(q, today=today)))
    )
    return Section("文章", tuple(results), "没有找到相关的文章。", page_url("articles"), "看全部文章")


SECTIONS: tuple[Callable[[str, date], Section], ...] = (law_section, article_section, lawyer_section)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``q`` in every section; without ``q`` the empty box."""
    q = " ".join(request.GET.get("q", "").split())[:LONGEST]
    if q:
        PACE.note(SEARCH, address=address_of(request), at=clock.now())
    today = clock.today()
    trouble = trouble_with(q)
    sections = [look(q, today) for look in SECTIONS] if q and trouble != SHORT else []
    meta = meta_of(request, f"搜索：{q}" if q else "搜索", may_index=False)
    return public_page(request, "portal/search.html", meta, q=q, sections=sections, trouble=trouble)


def _by_meaning(q: str, today: date) -> list[Result]:
    areas = areas_of(
        q, today=today
    )  # without one, a law shares a few letters with the words and has nothing to do with them
    return [Result(card.title, card.plain, card.url) for card in laws_for(q, areas, most=SHOWN)] if areas else []


def _laws_named(q: str) -> list[Result]:
    named = articles.laws_named(q, most=2) if len(q) > 1 else ()
    return [Result(f"《{law.name}》", f"这里有 {law.articles:,} 条", page_url("law_page", law.name)) for law in named]


def _bare_number(number: int, branch: int) -> Section:
    """An article's number and no law: the Civil Code's, for words that share its digits mean nothing."""
    one = articles.article(CIVIL_CODE, number, branch)
    card = law_card(one) if one else None
    results = (Result(card.title, card.plain, article_url(one), NO_LAW),) if one and card else ()
    return Section("法条", results, f"民法典里没有这一条。{NO_LAW}", page_url("law_index"), "看全部法律")


def _cited(q: str) -> list[Result]:
    """民法典1165条, 民法典1165: the article itself."""
    names = articles.names()
    cited = citations_in(q, names) or citations_in(_NUMBER_LAST.sub(r"\1条", q), names)
    found = (articles.article(one.law, one.article, one.branch) for one in cited[:2])
    cards = ((law_card(one), article_url(one)) for one in found if one is not None)
    return [Result(card.title, card.plain, url) for card, url in cards]

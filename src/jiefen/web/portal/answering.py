"""From one sentence to what the front door says about it. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Final

from jiefen.engine import classify, practice_areas
from jiefen.engine.classify import AreaChance, Understanding
from jiefen.engine.practice_areas import OTHER
from jiefen.engine.urgency import Flag
from jiefen.rules.deadlines import Deadline, deadlines_for
from jiefen.rules.hotlines import Hotline, hotlines_for, hotlines_named
from jiefen.statutes import search
from jiefen.statutes.articles import Article, here
from jiefen.web.portal.fitting_lawyers import FittingLawyers, lawyers_for
from jiefen.web.portal.laws_found import LawCard, article_url, laws_for
from jiefen.web.portal.legible import Trouble, trouble_with

LONGEST: Final = 2000  # characters of a question that are read, as the classifier reads
SHORTEST: Final = 2
LEANING: Final = 0.85  # how sure we are once the person himself has said which it is
FLAG_TITLES: Final = {"safety": "先看这一条", "deadline": "可能有期限在走", "help": "现在就能做的"}
_LOADING: Final = Lock()  # eight threads must not load the same models side by side
CONFIDENCE: Final = ((0.8, "很可能"), (0.5, "多半"), (0.25, "也许"), (0.0, "也有一点像"))


@dataclass(frozen=True)
class LikelyArea:
    """An area and how sure we are, in a word and as a whole percentage."""

    name: str
    slug: str
    summary: str
    word: str
    percent: int


@dataclass(frozen=True)
class UrgentFlag:
    """What cannot wait, in the person's words of the table, with the lines to call and the source."""

    code: str
    title: str
    message: str
    kind: str
    hotlines: tuple[Hotline, ...]
    source: str


@dataclass(frozen=True)
class ShownDeadline:
    """A deadline with the page of its article."""

    deadline: Deadline
    citation: str
    url: str


@dataclass(frozen=True)
class Answer:
    """Everything the front door says about one sentence. ``options``: two areas to choose from, when ``clarify`` asks.

    ``chosen``: the area the person chose when asked back; then ``options`` are those he may still turn to.
    ``trouble``: it could not be read at all, and what to do.
    """

    text: str
    was_cut: bool
    areas: tuple[LikelyArea, ...]
    topics: tuple[str, ...]
    clarify: str
    options: tuple[LikelyArea, ...]
    flags: tuple[UrgentFlag, ...]
    laws: tuple[LawCard, ...]
    deadlines: tuple[ShownDeadline, ...]
    lawyers: FittingLawyers
    hotlines: tuple[Hotline, ...]
    trouble: Trouble | None = None
    chosen: str = ""

    @property
    def summary(self) -> str:
        """What was found in one breath, for those who listen to the page."""
        if self.trouble and not self.flags:
            return self.trouble.sentence
        area = f"{self.areas[0].word}是{self.areas[0].name}" if self.areas else "还看不出是哪一类事"
        found = ((len(self.laws), "条法条"), (len(self.deadlines), "个期限"), (len(self.lawyers.lawyers), "位律师"))
        counted = "、".join(f"{n} {what}" for n, what in found if n)
        first = "".join(f"{flag.title}：{flag.message}" for flag in self.flags[:1])
        return f"{first}{area}" + (f"，列出了 {counted}。" if counted else "。")


@lru_cache
def _load() -> None:
    """Load what every answer needs, once in the process and never at start-up: a page that nobody asks costs nothing."""
    classify.current_model()
    search.current_index()


def answer(text: str, *, today: date, leaning: str = "", laws: int = 5, count: bool = False) -> Answer | None:
    """What we say about ``text``; None when there is nothing to read.

    ``leaning``: the slug of the area the person chose when asked back. ``count``: note which lawyers were shown.
    Even an empty question loads the models, so that they are there when the first word is typed.
    """
    with _LOADING:
        _load()
    question = " ".join(text.split())
    if len(question) < SHORTEST and not question.isalpha():
        return None
    understood = classify.classify(question[:LONGEST], today=today)
    chosen = next((area.name for area in practice_areas.areas() if area.slug == leaning), "")
    chances = _chances(understood, chosen)
    trouble = trouble_with(question)
    clear = not trouble and chances[0].area != OTHER and chances[0].p >= classify.VAGUE
    named = _likely(understood, chances) if clear else ()
    options = _options(understood, chosen) if clear else ()
    shares = {one.area: one.p for one in chances if one.p > 0} if clear else {}
    names = [one.name for one in named]
    return Answer(
        text=question,
        was_cut=len(question) > LONGEST,
        areas=named,
        topics=practice_areas.topics_in(question[:LONGEST], names[0]) if names else (),
        clarify="" if trouble else _clarify(understood, chosen, clear),
        options=options,
        flags=tuple(_flag(flag, today) for flag in understood.flags),
        laws=laws_for(question[:LONGEST], shares, most=laws, first=chosen) if clear else (),
        deadlines=_deadlines(question, names, understood, today),
        lawyers=lawyers_for(question, shares, count=count),
        hotlines=hotlines_for(names[:1], today=today),
        trouble=trouble,
        chosen=chosen if clear else "",
    )


def _chances(understood: Understanding, chosen: str) -> tuple[AreaChance, ...]:
    """The classifier's chances, or the person's own choice before them."""
    if not chosen:
        return understood.areas
    rest = sum(one.p for one in understood.areas if one.area != chosen) or 1.0
    others = (AreaChance(one.area, one.p / rest * (1 - LEANING)) for one in understood.areas if one.area != chosen)
    return (AreaChance(chosen, LEANING), *others)


def _likely(understood: Understanding, chances: tuple[AreaChance, ...]) -> tuple[LikelyArea, ...]:
    """The first area, those that apply besides, and one that is nearly as likely."""
    applying = [one for one in chances[:4] if one.area in understood.applies or one is chances[0] or one.p >= 0.15]
    return tuple(_area(one) for one in applying if one.area != OTHER)[:3]


def _area(one: AreaChance) -> LikelyArea:
    area = practice_areas.area_named(one.area)
    word = next(word for least, word in CONFIDENCE if one.p >= least)
    return LikelyArea(area.name, area.slug, area.summary, word, round(100 * one.p))


def _clarify(understood: Understanding, chosen: str, clear: bool) -> str:
    if not clear:
        return classify.TELL_MORE
    return "" if chosen else understood.clarify or ""


def _options(understood: Understanding, chosen: str) -> tuple[LikelyArea, ...]:
    """The two areas between which the question decides, but for the one chosen; none where it only asks to tell more."""
    if not understood.clarify or understood.clarify == classify.TELL_MORE:
        return ()
    return tuple(_area(one) for one in understood.areas[:2] if one.area != chosen)


def _flag(flag: Flag, today: date) -> UrgentFlag:
    lines = hotlines_named(flag.turn_to, today=today)
    return UrgentFlag(flag.code, FLAG_TITLES[flag.kind], flag.message, flag.kind, lines, flag.source)


def _deadlines(question: str, areas: list[str], understood: Understanding, today: date) -> tuple[ShownDeadline, ...]:
    topics = [topic for area in areas for topic in practice_areas.topics_in(question[:LONGEST], area)]
    found = deadlines_for(areas, today=today, topics=topics, question=question[:LONGEST])
    linked = here((one.law, one.article) for one in found)
    return tuple(_deadline(one, has_page=(one.law, one.article) in linked) for one in found)


def _deadline(one: Deadline, *, has_page: bool) -> ShownDeadline:
    article = Article(one.law, one.article, 0)
    return ShownDeadline(one, article.name, article_url(article) if has_page else "")

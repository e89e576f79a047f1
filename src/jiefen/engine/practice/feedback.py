"""After the talk: the moments by name, with the steward's own sentences; counts; one thing to try. Never a grade.

Words: ``tables/feedback.toml``. A moment is a sentence of the steward after which something changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final

from jiefen.engine.practice.banned import gravest_in
from jiefen.engine.practice.talk import OWNER, STEWARD, Talk, Turn
from jiefen.engine.practice.vocabulary import OPTIONS, Act, Outcome

MOST: Final = 3  # moments of each sort that are shown
CALMED: Final = 8  # points of heat that must have gone to call it a moment
_HIM: Final = re.compile(r"(?<!其)他")
_HARMS: Final = (Act.THREAT, Act.THIRD_PARTY, Act.BLAME, Act.IMPROPER, Act.CALM_DOWN, Act.HOLLOW, Act.PRESSURE)
_CLUMSY: Final = (Act.PARROT, Act.REPEATED, Act.JARGON)
_HELPS: Final = (Act.CHOICE, Act.LISTENING, Act.FEELING, Act.APOLOGY, Act.FACT, Act.REASSURANCE)
_COUNTED: Final = (
    ("开放地问，请对方说", (Act.OPEN_QUESTION, Act.INVITE)),
    ("把话说回给他", (Act.LISTENING,)),
    ("看见他的感受", (Act.FEELING,)),
    ("具体的事实", (Act.FACT,)),
    ("给出的办法", (Act.OPTION,)),
    ("请他自己定", (Act.CHOICE,)),
    ("是非题", (Act.CLOSED_QUESTION,)),
    ("催和压", (Act.PRESSURE,)),
    ("责备", (Act.BLAME,)),
    ("不能说的话", (Act.THREAT, Act.THIRD_PARTY, Act.IMPROPER)),
)


@dataclass(frozen=True)
class Moment:
    """One sentence that changed something. ``place``: which utterance of the steward; ``answer``: what he got."""

    place: int
    is_good: bool
    title: str
    quote: str
    answer: str
    more: str
    instead: str
    weight: int


@dataclass(frozen=True)
class Report:
    """The feedback. ``share``: the steward's part of all characters spoken, percent."""

    headline: str
    more: str
    moments: tuple[Moment, ...]
    counts: tuple[tuple[str, int], ...]
    share: int
    door: str
    door_quote: str
    need: str
    doors: str
    was_revealed: bool
    try_next: str
    example: str


@dataclass(frozen=True)
class _Exchange:
    """The steward's turn with what the owner felt before and answered after."""

    place: int
    before: Turn
    said: Turn
    answer: Turn

    @property
    def trust(self) -> int:
        return self.said.feelings.trust - self.before.feelings.trust

    @property
    def heat(self) -> int:
        return self.said.feelings.heat - self.before.feelings.heat


def report(talk: Talk) -> Report:
    """Everything the feedback page shows."""
    return _of_her(_report(talk)) if talk.persona.is_woman else _report(talk)


def _of_her(found: Report) -> Report:
    """The same about a woman: our own words only, never what was said in the talk."""
    moments = tuple(
        replace(each, title=_her(each.title), more=_her(each.more), instead=_her(each.instead))
        for each in found.moments
    )
    counts = tuple((_her(label), number) for label, number in found.counts)
    headline, more, try_next = _her(found.headline), _her(found.more), _her(found.try_next)
    return replace(found, moments=moments, counts=counts, headline=headline, more=more, try_next=try_next)


def _her(words: str) -> str:
    return _HIM.sub("她", words)


def _report(talk: Talk) -> Report:
    exchanges = list(_exchanges(talk))
    topic = next((one for one in talk.persona.topics if len(one) > 1), "这件事")
    door = _door(exchanges)
    advice = _table()["next"][_next_step(talk, exchanges)]
    chosen = OPTIONS.get(talk.chosen, "")
    return Report(
        headline=_table()["outcome"][talk.outcome].format(chosen=chosen),
        more=_table()["outcome_more"][talk.outcome],
        moments=_chosen_moments([found for each in exchanges for found in _moments(talk, each, topic)]),
        counts=tuple((label, sum(each.said.did(*acts) for each in exchanges)) for label, acts in _COUNTED),
        share=_share(talk),
        door=_short(door.answer.text) if door else "",
        door_quote=door.said.text if door else "",
        need=talk.persona.need,
        doors=talk.persona.doors,
        was_revealed=talk.is_revealed,
        try_next=advice["say"],
        example=advice["example"].format(topic=topic),
    )


def _exchanges(talk: Talk) -> Iterator[_Exchange]:
    place = 0
    for at, (before, said) in enumerate(pairwise(talk.turns)):
        if before.who == OWNER and said.who == STEWARD and at + 2 < len(talk.turns):
            place += 1
            yield _Exchange(place, before, said, talk.turns[at + 2])


def _moments(talk: Talk, each: _Exchange, topic: str) -> Iterator[Moment]:
    """At most one of each sort for one sentence: a harm overshadows all that was kind in it."""
    hard = _hard(talk, each)
    if hard:
        words, rule = _table()["hard"][hard], gravest_in(each.said.text)
        weight = max(each.heat, 0) + max(-each.trust, 0)
        instead = rule.instead if rule else words["instead"].format(topic=topic)
        more = f"{words['more']}（{rule.label}，{rule.article}）" if rule and rule.article else words["more"]
        yield _moment(each, False, words["title"], more, instead, weight)
        return
    good = _good(talk, each)
    if good:
        weight = max(each.trust, 0) + max(-each.heat, 0) + (30 if good in ("need", "choice", "appointment") else 0)
        words = _table()["good"][good]
        yield _moment(each, True, words["title"], words["more"], "", weight)


def _hard(talk: Talk, each: _Exchange) -> str:
    harm = next((act for act in _HARMS if each.said.did(act)), None)
    if harm is not None:
        return str(harm)
    if each.heat >= CALMED and each.trust < 0:
        return "ask_payment" if each.said.did(Act.ASK_PAYMENT) else "sore"
    clumsy = next((act for act in _CLUMSY if each.said.did(act)), None)
    if clumsy is not None:
        return str(clumsy)
    return "too_early" if _is_too_early(talk, each) else ""


def _is_too_early(talk: Talk, each: _Exchange) -> bool:
    """A way to pay was offered although the owner had not yet said what matters, and did not do so now."""
    paying = [one for one in each.said.options if one not in ("ticket", "check_account", "contact_update")]
    return bool(paying) and not _revealed_by(talk, each.place) and each.said.did(Act.OPTION)


def _revealed_by(talk: Talk, place: int) -> bool:
    return any(each.answer.opened == len(talk.persona.story) for each in _exchanges(talk) if each.place <= place)


def _good(talk: Talk, each: _Exchange) -> str:
    if each.answer.opened == len(talk.persona.story):
        return "need"
    if each.said.did(Act.APPOINTMENT) and talk.appointed_at == each.place:
        return "appointment"
    if each.said.did(Act.CHOICE) and each.said.options:
        return "choice"
    helped = next((act for act in _HELPS[1:] if each.said.did(act)), None)
    if helped is not None and (each.trust > 0 and (each.heat <= -CALMED or each.trust >= CALMED)):
        return str(helped)
    return "layer" if each.answer.opened >= 0 else ""


def _moment(each: _Exchange, is_good: bool, title: str, more: str, instead: str, weight: int) -> Moment:
    return Moment(each.place, is_good, title, each.said.text, _short(each.answer.text), more, instead, weight)


def _chosen_moments(found: list[Moment]) -> tuple[Moment, ...]:
    """The weightiest of both sorts, in the order of the talk; one title only once among the good ones."""
    heaviest = sorted(found, key=lambda each: -each.weight)
    hard = [each for each in heaviest if not each.is_good][:MOST]
    good: list[Moment] = []
    for each in heaviest:
        if each.is_good and all(each.title != other.title for other in good):
            good.append(each)
    return tuple(sorted([*hard, *good[:MOST]], key=lambda each: each.place))


def _door(exchanges: list[_Exchange]) -> _Exchange | None:
    """The exchange in which the owner went deepest."""
    opened = [each for each in exchanges if each.answer.opened >= 0]
    return max(opened, key=lambda each: each.answer.opened, default=None)


def _next_step(talk: Talk, exchanges: list[_Exchange]) -> str:
    """Which one thing to try: the gravest first, then what was missing."""
    times = talk.times()
    harm = next((act for act in _HARMS if times.get(act)), None)
    if harm is not None:
        return str(harm)
    asked = times.get(Act.OPEN_QUESTION, 0) + times.get(Act.INVITE, 0)
    missing = (
        ("no_open_question", not asked),
        ("no_listening", not times.get(Act.LISTENING)),
        ("too_early", not talk.is_revealed and any(_is_too_early(talk, each) for each in exchanges)),
        ("not_revealed", not talk.is_revealed),
        ("no_option", not talk.offered),
        ("wrong_option", talk.outcome is not Outcome.WON and not set(talk.offered) & set(talk.persona.accepts)),
        ("no_choice", not times.get(Act.CHOICE)),
        ("no_feeling", not (times.get(Act.FEELING) or times.get(Act.APOLOGY))),
        ("no_fact", not times.get(Act.FACT)),
        ("closed", times.get(Act.CLOSED_QUESTION, 0) > asked),
    )
    return next((name for name, is_missing in missing if is_missing), "fine")


def _share(talk: Talk) -> int:
    mine, his = (sum(len(text) for text in texts) for texts in (talk.said, talk.heard))
    return round(100 * mine / (mine + his)) if mine + his else 0


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:58]}……"


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files("jiefen.engine.practice").joinpath("tables/feedback.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

"""What did the steward just do with his words? Free Chinese text in, speech acts with their evidence out.

Patterns: ``tables/acts.toml``. A hit that is denied or only feared (我们不会停水, 您担心停水) does not count. Listening
is measured against what the owner said before: saying something back needs something that was said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from jiefen.engine.practice.banned import act_of, banned_in
from jiefen.engine.practice.clauses import is_negated, likeness, normalise, sentences, shared
from jiefen.engine.practice.learned import main_act
from jiefen.engine.practice.vocabulary import HARMFUL, Act

SAME: Final = 0.8  # likeness from which two utterances are the same
PARROTED: Final = 0.72  # ... and from which the owner hears his own sentence
SAID_BACK: Final = 2  # content pairs that a marker of listening must share with what the owner said
MIRRORED: Final = 2  # ... and that are enough without any marker, when it is told about him and not about us
_SHORT: Final = 4  # characters below which nothing can be a repetition

_WHEN: Final = re.compile(
    r"(今天|明天|后天|大后天|这周|本周|下周|周|星期|礼拜|下个?月|月底|月初|\d{1,2}月|\d{1,2}号)"
    r"[一二三四五六日天末\d]{0,2}(号|日|月底)?(早上|上午|中午|下午|傍晚|晚上)?([\d一二两三四五六七八九十]{1,3}点半?)?"
)
_AMOUNT: Final = re.compile(r"[\d.一二两三四五六七八九十百千万几]+(多)?(元|块钱|块|万元)")
_MINIMAL: Final = re.compile(
    r"^(嗯|哦|噢|好|好的|是|是的|对|行|啊|额|呃|这样啊|哦哦|嗯嗯|原来如此|明白|明白了|知道了)[。，！…啊呀哦]*$"
)
_LIGHT: Final = frozenset({Act.GREETING, Act.THANKS, Act.CHOICE, Act.CLOSED_QUESTION, Act.INTRODUCTION})
_WARM: Final = frozenset({
    Act.APOLOGY, Act.CHOICE, Act.FACT, Act.FEELING, Act.INVITE, Act.LISTENING, Act.REASSURANCE, Act.THANKS
})  # fmt: skip
_OURS: Final = re.compile(r"我们|我(去|来|给|帮|查|问|会|想|跟|和|让|可)|？")
_SAYS_MORE: Final = frozenset({Act.OPTION, Act.FACT, Act.ASK_PAYMENT, Act.APPOINTMENT, Act.OPEN_QUESTION, Act.JARGON})
_ASKS: Final = re.compile(
    r"什么|怎么|怎样|咋|哪|为何|为啥|啥|谁|多久|多少|(?<![头前好这那过近十])几(次|回|年|天|个|点|号|时)|如何"
)
_ASKS_NOTHING: Final = re.compile(
    r"没(什么|啥)|不怎么|不管|无论|哪怕|怎么会|怎么可能|什么都|啥都|谁都|哪(儿|里)都|什么的|什么时候都|怎么(办|样)都|怎么也"
    r"|想到(哪|什么)|不知道(怎么|什么|哪)|有(什么|啥)(就|都|说什么)|哪(个|种|样|天|条)(都|更|合适|方便)"
)
_DUTY: Final = re.compile(r"交|费|钱|规定|制度|没办法|必须|应该|也没")
_QUOTED: Final = re.compile(r"[“\"「『].{2,}[”\"」』]")
_OF_RECORD: Final = re.compile(r"\d月|\d号|\d日|记录|单|查|台账|登记")
_BUT: Final = re.compile(r"(理解|体谅|体会|明白|懂|知道)[^。]{0,14}(但是|但|可是|不过|然而|只是|可(?!以|能|行|不))")


@dataclass(frozen=True)
class Heard:
    """What the steward may be reacting to: the owner's last lines, the steward's own earlier ones, what he cares for.

    ``is_owner``: whether the person on the phone owes the fee at all; talking of it to another one is disclosure.
    """

    owner_said: Sequence[str] = ()
    said_before: Sequence[str] = ()
    topics: Sequence[str] = ()
    is_owner: bool = True


@dataclass(frozen=True)
class Understood:
    """Acts with the words that showed them, options offered, and what an answer can pick up.

    ``banned``: codes of rules/banned_phrases.
    """

    text: str
    evidence: Mapping[Act, str]
    options: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    topic: str = ""
    when: str = ""
    amount: str = ""

    def has(self, *acts: Act) -> bool:
        """Whether any of these acts was done."""
        return any(act in self.evidence for act in acts)

    @property
    def echo(self) -> str:
        """A noun the owner can pick up: his own topic first, else the day or the sum that was named."""
        return (self.topic if len(self.topic) > 1 else "") or self.when or self.amount


@dataclass(frozen=True)
class _Pattern:
    code: str
    look: re.Pattern[str]
    unless: re.Pattern[str] | None
    negatable: bool
    denied: str
    mocks: bool = False

    def hit(self, sentence: str) -> tuple[str, str]:
        """(act or "", the words that showed it)."""
        if self.unless is not None and self.unless.search(sentence):
            return "", ""
        denied = ("", "")
        for found in self.look.finditer(sentence):
            if not (self.negatable and is_negated(sentence, found.start(), found.end())):
                return self.code, found.group()
            denied = (self.denied, found.group())
        return denied


def understand(text: str, heard: Heard = Heard()) -> Understood:
    """Everything that one utterance does. Never raises; an utterance without any known act is UNCLEAR."""
    plain = normalise(text)
    if not any(one.isalnum() for one in plain):
        return Understood(plain, {Act.SILENCE: ""})
    evidence: dict[Act, str] = {}
    options: list[str] = []
    for sentence in sentences(plain):
        _add_acts(evidence, sentence)
        options += [pattern.code for pattern in _options() if pattern.hit(sentence)[0]]
    banned = banned_in(plain)
    for found in banned:
        evidence.setdefault(act_of(found), found.words)
    if options:
        evidence[Act.OPTION] = ""
    _settle(evidence, plain, heard)
    topics = [one for one in sorted(heard.topics, key=len, reverse=True) if one in plain]
    topic = topics[0] if topics else ""
    return Understood(
        plain,
        evidence,
        tuple(dict.fromkeys(options)),
        tuple(one.code for one in banned),
        topic,
        _first(_WHEN, plain),
        _first(_AMOUNT, plain),
    )


def _add_acts(evidence: dict[Act, str], sentence: str) -> None:
    """What one sentence does. What sounds warm in mockery is not meant, so it is not heard."""
    found: dict[Act, str] = {}
    mocks = False
    for pattern in _acts():
        act, words = pattern.hit(sentence)
        if act:
            found.setdefault(Act(act), words)
            mocks = mocks or pattern.mocks
    for act, words in found.items():
        if not (mocks and act in _WARM):
            evidence.setdefault(act, words)


def _settle(evidence: dict[Act, str], text: str, heard: Heard) -> None:
    """What only the whole talk can tell: listening, repetition, hollow understanding, disclosure, nothing at all."""
    _settle_questions(evidence, text)
    _settle_listening(evidence, text, heard)
    but = _BUT.search(text)
    if Act.FEELING in evidence and but and (_is_about_money(evidence) or _DUTY.search(text[but.end() :])):
        evidence[Act.HOLLOW] = evidence.pop(Act.FEELING)
    if not heard.is_owner and _tells_of_arrears(evidence, text):
        evidence[Act.THIRD_PARTY] = text
    if len(text) >= _SHORT and any(likeness(text, one) >= SAME for one in heard.said_before):
        evidence[Act.REPEATED] = text
    if _MINIMAL.match(text):
        evidence.setdefault(Act.INVITE, text)
    if set(evidence) <= _LIGHT:
        _settle_by_model(evidence, text, heard)
    if not evidence or set(evidence) == {Act.CHOICE}:
        evidence.setdefault(Act.UNCLEAR, text)


def _settle_by_model(evidence: dict[Act, str], text: str, heard: Heard) -> None:
    """Where the patterns found nothing of weight the small model is asked; listening still needs something heard."""
    act = main_act(text)
    if act in HARMFUL and _QUOTED.search(text):
        return  # his own bitter words, said back to him
    if act is None or (
        act is Act.LISTENING and not (shared(text, " ".join(heard.owner_said)) or _touches(heard.topics, text))
    ):
        return
    if act is not Act.CLOSED_QUESTION or not evidence:
        evidence.setdefault(act, text)


def _settle_questions(evidence: dict[Act, str], text: str) -> None:
    """A question that accuses or asks for money is no open question; one that is open is not closed as well."""
    asked = _ASKS.search(text)
    taken = (Act.ASK_PAYMENT, Act.INVITE, Act.APPOINTMENT, Act.OPTION, Act.FEELING, *HARMFUL)
    if asked and not _ASKS_NOTHING.search(text) and not any(act in evidence for act in taken):
        evidence.setdefault(Act.OPEN_QUESTION, asked.group())
    if Act.OPEN_QUESTION in evidence and Act.BLAME in evidence:
        del evidence[Act.OPEN_QUESTION]
    closing = (Act.OPEN_QUESTION, Act.ASK_PAYMENT, Act.IDENTITY, Act.CHOICE, Act.APPOINTMENT, Act.REASSURANCE, *HARMFUL)
    if Act.CLOSED_QUESTION in evidence and any(act in evidence for act in closing):
        del evidence[Act.CLOSED_QUESTION]
    if Act.INTRODUCTION in evidence and "吗" not in text and Act.IDENTITY not in evidence:
        evidence.pop(Act.CLOSED_QUESTION, None)


def _settle_listening(evidence: dict[Act, str], text: str, heard: Heard) -> None:
    said = " ".join(heard.owner_said)
    in_common, harmful = shared(text, said), any(act in evidence for act in HARMFUL)
    if len(text) >= 2 * _SHORT and any(_is_parroted(text, one) for one in heard.owner_said):
        evidence[Act.PARROT] = evidence.pop(Act.LISTENING, text)
    elif Act.LISTENING in evidence and (harmful or not (in_common >= SAID_BACK or _touches(heard.topics, text))):
        del evidence[Act.LISTENING]
    elif in_common >= MIRRORED and not harmful and not _OURS.search(text) and not set(evidence) & _SAYS_MORE:
        evidence.setdefault(Act.LISTENING, text)
    if Act.LISTENING in evidence:
        if "？" not in text:
            evidence.pop(Act.OPEN_QUESTION, None)  # 您是想知道怎么办 is no question
        if not _OF_RECORD.search(evidence.get(Act.FACT, "")):
            evidence.pop(Act.FACT, None)  # the owner's own figures
        evidence.pop(Act.CLOSED_QUESTION, None)  # 您是担心…，是吗


def _touches(topics: Sequence[str], text: str) -> bool:
    return any(one in text for one in topics)


def _is_parroted(text: str, last: str) -> bool:
    return likeness(text, last) >= PARROTED or any(
        likeness(text, one) >= SAME for one in sentences(last) if len(one) > 7
    )


def _is_about_money(evidence: Mapping[Act, str]) -> bool:
    return any(act in evidence for act in (Act.ASK_PAYMENT, Act.PRESSURE, Act.BLAME, Act.THREAT))


def _tells_of_arrears(evidence: Mapping[Act, str], text: str) -> bool:
    speaks = re.search(
        r"(欠|没交|没缴|未缴)[^。]{0,8}(费|钱|款|元|块|年|月)|物业费[^。]{0,8}(没交|欠|没缴|未)|\d+(元|块)", text
    )
    return speaks is not None or Act.ASK_PAYMENT in evidence


def _first(look: re.Pattern[str], text: str) -> str:
    found = look.search(text)
    return found.group() if found else ""


@cache
def _table() -> Mapping[str, list[dict[str, Any]]]:
    text = resources.files("jiefen.engine.practice").joinpath("tables/acts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _acts() -> tuple[_Pattern, ...]:
    return tuple(_pattern(row) for row in _table()["act"])


@cache
def _options() -> tuple[_Pattern, ...]:
    return tuple(_pattern({**row, "negatable": True}) for row in _table()["option"])


def _pattern(row: dict[str, Any]) -> _Pattern:
    unless = re.compile("|".join(row["unless"])) if row.get("unless") else None
    return _Pattern(
        row["code"], re.compile("|".join(row["any"])), unless, row.get("negatable", False), row.get("denied", ""),
        row.get("mocks", False),
    )  # fmt: skip

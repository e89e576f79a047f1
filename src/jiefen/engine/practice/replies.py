"""What the owner answers while the talk goes on: how he takes what was said, then what he has to say himself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jiefen.engine.practice.clauses import is_negated
from jiefen.engine.practice.feelings import Feelings, limit
from jiefen.engine.practice.lines import Speaker
from jiefen.engine.practice.personas import Answer, Persona, Trigger
from jiefen.engine.practice.talk import Talk
from jiefen.engine.practice.understanding import Understood
from jiefen.engine.practice.vocabulary import HARMFUL, OPENING, Act

LONGEST: Final = 110  # characters of one answer before the reaction is left out
# What he takes up first, when several things were said at once.
_ORDER: Final = (
    Act.SILENCE, Act.REPEATED, Act.HOLLOW, Act.PARROT, Act.JARGON, Act.LISTENING, Act.FEELING, Act.APOLOGY, Act.FACT,
    Act.REASSURANCE, Act.ASK_PAYMENT, Act.IDENTITY, Act.CHOICE, Act.THANKS, Act.INTRODUCTION, Act.GREETING, Act.UNCLEAR,
)  # fmt: skip
_ENDS_IT: Final = (Act.SILENCE, Act.REPEATED, Act.HOLLOW, Act.PARROT, Act.JARGON, Act.UNCLEAR)  # nothing else is heard
_CAN_TALK: Final = re.compile(
    r"现在[^，。]{0,6}(方便|有空|有时间|忙)|方便(说|聊|接|讲|通)|(打扰|耽误)(您|你)[^，。]{0,8}(吗|？)|您忙(吗|不忙)"
)
_OWN_WORDS: Final = (Act.LISTENING, Act.FEELING, Act.APOLOGY, Act.THANKS)  # taken up in his own manner every other time
_EASING: Final = 6  # points of heat that telling a layer of one's story takes away


@dataclass(frozen=True)
class Reply:
    """The words, and which layer of his story they opened (-1: none)."""

    text: str
    opened: int = -1


def trigger_in(persona: Persona, said: Understood) -> Trigger | None:
    """The sore point that was touched. Listening to it or apologising for it does not hurt."""
    if said.has(Act.LISTENING, Act.FEELING, Act.APOLOGY, Act.REASSURANCE):
        return None
    for each in persona.triggers:
        for word in each.words:
            at = said.text.find(word)
            if at >= 0 and not is_negated(said.text, at):
                return each
    return None


def reply(talk: Talk, said: Understood, now: Feelings, speaker: Speaker) -> Reply:
    """The answer of somebody who stays on the phone."""
    persona, temper = talk.persona, now.temper
    sore = trigger_in(persona, said)
    if sore is not None and not said.has(Act.THREAT):
        return Reply(speaker.draw(f"trigger.{sore.words[0]}", sore.say))
    harm = next((act for act in HARMFUL if said.has(act)), None)
    if harm is not None:
        return Reply(_hurt(talk, harm, temper, speaker))
    first = next((act for act in _ORDER if said.has(act)), None)
    reaction = _reaction(talk, first, said, temper, speaker)
    if first in _ENDS_IT:
        return Reply(reaction)
    if said.has(Act.OPTION) and not _is_only_ticket(said):
        return _on_option(talk, said, now, speaker, reaction)
    content = _content(talk, said, now, speaker)
    return Reply(_joined(reaction, content.text), content.opened)


def next_layer(talk: Talk, now: Feelings) -> int:
    """The layer of his story he would tell now, or -1."""
    deepest, base = len(talk.persona.story), talk.persona.reveal_at
    if talk.told > deepest:
        return -1
    if talk.told == 0:
        return 0
    needed = base - 9 * (deepest - talk.told)
    return talk.told if now.trust >= needed and now.heat < limit("hot") + 14 * (talk.told < deepest) else -1


def _hurt(talk: Talk, harm: Act, temper: str, speaker: Speaker) -> str:
    moment = "third_party_stranger" if harm is Act.THIRD_PARTY and not talk.persona.is_owner else str(harm)
    said = speaker.shared(moment, temper)
    more = speaker.draw("vent", talk.persona.pools["vent"]) if harm in (Act.PRESSURE, Act.CALM_DOWN) else ""
    return _joined(said, more)


def _reaction(talk: Talk, act: Act | None, said: Understood, temper: str, speaker: Speaker) -> str:
    if act is None:
        return ""
    if act is Act.APOLOGY and talk.times().get(act, 0) >= 2:
        return speaker.shared("apology_again", temper)
    if act is Act.FACT:
        return _on_fact(talk, said, temper, speaker)
    if temper == "warm" and act in _OWN_WORDS and talk.times().get(act, 0) % 2:
        own = talk.persona.pools["warm"]
        if not speaker.is_spent("warm", own):
            return speaker.draw("warm", own)
    if act is Act.LISTENING and len(said.topic) > 1:
        return speaker.shared("listening_topic", temper)
    if act in (Act.GREETING, Act.INTRODUCTION, Act.IDENTITY) and talk.times().get(act, 0):
        return ""
    if act is Act.IDENTITY and not talk.persona.is_owner:
        return ""
    return speaker.shared(str(act), temper)


def _on_fact(talk: Talk, said: Understood, temper: str, speaker: Speaker) -> str:
    if not said.topic:
        return speaker.shared("fact", temper)
    if talk.times().get(Act.FACT, 0) % 2 and len(said.topic) > 1:
        return speaker.shared("fact_topic", temper)
    pool = "believe" if temper == "warm" else "doubt"
    return speaker.draw(pool, talk.persona.pools[pool])


def _on_option(talk: Talk, said: Understood, now: Feelings, speaker: Speaker, reaction: str) -> Reply:
    """An option was named but nothing was chosen: why not?"""
    temper = now.temper
    if not talk.is_revealed:
        layer = next_layer(talk, now)
        tells = layer < len(talk.persona.story) or said.has(*OPENING)
        if layer >= 0 and tells and temper != "hot":
            return _told(talk, layer, speaker, speaker.shared("too_early", temper) if layer < 2 else reaction)
        return Reply(speaker.shared("too_early", temper))
    fits = any(each in talk.persona.accepts for each in (*talk.offered, *said.options))
    return Reply(speaker.shared("not_asked" if fits else "wrong_option", temper))


def _content(talk: Talk, said: Understood, now: Feelings, speaker: Speaker) -> Reply:
    """His own part of the answer."""
    persona = talk.persona
    layer = next_layer(talk, now) if said.has(*OPENING) else -1
    if _CAN_TALK.search(said.text) and not said.has(Act.OPEN_QUESTION):
        return Reply(speaker.shared("can_talk", now.temper))
    answer = _answer_to(persona, said, speaker)
    if answer is not None:
        text = speaker.draw(f"answer.{answer.about[0]}", answer.say)
        if layer > 0 and said.has(Act.OPEN_QUESTION) and now.temper == "warm":
            return _told(talk, layer, speaker, text)
        return Reply(text)
    if layer >= 0:
        return _told(talk, layer, speaker, "")
    if talk.is_revealed:
        pool = "way" if not speaker.is_spent("way", persona.pools["way"]) else "warm"
        return Reply(speaker.draw(pool, persona.pools[pool]))
    if said.has(Act.CLOSED_QUESTION):
        return Reply(speaker.shared("calm_answer", now.temper))
    pool = {"hot": "vent", "cool": "guarded", "warm": "warm"}[now.temper]
    return Reply(speaker.draw(pool, persona.pools[pool]))


def _told(talk: Talk, layer: int, speaker: Speaker, before: str) -> Reply:
    persona = talk.persona
    lines = persona.need_lines if layer == len(persona.story) else persona.story[layer]
    return Reply(_joined(before, speaker.draw(f"story.{layer}", lines)), layer)


def _answer_to(persona: Persona, said: Understood, speaker: Speaker) -> Answer | None:
    """The prepared answer to a question, longest key word first; one that was already given is not given again."""
    if "？" not in said.text and not said.has(Act.OPEN_QUESTION, Act.CLOSED_QUESTION, Act.IDENTITY, Act.INVITE):
        return None
    hits = [
        (len(word), each)
        for each in persona.answers
        for word in each.about
        if word in said.text and not speaker.is_spent(f"answer.{each.about[0]}", each.say)
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _is_only_ticket(said: Understood) -> bool:
    """A visit by the plumber is help, not yet a way to pay."""
    return set(said.options) <= {"ticket", "check_account", "contact_update"}


def _joined(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return first + second if len(first) + len(second) <= LONGEST else second


def eased(now: Feelings, found: Reply) -> Feelings:
    """Having told a layer of his story he is a little calmer."""
    return now.moved(heat=-_EASING) if found.opened >= 0 else now

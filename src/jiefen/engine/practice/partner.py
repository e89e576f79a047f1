"""The simulated owner: picks up, answers, decides for himself, or hangs up.

``begin`` and ``answer`` are pure: a talk goes in, the longer talk comes out. Winning is the owner choosing a way of
his own accord; a pause is a next step both agreed on; losing is a hung-up phone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from jiefen.engine.practice import feelings
from jiefen.engine.practice.feelings import Circumstances, Feelings, limit
from jiefen.engine.practice.lines import Speaker
from jiefen.engine.practice.personas import Persona
from jiefen.engine.practice.replies import Reply, eased, next_layer, reply, trigger_in
from jiefen.engine.practice.talk import OWNER, STEWARD, Talk, Turn
from jiefen.engine.practice.understanding import Heard, Understood, understand
from jiefen.engine.practice.vocabulary import HARMFUL, Act, Outcome
from jiefen.rules.errors import RuleError

REMEMBERED: Final = 3  # of the owner's lines a steward may be saying back
AFTERWARDS: Final = 4  # utterances after an appointment, then he says goodbye himself


class TalkIsOver(RuleError):
    """Nobody is on the phone any more."""

    code = "practice.over"


@dataclass(frozen=True)
class _End:
    """How the owner ends or settles something now; ``outcome`` OPEN: he stays on the phone."""

    outcome: Outcome
    text: str
    chosen: str = ""
    is_appointed: bool = False
    opened: int = -1


def begin(persona: Persona, *, seed: int, owed_fen: int | None = None) -> Talk:
    """The owner picks up. ``owed_fen``: the sum he owes in this talk, 分 (his own when None)."""
    owed = persona.household.owed_fen if owed_fen is None else owed_fen
    talk = Talk(persona, seed, owed, feelings.at_start(persona.mood, seed))
    speaker = _speaker(talk, None)
    line = speaker.draw("opening", persona.pools["opening"])
    return replace(talk, turns=(Turn(OWNER, line, talk.feelings),), used=speaker.used)


def answer(talk: Talk, text: str) -> Talk:
    """The talk after the steward said ``text`` and the owner answered. Raises TalkIsOver."""
    if not talk.is_open:
        raise TalkIsOver("这次练习已经结束了，可以看反馈，或者再来一次。")
    said = understand(text, _heard(talk))
    now = _moved(talk, said)
    offered = tuple(dict.fromkeys((*talk.offered, *said.options)))
    talk = replace(talk, feelings=now, offered=offered, turns=(*talk.turns, _steward_turn(said, now)))
    speaker = _speaker(talk, said)
    end = _end(talk, said, speaker)
    if end is not None:
        return _ended(talk, end, speaker)
    found = reply(replace(talk, turns=talk.turns[:-1]), said, now, speaker)
    return _answered(talk, found, speaker)


def leave(talk: Talk) -> Talk:
    """The steward ends the practice himself."""
    if not talk.is_open:
        raise TalkIsOver("这次练习已经结束了，可以看反馈，或者再来一次。")
    return replace(talk, outcome=Outcome.PAUSED if talk.appointed_at >= 0 else Outcome.LEFT)


def respoken(talk: Talk, text: str) -> Talk:
    """The same talk with the owner's last line in other words (a language model's)."""
    last = replace(talk.turns[-1], text=text, is_ai=True)
    return replace(talk, turns=(*talk.turns[:-1], last))


def _heard(talk: Talk) -> Heard:
    return Heard(talk.heard[-REMEMBERED:], talk.said, talk.persona.topics, talk.persona.is_owner)


def _moved(talk: Talk, said: Understood) -> Feelings:
    now = feelings.after(talk.feelings, said, Circumstances(talk.times(), talk.is_revealed))
    sore = trigger_in(talk.persona, said)
    return now.moved(heat=sore.heat, trust=-sore.trust) if sore is not None else now


def _steward_turn(said: Understood, now: Feelings) -> Turn:
    evidence = {str(act): words for act, words in said.evidence.items() if words}
    return Turn(STEWARD, said.text, now, tuple(map(str, said.evidence)), evidence, said.options)


def _end(talk: Talk, said: Understood, speaker: Speaker) -> _End | None:
    """What settles the talk, in this order: he hangs up, chooses, agrees to a next step, or somebody has to go."""
    return (
        _hung_up(talk, said, speaker)
        or _decided(talk, said, speaker)
        or _agreed(talk, said, speaker)
        or _said_goodbye(talk, said, speaker)
    )


def _hung_up(talk: Talk, said: Understood, speaker: Speaker) -> _End | None:
    now = talk.feelings
    is_done = now.heat >= limit("hang_up_heat") or (now.trust <= 0 and now.heat >= limit("hot"))
    if not is_done and now.patience > 0:
        return None
    if talk.appointed_at >= 0 and not said.has(*HARMFUL):
        return _End(Outcome.PAUSED, speaker.shared("paused_tail", now.temper))
    if said.has(Act.THREAT):
        return _End(Outcome.LOST, speaker.shared("hang_up_threat", now.temper))
    return _End(Outcome.LOST, speaker.draw("hang_up", talk.persona.pools["hang_up"]))


def _decided(talk: Talk, said: Understood, speaker: Speaker) -> _End | None:
    """He chooses when he has been heard, trusts enough, and was left the choice."""
    now, persona = talk.feelings, talk.persona
    is_about_to_tell = next_layer(talk, now) == len(persona.story)
    if not (talk.is_revealed or is_about_to_tell) or said.has(*HARMFUL, Act.REPEATED):
        return None
    if now.trust < limit("choose_trust") or now.heat > limit("cool_enough"):
        return None
    chosen = _fitting(talk, said)
    if not chosen:
        return None
    text = speaker.draw(f"choose.{chosen}", persona.choose[chosen])
    if is_about_to_tell:
        text = speaker.draw(f"story.{len(persona.story)}", persona.need_lines) + text
        return _End(Outcome.WON, text, chosen, opened=len(persona.story))
    return _End(Outcome.WON, text + speaker.shared("won_tail", now.temper), chosen)


def _fitting(talk: Talk, said: Understood) -> str:
    """The way he would choose of those named, "" when none fits or nobody left him a choice."""
    named = talk.offered if said.has(Act.CHOICE) else said.options
    is_left_to_him = said.has(Act.CHOICE) or len(talk.offered) > 1 or talk.feelings.trust >= limit("choose_alone")
    return next((each for each in talk.persona.accepts if each in named), "") if is_left_to_him else ""


def _agreed(talk: Talk, said: Understood, speaker: Speaker) -> _End | None:
    """A next step: a time, or a ticket. It does not end the talk unless the steward says goodbye."""
    is_offered = said.has(Act.APPOINTMENT) or "ticket" in said.options
    if not is_offered or talk.appointed_at >= 0 or said.has(*HARMFUL, Act.REPEATED):
        return None
    now = talk.feelings
    if now.trust < limit("pause_trust") or now.heat > limit("pause_heat"):
        return _End(Outcome.OPEN, speaker.shared("not_ready", now.temper))
    text = speaker.draw("appoint", talk.persona.pools["appoint"])
    outcome = Outcome.PAUSED if said.has(Act.FAREWELL) else Outcome.OPEN
    return _End(outcome, text, is_appointed=True)


def _said_goodbye(talk: Talk, said: Understood, speaker: Speaker) -> _End | None:
    temper, is_appointed = talk.feelings.temper, talk.appointed_at >= 0
    if said.has(Act.FAREWELL) and not said.has(*HARMFUL, Act.OPEN_QUESTION, Act.OPTION):
        if is_appointed:
            return _End(Outcome.PAUSED, speaker.shared("paused_tail", temper))
        return _End(Outcome.LEFT, speaker.shared("leave", temper))
    if is_appointed and len(talk.said) - talk.appointed_at >= AFTERWARDS and not said.has(*HARMFUL):
        return _End(Outcome.PAUSED, speaker.shared("paused_tail", temper))
    if len(talk.said) >= limit("longest"):
        return _End(Outcome.PAUSED if is_appointed else Outcome.LEFT, speaker.shared("tired", temper))
    return None


def _ended(talk: Talk, end: _End, speaker: Speaker) -> Talk:
    return replace(
        talk, outcome=end.outcome, chosen=end.chosen or talk.chosen, used=speaker.used,
        appointed_at=len(talk.said) if end.is_appointed else talk.appointed_at,
        turns=(*talk.turns, Turn(OWNER, end.text, talk.feelings, opened=end.opened, quotes=speaker.quotes)),
        told=max(talk.told, end.opened + 1),
    )  # fmt: skip


def _answered(talk: Talk, found: Reply, speaker: Speaker) -> Talk:
    now = eased(talk.feelings, found)
    return replace(
        talk, feelings=now, used=speaker.used, told=max(talk.told, found.opened + 1),
        turns=(*talk.turns, Turn(OWNER, found.text, now, opened=found.opened, quotes=speaker.quotes)),
    )  # fmt: skip


def _speaker(talk: Talk, said: Understood | None) -> Speaker:
    fill = {"owed": sum_in_words(talk.owed_fen)}
    if said is not None:
        fill |= {"echo": said.echo, "when": said.when, "amount": said.amount}
    return Speaker(
        f"{talk.persona.code}:{talk.seed}", len(talk.turns), talk.used, fill, talk.heard[-1] if talk.heard else ""
    )


def sum_in_words(fen: int) -> str:
    """A sum as people say it: 380000 → 三千八, 1250000 → 一万二, 96000 → 九百多. Below 100 元: 几十块."""
    hundreds = fen // 10_000
    if hundreds < 1:
        return "几十块"
    if hundreds < 10:
        return f"{_DIGITS[hundreds]}百多"
    thousands, rest = divmod(hundreds, 10)
    if thousands < 10:
        return f"{_DIGITS[thousands]}千{_TAIL[rest]}"
    return f"{_spoken(thousands // 10)}万{_TAIL[thousands % 10]}"


_DIGITS: Final = "零一两三四五六七八九"
_TAIL: Final = ("来块", *"一二三四五六七八九")


def _spoken(number: int) -> str:
    return _DIGITS[number] if number < 10 else f"{number}"

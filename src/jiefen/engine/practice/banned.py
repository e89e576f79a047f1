"""What must never be said to an owner is a table of the rules; here its kinds become speech acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jiefen.engine.practice.vocabulary import Act
from jiefen.rules.banned_phrases import Banned, find_banned

_ACTS: Final[Mapping[str, Act]] = {
    "insult": Act.BLAME,
    "pressure": Act.PRESSURE,
    "disclose": Act.THIRD_PARTY,
    "private_account": Act.IMPROPER,
    "false_promise": Act.IMPROPER,
}  # everything else threatens


def banned_in(text: str) -> tuple[Banned, ...]:
    """The banned phrases of one utterance, in the order spoken."""
    return find_banned(text)


def gravest_in(text: str) -> Banned | None:
    """The one to speak of afterwards: a threat before anything else, then the first that was said."""
    return min(banned_in(text), key=lambda found: found.code in _ACTS, default=None)


def act_of(found: Banned) -> Act:
    """How such a phrase lands."""
    return _ACTS.get(found.code, Act.THREAT)

"""The lead of an article (导读): a few of its own sentences that say what it is about. No model, no randomness.

Every sentence gets a weight: how much it shares with the title and its section's heading, how central its pairs of
characters are to the whole text, where it stands, whether it can be understood alone. Then sentences are taken from the
heaviest down, those that repeat what is there already left out, as long as they fit; they are told in reading order.
See docs/algorithms/lead_summary.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 120
_SHORTEST, _COMFORTABLE = 10, 60  # characters of a sentence
_ENDS: Final = re.compile(r"(?<=[。！？!?；;])(?![”’」』）)])|\n")
_NO_LETTER: Final = re.compile(r"[^0-9A-Za-z一-鿿]+")
_LEANING: Final = re.compile(  # opens by leaning on what was said before
    r"^(?:但|但是|还是|[一二三四五六七八九十]、|不过|而|而且|所以|因此|因而|于是|同时|另外|此外|其次|然后|接着|否则|反之|这|那|它|他|她|其中|比如|例如|也|还|再|又|第[一二三四五六七八九十])"
)
_TITLE, _HEADING, _CENTRAL, _FIRST, _INTRODUCING, _OPENING = 1.6, 0.8, 1.0, 0.9, 0.7, 0.35
_LEANS, _ASKS, _LONG, _POINTS, _ITEM = -0.7, -0.35, -0.4, -0.8, -0.6
_POINTING: Final = re.compile(
    r"(?:下面|下列|如下|以下|这样几|这几|有[一二两三四五几]点|记住[一二两三四五]句|怎么写。|[一二两三四五]样。)"
)  # promises what a lead cannot show
_WORTH: Final = 0.6  # lighter sentences are taken only until the lead is half full
_REPEATS: Final = 0.5  # shared with what is taken already: left out


@dataclass(frozen=True)
class Passage:
    """A paragraph of plain text and the heading it stands under (empty before the first heading)."""

    heading: str
    text: str
    is_item: bool = False  # of a list: seldom understood alone


@dataclass(frozen=True)
class _Sentence:
    place: int
    text: str
    pairs: frozenset[str]
    weight: float


def lead_summary(title: str, passages: Sequence[Passage], *, longest: int = LONGEST) -> str:
    """At most ``longest`` characters made of sentences of the text; its first words where no sentence fits."""
    sentences = _weighed(title, passages)
    taken: list[_Sentence] = []
    room = longest
    ranked = sorted(sentences, key=lambda each: (-each.weight, each.place))
    for one in ranked:
        if one.weight < _WORTH and room <= longest / 2:
            break
        repeats = any(_share(one.pairs, other.pairs) > _REPEATS for other in taken)
        if len(one.text) <= room and not repeats:
            taken.append(one)
            room -= len(one.text)
    if taken:
        return "".join(one.text for one in sorted(taken, key=lambda each: each.place))
    whole = "".join(passage.text for passage in passages).replace("\n", "")
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"


def _weighed(title: str, passages: Sequence[Passage]) -> list[_Sentence]:
    told = [(passage, place, text) for passage in passages for place, text in enumerate(_sentences(passage.text))]
    counts = Counter(pair for _, _, text in told for pair in _pairs(text))
    of_title = _pairs(title)
    found = []
    for place, (passage, inside, text) in enumerate(told):
        pairs = _pairs(text)
        if len(text) < _SHORTEST or not pairs:
            continue
        weight = (
            _TITLE * _share(of_title, pairs)
            + _HEADING * _share(_pairs(passage.heading), pairs)
            + _CENTRAL * _centrality(pairs, counts)
            + _standing(place, inside, is_introduction=passage is passages[0])
            + (_LEANS if _LEANING.match(text) and passage is not passages[0] else 0)
            + (_ASKS if text[-1] in "？?" else 0)
            + (_LONG if len(text) > _COMFORTABLE else 0)
            + (_ITEM if passage.is_item else 0)
            + (_POINTS if _POINTING.search(text) else 0)
        )
        found.append(_Sentence(place, text, pairs, weight))
    return found


def _standing(place: int, inside: int, *, is_introduction: bool) -> float:
    """The first sentence says most, the first paragraph much, the first sentence of any paragraph something."""
    if is_introduction:
        return _INTRODUCING if place else _FIRST
    return 0.0 if inside else _OPENING


def _sentences(text: str) -> list[str]:
    """Sentences with their full stop; one that ends without gets it, so that they can stand side by side."""
    parts = [part.strip() for part in _ENDS.split(text)]
    return [part if part[-1] in "。！？!?…”" else part.rstrip("，,、：:；;") + "。" for part in parts if part]


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters, two by two, punctuation aside."""
    runs = _NO_LETTER.split(text.lower())
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    """How much of ``part`` occurs in ``whole`` (0-1)."""
    return len(part & whole) / len(part) if part else 0.0


def _centrality(pairs: frozenset[str], counts: Counter[str]) -> float:
    """The share of a sentence's pairs that the text uses at least three times (0-1)."""
    return sum(counts[pair] >= 3 for pair in pairs) / len(pairs)

"""Small grammars over word classes: a pattern is a row of classes with bounded gaps, found in one pass over the text.

A pattern is written as steps with spaces between them. A step is the name of a word class (lower-case Latin), words as
they stand (Chinese, ``(a|b|)`` expands), or several of these joined by ``|``; a step that ends in ``?`` may be missing.
``.4`` between two steps allows up to four characters inside one comma segment, ``~4`` up to four across commas; ``<4>``
is ``.4`` with the two steps in either order. No gap written means the next step follows at once; ``$`` at the end
means the phrase must end there. Nothing reaches over the end of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, compress, count, product
from operator import add
from typing import Final

Span = tuple[int, int]
Lengths = dict[str, tuple[int, ...]]

SENTENCE_ENDS: Final = frozenset("。！？!?；;\n\r")
SEGMENT_ENDS: Final = SENTENCE_ENDS | frozenset("，,、：:")
_GROUP: Final = re.compile(r"\(([^()]*)\)")
_GAP: Final = re.compile(r"([.~])(\d+)")
_EITHER: Final = re.compile(r"<(\d+)>")
_BAR: Final = re.compile(r"\|(?![^()]*\))")
_SLIP: Final = re.compile(r"[a-z]{4}|[a-z]_|[?()|~$\\]")  # a class or a sign that stands where only words may
_SENTENCE: Final = re.compile(r"[^。！？!?；;\n\r]*[。！？!?；;\n\r]?")
_END: Final = "$"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its class, how many characters may lie before it, and whether these may hold a comma."""

    name: str
    gap: int = 0
    over_commas: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Steps in order; ``ends`` demands punctuation or the end of the text behind the last one.

    ``words``: those of its classes for which no regular expression need run. ``key``: the one of these that has the
    fewest words, "" where there is none.
    """

    steps: tuple[Step, ...]
    ends: bool
    words: frozenset[str]
    key: str


def expand(word: str) -> list[str]:
    """``(帮|替|)您`` → 帮您, 替您, 您. Groups do not nest."""
    parts = _GROUP.split(word)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return ["".join(choice) for choice in product(*choices)]


class Spotted(dict[str, list[Span]]):
    """Class → its places in reading order, put together when a class is first asked for: most never are.

    ``names`` are the classes whose words occur at all. A regular expression runs over a sentence only when a pattern has
    found there what it wants before it: in ordinary prose, seldom.
    """

    def __init__(self, parts: Mapping[str, list[list[Span]]], text: str, lexicon: Lexicon, reach: list[int]) -> None:
        super().__init__()
        self._parts, self._text, self._lexicon, self._reach = parts, text, lexicon, reach
        self._words: dict[str, dict[int, list[Span]]] = {}
        self._inside: dict[tuple[str, int], list[Span]] = {}
        self.names = parts.keys()
        self._sentences = [found.span() for found in _SENTENCE.finditer(text)]
        self._sentence = [number for number, (start, end) in enumerate(self._sentences) for _ in range(start, end)]

    def __missing__(self, name: str) -> list[Span]:
        if name in self._lexicon.loose:
            spans = [span for number in range(len(self._sentences)) for span in self.inside(name, number)]
        else:
            spans = sorted(chain(*self._parts.get(name, ())))
        self[name] = spans
        return spans

    def inside(self, name: str, number: int) -> list[Span]:
        """The places of a class in one sentence."""
        tokens = self._lexicon.loose.get(name)
        if not tokens:
            return self._words_of(name).get(number, [])
        known = self._inside.get((name, number))
        if known is None:
            words = self._words_of(name).get(number, [])
            known = self._run(name, number) if tokens == (name,) else sorted(
                chain(words, *(self.inside(token, number) for token in tokens))
            )  # fmt: skip
            self._inside[name, number] = known
        return known

    def sentences_of(self, pattern: Pattern) -> Iterable[int]:
        """The sentences in which all the pattern's classes of words begin: it can stand nowhere else."""
        if not pattern.words <= self.names:
            return ()
        if not pattern.words:
            first = pattern.steps[0].name
            starts = self._lexicon.run(first, self._text)
            return {self._sentence[start] for start in starts} | self._words_of(first).keys()
        return set.intersection(*(set(self._words_of(name)) for name in pattern.words))

    def places(self, name: str) -> list[Span]:
        """The places of a class, none where it does not occur."""
        return self[name] if name in self.names or name in self._lexicon.loose else []

    def _words_of(self, name: str) -> dict[int, list[Span]]:
        """The places of a class's words by sentence."""
        known = self._words.get(name)
        if known is None:
            self._words[name] = known = {}
            for span in sorted(chain(*self._parts.get(name, ()))):
                known.setdefault(self._sentence[span[0]], []).append(span)
        return known

    def _run(self, token: str, number: int) -> list[Span]:
        start, end = self._sentences[number]
        found = self._lexicon.tokens[token].finditer(self._text, start, end + 1)  # + 1: ``$`` is the end of the text
        return [each.span() for each in found if each.start() < end and self._reach[each.start()] < each.end()]


class Lexicon:
    """Word classes ready to be spotted: literal words by their first two characters, tokens as regular expressions."""

    def __init__(self, classes: Mapping[str, str], tokens: Mapping[str, str], neutral: str) -> None:
        self._classes = {name: frozenset(_words(text, classes)) for name, text in classes.items()}
        self.tokens = {name: re.compile(pattern) for name, pattern in tokens.items()}
        self.loose: dict[str, tuple[str, ...]] = {name: (name,) for name in tokens}  # class → the tokens it holds
        self._names: dict[str, list[str]] = {}  # the classes each word belongs to
        self._lengths: Lengths = {}
        self._neutral = frozenset(_words(neutral, classes))
        for word in self._neutral:
            self._names[word] = []
            _note(self._lengths, word)
        for name, words in self._classes.items():
            self._learn(name, words)

    def compile(self, text: str) -> tuple[Pattern, ...]:
        """One written pattern as the plain patterns it stands for. Raises KeyError for an unknown class."""
        ends = text.endswith(" " + _END)
        tokens = text.removesuffix(_END).split()
        optional = [token for token in tokens if token.endswith("?")]
        variants = [tokens] if not optional else [_without(tokens, optional[0]), _with(tokens, optional[0])]
        if len(variants) > 1:
            return tuple(each for variant in variants for each in self.compile(" ".join(variant) + " $" * ends))
        every = [self._steps(order) for order in _orders(tokens)]
        return tuple(self._pattern(steps, ends) for steps in every)

    def spot(self, text: str) -> Spotted:
        """Every word of every class with its places in reading order, save those that lie inside a neutral term."""
        words = _occurrences(text, self._lengths, self._names)
        covered = [span for word in words.keys() & self._neutral for span in words[word]]
        reach = _reach(len(text), covered)
        if covered:
            words = _uncovered(words, self._neutral, reach)
        parts: dict[str, list[list[Span]]] = {}
        for word, spans in words.items():
            for name in self._names[word]:
                parts.setdefault(name, []).append(spans)
        return Spotted(parts, text, self, reach)

    def run(self, name: str, text: str) -> list[int]:
        """Where the class may begin in ``text`` by its regular expressions alone."""
        return [each.start() for token in self.loose[name] for each in self.tokens[token].finditer(text)]

    def _pattern(self, steps: tuple[Step, ...], ends: bool) -> Pattern:
        words = frozenset(step.name for step in steps) - self.loose.keys()
        key = min(words, key=lambda name: (len(self._classes[name]), name), default="")
        return Pattern(steps, ends, words, key)

    def _learn(self, name: str, words: Iterable[str]) -> None:
        for word in words:
            self._names.setdefault(word, []).append(name)
            _note(self._lengths, word)

    def _steps(self, tokens: list[str]) -> tuple[Step, ...]:
        steps, gap, over = [], 0, False
        for token in tokens:
            written = _GAP.fullmatch(token)
            if written:
                gap, over = int(written[2]), written[1] == "~"
            else:
                steps.append(Step(self._class_of(token), gap, over))
                gap, over = 0, False
        return tuple(steps)

    def _class_of(self, token: str) -> str:
        """The class a step names; words and unions become a class of their own. Raises KeyError for a slip of the pen."""
        if token in self._classes or token in self.tokens:
            return token
        parts = _BAR.split(token.removeprefix("(").removesuffix(")") if _GROUP.fullmatch(token) else token)
        words = [word for part in parts if part and part not in self.tokens for word in self._words_of(part)]
        self._classes[token] = frozenset(words)
        held = tuple(part for part in parts if part in self.tokens)
        if held:
            self.loose[token] = held
        self._learn(token, self._classes[token])
        return token

    def _words_of(self, part: str) -> Iterable[str]:
        if part in self._classes:
            return self._classes[part]
        words = [word for word in expand(part) if word]
        if not words or any(_SLIP.search(word) for word in words):
            raise KeyError(part)
        return words


def find(pattern: Pattern, spots: Spotted, text: str) -> list[Span]:
    """Where the pattern stands in ``text``, one span for each place its first step begins; the shortest wins."""
    first, *rest = pattern.steps
    found: dict[int, int] = {}
    for number in spots.sentences_of(pattern):
        for start, end in spots.inside(first.name, number):
            ends = _follow(end, rest, spots, number, text)
            ends = [each for each in ends if not pattern.ends or each == len(text) or text[each] in SEGMENT_ENDS]
            if ends:
                found[start] = min(min(ends), found.get(start, len(text)))
    return sorted(found.items())


def _follow(end: int, steps: list[Step], spots: Spotted, number: int, text: str) -> list[int]:
    ends = [end]
    for step in steps:
        stops = SENTENCE_ENDS if step.over_commas else SEGMENT_ENDS
        ends = [
            after
            for here in ends
            for start, after in starting(spots.inside(step.name, number), here, here + step.gap)
            if start == here or stops.isdisjoint(text[here:start])
        ]
        if not ends:
            break
    return ends


def starting(spans: list[Span], first: int, last: int) -> Iterable[Span]:
    """Those of ``spans`` (in reading order) that begin at ``first`` or later and at ``last`` or earlier."""
    place = bisect_left(spans, (first,))
    while place < len(spans) and spans[place][0] <= last:
        yield spans[place]
        place += 1


def _words(text: str, classes: Mapping[str, str]) -> list[str]:
    """The words of a class: split at spaces, groups expanded, ``@name`` replaced by that class."""
    words: list[str] = []
    for written in text.split():
        words.extend(_words(classes[written[1:]], classes) if written.startswith("@") else expand(written))
    return [word for word in dict.fromkeys(words) if word]


def _orders(tokens: list[str]) -> list[list[str]]:
    either = next((place for place, token in enumerate(tokens) if _EITHER.fullmatch(token)), None)
    if either is None:
        return [tokens]
    gap = "." + tokens[either][1:-1]
    left, right = tokens[:either], tokens[either + 1 :]
    return [[*left, gap, *right], [*right, gap, *left]]


def _without(tokens: list[str], optional: str) -> list[str]:
    """Without the optional step; of the gaps around it the one before it goes too."""
    place = tokens.index(optional)
    before = tokens[: place - 1] if place and _GAP.fullmatch(tokens[place - 1]) else tokens[:place]
    return before + tokens[place + 1 :]


def _with(tokens: list[str], optional: str) -> list[str]:
    place = tokens.index(optional)
    return [*tokens[:place], optional[:-1], *tokens[place + 1 :]]


def _note(lengths: Lengths, word: str) -> None:
    known = lengths.get(word[:2], ())
    if len(word) not in known:
        lengths[word[:2]] = (*known, len(word))


def _occurrences(text: str, lengths: Lengths, words: Container[str]) -> dict[str, list[Span]]:
    """Words with their places: only lengths that occur after the same first two characters are tried."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    pairs = list(map(add, text, text[1:] + " "))
    for place in compress(count(), map(lengths.__contains__, pairs)):
        for length in lengths[pairs[place]]:
            word = text[place : place + length]
            if word in words and len(word) == length:
                found[word].append((place, place + length))
    for place in compress(count(), map(lengths.__contains__, text)):
        found[text[place]].append((place, place + 1))
    return found


def _uncovered(words: dict[str, list[Span]], neutral: Container[str], reach: list[int]) -> dict[str, list[Span]]:
    """Without the places that lie inside a neutral term; the neutral terms themselves stay."""
    kept = {
        word: spans if word in neutral else [span for span in spans if reach[span[0]] < span[1]]
        for word, spans in words.items()
    }
    return {word: spans for word, spans in kept.items() if spans}


def _reach(length: int, neutral: Iterable[Span]) -> list[int]:
    """For each place, how far the neutral terms that cover it reach."""
    reach = [0] * (length + 1)
    for start, end in neutral:
        for place in range(start, end):
            reach[place] = max(reach[place], end)
    return reach

"""Chinese sentences in pieces: sentences, who negates what, and how much two sentences share."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

LONGEST: Final = 500  # characters read of one utterance

_CHINESE: Final = str.maketrans(",?!:;~", "，？！：；，")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3})")
_SENTENCE: Final = re.compile(r"[^。！？；\n…]+[。！？；\n…]*")
_CLAUSE_BREAK: Final = re.compile(r"[，：。！？；…\s]")
_DOUBLE: Final = "不得不|不能不|不会不|不是不|没有不|不可能不|难道不|不排除"
_NEGATOR: Final = re.compile(
    rf"(?P<double>{_DOUBLE})|绝对不|绝不|决不|从来不|从不|从来没|不会|不是|不能|不可以|不可能|不想|不打算|不准备|不用|不需要|不必|无需|"
    r"不要|不许我们|不允许|不敢|不该|没想|没有人会|没人会|没有要|没要|没打算|没有|没说|怎么会|怎么可能|哪会|哪能|没到|到不了|走不到|犯不着|用不着|没必要|(?<![特分区级类告个])别|勿|禁止"
)
_BREAKS_NEGATION: Final = re.compile(r"就|则|否|只能|只好|不然|要么|反而|而是")
_FEARED: Final = re.compile(
    r"(担心|害怕|怕|以为|听说|听人|传言|谣传|有人说|怀疑|误会|提到|提过|有人|之前的人|前任)[^，,。]{0,10}$"
)
_RIGHT_BEFORE: Final = re.compile(r"(?<![要再还么何莫非得能会是])[不没]$")  # 今天不催费; not 要不停水
_DENIED_AFTER: Final = re.compile(
    r"[^，。？！]{0,10}(绝不|不会|从不|不可能|不能|不许)(会)?(干|做|用|来|有|发生|搞|去)|[^，。？！]{0,8}(没|不|压根没|从没)(考虑|想过|打算)"
)
_NEGATION_REACH: Final = 9
_STOP: Final = frozenset(
    "的了是我你您他她它们就也都在有和跟与还不没很这那个吗呢吧啊呀哦嗯嘛么一上下去来说到给把被让又再"
)


def normalise(text: str) -> str:
    """NFKC with Chinese punctuation, no control characters, at most ``LONGEST`` characters. 3,800 becomes 3800."""
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text[: LONGEST * 2]))
    kept = "".join(one if one.isprintable() or one == "\n" else " " for one in plain)
    return kept.translate(_CHINESE).strip()[:LONGEST]


def sentences(text: str) -> list[str]:
    """Sentences with their closing punctuation."""
    return [found.group().strip() for found in _SENTENCE.finditer(text) if found.group().strip()]


def is_negated(sentence: str, start: int, end: int | None = None) -> bool:
    """Whether what begins at ``start`` is denied or only feared: 不会停水, 您担心停水; not 不交就停水, 不得不停水."""
    before = sentence[:start]
    breaks = list(_CLAUSE_BREAK.finditer(before))
    clause = before[breaks[-1].end() :] if breaks else before
    if _FEARED.search(clause):
        return True
    if _RIGHT_BEFORE.search(clause) or (end is not None and _DENIED_AFTER.match(sentence[end:])):
        return True
    found = list(_NEGATOR.finditer(clause))
    if not found or found[-1].group("double") or (found[-1].group() == "不是" and "吗" in sentence):
        return False  # 这不是耍赖吗 says that it is
    between = clause[found[-1].end() :]
    return len(between) <= _NEGATION_REACH and not _BREAKS_NEGATION.search(between)


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring content characters."""
    kept = [one if one.isalnum() and one not in _STOP else " " for one in text.lower()]
    pairs = ("".join(pair) for pair in pairwise(kept))
    return frozenset(pair for pair in pairs if " " not in pair)


def shared(text: str, other: str) -> int:
    """How many content pairs both texts have."""
    return len(bigrams(text) & bigrams(other))


def likeness(text: str, other: str) -> float:
    """0–1: share of all characters' pairs the two texts have in common; 1 for the same words."""
    left, right = _bare(text), _bare(other)
    if left == right:
        return 1.0
    one = {left[at : at + 2] for at in range(len(left) - 1)}
    two = {right[at : at + 2] for at in range(len(right) - 1)}
    return len(one & two) / len(one | two) if one and two else 0.0


def _bare(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalnum())

"""How people and companies are written: one tidy form of a name, and the pinyin initials people type to find it."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import Final

SEPARATOR: Final = "、"  # between several owners of the same premises
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{1,6}")
# Characters read otherwise when they are a surname; pypinyin gives their everyday reading.
_SURNAMES: Final = {
    "单": "s", "仇": "q", "解": "x", "区": "o", "查": "z", "曾": "z", "朴": "p", "翟": "z", "尉迟": "yc", "万俟": "mq",
    "冼": "x", "缪": "m", "乐": "y", "盖": "g", "覃": "q", "纪": "j", "任": "r", "宁": "n", "隗": "w", "员": "y",
    "召": "s", "种": "c", "重": "c", "长孙": "zs", "澹台": "tt", "那": "n", "折": "s", "祭": "z", "秘": "b", "洗": "x",
}  # fmt: skip


def tidy(name: str) -> str:
    """The name as we store it: full-width letters narrowed, white space collapsed, invisible characters dropped."""
    visible = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFKC", name))
    return " ".join("".join(char for char in visible if unicodedata.category(char)[0] != "C").split())


def initials(name: str) -> str:
    """Pinyin initials in lower case: 王芳 → ``wf``, 单雄信、李军 → ``sxxlj``. Marks are left out."""
    return "".join(_initials_of_one(one) for one in name.split(SEPARATOR))


@cache
def load_soon() -> None:
    """Load the dictionaries behind ``initials`` in the background: they take 0.2 s, once in a process."""
    threading.Thread(target=initials, args=("王",), name="pinyin", daemon=True).start()


def _initials_of_one(name: str) -> str:
    name = name.strip()
    known = next((name[:n] for n in (2, 1) if len(name) > 1 and name[:n] in _SURNAMES), "")
    rest = name[len(known) :]
    plain = _CHINESE.fullmatch(rest) and not _holds_a_phrase(rest)
    return _SURNAMES.get(known, "") + ("".join(map(_letters, rest)) if plain else _letters(rest))


def _holds_a_phrase(text: str) -> bool:
    """Whether some characters stand together in the dictionary of phrases, where they may be read otherwise."""
    from pypinyin.constants import PHRASES_DICT

    ends = range(2, len(text) + 1)
    return any(text[start:end] in PHRASES_DICT for end in ends for start in range(end - 1))


@lru_cache(maxsize=32_768)  # there are some 20,000 characters: names without a phrase in them cost next to nothing
def _letters(text: str) -> str:
    """First letters of what is read, in lower case, and what is Latin already."""
    from pypinyin import Style, lazy_pinyin  # see load_soon: not at every start

    read = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(char for part in read for char in part.lower() if char.isascii() and char.isalnum())

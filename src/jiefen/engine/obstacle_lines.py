"""Training utterances: the packaged ones and stewards' corrections.

The label boundaries are written down in docs/algorithms/obstacles.md; the sub-reasons follow the taxonomy of
non-payment reasons there.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jiefen.engine.text_normal import normalise
from jiefen.rules.errors import RuleError

OBSTACLES: Final[Mapping[str, str]] = {
    "distrust": "不信任",
    "no_perceived_service": "没享受到服务",
    "worse_than_peers": "不如同行",
    "no_urgency": "不着急交",
    "hardship": "有困难",
    "factual": "事实要核对",
    "legal_objection": "法律异议",
    "unreachable": "联系不上",
}
"""Code → what a steward reads. The first four are the method's obstacles, then hard facts and legal objections."""

FOLDER: Final = Path(__file__).parent / "obstacle_examples"


@dataclass(frozen=True)
class Example:
    """An owner's words or a steward's note; ``also`` is a second code that fits; ``reason`` the sub-reason ("" unknown)."""

    words: str
    code: str
    also: str = ""
    reason: str = ""

    @property
    def shares(self) -> dict[str, float]:
        """How the two codes share this utterance."""
        return {self.code: 0.7, self.also: 0.3} if self.also else {self.code: 1.0}


@cache
def packaged_examples() -> tuple[Example, ...]:
    """All utterances shipped with the program, file by file."""
    found: list[Example] = []
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for reason in table.get("reason", ()):
            found.extend(_example(line, table["code"], reason["name"]) for line in reason["words"].strip().split("\n"))
    return tuple(found)


@cache
def lexicon() -> Mapping[str, tuple[str, ...]]:
    """Named phrase patterns over normalised text."""
    table = tomllib.loads((FOLDER / "lexicon.toml").read_text(encoding="utf-8"))
    return {name: tuple(patterns) for name, patterns in table["patterns"].items()}


def fingerprint() -> str:
    """Changes whenever a packaged utterance (beyond its punctuation), a label or a pattern changes."""
    spoken = [(normalise(one.words).text, one.code, one.also, one.reason) for one in packaged_examples()]
    whole = repr((spoken, sorted(lexicon().items())))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def correction(row: Mapping[str, Any]) -> Example:
    """One steward's correction: ``{"words", "code", "also"?, "reason"?}``.

    Raises RuleError (obstacles.bad_correction) when the words are missing or a code does not exist.
    """
    words, code, also = row.get("words"), row.get("code"), row.get("also") or ""
    if not isinstance(words, str) or not words.strip():
        raise RuleError("改正里没有业主的话（words）。", code="obstacles.bad_correction")
    for one in (code, also):
        if one not in OBSTACLES and one != "":
            raise RuleError(
                f"没有 {one!r} 这个障碍代码。可用的是 {'、'.join(OBSTACLES)}。", code="obstacles.bad_correction"
            )
    if not code:
        raise RuleError("改正里没有障碍代码（code）。", code="obstacles.bad_correction")
    return Example(words.strip(), str(code), str(also), str(row.get("reason") or ""))


def _example(line: str, code: str, reason: str) -> Example:
    words, _, also = line.partition(" | ")
    return Example(words, code, also, reason)

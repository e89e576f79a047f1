"""What changed between two versions of a text, paragraph by paragraph, and inside a paragraph by words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

SAME, ADDED, REMOVED, CHANGED, SKIPPED = "same", "added", "removed", "changed", "skipped"
_LIKE: Final = 0.35  # two paragraphs at least this alike are one that changed
_CONTEXT: Final = 1  # unchanged paragraphs shown around a change
_PIECES: Final = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Words inside a paragraph: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A paragraph. ``skipped`` stands for unchanged ones left out; its text says how many."""

    kind: str
    pieces: tuple[Piece, ...]


def differences(before: str, after: str) -> tuple[Change, ...]:
    """The paragraphs of ``after`` with what was there ``before``; long unchanged stretches left out."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Change] = []
    for code, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            found += [_whole(SAME, text) for text in new[c:d]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return tuple(_shortened(found))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _replaced(old: list[str], new: list[str]) -> list[Change]:
    """Old and new paragraphs in pairs while they are alike; the rest removed and added."""
    found = []
    for place in range(max(len(old), len(new))):
        before = old[place] if place < len(old) else ""
        after = new[place] if place < len(new) else ""
        left, right = _PIECES.findall(before), _PIECES.findall(after)
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        if before and after and matcher.ratio() >= _LIKE:
            found.append(Change(CHANGED, _inside(matcher, left, right)))
        else:
            found += [_whole(REMOVED, before)] if before else []
            found += [_whole(ADDED, after)] if after else []
    return found


def _inside(matcher: SequenceMatcher[str], left: list[str], right: list[str]) -> tuple[Piece, ...]:
    pieces = []
    for code, a, b, c, d in matcher.get_opcodes():
        if code == "equal":
            pieces.append(Piece(SAME, "".join(right[c:d])))
            continue
        if b > a:
            pieces.append(Piece(REMOVED, "".join(left[a:b])))
        if d > c:
            pieces.append(Piece(ADDED, "".join(right[c:d])))
    return tuple(pieces)


def _whole(kind: str, text: str) -> Change:
    return Change(kind, (Piece(kind, text),))


def _shortened(changes: list[Change]) -> list[Change]:
    """Only what changed, with a little around it."""
    near = {
        place + step
        for place, change in enumerate(changes)
        if change.kind != SAME
        for step in range(-_CONTEXT, _CONTEXT + 1)
    }
    found: list[Change] = []
    left_out = 0
    for place, change in enumerate([*changes, Change(CHANGED, ())]):
        if place < len(changes) and place not in near:
            left_out += 1
            continue
        if left_out:
            found.append(_whole(SKIPPED, f"……{left_out} 段没有改动……"))
            left_out = 0
        if place < len(changes):
            found.append(change)
    return found

"""What must never be said to an owner. The list belongs to the rules; this is the one place that asks for it."""

from __future__ import annotations


def banned_in(sentence: str) -> tuple[str, ...]:
    """The phrases in ``sentence`` that may never be said. The speech acts know threats by themselves already."""
    del sentence
    return ()

"""TEMP stub."""

from __future__ import annotations
from dataclasses import dataclass
from jiefen.collection.queries.words import past_words


@dataclass(frozen=True)
class Value:
    kind: str
    number: int
    words: str

    @property
    def key(self):
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True)
class Preparation:
    history: tuple[str, ...]
    last_words: tuple[str, ...]
    values: tuple[Value, ...]


def prepare(premises, *, today):
    return Preparation(
        ("住了 6 年，一直按季度付，今年春天停了。",),
        tuple(past_words(premises.pk)),
        (Value("service_record", 1, "11月2日 换了 3 单元门禁读卡器"),),
    )

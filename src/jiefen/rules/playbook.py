"""TEMP stub."""
from __future__ import annotations
from dataclasses import dataclass
@dataclass(frozen=True)
class Question:
    code: str
    words: str
@dataclass(frozen=True)
class Play:
    code: str
    title: str
    questions: tuple[Question, ...]
    shows: tuple[str, ...]
def playbook(day):
    return (Play("distrust","不信任：先听，再对账",(Question("distrust.1","您最想先弄清楚哪一笔？"),),("账目逐笔对给他看",)),Play("no_urgency","不急：约个日子",(Question("no_urgency.1","什么时候付对您最方便？"),),()))

"""What waits for an operator, one question without its persons, what may be learned, and which model is in use."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.area_learning.models import AreaCorrection, LearningConsent
from jiefen.consultations.models import Question
from jiefen.engine import area_training
from jiefen.engine.anonymous import without_persons
from jiefen.engine.classify import AreaChance, classify
from jiefen.engine.practice_areas import Example
from jiefen.rules.regions import cities
from jiefen.shared.errors import NotFound

SHOWN: Final = 50
PACKAGED: Final = Path(area_training.__file__).parent / "models"


@dataclass(frozen=True)
class Waiting:
    """A question whose words may be used, without a word of it: what the asker left as the area, where and when."""

    public_id: str
    area: str
    city: str
    asked_at: dt.datetime
    is_demo: bool


@dataclass(frozen=True)
class Correctable:
    """One question without its persons, and what the model in use makes of it."""

    public_id: str
    text: str
    asked_area: str
    city: str
    chances: tuple[AreaChance, ...]
    because: tuple[str, ...]
    is_demo: bool


@dataclass(frozen=True)
class ModelInUse:
    """The record beside the model: version, and accuracy on questions it had not seen."""

    version: str
    first: float
    among_three: float
    examples: int
    corrections: int


def usable(actor: Actor) -> QuerySet[Question]:
    """Asked questions whose words may teach: allowed, not taken back, not deleted. Raises NotPermitted."""
    actor.require(Capability.RUN_SERVICE)
    return _usable()


def waiting(actor: Actor) -> tuple[tuple[Waiting, ...], int]:
    """The newest that nobody has looked at, and how many there are. Two queries."""
    rows = usable(actor).exclude(pk__in=AreaCorrection.objects.values("question")).order_by("-asked_at", "-pk")
    return tuple(_waiting(each) for each in rows[:SHOWN]), rows.count()


def correctable(actor: Actor, public_id: str, *, today: dt.date) -> Correctable:
    """One of them, numbers and known names gone. Raises NotPermitted, NotFound."""
    question = usable(actor).filter(public_id=public_id).first()
    if question is None:
        raise NotFound("没有找到这条提问，或者提问的人没有同意用它来改进分类。")
    found = classify(question.words, today=today, explain=True)
    return Correctable(
        question.public_id, cleaned(question), question.area, _city(question), found.areas[:3], found.because[:6],
        question.is_demo,
    )  # fmt: skip


def cleaned(question: Question) -> str:
    """Its words without digits, titles, accounts and the names given for the conflict check."""
    return without_persons(question.words, names=[party.name for party in question.parties.all()])


def examples_to_learn() -> list[Example]:
    """Released words with their areas, for training: only while the consent stands. Invented ones teach nothing. One query."""
    rows = AreaCorrection.objects.filter(question__in=_usable().filter(is_demo=False)).exclude(areas=[]).order_by("pk")
    return [Example(row.text, tuple(row.areas)) for row in rows]


def stored() -> dict[str, int]:
    """How many were corrected, confirmed and put aside, and how many would be learned now. Three queries."""
    rows = list(AreaCorrection.objects.values_list("areas", "suggested"))
    return {
        "corrected": sum(bool(areas) and areas[0] != suggested for areas, suggested in rows),
        "confirmed": sum(bool(areas) and areas[0] == suggested for areas, suggested in rows),
        "aside": sum(not areas for areas, _ in rows),
        "to_learn": len(examples_to_learn()),
    }


def model_in_use() -> ModelInUse:
    """The model trained here, else the packaged one."""
    own = Path(settings.DATA_FOLDER) / "models" / "areas.json"
    record: dict[str, Any] = json.loads((own if own.exists() else PACKAGED / "areas.json").read_text(encoding="utf-8"))
    examples, corrections = record["examples"], record["corrections"]
    return ModelInUse(
        record["version"], examples["first"], examples["among_three"], examples["count"],
        corrections["count"] if corrections else 0,
    )  # fmt: skip


def consent_of(question: Question) -> LearningConsent | None:
    """The tick of this question, taken back or not."""
    return LearningConsent.objects.filter(question=question).first()


def _usable() -> QuerySet[Question]:
    allowed = LearningConsent.objects.filter(withdrawn_at=None).values("question")
    return Question.objects.filter(pk__in=allowed, forgotten_at=None).exclude(asked_at=None)


def _waiting(question: Question) -> Waiting:
    asked_at = question.asked_at
    assert asked_at is not None  # noqa: S101 — usable() holds asked ones
    return Waiting(question.public_id, question.area, _city(question), asked_at, question.is_demo)


def _city(question: Question) -> str:
    city = cities().get(question.city_code)
    return city.name if city else ""

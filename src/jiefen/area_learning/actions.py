"""Allowing and taking back, looking, correcting: each with its event in the platform's chain, none with a word of the question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.area_learning.models import AreaCorrection, LearningConsent
from jiefen.area_learning.queries import Correctable, correctable, model_in_use
from jiefen.area_learning.refusals import CorrectionRefused
from jiefen.audit.actions import PLATFORM, record
from jiefen.consultations.models import Question
from jiefen.engine.anonymous import without_persons
from jiefen.engine.practice_areas import area_named
from jiefen.shared.clock import day_of

WORDING: Final = "同意平台去掉姓名、号码以后，用这些话改进“像是哪一类事”的判断。不同意不影响提问。"
LEAST: Final = 4  # characters that say something
LONGEST: Final = 2000
MOST_AREAS: Final = 3


def allow_learning(*, question: Question, at: dt.datetime) -> None:
    """The asker ticked it; twice is once."""
    with transaction.atomic():
        defaults = {"wording": WORDING, "given_at": at, "withdrawn_at": None}
        LearningConsent.objects.update_or_create(question=question, defaults=defaults)
        _log(question, "learning_allowed", None, at)


def withdraw_learning(*, question: Question, at: dt.datetime) -> None:
    """The asker took it back: what was released of his words is deleted, the next model does not know them."""
    with transaction.atomic():
        open_ones = LearningConsent.objects.filter(question=question, withdrawn_at=None)
        if open_ones.update(withdrawn_at=at):
            AreaCorrection.objects.filter(question=question).delete()
            _log(question, "learning_withdrawn", None, at)


def look_at(*, public_id: str, by: Actor, at: dt.datetime) -> Correctable:
    """One question's words without its persons; that somebody looked is on record. Raises NotPermitted, NotFound."""
    found = correctable(by, public_id, today=day_of(at))
    _log(Question.objects.get(public_id=public_id), "words_shown", by, at)
    return found


def correct(
    *, public_id: str, text: str, areas: Sequence[str], is_clean: bool, by: Actor, at: dt.datetime
) -> AreaCorrection:
    """Release ``text`` with one to three areas, the main one first. Cleaned once more, whatever was typed.

    Raises NotPermitted, NotFound, AreaError, CorrectionRefused.
    """
    found = correctable(by, public_id, today=day_of(at))
    named = [area_named(each).name for each in dict.fromkeys(areas)]
    words = without_persons(text)
    if not 1 <= len(named) <= MOST_AREAS:
        raise CorrectionRefused(f"请选 1 到 {MOST_AREAS} 个领域，主要的放在前面。")
    if not LEAST <= len(words) <= LONGEST:
        raise CorrectionRefused(f"留下的话要有 {LEAST} 到 {LONGEST} 个字，不然学不到什么。不合用的请点“放在一边”。")
    if not is_clean:
        raise CorrectionRefused("请先把话读一遍，删去能认出人的内容，再勾选。")
    return _store(found, words, named, by, at)


def put_aside(*, public_id: str, by: Actor, at: dt.datetime) -> AreaCorrection:
    """Nothing to learn here: it does not come up again. Raises NotPermitted, NotFound."""
    return _store(correctable(by, public_id, today=day_of(at)), "", [], by, at)


def _store(found: Correctable, words: str, areas: list[str], by: Actor, at: dt.datetime) -> AreaCorrection:
    question = Question.objects.get(public_id=found.public_id)
    facts = {
        "text": words, "areas": areas, "suggested": found.chances[0].area, "model_version": model_in_use().version[:40],
        "by_no": by.membership_id or 0, "at": at,
    }  # fmt: skip
    with transaction.atomic():
        row, _ = AreaCorrection.objects.update_or_create(question=question, defaults=facts)
        _log(question, "area_corrected", by, at, areas=areas, suggested=found.chances[0].area)
    return row


def note_training(*, version: str, corrections: int, at: dt.datetime) -> None:
    """A model that learned stored corrections took the place of the one before."""
    record(
        organisation_id=PLATFORM, by=None, at=at, code="area_learning.model_replaced", subject=("classifier", version),
        data={"corrections": corrections},
    )  # fmt: skip


def _log(question: Question, what: str, by: Actor | None, at: dt.datetime, **data: Any) -> None:
    record(
        organisation_id=PLATFORM, by=by.membership_id if by else None, at=at, code=f"area_learning.{what}",
        subject=question, data=data,
    )  # fmt: skip

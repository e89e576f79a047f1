"""The words somebody already wrote on the front page become a draft in one step, with the names and the area he left as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from jiefen.consultations.actions import intake
from jiefen.consultations.models import Question
from jiefen.engine.practice_areas import area_named
from jiefen.rules.dispatch import labels_on
from jiefen.shared.clock import day_of


def draft_with_words(
    *,
    visitor_id: int,
    address: str,
    words: str,
    city_code: str,
    area: str,
    own_name: str,
    others: Sequence[str],
    at: dt.datetime,
    wanted_lawyer_id: int | None = None,
) -> Question:
    """A draft that waits for the last look: nothing of it is kept when any part is refused.

    ``area``: as the person left it, not as the program guessed. Raises AreaError, AskedTooOften, IntakeRefused, UnknownRegion.
    """
    chosen = area_named(area).name
    with transaction.atomic():
        question = intake.draft(
            visitor_id=visitor_id,
            address=address,
            own_name=own_name,
            others=others,
            at=at,
            wanted_lawyer_id=wanted_lawyer_id,
        )
        intake.describe(question=question, words=words, city_code=city_code, at=at)
        question.area, question.label = chosen, labels_on(day_of(at)).get(chosen, "")
        question.save(update_fields=["area", "label"])
    return question

"""Writing down what was said in a contact."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from jiefen.collection.actions import checks
from jiefen.collection.actions.drafts import ContactDraft, Talk
from jiefen.collection.models import (
    ContactAttempt,
    Conversation,
    ConversationObstacle,
    Mood,
    ObstacleCode,
    ObstacleSource,
    Rehearsal,
)
from jiefen.collection.refusals import CollectionRefused

if TYPE_CHECKING:
    from jiefen.estates.models import Premises


def write_talk(attempt: ContactAttempt, draft: ContactDraft, premises: Premises) -> Conversation:
    """The conversation of a contact that reached somebody, with its obstacles. Raises CollectionRefused."""
    talk = draft.talk or Talk()
    row: Conversation = Conversation.objects.create(
        organisation_id=attempt.organisation_id,
        attempt=attempt,
        owner_words=checks.words(talk.owner_words, "业主的话"),
        mood=checks.choice(talk.mood, Mood, "业主的心情"),
        questions_asked=[checks.line(each, "问过的问题") for each in talk.questions_asked],
        have=checks.words(talk.have, "业主现在得到的"),
        want=checks.words(talk.want, "业主想要的"),
        chosen_option=talk.chosen_option,
        choice_words=checks.words(talk.choice_words, "业主的决定"),
        next_step_on=talk.next_step_on,
        next_step_what=checks.line(talk.next_step_what, "下一步"),
        rehearsal_id=_rehearsal(talk.rehearsal_id, premises),
    )
    ConversationObstacle.objects.bulk_create(_obstacles(row, talk))
    return row


def _rehearsal(rehearsal_id: int | None, premises: Premises) -> int | None:
    """The rehearsal of this household, or none. A stranger's rehearsal is refused."""
    if rehearsal_id is None:
        return None
    if not Rehearsal.objects.filter(pk=rehearsal_id, premises_id=premises.pk).exists():
        raise CollectionRefused("这次预演不是为这一户做的。请从这一户的页面开始。", code="collection.rehearsal")
    return rehearsal_id


def _obstacles(talk: Conversation, said: Talk) -> list[ConversationObstacle]:
    """One row a code; naming an obstacle twice is naming it once."""
    by_code: dict[str, Any] = {}
    for each in said.obstacles:
        checks.choice(each.code, ObstacleCode, "障碍")
        checks.choice(each.source, ObstacleSource, "障碍的来源")
        p = each.suggested_p_x1000
        if p is not None and not 0 <= p <= 1000:
            raise CollectionRefused("建议的概率不对，请刷新页面后重试。", code="collection.probability")
        by_code.setdefault(
            each.code, dataclasses.replace(each, sub_reason=checks.line(each.sub_reason, "具体原因", limit=60))
        )
    return [
        ConversationObstacle(organisation_id=talk.organisation_id, conversation=talk, **dataclasses.asdict(each))
        for each in by_code.values()
    ]

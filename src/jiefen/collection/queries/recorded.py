"""A contact as it was recorded, as a draft again: the ground for correcting it."""

from __future__ import annotations

from jiefen.collection.actions.drafts import ContactDraft, ObstacleDraft, Talk
from jiefen.collection.models import ContactAttempt, Conversation


def draft_of(attempt: ContactAttempt) -> ContactDraft:
    """The facts of a contact the caller got from access, without what was agreed in it. Two queries."""
    talk = Conversation.objects.filter(attempt=attempt).first()
    return ContactDraft(
        channel=attempt.channel,
        at=attempt.at,
        reached=attempt.reached,
        initiated_by=attempt.initiated_by,
        purpose=attempt.purpose,
        identity_check=attempt.identity_check,
        duration_s=attempt.duration_s,
        proof=attempt.proof,
        note=attempt.note,
        talk=_talk(talk) if talk else None,
    )


def _talk(row: Conversation) -> Talk:
    columns = ("code", "sub_reason", "suggested_p_x1000", "source")
    return Talk(
        owner_words=row.owner_words,
        mood=row.mood,
        questions_asked=tuple(row.questions_asked),
        have=row.have,
        want=row.want,
        chosen_option=row.chosen_option,
        choice_words=row.choice_words,
        next_step_on=row.next_step_on,
        next_step_what=row.next_step_what,
        rehearsal_id=row.rehearsal_id,
        obstacles=tuple(ObstacleDraft(*each) for each in row.obstacles.order_by("pk").values_list(*columns)),
    )

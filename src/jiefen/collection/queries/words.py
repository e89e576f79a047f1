"""What the owner said in earlier talks and what stood in the way, newest first; corrected records are left out."""

from __future__ import annotations

from typing import Final

from jiefen.collection.models import Conversation, ConversationObstacle

REMEMBERED: Final = 3


def past_words(premises_id: int, *, limit: int = REMEMBERED) -> list[str]:
    """Up to ``limit`` of the owner's own sentences. The caller has already been let in to the household. One query."""
    talks = Conversation.objects.filter(attempt__premises_id=premises_id, attempt__corrected_by=None)
    rows = talks.order_by("-attempt__at", "-pk").values_list("owner_words", flat=True)
    return [words for words in rows[: limit * 3] if words][:limit]


def last_obstacle(premises_id: int) -> str:
    """The code of the obstacle heard last, "" when none was written down. One query."""
    heard = ConversationObstacle.objects.filter(
        conversation__attempt__premises_id=premises_id, conversation__attempt__corrected_by=None
    )
    codes = heard.order_by("-conversation__attempt__at", "-conversation_id", "pk").values_list("code", flat=True)
    return codes.first() or ""

"""What the owner said in earlier talks, newest first; corrected records are left out."""

from __future__ import annotations

from typing import Final

from jiefen.collection.models import Conversation

REMEMBERED: Final = 3


def past_words(premises_id: int, *, limit: int = REMEMBERED) -> list[str]:
    """Up to ``limit`` of the owner's own sentences. The caller has already been let in to the household. One query."""
    talks = Conversation.objects.filter(attempt__premises_id=premises_id, attempt__corrected_by=None)
    rows = talks.order_by("-attempt__at", "-pk").values_list("owner_words", flat=True)
    return [words for words in rows[: limit * 3] if words][:limit]

"""The frame around every page of the lawyer's desk."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from jiefen.accounts.roles import Capability
from jiefen.web.frame import Place, frame

PLACES: Final[tuple[Place, ...]] = (
    ("desk", "接待", "today", Capability.ANSWER_QUESTIONS),
    ("desk_card", "名片", "home", Capability.MANAGE_OWN_CARD),
    ("desk_conflicts", "冲突名册", "people", Capability.ANSWER_QUESTIONS),
    ("desk_articles", "文章", "ledger", Capability.WRITE_ARTICLES),
    ("desk_schedule", "值班", "clock", Capability.ANSWER_QUESTIONS),
    ("desk_figures", "我的数字", "chart", Capability.ANSWER_QUESTIONS),
)


def shell(request: HttpRequest, current: str, **context: Any) -> dict[str, Any]:
    """Template context for ``ui/base_app.html``; ``current`` is the url name of the open place."""
    return frame(request, PLACES, current, **context)

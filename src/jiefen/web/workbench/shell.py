"""The frame around every workbench page."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from jiefen.accounts.roles import Capability
from jiefen.web.frame import Place, frame

PLACES: Final[tuple[Place, ...]] = (
    ("today", "今日", "today", Capability.VIEW_HOUSEHOLD),
    ("follow_ups", "跟进", "check", Capability.CONTACT),
    ("approvals", "审批", "ledger", Capability.APPROVE_RELIEF),
    ("households", "住户", "household", Capability.VIEW_HOUSEHOLD),
    ("limitation_board", "时效", "clock", Capability.VIEW_HOUSEHOLD),
    ("team", "团队", "people", Capability.VIEW_TEAM),
    ("numbers", "数字", "chart", Capability.VIEW_NUMBERS),
    ("practice", "练习", "lamp", Capability.VIEW_HOUSEHOLD),
    ("imports", "导入", "import", Capability.IMPORT),
    ("people", "人员", "people", Capability.MANAGE_PEOPLE),
)


def shell(request: HttpRequest, current: str, **context: Any) -> dict[str, Any]:
    """Template context for ``ui/base_app.html``; ``current`` is the url name of the open place."""
    return frame(request, PLACES, current, search_url=reverse("households"), **context)

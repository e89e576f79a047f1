"""The frame around every page of the operator's surface."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from jiefen.accounts.roles import Capability
from jiefen.web.frame import Place, frame

PLACES: Final[tuple[Place, ...]] = (
    ("ops", "总览", "today", Capability.RUN_SERVICE),
    ("ops_lawyers", "律师核验", "check", Capability.VERIFY_LAWYERS),
    ("ops_firms", "律所", "home", Capability.VERIFY_LAWYERS),
    ("ops_articles", "文章审核", "ledger", Capability.MODERATE),
    ("ops_complaints", "投诉", "alert", Capability.MODERATE),
    ("ops_areas", "分类更正", "filter", Capability.RUN_SERVICE),
    ("ops_roster", "排班缺口", "clock", Capability.RUN_SERVICE),
)


def shell(request: HttpRequest, current: str, **context: Any) -> dict[str, Any]:
    """Template context for ``ui/base_app.html``; ``current`` is the url name of the open place."""
    return frame(request, PLACES, current, **context)

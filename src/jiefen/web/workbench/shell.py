"""The frame around every workbench page: who is working, where he is, where he can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from jiefen.accounts.roles import Capability, Role
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import NavItem

# (url name, label, icon, capability needed)
PLACES = (
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
    actor = actor_of(request)
    nav = [
        NavItem(label, reverse(name), icon, current=name == current)
        for name, label, icon, capability in PLACES
        if actor.can(capability)
    ]
    return {
        "nav": nav,
        "organisation_name": actor.organisation_name,
        "home_url": reverse("today"),
        "person_name": actor.display_name,
        "person_role": Role(actor.role).label,
        "sign_out_url": reverse("sign_out"),
        "search_url": reverse("households"),
        "person_links": [("改密码", reverse("change_password")), ("换一家公司", reverse("choose_organisation"))],
        **context,
    }

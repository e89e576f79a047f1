"""What may be begun from a household's page, in one table: what is asked, which action does it, what is said afterwards.

A new opening is one entry here; the page, the links on the household and the tests of the table follow by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django.urls import reverse

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection import actions
from jiefen.collection.models import FollowUpKind, WaiverCondition, WishKind
from jiefen.ledger.models import Component
from jiefen.service_log import actions as repairs
from jiefen.web.workbench.steps import fields
from jiefen.web.workbench.talks.offers import open_bills

Choices = Callable[[int], list[tuple[str, str]]]


@dataclass(frozen=True)
class Opening:
    """One thing to begin. ``act`` is called with ``premises_id``, the answers, ``by`` and ``at``.

    ``offers``: for a field whose choices depend on the household, where they come from.
    """

    title: str
    act: Callable[..., Any]
    done: str
    asks: Mapping[str, fields.Field]
    explain: str = ""
    capability: Capability = Capability.CONTACT
    offers: Mapping[str, Choices] = field(default_factory=dict)


def _waiver(*, charge: str, condition_on: dt.date | None = None, **more: Any) -> Any:
    """A day makes the waiver conditional on being paid by then."""
    condition = WaiverCondition.PAID_IN_FULL_BY if condition_on else WaiverCondition.NONE
    return actions.request_waiver(charge_id=int(charge), condition=condition, condition_on=condition_on, **more)


OPENINGS: Final[Mapping[str, Opening]] = MappingProxyType({
    "ticket": Opening(
        "登记报修", repairs.open_ticket, "已登记。修好以后，由业主自己点头才能关。",
        {
            "what": fields.line("要修的是什么", missing="请写要修什么，照业主的说法。"),
            "opened_on": fields.day("业主哪天说的（不填就是今天）", required=False),
        },
        "照业主自己的说法写。报修没办完，先不谈账单。", Capability.VIEW_HOUSEHOLD,
    ),
    "vacancy": Opening(
        "登记空置", actions.apply_vacancy, "空置已登记，等核实。",
        {
            "from_on": fields.day("从哪天空着"),
            "notice_on": fields.day("业主哪天书面告知的", required=False),
            "evidence": fields.line("看到的材料", help_text="例如水电表读数、告知书"),
        },
        "能不能少付、少付多少，核实以后按当地规定或合同定。现在不用答应业主。",
    ),
    "wish": Opening(
        "记下联系的要求", actions.set_contact_wish, "记下了。以后联系前都会看到。",
        {
            "kind": fields.radios("业主希望怎样", WishKind.choices),
            "from_hour": fields.hour("只在某个时段：从几点"),
            "to_hour": fields.hour("到几点"),
            "words": fields.area("业主的原话"),
        },
        "同一种要求再记一次，就以新的为准。",
    ),
    "follow-up": Opening(
        "记一件要做的事", actions.plan_follow_up, "记下了，到那天会提醒。",
        {
            "kind": fields.radios("哪一种", FollowUpKind.choices),
            "what": fields.line("要做什么", missing="请写要做什么。"),
            "due_on": fields.day("哪天"),
        },
        "答应过业主的事，记下来就不会忘。",
    ),
    "waiver": Opening(
        "申请减免", _waiver, "申请已记下。批准以后，条件满足才入账。",
        {
            "charge": fields.select("哪一笔账单"),
            "component": fields.radios("减免哪一部分", Component.choices),
            "amount_fen": fields.yuan("减免多少"),
            "condition_on": fields.day("条件：哪天之前付清（没有条件就不填）", required=False),
            "reason": fields.line("原因", missing="请写明原因，批准的人要看。"),
        },
        "权限以内的当场生效，超出的等批准。批准之前不要答应业主。", offers={"charge": open_bills},
    ),
})  # fmt: skip


def opening_links(actor: Actor, premises_id: int) -> list[tuple[str, str]]:
    """(words, address) of what this person may begin for the household."""
    return [
        (opening.title, reverse("opening", args=[premises_id, name]))
        for name, opening in OPENINGS.items()
        if actor.can(opening.capability)
    ]

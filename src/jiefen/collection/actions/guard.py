"""The contact rules at the door of every contact action, so that no surface can forget them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from jiefen.collection.actions.drafts import ContactDraft
from jiefen.collection.models import Channel, InitiatedBy, Purpose, Reached
from jiefen.collection.queries.contact_facts import history_for
from jiefen.collection.refusals import ContactBarred
from jiefen.estates.queries import household_people
from jiefen.rules.contact_policy import Permission, may_contact

if TYPE_CHECKING:
    from jiefen.estates.models import Premises

# What tells of the debt, as rules/contact_rails.third_party sees it: a thank-you for a payment tells of it, too.
ABOUT_MONEY: Final = frozenset({Purpose.BILL, Purpose.DEMAND, Purpose.PROMISE_CHECK, Purpose.AFTERCARE})
THIRD_PARTY: Final = "third_party"
_STRANGER: Final = (
    "接听或见到的不是业主本人，不能谈账单。请把目的改成“关心和服务”，不写账单内容；如果已经谈了，请如实登记为违规。"
)
_FAMILY: Final = (
    "接听或见到的是业主的家人，不是业主本人，不能谈账单。请他转告业主回电，把目的改成“关心和服务”；"
    "当面交给同住成年家人的密封信函，联系方式请选“信函”；他自己也是产权人的，请选“业主本人”；已经谈了的，请如实登记为违规。"
)


def require_allowed(
    premises: Premises,
    *,
    channel: str,
    purpose: str,
    at: dt.datetime,
    charge_ids: Iterable[int] = (),
    instead_of: int | None = None,
) -> Permission:
    """The rules' permission for a contact by us at ``at`` about ``charge_ids`` (none: all that is owed).

    Raises ContactBarred.
    """
    facts = history_for([premises.pk], now=at, instead_of=instead_of)[premises.pk]
    permission = may_contact(facts.request(at, channel, purpose, charges=charge_ids))
    if not permission.allowed:
        raise ContactBarred(permission.rule or "barred", permission.message, permission.earliest)
    return permission


def breach_of(premises: Premises, draft: ContactDraft, *, instead_of: int | None = None) -> str:
    """The name of the rule this contact broke and admits, "" when it broke none. Raises ContactBarred when not admitted.

    ``instead_of``: the record this one corrects; it does not count against it.
    """
    try:
        _require_discretion(premises, draft)
        if draft.initiated_by == InitiatedBy.US:
            require_allowed(premises, channel=draft.channel, purpose=draft.purpose, at=draft.at, instead_of=instead_of)
    except ContactBarred as barred:
        if not draft.admits_breach:
            raise
        return barred.rule
    return ""


def may_count(draft: ContactDraft) -> bool:
    """Whether a proof of this contact may count as a demand: it reached the owner, or a letter or message that was sent
    to him, or a sealed letter that a cohabiting adult relative took (诉讼时效规定 8). How strong the proof is, is for
    rules/limitation to say.
    """
    written = draft.channel in (Channel.LETTER, Channel.MESSAGE)
    if draft.reached == Reached.FAMILY:
        return draft.channel == Channel.LETTER
    return draft.reached == Reached.OWNER or (draft.reached == Reached.NOBODY and written)


def _require_discretion(premises: Premises, draft: ContactDraft) -> None:
    """Nobody but the owner hears of the debt: a relative may take a sealed letter, and a tenant who has agreed to pay
    is told of his own bill. Raises ContactBarred.
    """
    if draft.reached in (Reached.OWNER, Reached.NOBODY):
        return
    if draft.purpose not in ABOUT_MONEY and not draft.agrees_something:
        return
    if draft.reached == Reached.FAMILY:
        if draft.channel == Channel.LETTER and not draft.agrees_something:
            return
        raise ContactBarred(THIRD_PARTY, _FAMILY)
    pays = any(one.role == "occupier" and one.pays_fees for one in household_people(premises.pk))
    if draft.reached == Reached.TENANT and pays:
        return
    raise ContactBarred(THIRD_PARTY, _STRANGER)

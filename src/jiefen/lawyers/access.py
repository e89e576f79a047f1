"""The only door to one lawyer's card. Operators reach every card; a lawyer reaches his own and no other."""

from __future__ import annotations

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability
from jiefen.lawyers.models import ConflictParty, LawFirm, Lawyer, Licence
from jiefen.shared.errors import NotFound


def get_lawyer_for(actor: Actor, lawyer_id: int) -> Lawyer:
    """The card, or NotFound: also for somebody else's card."""
    rows = Lawyer.objects.filter(pk=lawyer_id)
    if not actor.can(Capability.VERIFY_LAWYERS):
        actor.require(Capability.MANAGE_OWN_CARD)
        user_id = user_id_of(actor)
        rows = rows.none() if user_id is None else rows.filter(user_id=user_id)
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def get_licence_for(actor: Actor, lawyer_id: int) -> Licence:
    """The licence of a card the actor reaches, with its lawyer loaded; NotFound when none was submitted."""
    lawyer = get_lawyer_for(actor, lawyer_id)
    found = Licence.objects.select_related("lawyer").filter(lawyer=lawyer).first()
    if found is None:
        raise NotFound
    return found


def get_firm(code: str) -> LawFirm:
    """The firm with this unified code, or NotFound. Firms are public."""
    found = LawFirm.objects.filter(code=code).first()
    if found is None:
        raise NotFound("没有找到这家律所。请先登记律所，再选择它。")
    return found


def own_firm(actor: Actor) -> LawFirm:
    """The firm whose organisation the actor works in. Raises NotPermitted, NotFound when no firm is bound to it yet."""
    actor.require(Capability.ANSWER_QUESTIONS)
    found = LawFirm.objects.filter(organisation_id=actor.organisation_id).first()
    if found is None:
        raise NotFound("你所在的律所还没有登记。先在名片页选好律所，运营核验后就能用。")
    return found


def has_own_firm(actor: Actor) -> bool:
    """Whether ``own_firm`` would answer. One query."""
    return LawFirm.objects.filter(organisation_id=actor.organisation_id).exists()


def get_conflict_party_for(actor: Actor, party_id: int) -> ConflictParty:
    """A line of the actor's own firm's conflict book, or NotFound: another firm's as well."""
    found = ConflictParty.objects.filter(firm=own_firm(actor), pk=party_id).first()
    if found is None:
        raise NotFound
    return found

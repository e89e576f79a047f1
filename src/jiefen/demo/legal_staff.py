"""Sign-ins of the legal half: an operator, and three lawyers of the demo directory who work at two of its firms."""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actions import add_member, create_organisation
from jiefen.accounts.actors import system_actor
from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR
from jiefen.accounts.models import Membership, OrganisationKind, User
from jiefen.lawyers.models import Affiliation, LawFirm, Lawyer

PLATFORM_NAME = "解纷平台（演示）"


def hire_legal_staff(*, at: dt.datetime) -> None:
    """After ``load_lawyers``: two colleagues at one firm and one at another, each with a card of his own name."""
    create_organisation(
        name=PLATFORM_NAME, admin_phone=DEMO_OPERATOR.phone, admin_name=DEMO_OPERATOR.name,
        password=DEMO_OPERATOR.password, kind=OrganisationKind.OPERATOR, at=at,
    )  # fmt: skip
    first, second, elsewhere = DEMO_LAWYERS
    offices = _two_firms()
    founder = create_organisation(
        name=offices[0].name, admin_phone=first.phone, admin_name=first.name, password=first.password,
        kind=OrganisationKind.LAW_FIRM, at=at,
    )  # fmt: skip
    _bind(offices[0], founder.membership_id)
    organisation_id = Membership.objects.get(pk=founder.membership_id).organisation_id
    colleague = add_member(
        by=system_actor(organisation_id), phone=second.phone, display_name=second.name, role=second.role,
        password=second.password, at=at,
    )  # fmt: skip
    other = create_organisation(
        name=offices[1].name, admin_phone=elsewhere.phone, admin_name=elsewhere.name, password=elsewhere.password,
        kind=OrganisationKind.LAW_FIRM, at=at,
    )  # fmt: skip
    _bind(offices[1], other.membership_id)
    cards = [*_cards_at(offices[0], 2), *_cards_at(offices[1], 1)]
    for card, membership in zip(cards, (founder, colleague, other), strict=True):
        _give_card(card, membership.membership_id)


def _two_firms() -> list[LawFirm]:
    """The first two demo firms with at least two lawyers each."""
    fitting = [
        firm for firm in LawFirm.objects.filter(is_demo=True).order_by("pk")[:40] if len(_cards_at(firm, 2)) == 2
    ]
    return fitting[:2]


def _cards_at(firm: LawFirm, how_many: int) -> list[Lawyer]:
    at_firm = Affiliation.objects.filter(firm=firm, until_on=None).select_related("lawyer").order_by("lawyer_id")
    return [each.lawyer for each in at_firm[:how_many]]


def _bind(firm: LawFirm, membership_id: int) -> None:
    firm.organisation_id = Membership.objects.get(pk=membership_id).organisation_id
    firm.save(update_fields=["organisation"])


def _give_card(card: Lawyer, membership_id: int) -> None:
    user = User.objects.get(memberships=membership_id)
    card.user, card.name = user, user.display_name
    card.save(update_fields=["user", "name"])

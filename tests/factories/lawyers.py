"""Lawyers for tests: an operator, a firm, a lawyer with his own membership, a verified card."""

from __future__ import annotations

from itertools import count

from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Organisation, OrganisationKind
from jiefen.accounts.queries import actor_of_membership
from jiefen.accounts.roles import Role
from jiefen.lawyers.actions import cards, firms, licences
from jiefen.lawyers.models import LawFirm, Lawyer
from jiefen.rules.licence_no import check_character
from tests.factories.world import AT, TODAY, make_membership

_numbers = count(1)
EVIDENCE = b"%PDF-1.4 an invented licence"


def make_operator() -> Actor:
    name = f"平台{next(_numbers)}"
    platform = Organisation.objects.create(name=name, kind=OrganisationKind.OPERATOR, created_at=AT)
    return actor_of_membership(make_membership(platform, Role.OPERATOR))


def make_lawyer_actor() -> Actor:
    name = f"律所{next(_numbers)}"
    office = Organisation.objects.create(name=name, kind=OrganisationKind.LAW_FIRM, created_at=AT)
    return actor_of_membership(make_membership(office, Role.LAWYER))


def firm_code() -> str:
    code = f"31320500MD{next(_numbers):07d}"
    return code + check_character(code)


def make_firm(by: Actor, name: str = "明理律师事务所") -> LawFirm:
    return firms.register_firm(name=name, code=firm_code(), city="苏州", by=by, at=AT)


def licence_no(category: str = "1", sex: str = "0") -> str:
    return f"132052012{category}{sex}{next(_numbers):06d}"


def make_verified(
    operator: Actor, *, areas: tuple[str, ...] = ("劳动社保",), city: str = "苏州"
) -> tuple[Lawyer, Actor]:
    """A card on show, and its lawyer."""
    actor = make_lawyer_actor()
    lawyer = licences.register(name="陆知远", city=city, by=actor, at=AT)
    firms.move_firm(lawyer_id=lawyer.pk, firm_code=make_firm(operator).code, on=TODAY, by=actor, at=AT)
    cards.describe_card(
        lawyer_id=lawyer.pk, areas=areas, topics=(), languages=("普通话",), courts=(), city=city, by=actor, at=AT
    )
    licences.submit_licence(lawyer_id=lawyer.pk, number=licence_no(), evidence=EVIDENCE, by=actor, at=AT)
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    return lawyer, actor


def make_office(operator: Actor, name: str = "", *, lawyers: int = 1) -> tuple[LawFirm, list[tuple[Lawyer, Actor]]]:
    """A firm bound to its organisation, with verified lawyers who are members of it."""
    office = Organisation.objects.create(
        name=name or f"恒川{next(_numbers)}律师事务所", kind=OrganisationKind.LAW_FIRM, created_at=AT
    )
    firm = make_firm(operator, office.name)
    LawFirm.objects.filter(pk=firm.pk).update(organisation=office)
    firm.refresh_from_db()
    return firm, [_hired(firm, operator) for _ in range(lawyers)]


def _hired(firm: LawFirm, operator: Actor) -> tuple[Lawyer, Actor]:
    assert firm.organisation is not None
    actor = actor_of_membership(make_membership(firm.organisation, Role.LAWYER))
    lawyer = licences.register(name="陆知远", city="苏州", by=actor, at=AT)
    firms.move_firm(lawyer_id=lawyer.pk, firm_code=firm.code, on=TODAY, by=actor, at=AT)
    cards.describe_card(
        lawyer_id=lawyer.pk,
        areas=("劳动社保",),
        topics=(),
        languages=("普通话",),
        courts=(),
        city="苏州",
        by=actor,
        at=AT,
    )
    licences.submit_licence(lawyer_id=lawyer.pk, number=licence_no(), evidence=EVIDENCE, by=actor, at=AT)
    licences.verify_licence(lawyer_id=lawyer.pk, by=operator, at=AT)
    return lawyer, actor

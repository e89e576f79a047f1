"""Empty homes: applied for, checked against the city's rule, confirmed or not. Bills change by the ledger's actions."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection import terms
from jiefen.collection.access import get_vacancy_for
from jiefen.collection.actions import checks
from jiefen.collection.models import Vacancy
from jiefen.collection.refusals import CollectionRefused
from jiefen.collection.states import VacancyState, move
from jiefen.estates.access import lock_premises_for
from jiefen.shared.clock import day_of

STANDING: Final = (VacancyState.APPLIED, VacancyState.CONFIRMED)


def apply_vacancy(
    *,
    premises_id: int,
    from_on: dt.date,
    by: Actor,
    at: dt.datetime,
    notice_on: dt.date | None = None,
    evidence: str = "",
) -> Vacancy:
    """The home stands empty since ``from_on``; ``notice_on``: the day the owner told us in writing.

    Raises NotFound, NotPermitted, CollectionRefused.
    """
    by.require(Capability.CONTACT)
    seen = checks.line(evidence, "空置的证明")
    with transaction.atomic():
        premises = lock_premises_for(by, premises_id)
        if Vacancy.objects.filter(premises=premises, state__in=STANDING).exists():
            raise CollectionRefused("这一户已经登记了空置。请在原来的登记上处理。", code="collection.vacancy_exists")
        row: Vacancy = Vacancy.objects.create(
            organisation_id=premises.organisation_id, premises=premises, from_on=from_on, notice_on=notice_on,
            evidence=seen, applied_at=at, applied_by_no=by.membership_id,
        )  # fmt: skip
        checks.log("vacancy_applied", row, by=by, at=at, premises=premises.pk, from_on=str(from_on))
    return row


def confirm_vacancy(
    *,
    vacancy_id: int,
    percent: int,
    rule_ref: str,
    by: Actor,
    at: dt.datetime,
    evidence: str = "",
    until_on: dt.date | None = None,
) -> Vacancy:
    """Seen and true: the owner pays ``percent`` % of the fee by ``rule_ref`` (rules/vacancy names it, or the contract).

    Raises NotFound, NotPermitted, CollectionRefused, MoveRefused.
    """
    by.require(Capability.APPROVE_RELIEF)
    if type(percent) is not int or not 0 <= percent <= 100:
        raise CollectionRefused("业主要付的比例在 0 到 100 之间。", code="collection.percent")
    source = checks.line(rule_ref, "依据", required=True)
    row = get_vacancy_for(by, vacancy_id)
    terms.check(terms.for_vacancy(row, today=day_of(at)), by=by, requested_by=row.applied_by_no)
    if until_on is not None:
        checks.in_order(row.from_on, until_on)
    seen = checks.line(evidence, "空置的证明") or row.evidence
    move(
        row, to=VacancyState.CONFIRMED, by=by, at=at, decided_by_no=by.membership_id, percent=percent, rule_ref=source,
        evidence=seen, until_on=until_on,
    )  # fmt: skip
    return row


def refuse_vacancy(*, vacancy_id: int, reason: str, by: Actor, at: dt.datetime) -> Vacancy:
    """Not confirmed; why is kept. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.APPROVE_RELIEF)
    why = checks.line(reason, "没有确认的原因", required=True)
    row = get_vacancy_for(by, vacancy_id)
    move(row, to=VacancyState.REFUSED, by=by, at=at, decided_by_no=by.membership_id, decision=why)
    return row


def end_vacancy(*, vacancy_id: int, until_on: dt.date, by: Actor, at: dt.datetime) -> Vacancy:
    """Somebody lives there again; ``until_on`` is the last empty day. Raises NotFound, NotPermitted, CollectionRefused, MoveRefused."""
    by.require(Capability.CONTACT)
    row = get_vacancy_for(by, vacancy_id)
    checks.in_order(row.from_on, until_on)
    move(row, to=VacancyState.ENDED, by=by, at=at, until_on=until_on)
    return row

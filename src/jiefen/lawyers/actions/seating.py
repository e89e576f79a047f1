"""Which organisation a lawyer works in: his firm's once the operator verified that he is there, else a desk of his own.

A lawyer's own word about his firm opens nothing: what a firm's people see (its conflict book, its conversations) opens
with the verification and closes with the move.
"""

from __future__ import annotations

import datetime as dt

from jiefen.accounts.actions import joining
from jiefen.accounts.models import Membership
from jiefen.lawyers.models import LawFirm, Lawyer


def seat_at_firm(lawyer: Lawyer, firm: LawFirm, *, at: dt.datetime) -> None:
    """After the check: somebody who works at a desk of his own joins the firm, founding its organisation if need be."""
    if lawyer.user_id is None or not joining.works_alone(lawyer.user_id):
        return
    office = firm.organisation
    if office is None:
        firm.organisation = office = joining.found_office(name=firm.name, at=at)
        firm.save(update_fields=["organisation"])
    joining.seat_at(user_id=lawyer.user_id, organisation_id=office.pk, at=at)


def leave_firm_seat(lawyer: Lawyer, firm: LawFirm, *, at: dt.datetime) -> None:
    """He left this firm: back to a desk of his own, if the firm's organisation was where he worked."""
    if lawyer.user_id is None or firm.organisation_id is None:
        return
    if Membership.objects.filter(user=lawyer.user_id, organisation=firm.organisation_id, is_active=True).exists():
        joining.seat_alone(user_id=lawyer.user_id, at=at)

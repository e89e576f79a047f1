"""登记收款: a form, what the money would settle and why, then one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.estates.access import get_premises_for
from jiefen.estates.models import Premises
from jiefen.ledger.actions.payments import propose_allocation, record_payment
from jiefen.ledger.actions.posting import Posting
from jiefen.ledger.models import PaymentMethod
from jiefen.ledger.queries.accounts import ChargeAccount, accounts_of
from jiefen.rules.allocation import Allocation
from jiefen.rules.money import format_yuan
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.workbench.entries.forms import PaymentForm
from jiefen.web.workbench.entries.frame import REFUSALS, bill_title, done, entry_page, show_beside

FIRST_LINES = 8  # of the preview, shown at once


@dataclass(frozen=True)
class Line:
    """What one bill would receive, 分, what is left of it then, and the sentence of law that put it at its place."""

    title: str
    fen: int
    left_fen: int
    sentence: str


@require_http_methods(["GET", "POST"])
@signed_in(Capability.RECORD_PAYMENT)
def payment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Form → preview → entry, all at one address; nothing typed is ever in the address."""
    actor, step = actor_of(request), request.POST.get("step", "preview")
    premises = get_premises_for(actor, pk)
    form = PaymentForm(_named(accounts_of(premises.pk)), request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and step != "edit" and form.is_valid():
        try:
            return _go_on(request, form, premises)
        except REFUSALS as error:
            show_beside(form, error)
    return entry_page(request, premises, "payment", "登记收款", form=form, today=clock.today())


def _named(accounts: Sequence[ChargeAccount]) -> list[tuple[str, str]]:
    """What a payer may name: whatever is open, deposits too."""
    waiting = [account for account in accounts if account.outstanding_fen > 0]
    return [
        (str(account.charge.pk), f"{bill_title(account)} {format_yuan(account.outstanding_fen)} 元")
        for account in waiting
    ]


def _go_on(request: HttpRequest, form: PaymentForm, premises: Premises) -> HttpResponse:
    """Enter what was confirmed; show it (again) when it was not, or when the bills changed in between."""
    actor, facts = actor_of(request), form.cleaned_data
    _check_day(premises, actor, facts)
    found = propose_allocation(
        premises_id=premises.pk, amount_fen=facts["amount"], paid_on=facts["on"], by=actor, designation=facts["bills"]
    )
    is_confirmed = request.POST.get("step") == "confirm"
    if is_confirmed and request.POST.get("seen") == _fingerprint(found):
        return _enter(request, premises, actor, facts, found)
    lines = _lines(found, accounts_of(premises.pk))  # read after the proposal: no bill of it can be missing
    return entry_page(
        request, premises, "payment_preview", "登记收款", form=form, today=clock.today(), facts=facts,
        method=PaymentMethod(facts["method"]).label, lines=lines[:FIRST_LINES], more=lines[FIRST_LINES:], found=found,
        seen=_fingerprint(found), has_changed=is_confirmed,
    )  # fmt: skip


def _check_day(premises: Premises, actor: Actor, facts: dict[str, Any]) -> None:
    """The day's refusals before the preview, not after it; record_payment asks again under the lock."""
    Posting(premises.pk, premises.estate_id, premises.estate.due_rule, actor, clock.now()).require_day(facts["on"])


def _enter(
    request: HttpRequest, premises: Premises, actor: Actor, facts: dict[str, Any], found: Allocation
) -> HttpResponse:
    record_payment(
        premises_id=premises.pk, amount_fen=facts["amount"], paid_on=facts["on"], method=facts["method"],
        payer_name=facts["payer_name"], reference=facts["reference"], designation=facts["bills"],
        is_second=facts["is_second"], by=actor, at=clock.now(),
    )  # fmt: skip
    parts = [f"抵了 {len(found.lines)} 笔账单"] if found.lines else []
    if found.unallocated_fen:
        parts.append(f"{format_yuan(found.unallocated_fen)} 元记作预交")
    return done(request, premises.pk, f"已登记收款 {format_yuan(facts['amount'])} 元：{'，'.join(parts)}。")


def _lines(found: Allocation, accounts: Sequence[ChargeAccount]) -> list[Line]:
    known = {account.charge.pk: account for account in accounts}
    asked = ((known[int(line.debt_id)], line) for line in found.lines)
    return [
        Line(bill_title(account), line.amount_fen, account.outstanding_fen - line.principal_fen, line.sentence)
        for account, line in asked
    ]


def _fingerprint(found: Allocation) -> str:
    """The proposal in one line: what a person saw is what gets entered."""
    return ";".join([*(f"{line.debt_id}:{line.amount_fen}" for line in found.lines), str(found.unallocated_fen)])

"""冲正: what was entered, what taking it back does, and why; then one reversing entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.estates.models import Premises
from jiefen.ledger.access import get_payment_for, get_waiver_for, get_write_off_for
from jiefen.ledger.actions import corrections as actions
from jiefen.ledger.models import Component, Payment, PaymentMethod
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.rules.money import format_yuan
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Fact
from jiefen.web.workbench.entries.forms import NoteForm
from jiefen.web.workbench.entries.frame import REFUSALS, bill_title, done, entry_page, show_beside
from jiefen.web.workbench.entries.relief import account_of


@dataclass(frozen=True)
class Undoing:
    """One row to be taken back: its name, its facts, what follows, and the entry that does it."""

    what: str
    premises: Premises
    facts: list[Fact]
    consequences: list[str]
    act: Callable[..., Any]


def _confirmed(request: HttpRequest, undoing: Undoing) -> HttpResponse:
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undoing.act(note=form.cleaned_data["note"], by=actor_of(request), at=clock.now())
            return done(request, undoing.premises.pk, f"已冲正{undoing.what}。原来的记录还在，后面多了一行冲正。")
        except REFUSALS as error:
            show_beside(form, error)
    return entry_page(
        request, undoing.premises, "reversal", f"冲正{undoing.what}", form=form, undoing=undoing, confirm_label="冲正",
        today=clock.today(),
    )  # fmt: skip


def _fixed(act: Callable[..., Any], **row: int) -> Callable[..., Any]:
    return lambda **said: act(**row, **said)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.CORRECT_LEDGER)
def payment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment with all it settled."""
    payment = get_payment_for(actor_of(request), pk)
    settled = _settled_by(payment)
    consequences = [f"{title} 重新变成没付 {format_yuan(fen)} 元" for title, fen in settled]
    allocated = sum(fen for _, fen in settled)
    if payment.amount_fen > allocated:
        consequences.append(f"预交少 {format_yuan(payment.amount_fen - allocated)} 元")
    if settled:
        consequences.append("时效如果是因这笔付款重新起算的，会退回付款以前的日期")
    facts = [
        Fact("金额", fen=payment.amount_fen), Fact("收款日期", on=payment.paid_on),
        Fact("方式", PaymentMethod(payment.method).label), Fact("付款人", payment.payer_name),
        Fact("流水号", payment.reference),
    ]  # fmt: skip
    shown = [fact for fact in facts if fact.text or fact.fen is not None or fact.on]
    act = _fixed(actions.reverse_payment, payment_id=payment.pk)
    return _confirmed(request, Undoing("收款", payment.premises, shown, consequences, act))


def _settled_by(payment: Payment) -> list[tuple[str, int]]:
    """(bill, 分) of what the payment settles now."""
    return [
        (bill_title(account) + ("的违约金" if row.component == Component.LATE_CHARGE else ""), row.amount_fen)
        for account in accounts_of(payment.premises_id)
        for row in account.standing()
        if row.payment_id == payment.pk
    ]


@require_http_methods(["GET", "POST"])
@signed_in(Capability.GRANT_WAIVER)
def waiver_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """A waiver."""
    row = get_waiver_for(actor_of(request), pk)
    part = Component(row.component).label
    consequences = [f"这笔账单的{part}加回 {format_yuan(row.amount_fen)} 元"]
    return _confirmed(
        request, _of_charge(request, "减免", row, consequences, _fixed(actions.reverse_waiver, waiver_id=row.pk))
    )


@require_http_methods(["GET", "POST"])
@signed_in(Capability.WRITE_OFF)
def write_off_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """A write-off."""
    row = get_write_off_for(actor_of(request), pk)
    consequences = [f"{format_yuan(row.amount_fen)} 元回到这户的欠费里，可以再登记收款"]
    act = _fixed(actions.reverse_write_off, write_off_id=row.pk)
    return _confirmed(request, _of_charge(request, "核销", row, consequences, act))


def _of_charge(request: HttpRequest, what: str, row: Any, consequences: list[str], act: Callable[..., Any]) -> Undoing:
    _, account = account_of(actor_of(request), row.charge_id)
    facts = [
        Fact("账单", bill_title(account)), Fact("金额", fen=row.amount_fen), Fact("日期", on=row.effective_on),
        Fact("当时写的原因", row.reason),
    ]  # fmt: skip
    return Undoing(what, row.charge.premises, facts, consequences, act)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.CORRECT_LEDGER)
def charge_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """A charge on which nothing stands any more."""
    charge, account = account_of(actor_of(request), pk)
    facts = [Fact("账单", bill_title(account)), Fact("应收", fen=charge.amount_fen)]
    if charge.due_on:
        facts.append(Fact("应付日", on=charge.due_on))
    consequences = [f"这户少 {format_yuan(charge.amount_fen)} 元应收", "这笔账单的违约金和时效不再计算"]
    act = _fixed(actions.reverse_charge, charge_id=charge.pk)
    return _confirmed(request, Undoing("应收", charge.premises, facts, consequences, act))

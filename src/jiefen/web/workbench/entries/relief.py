"""减免 and 坏账核销 of one bill: what it means in words, then how much and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.ledger.access import get_charge_for
from jiefen.ledger.actions.waivers import record_waiver, write_off
from jiefen.ledger.models import Charge, Component
from jiefen.ledger.queries.accounts import ChargeAccount, accounts_of
from jiefen.ledger.queries.late_charges import late_charge_of
from jiefen.rules.money import format_yuan
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Fact
from jiefen.web.workbench.entries.forms import WaiverForm, WriteOffForm
from jiefen.web.workbench.entries.frame import REFUSALS, bill_title, done, entry_page, show_beside


def account_of(actor: Actor, charge_id: int) -> tuple[Charge, ChargeAccount]:
    """The charge and what stands on it. Raises NotFound, also for a row that only takes another back."""
    charge = get_charge_for(actor, charge_id)
    found = accounts_of(charge.premises_id, charge_ids=[charge.pk])
    if not found:
        raise NotFound
    return charge, found[0]


def _facts(account: ChargeAccount, late_fen: int) -> list[Fact]:
    rows = [Fact("账单", bill_title(account)), Fact("应收", fen=account.charge.amount_fen)]
    rows.append(Fact("还没付的本金", fen=account.outstanding_fen))
    return [*rows, Fact("打算主张、还没付的违约金", fen=late_fen)] if late_fen else rows


def _late_fen(account: ChargeAccount) -> int:
    """The late charge that could be waived today, 分."""
    late = late_charge_of(account, as_of=clock.today())
    return late.open_fen if late else 0


@require_http_methods(["GET", "POST"])
@signed_in(Capability.GRANT_WAIVER)
def waiver_add(request: HttpRequest, charge_id: int) -> HttpResponse:
    """Waive principal or late charge."""
    actor = actor_of(request)
    charge, account = account_of(actor, charge_id)
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_waiver(
                charge_id=charge.pk, amount_fen=said["amount"], component=said["component"], reason=said["note"],
                by=actor, at=clock.now(),
            )  # fmt: skip
            what = Component(said["component"]).label
            return done(request, charge.premises_id, f"已减免{what} {format_yuan(said['amount'])} 元。")
        except REFUSALS as error:
            show_beside(form, error)
    late_fen = _late_fen(account)
    return entry_page(
        request,
        charge.premises,
        "waiver",
        "减免",
        form=form,
        facts=_facts(account, late_fen),
        late_fen=late_fen,
        confirm_label="批准减免",
        today=clock.today(),
    )


@require_http_methods(["GET", "POST"])
@signed_in(Capability.WRITE_OFF)
def write_off_add(request: HttpRequest, charge_id: int) -> HttpResponse:
    """Give an amount up in the books."""
    actor = actor_of(request)
    charge, account = account_of(actor, charge_id)
    form = WriteOffForm(request.POST or None, initial={"amount": format_yuan(account.outstanding_fen)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            write_off(charge_id=charge.pk, amount_fen=said["amount"], reason=said["note"], by=actor, at=clock.now())
            return done(request, charge.premises_id, f"已核销 {format_yuan(said['amount'])} 元。")
        except REFUSALS as error:
            show_beside(form, error)
    return entry_page(
        request, charge.premises, "write_off", "坏账核销", form=form, facts=_facts(account, 0), confirm_label="核销",
        today=clock.today(),
    )  # fmt: skip

"""/desk/firm/: the firm a lawyer works at, moving to another, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions import firms
from jiefen.lawyers.queries import own_card
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.desk.card_forms import MoveForm
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import MEMBERSHIP_KEY, actor_of
from jiefen.web.ui.parts import Crumb


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def desk_firm(request: HttpRequest) -> HttpResponse:
    """Where he works now, and the form to move."""
    own = own_card(actor_of(request))
    if own is None:
        return redirect("lawyer_join_facts")
    form = MoveForm(request.POST or None, initial={"city": own.city, "on": clock.today()})
    if form.is_valid():
        try:
            _move(request, own.lawyer_id, form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            request.session.pop(MEMBERSHIP_KEY, None)  # his place may have changed with the firm
            city = form.cleaned_data["city"]
            still = "" if city == own.city else f"名片上的执业城市还是{own.city}，改到{city}请在名片里选。"
            messages.success(request, f"已登记转所。运营核验新律所后，名片会重新出现在名录里。{still}")
            return redirect("lawyer_join_state")
    return _page(request, "desk/firm.html", own=own, form=form, today=clock.today())


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def desk_firm_leave(request: HttpRequest) -> HttpResponse:
    """Look once more, then leave."""
    own = own_card(actor_of(request))
    if own is None or not own.firm:
        return redirect("desk_card")
    if request.method == "POST":
        firms.leave_firm(lawyer_id=own.lawyer_id, on=clock.today(), by=actor_of(request), at=clock.now())
        request.session.pop(MEMBERSHIP_KEY, None)
        messages.success(request, "已登记离开律所，名片已不在名录里。进了新律所，在这里登记就好。")
        return redirect("desk_card")
    return _page(request, "desk/firm_leave.html", own=own, confirm_label="登记离开", cancel_url=reverse("desk_firm"))


def _move(request: HttpRequest, lawyer_id: int, given: dict[str, Any]) -> None:
    by, at = actor_of(request), clock.now()
    with transaction.atomic():
        firm = firms.register_firm(name=given["firm_name"], code=given["firm_code"], city=given["city"], by=by, at=at)
        firms.move_firm(lawyer_id=lawyer_id, firm_code=firm.code, on=given["on"], by=by, at=at)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    crumbs = [Crumb("名片", reverse("desk_card")), Crumb("律所")]
    return render(request, template, shell(request, "desk_card", crumbs=crumbs, **context))

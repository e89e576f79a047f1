"""/ops/lawyers/N/owner/: a card that came from a list is handed to the lawyer himself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions.handing_over import hand_over_card
from jiefen.lawyers.queries import papers
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.ops.forms import OwnerForm
from jiefen.web.ops.lawyer_words import trail
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_lawyer_owner(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """Whose phone it is and how that was checked; then he can sign in to his card."""
    by = actor_of(request)
    who = papers(lawyer_id, by=by, today=clock.today())
    form = OwnerForm(request.POST or None)
    if form.is_valid():
        try:
            hand_over_card(lawyer_id=lawyer_id, by=by, at=clock.now(), **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已交给{who.name}。请告诉他：用这个手机号和验证码登录，就是自己的工作台。")
            return redirect("ops_lawyer", lawyer_id)
    crumbs = trail(who.name, lawyer_id, "交给本人")
    context = shell(request, "ops_lawyers", who=who, form=form, crumbs=crumbs, today=clock.today())
    return render(request, "ops/lawyer_owner.html", context)

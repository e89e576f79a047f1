"""One's own account: which organisation to work in, and the password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jiefen.accounts.actions import change_password as change_own_password
from jiefen.accounts.queries import has_password, workplaces
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.doors import home_of, home_of_role
from jiefen.web.gate import safe_next, signed_in
from jiefen.web.portal.forms import ChangePasswordForm
from jiefen.web.session import MEMBERSHIP_KEY, actor_of, address_of


@never_cache
@require_http_methods(["GET", "POST"])
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """For people who work in several organisations; for those who have none left, a word about it."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    places = workplaces(request.user.pk)
    chosen = {str(place.membership_id): place for place in places}.get(request.POST.get("membership", ""))
    if chosen:
        request.session[MEMBERSHIP_KEY] = chosen.membership_id
        return redirect(safe_next(request, home_of_role(chosen.role)))
    context = {"places": places, "next": safe_next(request, "")}
    return render(request, "portal/choose_organisation.html", context)


@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "POST"])
@signed_in(temporary_password_will_do=True)
def change_password(request: HttpRequest) -> HttpResponse:
    """Set one's own password; the session one is in stays, all others end."""
    form = ChangePasswordForm(request.POST or None, has_password=has_password(actor_of(request)))
    if form.is_valid():
        try:
            return _change(request, form)
        except RuleError as error:
            form.add_error(None, str(error))
    context = {"form": form, "next": safe_next(request, ""), "is_temporary": actor_of(request).must_change_password}
    return render(request, "portal/change_password.html", context)


def _change(request: HttpRequest, form: ChangePasswordForm) -> HttpResponse:
    current, new = form.cleaned_data.get("current", ""), form.cleaned_data["new"]
    user = change_own_password(
        by=actor_of(request), current=current, new=new, address=address_of(request), at=clock.now()
    )
    update_session_auth_hash(request, user)
    messages.success(request, "密码已修改。在别的设备上登录过的，需要用新密码重新登录。")
    return redirect(safe_next(request, home_of(request)))

"""Signing in with a phone and a password or a code, and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.accounts.actions import send_code, sign_in_with_code, sign_in_with_password
from jiefen.accounts.demo_people import EVERYBODY
from jiefen.accounts.queries import demo_is_loaded, workplaces
from jiefen.notify.actions import send
from jiefen.notify.queries import demo_message_body
from jiefen.rules.errors import RuleError
from jiefen.shared import clock, crypto
from jiefen.web.doors import home_of, home_of_role
from jiefen.web.errors import status_of
from jiefen.web.gate import NEXT, safe_next
from jiefen.web.portal.forms import CodeForm, PasswordForm, PhoneForm
from jiefen.web.session import MEMBERSHIP_KEY, actor_or_none, address_of
from jiefen.web.ui.parts import Tab

if TYPE_CHECKING:
    from jiefen.accounts.models import User

PHONE_KEY, MESSAGE_KEY = "sign_in_phone", "sign_in_message"  # in the session, between asking for a code and typing it


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """With a password."""
    if request.method == "GET" and actor_or_none(request):
        return redirect(safe_next(request, home_of(request)))
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in_with_password(**form.cleaned_data, address=address_of(request), at=clock.now())
            return _enter(request, user)
        except RuleError as error:
            return _page(request, "password", form, error)
    return _page(request, "password", form)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """With the code that was sent; without a phone in mind, first ask for the phone."""
    phone = _remembered_phone(request)
    if not phone or "again" in request.GET:
        return _page(request, "phone", PhoneForm(initial={"phone": phone}))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in_with_code(
                phone=phone, code=form.cleaned_data["code"], address=address_of(request), at=clock.now()
            )
            return _enter(request, user)
        except RuleError as error:
            return _page(request, "code", form, error)
    return _page(request, "code", form)


@require_POST
def sign_in_send(request: HttpRequest) -> HttpResponse:
    """Send a code. The answer does not tell whether the number has an account."""
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, "phone", form)
    phone = form.cleaned_data["phone"]
    try:
        asked = send_code(phone=phone, address=address_of(request), at=clock.now(), send=send)
    except RuleError as error:
        return _page(request, "phone", form, error)
    request.session[PHONE_KEY] = crypto.encrypt(phone, column=PHONE_KEY)  # session rows are not encrypted, phones are
    request.session[MESSAGE_KEY] = asked.message_id
    return redirect(_with_next(request, "sign_in_code"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the session."""
    logout(request)
    messages.success(request, "已退出登录。")
    return redirect("home")


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Start the signed-in session under a fresh key, in the person's only organisation or one he chooses."""
    login(request, user)
    request.session.pop(PHONE_KEY, None)
    request.session.pop(MESSAGE_KEY, None)
    places = workplaces(user.pk)
    if len(places) > 1:
        return redirect(_with_next(request, "choose_organisation"))
    request.session[MEMBERSHIP_KEY] = places[0].membership_id
    return redirect(safe_next(request, home_of_role(places[0].role)))


def _page(request: HttpRequest, way: str, form: forms.Form, error: RuleError | None = None) -> HttpResponse:
    if error:
        form.add_error(None, str(error))
    context: dict[str, Any] = {
        "form": form,
        "tabs": [
            Tab("密码登录", _with_next(request, "sign_in"), current=way == "password"),
            Tab("验证码登录", _with_next(request, "sign_in_code"), current=way != "password"),
        ],
        "next": safe_next(request, ""),
        "phone": _remembered_phone(request),
        "again_url": f"{reverse('sign_in_code')}?again=1",
        "demo_people": EVERYBODY if settings.DEMO and demo_is_loaded() else (),
        "demo_message": demo_message_body(request.session.get(MESSAGE_KEY, 0), clock.now()) if way == "code" else "",
    }
    status = 429 if error and status_of(error) == 429 else 200
    return render(request, f"portal/sign_in_{way}.html", context, status=status)


def _remembered_phone(request: HttpRequest) -> str:
    return crypto.decrypt(request.session.get(PHONE_KEY, ""), column=PHONE_KEY)


def _with_next(request: HttpRequest, name: str) -> str:
    onward = safe_next(request, "")
    return reverse(name) + (f"?{urlencode({NEXT: onward})}" if onward else "")

"""/lawyers/join/: a lawyer opens an account by phone, says where he practises, hands in the licence, and waits.

Nothing appears in the directory before an operator has checked it. Each step is a page of its own and can be left.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jiefen.accounts.actions import send_code
from jiefen.accounts.actions.joining import open_own_desk, prove_phone
from jiefen.accounts.models import User
from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions import cards, firms, licences
from jiefen.lawyers.queries import Joining, JoinStep, joining
from jiefen.notify.actions import send
from jiefen.notify.queries import demo_message_body
from jiefen.rules.errors import RuleError
from jiefen.shared import clock, crypto
from jiefen.web.errors import status_of
from jiefen.web.gate import signed_in
from jiefen.web.portal.directory.join_forms import FactsForm, LicenceForm, NameAndCodeForm
from jiefen.web.portal.forms import PhoneForm
from jiefen.web.portal.public import meta_of, public_page
from jiefen.web.session import MEMBERSHIP_KEY, actor_of, actor_or_none, address_of
from jiefen.web.ui.parts import Step

PHONE_KEY, MESSAGE_KEY = "join_phone", "join_message"
ABOUT = "律师怎样在解纷登记：手机号、律所和领域、执业证，核验后出现在名录里。不收费，也不卖位置。"
STEPS = ("手机号", "律所和领域", "执业证", "等待核验")


@never_cache
@require_http_methods(["GET", "POST"])
def lawyer_join(request: HttpRequest) -> HttpResponse:
    """What it is, and the phone number to begin with. Whoever is signed in as a lawyer goes on where he stopped."""
    actor = actor_or_none(request)
    if actor and actor.can(Capability.MANAGE_OWN_CARD):
        return redirect("lawyer_join_state")
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        try:
            return _send(request, form.cleaned_data["phone"])
        except RuleError as error:
            return _refused(request, "join", 0, form, error)
    return _page(request, "join", 0, form=form)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def lawyer_join_code(request: HttpRequest) -> HttpResponse:
    """The code and the name: then the account is there and he is signed in."""
    phone = crypto.decrypt(request.session.get(PHONE_KEY, ""), column=PHONE_KEY)
    if not phone:
        return redirect("lawyer_join")
    form = NameAndCodeForm(request.POST or None)
    if form.is_valid():
        try:
            return _enter(request, phone, form.cleaned_data)
        except RuleError as error:
            return _refused(request, "join_code", 0, form, error, phone=phone)
    return _page(request, "join_code", 0, form=form, phone=phone)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def lawyer_join_facts(request: HttpRequest) -> HttpResponse:
    """Firm, city, areas. Only for somebody without a card: later changes are made at the desk."""
    if _standing(request).step is not JoinStep.FACTS:
        return redirect("lawyer_join_state")
    form = FactsForm(request.POST or None)
    if form.is_valid():
        try:
            _register(request, form.cleaned_data)
        except RuleError as error:
            return _refused(request, "join_facts", 1, form, error)
        return redirect("lawyer_join_licence")
    return _page(request, "join_facts", 1, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def lawyer_join_licence(request: HttpRequest) -> HttpResponse:
    """The licence and its copy; also again after a refusal."""
    standing = _standing(request)
    if standing.step not in (JoinStep.LICENCE, JoinStep.AGAIN):
        return redirect("lawyer_join_state")
    form = LicenceForm(request.POST, request.FILES) if request.method == "POST" else LicenceForm()
    if form.is_valid():
        given = form.cleaned_data
        try:
            licences.submit_licence(
                lawyer_id=standing.lawyer_id, number=given["number"], first_year=given["first_year"],
                evidence=given["evidence"], by=actor_of(request), at=clock.now(),
            )  # fmt: skip
        except RuleError as error:
            return _refused(request, "join_licence", 2, form, error, standing=standing)
        return redirect("lawyer_join_state")
    return _page(request, "join_licence", 2, form=form, standing=standing)


@never_cache
@require_http_methods(["GET"])
@signed_in(Capability.MANAGE_OWN_CARD)
def lawyer_join_state(request: HttpRequest) -> HttpResponse:
    """Where it stands, and the one next step."""
    standing = _standing(request)
    if standing.step is JoinStep.FACTS:
        return redirect("lawyer_join_facts")
    if standing.step is JoinStep.LICENCE:
        return redirect("lawyer_join_licence")
    return _page(request, "join_state", 3, standing=standing, today=clock.today())


def _send(request: HttpRequest, phone: str) -> HttpResponse:
    """A code for any number: the same answer whether it has an account or not, and the message really goes."""

    asked = send_code(phone=phone, address=address_of(request), at=clock.now(), send=_send_anyway)
    request.session[PHONE_KEY] = crypto.encrypt(phone, column=PHONE_KEY)
    request.session[MESSAGE_KEY] = asked.message_id
    return redirect("lawyer_join_code")


def _send_anyway(
    *, organisation_id: int, recipient: str, body: str, purpose: str, at: dt.datetime,
    expires_at: dt.datetime | None = None, withheld: bool = False,
) -> int:  # fmt: skip
    """Somebody without an account is whom we want here: the message is not withheld from him."""
    del withheld
    return send(
        organisation_id=organisation_id, recipient=recipient, body=body, purpose=purpose, at=at, expires_at=expires_at
    )


def _enter(request: HttpRequest, phone: str, given: dict[str, Any]) -> HttpResponse:
    """Prove the phone, open the desk, start the session under a fresh key."""
    now = clock.now()
    prove_phone(phone=phone, code=given["code"], address=address_of(request), at=now)
    member = open_own_desk(phone=phone, name=given["name"], at=now)
    login(request, User.objects.get(pk=member.user_id))
    for key in (PHONE_KEY, MESSAGE_KEY):
        request.session.pop(key, None)
    request.session[MEMBERSHIP_KEY] = member.pk
    return redirect("lawyer_join_state")


def _register(request: HttpRequest, given: dict[str, Any]) -> None:
    """Card, firm and areas together or not at all."""
    actor, now, city = actor_of(request), clock.now(), given["city"]
    with transaction.atomic():
        lawyer = licences.register(name=actor.display_name, city=city, by=actor, at=now)
        firm = firms.register_firm(name=given["firm_name"], code=given["firm_code"], city=city, by=actor, at=now)
        firms.move_firm(lawyer_id=lawyer.pk, firm_code=firm.code, on=clock.today(), by=actor, at=now)
        cards.describe_card(
            lawyer_id=lawyer.pk, areas=given["areas"], topics=(), languages=("普通话",), courts=(), city=city, by=actor,
            at=now,
        )  # fmt: skip


def _standing(request: HttpRequest) -> Joining:
    return joining(actor_of(request))


def _refused(
    request: HttpRequest, template: str, step: int, form: forms.Form, error: RuleError, **context: Any
) -> HttpResponse:
    form.add_error(None, str(error))
    return _page(request, template, step, status=429 if status_of(error) == 429 else 200, form=form, **context)


def _page(request: HttpRequest, template: str, step: int, *, status: int = 200, **context: Any) -> HttpResponse:
    states = ["done"] * step + ["current"] + ["todo"] * (len(STEPS) - step - 1)
    steps = [Step(label, state) for label, state in zip(STEPS, states, strict=True)]
    context["demo_message"] = demo_message_body(request.session.get(MESSAGE_KEY, 0), clock.now())
    title = "律师登记" if template == "join" else f"律师登记：{STEPS[step]}"
    meta = meta_of(request, title, description=ABOUT, may_index=template == "join", canonical=reverse("lawyer_join"))
    return public_page(request, f"directory/{template}.html", meta, status=status, steps=steps, **context)

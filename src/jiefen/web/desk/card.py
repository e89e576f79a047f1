"""/desk/card/: a lawyer's own card: presence and capacity, what it says, his own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions import cards, introductions
from jiefen.lawyers.queries import JoinStep, OwnCard, own_card
from jiefen.lawyers.refusals import PromotionRefused
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.desk.card_forms import CapacityForm, CardForm, IntroductionForm
from jiefen.web.desk.recheck import recheck_words
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def desk_card(request: HttpRequest) -> HttpResponse:
    """The card and its forms; a post changes what it says."""
    own = own_card(actor_of(request))
    if own is None:
        return redirect("lawyer_join_facts")
    form = CardForm(request.POST or None, initial=_card_now(own), own=own)
    if form.is_valid():
        described, lost = form.described()
        try:
            cards.describe_card(lawyer_id=own.lawyer_id, by=actor_of(request), at=clock.now(), **described)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            _say_saved(request, lost)
            return redirect("desk_card")
    return _page(request, own, card_form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def desk_capacity(request: HttpRequest) -> HttpResponse:
    """How many matters at once. Whether he is there is said at the reception, in one place."""
    own = own_card(actor_of(request))
    if own is None:
        return redirect("lawyer_join_facts")
    form = CapacityForm(request.POST or None)
    if form.is_valid():
        cards.set_capacity(lawyer_id=own.lawyer_id, by=actor_of(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, "已保存，从下一位来找的人起算。")
        return redirect("desk_card")
    return redirect("desk_card") if request.method == "GET" else _page(request, own, capacity=form)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MANAGE_OWN_CARD)
def desk_introduction(request: HttpRequest) -> HttpResponse:
    """His own words: published, kept for review, or refused with the rule and another way to say it."""
    own = own_card(actor_of(request))
    if own is None:
        return redirect("lawyer_join_facts")
    form = IntroductionForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return redirect("desk_card") if request.method == "GET" else _page(request, own, introduction=form)
    try:
        row = introductions.write_introduction(
            lawyer_id=own.lawyer_id, text=form.cleaned_data["text"], by=actor_of(request), at=clock.now()
        )
    except PromotionRefused as refusal:
        return _page(request, own, introduction=form, findings=refusal.findings)
    except RuleError as error:
        form.add_error(None, str(error))
        return _page(request, own, introduction=form)
    waits = row.state == "pending"
    messages.success(request, "已保存，里面有要核对的说法，运营看过后发布。" if waits else "已发布在你的公开页上。")
    return redirect("desk_card")


def _say_saved(request: HttpRequest, lost: list[str]) -> None:
    messages.success(request, "名片已保存，公开页几分钟内更新。")
    if lost:
        messages.info(request, f"领域换了，这些专长已拿掉：{'、'.join(lost)}。")


def _card_now(own: OwnCard) -> dict[str, Any]:
    return {
        "main": own.areas[0] if own.areas else "", "others": list(own.areas[1:]), "topics": list(own.topics),
        "languages": list(own.languages), "courts": "\n".join(own.courts), "city": own.city,
    }  # fmt: skip


def _page(request: HttpRequest, own: OwnCard, **given: Any) -> HttpResponse:
    forms_: dict[str, forms.Form] = {
        "card_form": given.get("card_form") or CardForm(initial=_card_now(own), own=own),
        "capacity": given.get("capacity") or CapacityForm(initial={"capacity": own.capacity}),
        "introduction": given.get("introduction") or IntroductionForm(initial={"text": own.words}),
    }
    waits = own.words_state == "pending"
    claims = introductions.looked_over(own.words, clock.today())[1] if waits else ()
    context = shell(
        request, "desk_card", own=own, findings=given.get("findings", ()), claims=claims, is_on_show=own.step is JoinStep.ON_SHOW,
        recheck=recheck_words(own.step, own.recheck_due_on, clock.today()),        **forms_,
    )  # fmt: skip
    return render(request, "desk/card.html", context)

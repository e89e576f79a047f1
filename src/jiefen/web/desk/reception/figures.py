"""A lawyer's own figures, his ratings, his ready answers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.chat.actions.notes import drop_quick_reply, keep_quick_reply
from jiefen.chat.queries import quick_replies_of
from jiefen.consultations.access import lawyer_of
from jiefen.consultations.actions.afterwards import answer_rating
from jiefen.consultations.queries.desk import FIGURES_DAYS, own_figures, ratings_of
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of

NOTHING = "—"


class ReplyForm(forms.Form):
    """A ready answer."""

    title = forms.CharField(label="标题", max_length=20, error_messages={"required": "请写一个标题。"})
    text = forms.CharField(
        label="内容", max_length=1000, widget=forms.Textarea({"rows": 3}), error_messages={"required": "请写内容。"}
    )


@require_safe
@signed_in(Capability.ANSWER_QUESTIONS)
def figures(request: HttpRequest) -> HttpResponse:
    """The last thirty days, every share with its n."""
    actor = actor_of(request)
    own = own_figures(actor, at=clock.now())
    context = {
        "own": own, "ratings": ratings_of(lawyer_of(actor).pk), "today": clock.today(),
        "median": NOTHING if own.share.median_s is None else f"{own.share.median_s:.0f} 秒",
        "accepted": f"{own.accepted} / {own.offers}", "stars": NOTHING if own.stars is None else f"{own.stars:.1f}",
        "n_share": f"近 {FIGURES_DAYS} 天，n = {own.share.n}",
        "n_offers": f"近 {FIGURES_DAYS} 天，其中没有回应 {own.ignored} 次", "n_ratings": f"n = {own.ratings}",
    }  # fmt: skip
    return render(request, "desk/reception/figures.html", shell(request, "desk_figures", **context))


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def answer(request: HttpRequest, rating_id: int) -> HttpResponse:
    """His own word on a rating."""
    answer_rating(rating_id=rating_id, words=request.POST.get("words", ""), by=actor_of(request), at=clock.now())
    messages.success(request, "回应已记下，咨询人看得到。")
    return redirect("desk_figures")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.ANSWER_QUESTIONS)
def replies(request: HttpRequest) -> HttpResponse:
    """Ready answers: list and add. The same title again changes it."""
    actor, form = actor_of(request), ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_quick_reply(by=actor, at=clock.now(), **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("desk_replies")
    context = {"form": form, "mine": quick_replies_of(actor.membership_id or 0)}
    return render(request, "desk/reception/replies.html", shell(request, "desk", **context))


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def drop_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Remove one."""
    drop_quick_reply(by=actor_of(request), reply_id=reply_id, at=clock.now())
    return redirect("desk_replies")

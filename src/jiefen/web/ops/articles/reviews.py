"""The review queue and one review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.accounts.roles import Capability
from jiefen.articles import markdown
from jiefen.articles.access import get_review_for_operator
from jiefen.articles.actions.reviewing import approve, send_back
from jiefen.articles.models import Review
from jiefen.articles.queries.grievances import waiting_complaints
from jiefen.articles.queries.ops import look_at, review_queue
from jiefen.articles.queries.pictures import drawn_pictures
from jiefen.articles.states import ReviewState
from jiefen.lawyers.queries import cards_of
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb


class ReviewForm(forms.Form):
    """The reviewer's words to the author; needed only to send it back."""

    note = forms.CharField(label="给作者的话", required=False, max_length=500, widget=forms.Textarea({"rows": 4}))


@require_safe
@signed_in(Capability.MODERATE)
def queue(request: HttpRequest) -> HttpResponse:
    """Oldest first."""
    late, open_ = waiting_complaints()
    context = shell(
        request, "ops_articles", lines=review_queue(actor_of(request)), unacknowledged=late, open_complaints=open_,
        today=clock.today(),
    )  # fmt: skip
    return render(request, "ops/articles/queue.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MODERATE)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, compare, decide."""
    actor = actor_of(request)
    row = get_review_for_operator(actor, pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, pk, form.cleaned_data["note"])
            return redirect("ops_articles")
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
            row = get_review_for_operator(actor, pk)
    context = shell(request, "ops_articles", form=form, today=clock.today(), **_facts(row))
    return render(request, "ops/articles/review.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, pk: int, note: str) -> None:
    if request.POST.get("action") == "return":
        send_back(review_id=pk, note=note, by=actor_of(request), at=clock.now())
        messages.success(request, "已退回，作者会看到你写的话。")
    else:
        done = approve(review_id=pk, note=note, by=actor_of(request), at=clock.now())
        said = "已发布。" if done.state == ReviewState.PUBLISHED else "已通过，到作者定的时间自动发布。"
        messages.success(request, said)


def _facts(row: Review) -> dict[str, Any]:
    look = look_at(row)

    def address(pk: int, fingerprint: str, width: int) -> str:
        return reverse("article_picture", args=[pk, fingerprint, width])

    cards = cards_of([row.article.author_id])
    return {
        "look": look,
        "text": markdown.render(
            look.revision.body, pictures=drawn_pictures(row.article_id, look.revision.body, address)
        ),
        "card": cards[0] if cards else None,
        "is_waiting": row.state == ReviewState.WAITING,
        "crumbs": [Crumb("文章审核", reverse("ops_articles")), Crumb(look.revision.title)],
    }

"""Everything that was published: find it, correct it publicly, take it down, restore it."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.accounts.roles import Capability
from jiefen.articles.access import get_article_for_operator
from jiefen.articles.actions.publishing import correct_publicly, restore, take_down
from jiefen.articles.queries.ops import handed_in, state_name
from jiefen.articles.queries.public import history_of
from jiefen.articles.states import PUBLIC, ArticleState
from jiefen.articles.words import HISTORY_NAMES
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

PAGE = 30
_STEPS: Final = {
    "correct": (correct_publicly, "更正已公开。"),
    "take_down": (take_down, "已下架，读者看到的是你写的说明。"),
    "restore": (restore, "已恢复。"),
}


class NoteForm(forms.Form):
    """What readers are told."""

    note = forms.CharField(
        label="给读者的说明", max_length=500, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写一句给读者看的说明：发生了什么、为什么。"},
    )  # fmt: skip


@require_safe
@signed_in(Capability.MODERATE)
def published(request: HttpRequest) -> HttpResponse:
    """Last changed first."""
    words = request.GET.get("q", "").strip()[:100]
    rows = handed_in(actor_of(request))
    page = Paginator(rows.filter(live__title__icontains=words) if words else rows, PAGE).get_page(
        request.GET.get("page")
    )
    lines = [(row, state_name(row)) for row in page]
    context = shell(request, "ops_articles", page=page, lines=lines, words=words, crumbs=_crumbs(), today=clock.today())
    return render(request, "ops/articles/published.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MODERATE)
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """One article; every step asks for a public note."""
    actor = actor_of(request)
    article = get_article_for_operator(actor, pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("action") not in _STEPS:
            raise Http404
        act, said = _STEPS[request.POST["action"]]
        try:
            act(article_id=pk, note=form.cleaned_data["note"], by=actor, at=clock.now())
            messages.success(request, said)
            return redirect("ops_article", pk)
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
            article.refresh_from_db()
    title = article.live.title if article.live else article.title
    context = shell(
        request, "ops_articles", article=article, title=title, state_name=state_name(article), form=form,
        history=[(note, HISTORY_NAMES[note.kind]) for note in history_of(pk)], is_public=article.state in PUBLIC, is_down=article.state == ArticleState.TAKEN_DOWN,
        crumbs=[*_crumbs(), Crumb(title)], today=clock.today(),
    )  # fmt: skip
    return render(request, "ops/articles/manage.html", context, status=422 if form.errors else 200)


def _crumbs() -> list[Crumb]:
    return [Crumb("文章审核", reverse("ops_articles")), Crumb("已发布的文章", reverse("ops_published"))]

"""The author's own articles, and what he may do with one outside the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.articles.access import get_own_article
from jiefen.articles.actions.drafts import discard_draft
from jiefen.articles.actions.publishing import withdraw
from jiefen.articles.actions.submitting import recall
from jiefen.articles.queries.desk import own_articles, own_lines
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

PAGE = 20


class NoteForm(forms.Form):
    """A sentence for readers."""

    note = forms.CharField(
        label="给读者的说明", max_length=500, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写一句给读者看的说明：发生了什么、为什么。"},
    )  # fmt: skip


@require_safe
@signed_in(Capability.WRITE_ARTICLES)
def own(request: HttpRequest) -> HttpResponse:
    """Last worked on first."""
    page = Paginator(own_articles(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    context = shell(request, "desk_articles", page=page, lines=own_lines(list(page)), today=clock.today())
    return render(request, "desk/articles/list.html", context)


@require_POST
@signed_in(Capability.WRITE_ARTICLES)
def recall_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the desk, from review or from its hour."""
    recall(article_id=pk, by=actor_of(request), at=clock.now())
    messages.success(request, "已收回，可以继续改。")
    return redirect("desk_article", pk)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.WRITE_ARTICLES)
def discard_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after a second look."""
    article = get_own_article(actor_of(request), pk)
    if request.method == "POST":
        discard_draft(article_id=pk, by=actor_of(request), at=clock.now())
        messages.success(request, "草稿已删除。")
        return redirect("desk_articles")
    context = shell(
        request, "desk_articles", title=article.title or "没有标题的草稿", confirm_label="删除这份草稿",
        cancel_url=reverse("desk_article", args=[pk]),
    )  # fmt: skip
    return render(request, "desk/articles/discard.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.WRITE_ARTICLES)
def withdraw_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published text back, with a word for its readers."""
    article = get_own_article(actor_of(request), pk)

    def act(note: str) -> None:
        withdraw(article_id=pk, note=note, by=actor_of(request), at=clock.now())

    return note_page(
        request, act, title="撤回这篇文章", lead=article.title, label="撤回", done="已撤回，读者看到的是你写的说明。",
        back=reverse("desk_article", args=[pk]),
    )  # fmt: skip


def note_page(
    request: HttpRequest, act: Callable[[str], None], *, title: str, lead: str, label: str, done: str, back: str
) -> HttpResponse:
    """Ask for a sentence to readers, act, go back."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["note"])
            messages.success(request, done)
            return redirect(back)
        except RuleError as error:
            form.add_error(None, str(error))
    context: dict[str, Any] = shell(
        request, "desk_articles", form=form, title=title, lead=lead, label=label, back=back,
        crumbs=[Crumb("文章", reverse("desk_articles")), Crumb(title)],
    )  # fmt: skip
    return render(request, "desk/articles/note.html", context, status=422 if form.errors else 200)

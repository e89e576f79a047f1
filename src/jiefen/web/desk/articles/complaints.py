"""Complaints about the author's own articles: reading, answering, appealing."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.accounts.roles import Capability
from jiefen.articles.access import get_grievance_for_author
from jiefen.articles.actions import grievances
from jiefen.articles.queries.grievances import against, board_line, told_to
from jiefen.articles.telling import secret_of
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

PAGE = 20


class WordsForm(forms.Form):
    """The author's side."""

    text = forms.CharField(
        label="你的说明", max_length=grievances.LONGEST, widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "请写几句你的说明。"},
    )  # fmt: skip


@require_safe
@signed_in(Capability.WRITE_ARTICLES)
def own_complaints(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    page = Paginator(against(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    lines = [board_line(row, now=clock.now()) for row in page]
    context = shell(request, "desk_articles", page=page, lines=lines, crumbs=_crumbs(), today=clock.today())
    return render(request, "desk/articles/complaints.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.WRITE_ARTICLES)
def own_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint; answer while it is open, appeal once it is decided."""
    actor = actor_of(request)
    row = get_grievance_for_author(actor, pk)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act, said = (
            (partial(grievances.appeal_as_author, page=_told_at(request, pk)), "申诉已提交，平台会再看一遍。")
            if request.POST.get("action") == "appeal"
            else (grievances.answer, "说明已记下，平台处理时会看到。")
        )
        try:
            act(grievance_id=pk, text=form.cleaned_data["text"], by=actor, at=clock.now())
            messages.success(request, said)
            return redirect("desk_complaint", pk)
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
            row.refresh_from_db()
    told = told_to("author", row, now=clock.now())
    context = shell(
        request, "desk_articles", told=told, form=form, may_answer=row.state in grievances.OPEN,
        crumbs=_crumbs(told.title), today=clock.today(),
    )  # fmt: skip
    return render(request, "desk/articles/complaint.html", context, status=422 if form.errors else 200)


def _told_at(request: HttpRequest, pk: int) -> str:
    """The complainant's page, for the message to him; the author is not shown it."""
    return request.build_absolute_uri(reverse("article_complaint_link", args=[pk, secret_of(pk)]))


def _crumbs(title: str = "") -> list[Crumb]:
    """文章 / 投诉 / this one."""
    crumbs = [Crumb("文章", reverse("desk_articles")), Crumb("投诉", reverse("desk_complaints"))]
    return [*crumbs, Crumb(title)] if title else crumbs

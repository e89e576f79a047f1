"""The complaints board with its clock, and one complaint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.articles.access import get_grievance_for_operator
from jiefen.articles.actions import grievances
from jiefen.articles.models import ContentGrievance
from jiefen.articles.queries.grievances import board, board_line, told_to
from jiefen.articles.states import GrievanceState, Outcome
from jiefen.articles.telling import secret_of
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.shared.errors import NotFound
from jiefen.web.gate import signed_in
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

PAGE = 30


class DecisionForm(forms.Form):
    """The outcome, its reasons, and what readers of the article are told."""

    outcome = forms.ChoiceField(
        label="处理结果", choices=Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一个处理结果。"},
    )  # fmt: skip
    reasons = forms.CharField(
        label="理由", max_length=grievances.LONGEST, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "请写明处理的理由，投诉人和作者都会看到。"},
    )  # fmt: skip
    public_note = forms.CharField(
        label="给读者的说明", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )


@require_safe
@signed_in(Capability.MODERATE)
def complaints(request: HttpRequest) -> HttpResponse:
    """Those to acknowledge first, by the time that is left."""
    page = Paginator(board(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    lines = [board_line(row, now=now) for row in page]
    context = shell(request, "ops_complaints", page=page, lines=lines, today=clock.today())
    return render(request, "ops/articles/complaints.html", context)


@require_POST
@signed_in(Capability.MODERATE)
def acknowledge_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the complainant that it is read."""
    grievances.acknowledge(grievance_id=pk, by=actor_of(request), at=clock.now(), page=_told_at(request, pk))
    messages.success(request, "已确认收到，投诉人会在他的页面上看到。")
    return redirect("ops_complaint", pk)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.MODERATE)
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Read both sides, decide; on appeal decide again."""
    actor = actor_of(request)
    row = get_grievance_for_operator(actor, pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            grievances.decide(
                grievance_id=pk, **form.cleaned_data, by=actor, at=clock.now(), page=_told_at(request, pk)
            )
            messages.success(request, "处理结果已记下，双方都能看到。")
            return redirect("ops_complaint", pk)
        except NotFound:
            raise
        except RuleError as error:
            form.add_error(None, str(error))
            row = get_grievance_for_operator(actor, pk)
    return render(
        request, "ops/articles/complaint.html", _context(request, row, form), status=422 if form.errors else 200
    )


def _told_at(request: HttpRequest, pk: int) -> str:
    """The complainant's page, for the message to him."""
    return request.build_absolute_uri(reverse("article_complaint_link", args=[pk, secret_of(pk)]))


def _context(request: HttpRequest, row: ContentGrievance, form: DecisionForm) -> dict[str, Any]:
    told = told_to("operator", row, now=clock.now())
    return shell(
        request, "ops_complaints", told=told, form=form, article=row.article,
        may_acknowledge=row.state == GrievanceState.FILED,
        may_decide=row.state in (GrievanceState.ACKNOWLEDGED, GrievanceState.APPEALED),
        line=board_line(row, now=clock.now()), today=clock.today(),
        crumbs=[Crumb("投诉", reverse("ops_complaints")), Crumb(told.title)],
    )  # fmt: skip

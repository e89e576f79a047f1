"""一天谈几户: what was agreed with one steward, and agreeing on something else from a day on."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.collection.actions import set_capacity
from jiefen.collection.queries.capacity import Agreed, agreed_with
from jiefen.collection.refusals import CollectionRefused
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Column, Crumb
from jiefen.web.workbench.entries.forms import DayField, text_field
from jiefen.web.workbench.shell import shell

COLUMNS = (Column("since", "从哪天起"), Column("cards", "一天谈几户", kind="count"), Column("note", "原因"))


class CapacityForm(forms.Form):
    """How many, from which day, and why."""

    cards = forms.IntegerField(
        label="一天最多谈几户",
        error_messages={"required": "请填一天谈几户。", "invalid": "请填整数。"},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    from_on = DayField("从哪天起")
    note = text_field("为什么改", 200, help_text="例如：这周带新人；休假")


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement as the table shows it."""

    since: str
    cards: int
    note: str


@require_http_methods(["GET", "POST"])
@signed_in(Capability.APPROVE_RELIEF)
def capacity(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The form, beside what holds and what was agreed before."""
    actor, today = actor_of(request), clock.today()
    found = agreed_with(actor, membership_id, today=today)
    form = CapacityForm(request.POST or None, initial={"cards": found.cards, "from_on": today})
    if form.is_valid():
        try:
            set_capacity(membership_id=membership_id, by=actor, at=clock.now(), **form.cleaned_data)
        except CollectionRefused as error:
            form.add_error("from_on" if error.code == "collection.past_day" else "cards", str(error))
        else:
            messages.success(request, f"{found.name}的安排已保存。")
            return redirect("team")
    return _page(request, found, form)


def _page(request: HttpRequest, found: Agreed, form: CapacityForm) -> HttpResponse:
    lines = [Line(f"{row.from_on:%Y年%-m月%-d日}", row.cards, row.note) for row in found.history]
    crumbs = [Crumb("团队", reverse("team")), Crumb(found.name)]
    context = shell(
        request, "team", crumbs=crumbs, found=found, form=form, columns=COLUMNS, lines=lines, cancel_url=reverse("team")
    )
    return render(request, "workbench/capacity.html", context, status=422 if form.errors else 200)

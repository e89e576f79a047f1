"""A lawyer's or a firm's penalties: what is on record, one more with its source and evidence, taking back a wrong one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions import penalties
from jiefen.lawyers.queries.penalties import Punished, punished, record_of
from jiefen.lawyers.refusals import CardRefused
from jiefen.rules.errors import RuleError
from jiefen.rules.penalties import kinds_for
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.ops.evidence import boxed
from jiefen.web.ops.lawyer_words import trail
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb

EFFECTS = {"show": "公开页上写明", "hold": "期满一年内不展示", "end": "从名录撤下"}
_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_NO_DAY = {"invalid": "日期请写成 2026-11-27 这样。", "required": "请写作出决定的日期。"}


class PenaltyForm(forms.Form):
    """What was published."""

    kind = forms.ChoiceField(label="种类", error_messages={"required": "请选种类。"})
    authority = forms.CharField(label="作出决定的机关", max_length=80, error_messages={"required": "请写机关。"})
    decided_on = forms.DateField(label="作出决定的日期", widget=_DAY, error_messages=_NO_DAY)
    stopped_until = forms.DateField(label="停业到哪一天", required=False, widget=_DAY, error_messages=_NO_DAY)
    source = forms.CharField(
        label="出处", max_length=200, error_messages={"required": "请写文号或公布的网址。没有出处的不能登记。"}
    )
    evidence = forms.FileField(label="决定书或截图", required=False)

    def __init__(self, *args: Any, whom: str, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — declared above
        field.choices = [(one.code, f"{one.name}（{EFFECTS[one.effect]}）") for one in kinds_for(whom, on=on)]


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_penalties(request: HttpRequest, whom: str, pk: int) -> HttpResponse:
    """The record and the form."""
    by, today = actor_of(request), clock.today()
    who = punished(by, whom, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PenaltyForm(*sent, whom=whom, on=today)
    if form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("evidence")
        try:
            row = penalties.record_penalty(
                whom=whom, pk=pk, by=by, at=clock.now(), evidence=file.read() if file else b"", **given
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记。{EFFECTS[row.effect]}。")
            return redirect("ops_penalties", whom, pk)
    context = shell(
        request, _place(whom), who=who, rows=[(row, EFFECTS[row.effect]) for row in record_of(by, who)], form=form,
        today=today, crumbs=_crumbs(who),
    )  # fmt: skip
    return render(request, "ops/penalties.html", context)


@require_POST
@signed_in(Capability.VERIFY_LAWYERS)
def ops_penalty_withdraw(request: HttpRequest, penalty_id: int) -> HttpResponse:
    """It was wrong."""
    reason = request.POST.get("reason", "")
    try:
        row = penalties.withdraw_penalty(penalty_id=penalty_id, reason=reason, by=actor_of(request), at=clock.now())
    except CardRefused as error:
        messages.error(request, str(error))
        back = request.POST.get("back", "")
        return redirect(back if back.startswith("/ops/") else reverse("ops_lawyers"))
    messages.success(request, "已撤销，公开页上不再写。因它下架的名片，要再核验一次才会回来。")
    return redirect("ops_penalties", "lawyer" if row.lawyer_id else "firm", row.lawyer_id or row.firm_id)


@require_safe
@signed_in(Capability.VERIFY_LAWYERS)
def ops_penalty_evidence(request: HttpRequest, penalty_id: int) -> HttpResponse:
    """The decision; every look is written down."""
    data, kind = penalties.open_evidence(penalty_id=penalty_id, by=actor_of(request), at=clock.now())
    return boxed(data, kind, f"penalty-{penalty_id}")


def _place(whom: str) -> str:
    return "ops_lawyers" if whom == "lawyer" else "ops_firms"


def _crumbs(who: Punished) -> list[Crumb]:
    if who.whom == "firm":
        return [Crumb("律所", reverse("ops_firms")), Crumb(who.name), Crumb("处罚")]
    return trail(who.name, who.pk, "处罚")

"""Promised hours."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.accounts.roles import Capability
from jiefen.consultations.access import lawyer_of
from jiefen.consultations.actions.duty import add_shift, drop_shift
from jiefen.consultations.queries.desk import shifts_of
from jiefen.consultations.queries.roster import coming_week
from jiefen.rules.errors import RuleError
from jiefen.shared import clock
from jiefen.web.desk.shell import shell
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of

SHOWN_HOLES = 12


class ShiftForm(forms.Form):
    """A day and two hours; an end before the start is on the next day."""

    on = forms.DateField(
        label="哪一天",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。"},
    )
    start = forms.TimeField(
        label="从", widget=forms.TimeInput({"type": "time"}), error_messages={"required": "请选开始时间。"}
    )
    end = forms.TimeField(
        label="到", widget=forms.TimeInput({"type": "time"}), error_messages={"required": "请选结束时间。"}
    )

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """The two instants in China."""
        on, start, end = (self.cleaned_data[name] for name in ("on", "start", "end"))
        first = dt.datetime.combine(on, start, clock.CHINA)
        last = dt.datetime.combine(on, end, clock.CHINA)
        return first, last if last > first else last + dt.timedelta(days=1)


@require_http_methods(["GET", "POST"])
@signed_in(Capability.ANSWER_QUESTIONS)
def schedule(request: HttpRequest) -> HttpResponse:
    """His shifts, and the hours in which somebody is missing."""
    actor, now = actor_of(request), clock.now()
    form = ShiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start, end = form.span
        try:
            add_shift(starts_at=start, ends_at=end, by=actor, at=now)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "排好了。到时候请打开接待页并点“上线接待”。")
            return redirect("desk_schedule")
    context = {
        "form": form, "shifts": shifts_of(lawyer_of(actor).pk, at=now), "today": clock.today(),
        "holes": coming_week(at=now).holes[:SHOWN_HOLES],
    }  # fmt: skip
    return render(request, "desk/reception/schedule.html", shell(request, "desk_schedule", **context))


@require_POST
@signed_in(Capability.ANSWER_QUESTIONS)
def drop(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a shift back."""
    drop_shift(shift_id=shift_id, by=actor_of(request), at=clock.now())
    messages.success(request, "这段班已取消。")
    return redirect("desk_schedule")

"""时效事件: what happened between us and the owner, how it can be proved, and taking a mistaken record back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from jiefen.accounts.roles import Capability
from jiefen.estates.access import get_premises_for
from jiefen.ledger.access import get_limitation_event_for
from jiefen.ledger.actions.limitation_events import record_limitation_event, retract_limitation_event
from jiefen.ledger.models import LimitationEvent
from jiefen.ledger.queries.accounts import accounts_of
from jiefen.ledger.queries.limitation_events import event_in_words, recorded_events
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.workbench.entries.forms import LimitationEventForm, NoteForm
from jiefen.web.workbench.entries.frame import REFUSALS, bill_title, done, entry_page, show_beside
from jiefen.web.workbench.entries.limitation_words import kind_choices, ladder, proof_choices


@require_http_methods(["GET", "POST"])
@signed_in(Capability.RECORD_LIMITATION_EVENT)
def limitation_events(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and what was recorded before."""
    actor, today = actor_of(request), clock.today()
    premises = get_premises_for(actor, pk)
    form = LimitationEventForm(
        kind_choices(today), proof_choices(today), _bills(premises.pk), request.POST or None, initial={"on": today}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            event = record_limitation_event(
                premises_id=premises.pk, on=said["on"], kind=said["kind"], proof=said["proof"], note=said["note"],
                covers=said["bills"] or None, by=actor, at=clock.now(),
            )  # fmt: skip
            return _recorded(request, event)
        except REFUSALS as error:
            show_beside(form, error)
    return entry_page(
        request, premises, "limitation_events", "登记时效事件", form=form, today=today, ladder=ladder(today), events=recorded_events(premises.pk),
    )  # fmt: skip


def _bills(premises_id: int) -> list[tuple[str, str]]:
    """Bills with a clock: open, no deposit, with a due day."""
    waiting = [each for each in accounts_of(premises_id) if each.outstanding_fen > 0 and not each.is_deposit]
    return [(str(each.charge.pk), bill_title(each)) for each in waiting if each.charge.due_on]


def _recorded(request: HttpRequest, event: LimitationEvent) -> HttpResponse:
    """Back to the household; an event that proves nothing is said to prove nothing."""
    words = event_in_words(event.on, event.kind, event.proof)
    if words.refusal:
        messages.warning(request, f"已登记，但它还不能让时效重新起算。{words.refusal}")
        return redirect("household", event.premises_id)
    return done(request, event.premises_id, f"已登记“{words.label}”。账单上的时效已经按它重新算过。")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.RECORD_LIMITATION_EVENT)
def limitation_event_retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mistaken record back."""
    actor = actor_of(request)
    event = get_limitation_event_for(actor, pk)
    words = event_in_words(event.on, event.kind, event.proof)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retract_limitation_event(event_id=event.pk, note=form.cleaned_data["note"], by=actor, at=clock.now())
            return done(request, event.premises_id, f"已撤回“{words.label}”。账单上的时效已经重新算过。")
        except REFUSALS as error:
            show_beside(form, error)
    return entry_page(
        request, event.premises, "retraction", "撤回时效事件", form=form, event=event, words=words,
        confirm_label="撤回这条记录", today=clock.today(),
    )  # fmt: skip

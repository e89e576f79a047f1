"""/ops/lawyers/: the verification queue, one lawyer's papers, his evidence, and what is decided about him."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.accounts.roles import Capability
from jiefen.lawyers.actions import licences
from jiefen.lawyers.queries import papers, past_of, queue_counts, verification_queue
from jiefen.lawyers.states import LICENCE_MOVES, LicenceState
from jiefen.rules.errors import RuleError
from jiefen.rules.licence_checks import is_soon
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.ops import lawyer_words as words
from jiefen.web.ops.evidence import boxed
from jiefen.web.ops.forms import ReasonForm
from jiefen.web.ops.shell import shell
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb, Tab

ROWS: Final = 50
DECISIONS: Final = {"verify", "refuse", "suspend", "revoke"}


@require_safe
@signed_in(Capability.VERIFY_LAWYERS)
def ops_lawyers(request: HttpRequest) -> HttpResponse:
    """The queue: submitted ones first, oldest first, then yearly re-checks; or anybody by name."""
    today = clock.today()
    by, tab, name = actor_of(request), request.GET.get("tab", ""), request.GET.get("q", "").strip()[:40]
    number = request.GET.get("page", "1")
    page_no = int(number) if number.isascii() and number.isdigit() else 1
    found = verification_queue(by=by, today=today, tab=tab, name=name, page=page_no)
    waiting = queue_counts(by=by, today=today)
    context = shell(
        request, "ops_lawyers", rows=[words.row(each, today) for each in found.rows], columns=words.COLUMNS, q=name,
        tabs=_tabs(tab, waiting), introductions=waiting["introductions"], today=today,
        soon=0 if tab == "soon" else waiting["soon"],
        page=Paginator(range(found.count), ROWS).get_page(page_no), empty=words.EMPTY.get(tab, words.EMPTY[""]),
    )  # fmt: skip
    return render(request, "ops/lawyers.html", context)


@require_safe
@signed_in(Capability.VERIFY_LAWYERS)
def ops_lawyer(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """One lawyer's papers and what may be decided now."""
    by, today = actor_of(request), clock.today()
    who = papers(lawyer_id, by=by, today=today)
    may = [(name, words.DECIDE[name]) for name, to in words.LEADS_TO.items() if to in LICENCE_MOVES.get(who.state, ())]
    if who.state == LicenceState.VERIFIED and not is_soon(who.recheck_due_on, today=today):
        may = [each for each in may if each[0] != "verify"]  # nothing to verify yet
    context = shell(
        request, "ops_lawyers", who=who, today=today, decisions=may, facts=words.facts(who), crumbs=_crumbs(who.name),
        past=[words.event(each) for each in past_of(lawyer_id, by=by)],
        copies=[words.copy(each) for each in who.copies],
    )  # fmt: skip
    return render(request, "ops/lawyer.html", context)


@require_safe
@signed_in(Capability.VERIFY_LAWYERS)
def ops_evidence(request: HttpRequest, lawyer_id: int) -> HttpResponse:
    """The copy of the licence; every look is written down."""
    data, kind = licences.open_evidence(lawyer_id=lawyer_id, by=actor_of(request), at=clock.now())
    return boxed(data, kind, f"licence-{lawyer_id}")


@require_http_methods(["GET", "POST"])
@signed_in(Capability.VERIFY_LAWYERS)
def ops_lawyer_decide(request: HttpRequest, lawyer_id: int, decision: str) -> HttpResponse:
    """Look once more, then verify, refuse, suspend or revoke; all but the first need a reason."""
    if decision not in DECISIONS:
        return redirect("ops_lawyer", lawyer_id)
    who = papers(lawyer_id, by=actor_of(request), today=clock.today())
    form = ReasonForm(request.POST or None) if decision != "verify" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _decide(request, lawyer_id, decision, form.cleaned_data["reason"] if form else "")
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, words.DECIDED[decision].format(name=who.name))
        return redirect("ops_lawyer", lawyer_id)
    return _confirm(
        request, decision, who=who, form=form, blocking=[each for each in who.checks if each.tone == "deadline"]
    )


def _decide(request: HttpRequest, lawyer_id: int, decision: str, reason: str) -> None:
    by, at = actor_of(request), clock.now()
    if decision == "verify":
        licences.verify_licence(lawyer_id=lawyer_id, by=by, at=at)
    elif decision == "refuse":
        licences.refuse_licence(lawyer_id=lawyer_id, reason=reason, by=by, at=at)
    elif decision == "suspend":
        licences.suspend_licence(lawyer_id=lawyer_id, reason=reason, by=by, at=at)
    else:
        licences.revoke_licence(lawyer_id=lawyer_id, reason=reason, by=by, at=at)


def _confirm(request: HttpRequest, decision: str, **context: Any) -> HttpResponse:
    who = context["who"]
    back = reverse("ops_lawyer", args=[who.lawyer_id])
    page = shell(
        request, "ops_lawyers", decision=decision, question=words.QUESTION[decision].format(name=who.name),
        consequences=words.CONSEQUENCES[decision], confirm_label=words.DECIDE[decision], cancel_url=back, **context,
    )  # fmt: skip
    return render(request, "ops/lawyer_decide.html", page)


def _tabs(tab: str, waiting: dict[str, int]) -> list[Tab]:
    here = reverse("ops_lawyers")
    found = [Tab("要处理的", here, current=tab not in words.TABS, count=waiting["submitted"] + waiting["recheck"])]
    for name, label in words.TABS.items():
        found.append(Tab(label, f"{here}?tab={name}", current=tab == name, count=waiting.get(name)))
    return found


def _crumbs(name: str) -> list[Crumb]:
    return [Crumb("律师核验", reverse("ops_lawyers")), Crumb(name)]

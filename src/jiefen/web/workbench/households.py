"""住户: the list with its filters and its workbook, one household on one screen, and a phone number on request."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiefen.accounts.roles import Capability
from jiefen.collection.queries.household import household_of
from jiefen.estates.actions import reveal_phone, view_household
from jiefen.ledger.queries.household_list import PAGE_SIZE, every_household, household_page
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.ui.parts import Crumb
from jiefen.web.workbench.entries.household_entries import HouseholdEntries
from jiefen.web.workbench.household_filters import KINDS, Asked
from jiefen.web.workbench.household_lines import lines_of
from jiefen.web.workbench.household_standing import standing_card
from jiefen.web.workbench.household_view import HouseholdView
from jiefen.web.workbench.household_workbook import write_households
from jiefen.web.workbench.shell import shell
from jiefen.web.workbench.workbook import download


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def households(request: HttpRequest) -> HttpResponse:
    """The list."""
    actor, today = actor_of(request), clock.today()
    asked = Asked.of(actor, request.GET, today)
    wanted = asked.filter
    found = household_page(actor.organisation_id, wanted, today=today, number=_number(request))
    filters = asked.filters()
    context = shell(
        request,
        "households",
        asked=asked,
        filters=filters,
        chosen=sum(bool(each.value) for each in filters),
        found=found,
        page=Paginator(range(found.total), PAGE_SIZE).page(found.number),
        columns=asked.columns(),
        lines=lines_of(found.rows, today=today),
        searched="、".join(KINDS[kind] for kind in asked.search.kinds) if asked.search else "",
        no_dates=wanted.order in ("oldest", "expiry"),
        is_fresh=not asked.places.buildings and actor.can(Capability.VIEW_ALL_ESTATES),
        may_import=actor.can(Capability.IMPORT),
        export_url=f"{reverse('households_export')}?{request.GET.urlencode()}" if actor.can(Capability.EXPORT) else "",
        today=today,
    )
    return render(request, "workbench/household_list.html", context)


@require_safe
@signed_in(Capability.EXPORT)
def households_export(request: HttpRequest) -> HttpResponse:
    """The filtered list, all of it."""
    actor, today = actor_of(request), clock.today()
    wanted = Asked.of(actor, request.GET, today).filter
    rows = every_household(actor.organisation_id, wanted, today=today)
    return download(
        request,
        code="estates.households_exported",
        name="households",
        write=lambda file: write_households(file, rows, today=today),
    )


@require_safe
@never_cache
@signed_in(Capability.VIEW_HOUSEHOLD)
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """One household; the look is logged."""
    premises = view_household(premises_id=pk, by=actor_of(request), at=clock.now())
    today = clock.today()
    actor = actor_of(request)
    found = household_of(premises, today=today)
    view = HouseholdView(found, may_correct=actor.can(Capability.CONTACT))
    context = shell(
        request,
        "households",
        view=view,
        entries=HouseholdEntries(actor, view.statement),
        standing=standing_card(found, actor),
        crumbs=[Crumb("住户", reverse("households")), Crumb(premises.label)],
        revealed=None,
        today=today,
    )
    return render(request, "workbench/household.html", context)


@require_POST
@never_cache
@signed_in(Capability.VIEW_HOUSEHOLD)
def household_phone(request: HttpRequest, pk: int, party_id: int) -> HttpResponse:
    """One full phone number: logged, shown once, in no address."""
    phone = reveal_phone(premises_id=pk, party_id=party_id, by=actor_of(request), at=clock.now())
    if getattr(request, "htmx", False):
        return render(request, "workbench/parts/phone_revealed.html", {"phone": phone})
    messages.info(request, f"电话 {phone}（已记录你查看过）")
    return redirect("household", pk)

"""What the entry pages share: the way back to the household, and a refusal shown beside the field it speaks of."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jiefen.estates.models import Premises
from jiefen.ledger.queries.accounts import ChargeAccount
from jiefen.ledger.refusals import (
    AmountRefused,
    DateRefused,
    EventRefused,
    LedgerRefused,
    LooksLikeTwice,
    MethodRefused,
    PeriodFrozen,
    ReferenceTaken,
    TextRefused,
    TooMuch,
)
from jiefen.rules.allocation import AllocationError
from jiefen.rules.errors import RuleError
from jiefen.rules.limitation_terms import LimitationError
from jiefen.web.ui.parts import Crumb
from jiefen.web.workbench.household_view import period_words
from jiefen.web.workbench.shell import shell

# What a form can answer for; anything else (not found, not permitted) is a page of its own.
REFUSALS: Final = (LedgerRefused, AllocationError, LimitationError)
_FIELDS: Final[tuple[tuple[type[RuleError], str], ...]] = (
    (AmountRefused, "amount"),
    (TooMuch, "amount"),
    (DateRefused, "on"),
    (PeriodFrozen, "on"),
    (MethodRefused, "method"),
    (ReferenceTaken, "reference"),
    (LooksLikeTwice, "is_second"),
    (AllocationError, "bills"),
    (TextRefused, "note"),
)
_EVENT_FIELDS: Final = {
    "ledger.event_in_future": "on",
    "ledger.event_too_early": "on",
    "ledger.part_payment_by_hand": "kind",
    "ledger.unknown_proof": "proof",
    "ledger.covers_nothing": "bills",
    "ledger.covers_unknown": "bills",
}


def show_beside(form: forms.Form, error: RuleError) -> None:
    """Put the refusal's sentence to the field it is about, or above the form."""
    found = next((name for kind, name in _FIELDS if isinstance(error, kind)), "")
    if isinstance(error, EventRefused):
        found = _EVENT_FIELDS.get(error.code, "")
    form.add_error(found if found in form.fields else None, str(error))


def bill_title(account: ChargeAccount) -> str:
    """2026年1月 物业费."""
    return f"{period_words(account.charge.period_start, account.charge.period_end)} {account.fee_item}"


def entry_page(
    request: HttpRequest, premises: Premises, template: str, title: str, *, form: forms.Form, **context: Any
) -> HttpResponse:
    """An entry page of one household; 422 when the form came back with something to change."""
    back_url = reverse("household", args=[premises.pk])
    crumbs = [Crumb("住户", reverse("households")), Crumb(premises.label, back_url), Crumb(title)]
    page = shell(
        request, "households", premises=premises, crumbs=crumbs, title=title, form=form, cancel_url=back_url, **context
    )
    return render(request, f"workbench/entries/{template}.html", page, status=422 if form.errors else 200)


def done(request: HttpRequest, premises_id: int, sentence: str) -> HttpResponse:
    """Back to the household, with what happened."""
    messages.success(request, sentence)
    return redirect("household", premises_id)

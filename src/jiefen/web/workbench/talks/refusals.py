"""Which field of the talk form a refusal speaks of, and the ways on when a contact was barred."""

from __future__ import annotations

from typing import Final

from django import forms

from jiefen.collection.refusals import ContactBarred
from jiefen.rules.errors import RuleError

_FIELDS: Final = {
    "collection.promise_missing": "amount",
    "collection.amount": "amount",
    "collection.past_day": "on",
    "collection.plan_missing": "on",
    "collection.dispute_missing": "bills",
    "collection.no_charge": "bills",
    "collection.charge_unknown": "bills",
    "collection.breathing_missing": "until",
    "collection.order": "until",
    "collection.tickets_missing": "ticket",
    "collection.choice": "option",
    "collection.months": "option",
    "collection.in_future": "happened_at",
    "collection.media_type": "photos",
    "collection.file_size": "photos",
}


def show_beside(form: forms.Form, error: RuleError) -> None:
    """Put the refusal's sentence to the field it is about, or above the form."""
    name = _FIELDS.get(error.code, "")
    form.add_error(name if name in form.fields else None, str(error))


def barring_rule(error: RuleError) -> str:
    """Which contact rule said no, "" when none did: then the steward may change what was wrong, or admit the breach."""
    return error.rule if isinstance(error, ContactBarred) else ""

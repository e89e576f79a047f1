"""What a company set for itself, wherever it stands in a contact request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from jiefen.rules.contact_facts import Limits, rows_on
from jiefen.rules.contact_limits import Hear, within_the_law
from jiefen.rules.contact_values import hours, number, pick

KEYS: Final = ("organisation", "organization", "policy", "limits", "settings", "config", "company")
_CAPS: Final = {
    "per_day": "calls_per_day",
    "daily": "calls_per_day",
    "daily_cap": "calls_per_day",
    "daily_calls": "calls_per_day",
    "max_calls_per_day": "calls_per_day",
    "call_per_day": "calls_per_day",
    "per_week": "contacts_per_week",
    "weekly": "contacts_per_week",
    "weekly_cap": "contacts_per_week",
    "max_contacts_per_week": "contacts_per_week",
    "contact_per_week": "contacts_per_week",
    "payment_data_days": "payment_data_days_bill",
    "max_payment_age_days": "payment_data_days_bill",
    "payment_import_max_age_days": "payment_data_days_bill",
}
QUIET: Final = ("quiet_hours", "quiet", "organisation_quiet_hours", "company_quiet_hours")


def settings(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the company set, wherever it stands."""
    inner = raw.get("household") if isinstance(raw.get("household"), Mapping) else {}
    found: dict[str, Any] = {}
    for place in (inner or {}, raw):
        for name in (*KEYS, "caps"):
            if isinstance(place.get(name), Mapping):
                found.update(place[name])
        found.update({name: place[name] for name in QUIET[2:] if place.get(name) is not None})
    found.update({name: raw[name] for name in QUIET if raw.get(name) is not None})
    caps = found.pop("caps", None)
    return {**found, **caps} if isinstance(caps, Mapping) else found


def limits_of(raw: Mapping[str, Any], at: datetime, hear: Hear) -> Limits:
    """The limits of this request: the table's, or the company's own; what is looser than allowed gives way."""
    found = settings(raw)
    quiet = pick(found, QUIET)
    if quiet is None and pick(found, ("quiet_from", "quiet_start")) is not None:
        quiet = [pick(found, ("quiet_from", "quiet_start")), pick(found, ("quiet_to", "quiet_end"))]
    known = {row.text("code") for row in rows_on("number", at.date())}
    numbers = {}
    for name, value in found.items():
        code = _CAPS.get(name, name)
        if code in known and value is not None:
            numbers[code] = number(value, f"limits.{name}")
    span = None if quiet is None else hours(quiet, "limits.quiet_hours")
    return within_the_law(at.date(), span, numbers, hear)

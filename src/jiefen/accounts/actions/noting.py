"""One line for an audit event of this context."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from jiefen.accounts.actors import Actor
from jiefen.audit.actions import record


def note(by: Actor, subject: models.Model, at: dt.datetime, what: str, data: dict[str, Any] | None = None) -> None:
    """Append ``accounts.<what>`` to the acting organisation's chain. ``data`` holds no personal facts."""
    code = f"accounts.{what}"
    record(organisation_id=by.organisation_id, by=by.membership_id, at=at, code=code, subject=subject, data=data)

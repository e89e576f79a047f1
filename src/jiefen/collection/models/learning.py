"""Whether an organisation lets the suggester learn from its stewards' corrections."""

from __future__ import annotations

from django.db import models

from jiefen.shared.tenancy import Scoped


class LearningConsent(Scoped):
    """同意或收回: append-only, the newest row holds. Without a row: no."""

    is_given = models.BooleanField()
    set_at = models.DateTimeField()
    set_by_no = models.BigIntegerField(null=True)

"""Every row that belongs to an organisation says so, and every read starts from ``.of(organisation)``."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that can be cut down to one organisation."""

    def of(self, organisation_id: int) -> Self:
        """Only rows of this organisation."""
        return self.filter(organisation_id=organisation_id)


class Scoped(models.Model):
    """Abstract: the row belongs to one organisation (tenant)."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

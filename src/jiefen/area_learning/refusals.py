"""Refusals of teaching the classifier."""

from __future__ import annotations

from jiefen.shared.errors import DomainError


class CorrectionRefused(DomainError):
    """The correction says too little, names no area, or was not read through."""

    code = "area_learning.correction_refused"

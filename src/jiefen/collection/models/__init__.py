"""Rows of collection."""

from jiefen.collection.models.practice import PracticeOutcome, PracticeSession

__all__ = ["PracticeOutcome", "PracticeSession"]

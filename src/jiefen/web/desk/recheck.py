"""What a lawyer is told of the yearly check of his licence."""

from __future__ import annotations

from datetime import date

from jiefen.lawyers.queries.joining import JoinStep
from jiefen.rules.day_words import full_day
from jiefen.rules.licence_checks import is_soon


def recheck_words(step: JoinStep, due_on: date | None, today: date) -> str:
    """One sentence when the check is near or has fallen due, "" otherwise."""
    if step is JoinStep.RECHECK:
        return "执业证到了每年复核的日子，复核期间名片不在名录里，也不派新的问题。你不用重新提交；执业信息有变的请告诉平台。"
    if step is JoinStep.ON_SHOW and due_on is not None and is_soon(due_on, today=today):
        return (
            f"执业证在{full_day(due_on)}到每年复核的日子，平台会对照司法行政机关的登记再核一次。"
            "律所、类别有变的，请先在名片页更新；到期没有复核完，名片会暂时离开名录。"
        )
    return ""

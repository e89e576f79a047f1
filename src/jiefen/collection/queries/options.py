"""TEMP stub."""

from __future__ import annotations
from jiefen.rules.plan_options import PlanOption, PlanOptionCode


def options_of(premises_id, debts, *, today):
    return tuple(PlanOption(code, "这样您……", "这样我们……", code.value.startswith("inst")) for code in PlanOptionCode)

"""What is known of a household when options are computed, and the options by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiefen.rules.errors import RuleError


class PlanOptionError(RuleError):
    """Facts that contradict each other, or a part or date nobody can mean."""

    code = "plan_option.invalid"


class PlanOptionCode(StrEnum):
    """The options, in the order shown."""

    PAY_NOW_WAIVE_LATE = "pay_now_waive_late"
    INSTALMENTS_3 = "instalments_3"
    INSTALMENTS_6 = "instalments_6"
    INSTALMENTS_12 = "instalments_12"
    PAY_AFTER_REPAIR = "pay_after_repair"
    PART_NOW = "part_now"
    NAMED_DATE = "named_date"
    DISPUTE_LINE = "dispute_line"
    HARDSHIP = "hardship"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """What is known of the household, amounts in 分.

    ``principal_fen``: open and due; ``disputed_fen`` and ``expired_fen`` (past limitation) are parts of it.
    ``late_charge_fen``: what would be claimed today on the undisputed principal. ``oldest_bill_fen``: open of the
    oldest undisputed bill. ``late_waived_fen``: late charge asked to be waived within a year (approval goes by the
    sum). ``limitation_on``: the nearest expiry ahead. ``part_fen``, ``named_on``, ``first_due_on``,
    ``pay_day``: what the owner said; None = the table's starting point. ``obstacle``: its code, to order the options.
    """

    today: date
    principal_fen: int
    late_charge_fen: int = 0
    disputed_fen: int = 0
    expired_fen: int = 0
    oldest_bill_fen: int = 0
    late_waived_fen: int = 0
    open_ticket: str | None = None
    promise_running: bool = False
    plan_running: bool = False
    in_breathing_space: bool = False
    limitation_on: date | None = None
    part_fen: int | None = None
    named_on: date | None = None
    first_due_on: date | None = None
    pay_day: int | None = None
    obstacle: str = ""

    @property
    def payable_fen(self) -> int:
        """Principal that may be talked about."""
        return self.principal_fen - self.disputed_fen

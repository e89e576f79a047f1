"""TEMP stub until branch method lands."""
from __future__ import annotations
from dataclasses import dataclass
from enum import StrEnum
class PlanOptionCode(StrEnum):
    PAY_NOW_WAIVE_LATE = "pay_now_waive_late"
    INSTALMENTS_3 = "instalments_3"
    PART_NOW = "part_now"
    NAMED_DATE = "named_date"
    DISPUTE_LINE = "dispute_line"
    HARDSHIP = "hardship"
    PAY_AFTER_REPAIR = "pay_after_repair"
    @property
    def title(self) -> str:
        return {"named_date":"约个日子付","part_now":"先付一部分","pay_now_waive_late":"现在付清，免违约金","instalments_3":"分 3 期","dispute_line":"有一笔有异议","hardship":"最近有困难，缓一缓","pay_after_repair":"修好确认了再付"}[self.value]
@dataclass(frozen=True)
class PlanOption:
    code: PlanOptionCode
    consequence_owner: str
    consequence_company: str
    needs_approval: bool = False
    is_offered: bool = True
    @property
    def title(self) -> str: return self.code.title

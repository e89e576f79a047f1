"""Rows of an imported sheet, resolved to ids, and what makes a row the same as one already there."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from jiefen.service_log.models import ServiceCategory
from jiefen.service_log.states import TicketState


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One thing done. The narrowest place given counts; all ids belong to the estate the rows are imported for."""

    done_on: dt.date
    what: str
    category: str = ServiceCategory.OTHER
    building_id: int | None = None
    entrance: str = ""
    premises_id: int | None = None
    done_by: str = ""

    @property
    def fingerprint(self) -> str:
        """The same place, kind, day and words are the same thing done."""
        return fingerprint(self.building_id, self.entrance, self.premises_id, self.category, self.done_on, self.what)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One repair ticket as another system knows it. ``reference`` is that system's number, if it has one."""

    premises_id: int
    what: str
    opened_on: dt.date
    state: str = TicketState.OPEN
    fixed_on: dt.date | None = None
    closed_on: dt.date | None = None
    what_was_done: str = ""
    reference: str = ""

    @property
    def fingerprint(self) -> str:
        """The number, where there is one; else the same door, day and words."""
        if self.reference:
            return fingerprint(self.premises_id, self.reference)
        return fingerprint(self.premises_id, self.opened_on, self.what)


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows were new, and how many were there already."""

    added: int
    already_there: int


def fingerprint(*facts: object) -> str:
    """32 hex characters for a tuple of facts."""
    text = "\x1f".join("" if fact is None else str(fact) for fact in facts)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


_CATEGORY_WORDS: Final = (  # first match wins
    (ServiceCategory.LIFT, "电梯"),
    (ServiceCategory.FIRE, "消防|灭火|烟感|喷淋"),
    (ServiceCategory.DISCLOSURE, "公示|公告|收支|公共收益"),
    (ServiceCategory.GREENING, "绿化|修剪|草坪|树木|浇水|除虫"),
    (ServiceCategory.CLEANING, "保洁|清洁|清扫|垃圾|消杀|擦洗"),
    (ServiceCategory.SECURITY, "秩序|安保|保安|巡逻|门岗|监控|治安"),
    (ServiceCategory.HOUSEHOLD, "入户|上门|代办|慰问"),
    (ServiceCategory.REPAIR, "维修|报修|修复|更换|疏通"),
    (ServiceCategory.FACILITY, "设施|设备|水泵|配电|道闸|照明|路面"),
)
_STATE_WORDS: Final = (  # first match wins
    (
        TicketState.CLOSED,
        "取消|作废|撤销|撤单|撤回|无需|不予|驳回|退单|误报|重复报|cancel|closed",
    ),  # nothing is left to be done
    (
        TicketState.FIXED,
        "待(?:业主)?(?:回访|评价|验收|确认|签字)(?!报价|价|费|方案|时间|上门|责任)|未(?:回访|评价|验收|确认)",
    ),
    (TicketState.IN_PROGRESS, "待确认(?=报价|价|费|方案|责任)|办理中|[待等](?:料|件|配件|材料|厂家|施工)|转外包|外协"),
    (TicketState.OPEN, "未|不|没|否|待|新建|×|✗"),
    (TicketState.CLOSED, "关闭|完结|结案|结单|已确认|归档|已评价|已回访|已验收|撤"),
    (
        TicketState.FIXED,
        "修好|已修|修复|维修完|已(?:疏通|更换|换|装|清|通|补|焊|调)|完成|已处理|处理完|完工|办结|已解决|正常|^是$|√|✓|✔|complete|done|fixed",
    ),
    (
        TicketState.IN_PROGRESS,
        "处理中|维修中|进行|派|已接|受理|跟进|协调|挂起|暂停|延期|施工中|修理中|progress|assigned",
    ),
)


def category_of(*texts: str) -> str:
    """The category that a sheet's words name: its category column first, then what was done; 其他 when none fits."""
    for text in texts:
        for category, words in _CATEGORY_WORDS:
            if re.search(words, text):
                return category
    return ServiceCategory.OTHER


def state_of(text: str) -> str:
    """The ticket state a sheet's word names; 待处理 when it says nothing we know (未修好 is not 修好)."""
    return next((state for state, words in _STATE_WORDS if re.search(words, text, re.IGNORECASE)), TicketState.OPEN)

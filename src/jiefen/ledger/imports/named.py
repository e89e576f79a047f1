"""The fee item a title or a sheet's name is about: 水电费欠费明细, 违约金明细表, a sheet called 装修押金."""

from __future__ import annotations

import re
from typing import Final

from jiefen.ledger.imports import items
from jiefen.ledger.imports.cells import compact
from jiefen.ledger.imports.headers import LATE
from jiefen.ledger.imports.plan import SheetPlan

_FEE: Final = re.compile(
    r"物业(?:管理|服务)?费|停车(?:管理|服务)?费|车位(?:管理|服务|租)?费|(?:代收代[缴付]|代[收缴付]|公摊|公共)?(?:水电|[水电])费"
    r"|供暖费|取暖费|(?:生活)?垃圾(?:处理|清运)?费|电梯费"
)
_ITEM_OF: Final = (
    (("月租车", "停车", "车库", "车位"), "停车费"),
    (("维修资金", "维修基金"), "维修资金"),
    (("采暖", "供热"), "采暖费"),
    (("供暖",), "供暖费"),
)
_THING: Final = re.compile("|".join(word for words, _ in _ITEM_OF for word in words))
_REMARK: Final = re.compile(r"[(\[【].*?[)\]】]")
_APART: Final = re.compile(
    r"(?:装修|门禁卡?|水电|租赁|履约|质量|房屋|商铺)?(?:押金|保证金)|(?:逾期)?[滞迟]纳金|(?:逾期|合同)?违约金"
)
_OF_A_FEE: Final = re.compile(r"(?:物业(?:管理|服务)?|车位(?:管理|服务|租)?|停车)费的?(?=[滞迟]纳金|(?:逾期)?违约金)")
_BESIDES: Final = re.compile(r"[及和与含、+/&]|[不免未无]|费(?!用)|本金|租金")  # the sheet is about more, or about less
_ABOUT: Final = re.compile(r"[欠收缴交催]费|费用|未[缴交收退付]")


def item_in(text: str) -> str:
    """The item that amounts without one belong to; '' when the text names none. Late charges and deposits only where the
    text is about nothing else: 物业费及滞纳金明细 is about the fee.
    """
    text = compact(text)
    plain = _OF_A_FEE.sub("", _REMARK.sub("", text))
    apart = _APART.findall(plain)
    if len(apart) == 1 and not _BESIDES.search(_ABOUT.sub("", plain)):
        return str(apart[0])
    found = _FEE.search(text)
    if found is None and "物业" not in text and (thing := _THING.search(plain)):
        return next(item for words, item in _ITEM_OF if thing[0] in words)
    return found[0] if found else ""


def settle(plan: SheetPlan) -> None:
    """A sheet named for its late charges or deposits that has a column for them: its other amounts are not those."""
    kind = items.kind_of(plan.default_item)
    if kind not in (items.LATE_CHARGE, items.DEPOSIT):
        return
    money = [c for c in plan.columns if c.field in ("amount", "total")]
    if any((c.measure == LATE) if kind == items.LATE_CHARGE else items.kind_of(c.item) == kind for c in money):
        plan.default_item = ""

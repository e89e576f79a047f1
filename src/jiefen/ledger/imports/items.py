"""Fee items: the name as the file writes it, and its kind. Deposits and money collected for others never mix
with the fee.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from jiefen.ledger.imports.cells import compact, text_of

PROPERTY_FEE, PARKING, SHARED_UTILITY = "property_fee", "parking", "shared_utility"
COLLECTED_FOR_OTHERS, DEPOSIT, OTHER, LATE_CHARGE = "collected_for_others", "deposit", "other", "late_charge"

_KINDS: Final = (  # first match wins
    (
        LATE_CHARGE,
        r"[滞迟]纳金|违约金|罚息|资金占用|逾期利息|逾期违约|逾期金(?!额)|逾期费(?!用)|付款利息|late ?(?:fee|charge)|penalty|interest",
    ),
    (DEPOSIT, r"押金|保证金|质保金|周转金|备用金|诚意金|定金|deposit"),
    (COLLECTED_FOR_OTHERS, r"代收|代缴|代扣|代付"),
    (SHARED_UTILITY, r"公摊|公共|分摊|公用|摊销|二次供水|二次加压|二供|加压|楼道|路灯|电梯|泵房|能耗|公区|公维"),
    (PARKING, r"车位|停车|泊车|车库|泊位|车辆|地库|车管|parking|car ?park|garage"),
    (
        COLLECTED_FOR_OTHERS,
        r"水费|电费|燃气|煤气|天然气|供暖|供热|暖气|取暖|采暖|热水|空调费|有线|宽带|电视|垃圾处理|生活垃圾|污水|水电|^水$|^电$|^气$|^暖$|^热$|water|electric|heating|^gas",
    ),
    (PROPERTY_FEE, r"物业|物管|管理费|服务费|综合费|management|property|service ?charge"),
)
_NUMBERED: Final = re.compile(
    r"^(?:\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}、|\d{1,2}、)(?=\D)"
)  # 一、物业费
_ACCOUNT: Final = re.compile(
    "^(?:应收账款|其他应收款|应收款项?)[-_/—:]+(?=.)|^[前原老旧现新]物业(?:公司)?(?=.{2,}费$)"
)  # 应收账款-物业费 in account software
_TOKENS: Final = re.compile(
    r"费$|费用$|金$|租金|水电|^水$|^电$|^气$|^暖$|^其他$|^其它$|^杂项$|^电梯$|^垃圾$|^公摊$|^车位$|^停车$|^物业$|^物管$|^暖气$|^供暖$|^卫生$|^公区$|^能耗$|^广告$|维修基金|大修基金|[a-z](?:fees?|charges?|deposits?)$|^parking|^water$|^electricity$|^gas$",
    re.IGNORECASE,
)


_DEED: Final = re.compile(
    r"^(?:已|未|应|待|最近|最后|末次|上次|承诺|计划|本月|上月|当月)*(?:缴|交|收|催|付|清)费$|(?:[次回度笔近后期月年天][缴交催付])费$|^[现资奖]金$"
)  # 缴费 is no fee


@lru_cache(maxsize=10_000)
def kind_of(name: str) -> str:
    """The kind of a fee item by its name; ``other`` when no rule fits."""
    for kind, pattern in _KINDS:
        if re.search(pattern, name, re.IGNORECASE):
            return kind
    return OTHER


@lru_cache(maxsize=10_000)
def item_name(text: str) -> str:
    """The item as the file writes it, without spaces, units or quotation marks."""
    plain = re.sub(r"\((?:元|万元|含税)\)|[\"“”'::]", "", text_of(text) if text.isascii() else compact(text))
    return _ACCOUNT.sub("", _NUMBERED.sub("", plain))


def looks_like_item(text: str) -> bool:
    """Whether a header or a cell names a fee item (物业费, 公摊电费, 车位租金, 其他)."""
    name = item_name(text)
    return 0 < len(name) <= 16 and not name[0].isdigit() and bool(_TOKENS.search(name)) and not _DEED.search(name)

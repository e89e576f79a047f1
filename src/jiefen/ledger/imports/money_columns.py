"""Which columns of a sheet of payments hold money: what was paid, and amounts per fee item or per way of paying.

Of several columns of money the one counts that the payer paid: of 交易金额, 手续费 and 到账金额 the first, because a fee
that a bank keeps is the company's cost and not the payer's; of 应收, 优惠 and 实收 the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import Final

from jiefen.ledger.imports.cells import amount, compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import LATE, OUTSTANDING, RECEIVABLE, WAIVED
from jiefen.ledger.imports.items import looks_like_item
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

PAID, BY_ITEM, BY_CHANNEL = "amount", "item_amount", "channel"
_TIERS: Final = (  # what the payer paid, likeliest first
    r"实收|实缴|实付|实扣|实际收|实际支付|应结|(?:优惠|折扣?|减免)后|价税合计|含税",
    r"贷方|^贷$|^收$|收入|存入|转入|收款|缴费|交费|已收|已缴|已交|扣款|缴款|收费",
    r"交易|支付|付款|订单|消费|发生额|金额|amount",
    r"合计|总额|小计|total",
    r"到账|到帐|结算|清算|入账|入帐|净额|划账|划帐|划款",
)
_NEVER: Final = re.compile(
    r"应收|应缴|应交|应扣|应付|欠|未|余额|手续费|服务费|退|优惠|折|券|红包|集分宝|支出|借方|支取|转出|取出|分润|补贴|找零"
    r"|费率|税|累计|单价|标准|面积|期初|上期|结余|次数|笔数|数量|[账帐]号|卡号|编号|单号|流水|时间|日期|方式|备注|附言|银行|账户|户名|减免|大写|人$|员$"
)
_KEPT: Final = re.compile(r"手续费|服务费|通道费|佣金")  # by the bank or the wallet
_GROSS: Final = re.compile(r"订单|交易|消费|刷卡")
_DISCOUNT: Final = re.compile(r"优惠|折扣|红包|券|减免|集分宝|应收|应缴")
_HIGHEST_FEE: Final = 15  # of a thousand
_CHANNEL: Final = re.compile(
    r"(?:现金|微信|支付宝|(?:银行)?转[账帐]|刷卡|POS机?|银联|对公(?:转[账帐])?|网银|云闪付|扫码|聚合码|银行卡|信用卡|储蓄卡|支票|银行"
    r"|数字人民币|汇款)(?:支付|收款|缴费|收入|金额|实收)?(?:\(元\))?",
    re.IGNORECASE,
)
_PREPAID: Final = re.compile(r"预[存收交缴](?:款|费|金额|物业费)?")
_OFFSET: Final = re.compile(r"预[存收交]款?(?:抵扣|冲抵|抵减|转入)?|余额(?:抵扣|支付)|押金(?:抵扣|转入)")
_OWED: Final = (OUTSTANDING, RECEIVABLE, WAIVED)


def find(plan: SheetPlan, parts: dict[int, str], rows: Sequence[Row]) -> dict[int, str]:
    """``parts`` (column → part) with the parts of money settled by labels and by what the cells add up to."""
    used = {index for index, part in parts.items() if part not in (PAID, "expense", "due")}
    free = [c for c in plan.columns[: plan.beside or None] if c.index not in used and c.label]
    found = {index: part for index, part in parts.items() if part != PAID}
    paid = _paid(free, rows) or next((c for c in free if parts.get(c.index) == PAID), None)
    split = _by_item(free, paid)
    for column in split:
        found[column.index] = BY_ITEM
    for index in _days_of(split, plan):
        found.pop(index, None)  # a day per item: none of them is the row's
    channels = _by_channel([c for c in free if c not in split], paid, rows)
    for column in channels:
        found[column.index] = BY_CHANNEL
    spent = next((c for c in free if found.get(c.index) == "expense"), None)
    if paid and spent and _is_a_journal(paid, spent, free, rows):
        found[spent.index], found[paid.index] = PAID, "expense"
    if paid is not None and found.get(paid.index, "due") == "due":
        found[paid.index] = PAID
    return found


def _days_of(split: list[ColumnPlan], plan: SheetPlan) -> list[int]:
    """物业费收款日期, 车位费收款日期: the columns of days that each belong to one item, when there are several."""
    days = [
        c
        for c in plan.columns
        if re.search("日期$|时间$", _leaf(c)) and any(s.item and s.item in c.label for s in split)
    ]
    return [c.index for c in days] if len(days) > 1 else []


def _is_a_journal(credit: ColumnPlan, debit: ColumnPlan, columns: list[ColumnPlan], rows: Sequence[Row]) -> bool:
    """Whether 借方 is what came in: so it is in a company's own journal, where the balance grows by it. A bank's statement
    is written from the bank's side.
    """
    balance = next((c for c in columns if re.search(r"余额|结余", _leaf(c))), None)
    if balance is None or "借" not in debit.label or "贷" not in credit.label:
        return False
    lines = zip(_fen(balance, rows), _fen(credit, rows), _fen(debit, rows), strict=True)
    known = [(left, (came or 0) - (went or 0)) for left, came, went in lines if left is not None and (came or went)]
    ours = theirs = 0
    for (left, change), (next_left, next_change) in pairwise(known):
        theirs += (next_left - left == next_change) or (left - next_left == change)
        ours += (next_left - left == -next_change) or (left - next_left == -change)
    return ours > 0 and theirs == 0


def _leaf(column: ColumnPlan) -> str:
    return re.sub(r"[(\[].*?[)\]]|[*::]", "", compact(column.label).rsplit("/", 1)[-1])


def _fen(column: ColumnPlan, rows: Sequence[Row]) -> list[int | None]:
    return [amount(row[column.index]).fen if column.index < len(row) else None for row in rows]


def _is_money(column: ColumnPlan, rows: Sequence[Row]) -> bool:
    """Whether what stands there can be read as money, where something stands."""
    filled = [row[column.index] for row in rows if column.index < len(row) and compact(row[column.index])]
    return bool(filled) and sum(amount(cell).code is None for cell in filled) >= 0.6 * len(filled)


def _paid(columns: list[ColumnPlan], rows: Sequence[Row]) -> ColumnPlan | None:
    ways = [c for c in columns if _CHANNEL.fullmatch(_leaf(c))]
    ways = ways if len(ways) > 1 else []  # 刷卡金额 alone is what was paid
    named = [c for c in columns if _tier(c) is not None and c not in ways and not _names_item(c)]
    candidates = [c for c in named if _is_money(c, rows)] or named
    due = [
        c for c in columns if re.search("应[收缴]", _leaf(c)) and _is_money(c, rows)
    ]  # 应收 − 手续费 = 实收 of a terminal
    for kept in (c for c in columns if _KEPT.search(_leaf(c))):
        for gross, net in permutations([*candidates, *due], 2):
            if _differ_by(_fen(gross, rows), _fen(net, rows), _fen(kept, rows)):
                return gross
    best = min(candidates, key=lambda c: (_tier(c) or 0, c.index), default=None)
    if best is None or any(_DISCOUNT.search(c.label) for c in columns):
        return best
    return next((c for c in candidates if _GROSS.search(_leaf(c)) and _is_a_little_more(c, best, rows)), best)


def _is_a_little_more(gross: ColumnPlan, net: ColumnPlan, rows: Sequence[Row]) -> bool:
    """Whether 订单金额 exceeds 商家实收 by no more than a wallet keeps, where neither a fee nor a discount is written."""
    both = [(g, n) for g, n in zip(_fen(gross, rows), _fen(net, rows), strict=True) if g and n]
    more = [(abs(g) - abs(n), abs(g)) for g, n in both]
    return any(less for less, _ in more) and all(0 <= 1000 * less <= _HIGHEST_FEE * fen for less, fen in more)


def _tier(column: ColumnPlan) -> int | None:
    leaf = _leaf(column)
    label = leaf if re.search(r"借方|贷方|收入|支出|金额|实", leaf) else compact(column.label)
    if _NEVER.search(re.sub(r"应结|价税合计|(?<!不)含税|(?:优惠|折扣?|减免)后", "", re.sub(r"\(.*?\)", "", label))):
        return None
    if re.search(_TIERS[-1], label) and not re.search(_TIERS[0], label):
        return len(_TIERS) - 1
    return next((tier for tier, words in enumerate(_TIERS) if re.search(words, label, re.IGNORECASE)), None)


def _differ_by(gross: list[int | None], net: list[int | None], kept: list[int | None]) -> bool:
    """Whether gross − kept = net in every row that says all three, with something kept in one at least."""
    whole = [(g, n, k) for g, n, k in zip(gross, net, kept, strict=True) if g and n is not None and k]
    return bool(whole) and all(abs(g) - abs(k) == abs(n) for g, n, k in whole)


def _names_item(column: ColumnPlan) -> bool:
    plain = column.field in ("amount", "total") and column.measure not in _OWED
    return plain and bool(column.item) and looks_like_item(column.item) and not _KEPT.fullmatch(_leaf(column))


def _by_item(columns: list[ColumnPlan], paid: ColumnPlan | None) -> list[ColumnPlan]:
    """物业费, 车位费, 违约金 … side by side; a single one beside 实收 only says what is owed."""
    late = [c for c in columns if c.field == "amount" and c.measure == LATE and not _NEVER.search(_leaf(c))]
    own = [
        c
        for c in columns
        if (_names_item(c) and not _NEVER.search(re.sub("服务费", "", _leaf(c)))) or _PREPAID.fullmatch(_leaf(c))
    ]
    fees = [c for c in own if c not in late]
    is_split = len(fees) + len(late) >= 2 if paid is not None else bool(fees)
    return [*fees, *late] if is_split and any(map(_names_item, [*fees, *late])) else []


def _by_channel(columns: list[ColumnPlan], paid: ColumnPlan | None, rows: Sequence[Row]) -> list[ColumnPlan]:
    """现金, 微信, 转账 … side by side, and 预存抵扣 beside them."""
    found = [c for c in columns if _CHANNEL.fullmatch(_leaf(c)) and _is_money(c, rows)]
    if len(found) < (2 if paid is not None else 1):
        return []
    return [*found, *(c for c in columns if _OFFSET.fullmatch(_leaf(c)) and _is_money(c, rows))]

"""The text of an instalment agreement, frozen when it is proposed: what both sides agreed is what stood here."""

from __future__ import annotations

from collections.abc import Iterable

from jiefen.rules.day_words import full_day
from jiefen.rules.instalments import Instalment
from jiefen.rules.money import format_yuan


def text_of(
    label: str, principal_fen: int, late_fen: int, waived_fen: int, lines: Iterable[Instalment], if_missed: str
) -> str:
    """The agreement for the household at ``label``; amounts in 分. ``if_missed``: the rule in words."""
    rows = list(lines)
    total = principal_fen + late_fen - waived_fen
    money = [f"物业费本金 {format_yuan(principal_fen)} 元"]
    if late_fen:
        money.append(f"违约金 {format_yuan(late_fen)} 元，付清全部各期后免 {format_yuan(waived_fen)} 元")
    schedule = [f"第 {row.no} 期：{full_day(row.due_on)}前付 {format_yuan(row.amount_fen)} 元" for row in rows]
    return "\n".join([
        f"{label} 分期付款协议",
        f"一、{'；'.join(money)}。合计付 {format_yuan(total)} 元，分 {len(rows)} 期。",
        "二、各期：", *schedule,
        "三、按期付款期间，物业公司不就这些账单另行催告。有困难请提前告诉管家，可以重新商量。",
        f"四、{if_missed}",
    ])  # fmt: skip

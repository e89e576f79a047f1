"""Roll-forward sheets: 期初欠费 + 本期应收 − 本期实收 = 期末欠费. What is owed is the closing balance, once."""

from __future__ import annotations

import re
from typing import Any, Final

from jiefen.ledger.imports.cells import PAID, TICKS, VOID, amount, compact
from jiefen.ledger.imports.grid import Row
from jiefen.ledger.imports.headers import LATE, OUTSTANDING, RECEIVABLE, RECEIVED, WAIVED
from jiefen.ledger.imports.plan import ColumnPlan, SheetPlan

_OPENING: Final = re.compile(r"[期月年]初|上[期月](?:结欠|余欠|欠费余额|结转)")
_BEFORE: Final = re.compile(r"上[期月](?:累计)?(?:欠费|欠款|欠缴|未收)")
_EARLIER: Final = re.compile(rf"{_BEFORE.pattern}|(?:以前年度|往年|历年|上年)(?:累计)?(?:欠费|欠款|欠缴|未收)")
_AT_THE_END: Final = re.compile(r"[期年月]末")
_YEARLY: Final = re.compile(r"每?年度?[\u4e00-\u9fa5]*费|(?:每年|全年|年度?)应[收缴交]")
_CLOSING: Final = re.compile(r"[期月年]末|[本当][期月](?:结欠|余欠|欠费余额|末)|累计|截[至止]|合计|总|现")

_PAID_AMOUNT: Final = re.compile(r"(?:缴费|交费|收款|付款|支付|缴款|收费|缴纳)(?:金额|额|款)?(?:\(元\))?")
_RECEIPT: Final = re.compile(
    r"(?:缴费|交费|收款|付款|支付|缴款|入账|到账)(?:日期|时间|方式|渠道)|收费方式|收据号码?|收款人|收银员"
)


def settle(plan: SheetPlan) -> None:
    """Keep the closing balance as the amount owed; opening, billed and received of the period explain it."""
    money = [c for c in plan.columns if c.field in ("amount", "total") and c.measure != LATE and not c.item]
    moved = any(c.measure == RECEIVED for c in money) and any(c.measure == RECEIVABLE for c in money)
    _undated(plan, money)
    before = _EARLIER if any(_AT_THE_END.search(c.label) for c in money) else _BEFORE
    opening = [c for c in money if (_OPENING.search(c.label) or (moved and before.search(c.label))) and _is_owed(c)]
    closing = [c for c in money if c not in opening and _CLOSING.search(c.label) and _is_owed(c)]
    if not opening or len(closing) != 1 or any(c.start for c in money):
        return
    for column in money:
        column.field, column.why = "ignore", f"“{closing[0].label}”已经算进去了"
    closing[0].field, closing[0].measure, closing[0].why = "amount", OUTSTANDING, "期末余额就是欠费"
    closing[0].period_text = ""
    plan.default_start = plan.default_end = ""  # what was owed before is older than the title says


def _undated(plan: SheetPlan, money: list[ColumnPlan]) -> None:
    """What is left on the debit side at the end was owed before the month a title names."""
    sides = [c.label for c in plan.columns if re.search("[借贷]方", c.label)]
    if any(_OPENING.search(label) for label in sides) and any(c.label in sides for c in money):
        plan.default_start = plan.default_end = ""


def _is_owed(column: ColumnPlan) -> bool:
    return column.measure == OUTSTANDING or (column.measure != RECEIVABLE and "欠" in column.label)


def recovered(plan: SheetPlan, rows: list[Row]) -> None:
    """``欠费金额`` beside ``收回金额``: nobody can tell whether the first is before or after the second."""
    money = [c for c in plan.columns if c.field in ("amount", "total")]
    back = [c for c in money if c.measure == RECEIVED and re.search("收回|追回|回款", c.label)]
    back = [c for c in back if any(c.index < len(row) and amount(row[c.index]).fen for row in rows)]
    if back and not any(c.measure == RECEIVABLE for c in money):
        message = f"“{back[0].label}”没有从欠费里扣减。如果欠费是收回之前的数，请改正。"
        plan.doubts.append(("columns_disagree", back[0].index, message))


def paid_rows(plan: SheetPlan, rows: list[Row]) -> None:
    """A 状态 column that says 已缴 while nothing else says what is left: those rows owe nothing, said once."""
    if any(c.measure in (OUTSTANDING, RECEIVED) or c.mark >= 0 for c in plan.columns if c.field in ("amount", "total")):
        return
    for column in plan.columns:
        asks_debt = bool(_ASKS_DEBT.search(column.label))
        cells = [r[column.index] for r in rows if column.index < len(r)]
        if (asks_debt or _STATE.search(column.label)) and any(is_settled(v, asks_debt=asks_debt) for v in cells):
            plan.status, plan.status_asks_debt = column.index, asks_debt
            plan.doubts.append(("status_paid", column.index, ""))
            if any("部分" in compact(v) for v in cells):
                message = "状态写着部分已缴的行没有写还欠多少，已按全额计入。请填上还欠的金额。"
                plan.doubts.append(("columns_disagree", column.index, message))
            return
    _paid_days(plan, rows)


def _paid_days(plan: SheetPlan, rows: list[Row]) -> None:
    """缴费日期 filled in for some rows, and nothing else that says what is left: are those paid? Nobody says so."""
    for column in plan.columns:
        filled = sum(1 for r in rows if column.index < len(r) and compact(r[column.index]))
        if _PAID_DAY.search(column.label) and 0 < filled < len(rows):
            message = (
                f"“{column.label}”至少有 {filled} 行写了日期，像是已经缴过；表里没有已收或欠费一列，这些行也按还欠计入了。"
                "请补上已收或欠费。"
            )
            plan.doubts.append(("columns_disagree", column.index, message))
            return


def paid_notes(plan: SheetPlan, rows: list[Row]) -> None:
    """已缴清 as a remark beside a debt: the debt counts, and it is said."""
    for column in plan.by_field("note"):
        paid = sum(1 for r in rows if column.index < len(r) and compact(r[column.index]) in PAID)
        if paid:
            message = f"“{column.label}”至少有 {paid} 行写着已缴，这些行仍按金额计入了。已经缴清的请把金额清空。"
            plan.doubts.append(("columns_disagree", column.index, message))


def is_settled(value: Any, *, asks_debt: bool = False) -> bool:
    """Whether the state of a bill says that nothing of it is owed any more; ``asks_debt``: the answer to 是否欠费."""
    text = compact(value)
    return text in _NO if asks_debt else text in PAID or text in VOID or text in _YES or text in CREDIT


_STATE = re.compile(  # 是否收到催费函 and 是否缴纳押金 ask something else
    r"状态|(?:扣款|代扣|划扣|扣费)结果$|^(?:payment|bill)?status$|^是否(?:已经?|全部)?(?:缴|交|付|结)(?:纳|清|费|款|完|齐)?(?:物业费)?$|^是否(?:已经?|全部)收(?:清|款|费)?$"
    r"|(?:缴|交|收|付)(?:费|款)?(?:与否|情况)$",
    re.IGNORECASE,
)
_ASKS_DEBT = re.compile(r"是否(?:还|仍)?(?:欠|拖欠)")
_PAID_DAY = re.compile(r"^(?:最[近后]|上次|末次|实际)?(?:缴费|交费|收款|付款|支付|实收|缴款|收费)(?:日期|时间|日)$")
_YES = frozenset(["是", "Y", "YES", "y", "yes", "Yes", "√", "✓", "✔"])
CREDIT = frozenset(["贷", "贷方", "平", "Cr", "CR", "cr"])  # the side of an account on which nothing is owed
_NO = frozenset(["否", "不欠", "无", "N", "NO", "n", "no", "No", "×", "✗"])


_USED: Final = re.compile("用量|用水量|用电量|用气量|水量|电量|度数|吨数|方数")
_READING: Final = re.compile("(?:上|本)(?:期|月|次)(?:数|度|码|止|抄)?")


_SNAPSHOT = re.compile(
    r"(?:截[至止]到?)?(20\d\d)[年./-](?:(\d{1,2})[月./-]?(?:\d{1,2}日?)?)?(?:(?:[年月]?[末底]).*欠|.*累计)"
)


def snapshots(plan: SheetPlan) -> None:
    """2022年末累计欠费, 2023年末累计欠费, 2024年末累计欠费: each holds the one before it; only the last is owed now. None of
    them says when the debt arose.
    """
    seen: list[tuple[tuple[int, int], ColumnPlan]] = []
    for column in plan.columns:
        found = _SNAPSHOT.match(column.label) if column.field in ("amount", "total") and _is_owed(column) else None
        if found:
            seen.append(((int(found[1]), int(found[2] or 12)), column))
            column.start = column.end = column.period_text = ""
    if len(seen) < 2 or len({column.item for _, column in seen}) > 1:
        return
    *earlier, (_, last) = sorted(seen, key=lambda pair: pair[0])
    for _, column in earlier:
        column.field, column.why = "ignore", f"是更早的累计数，已用“{last.label}”"
    last.field, last.measure = "amount", OUTSTANDING
    message = f"这几列像是各期末的累计数，只按最后一列“{last.label}”计入。如果各列是分开的欠费，请在“改列的对应”里改。"
    plan.doubts.append(("columns_disagree", last.index, message))


def receipts(plan: SheetPlan) -> None:
    """缴费金额 beside 缴费日期 or 支付方式 and nothing called 欠费: money received, and no debt."""
    money = [c for c in plan.columns if c.field in ("amount", "total")]
    if any(c.measure in (OUTSTANDING, RECEIVABLE) for c in money):
        return
    if any(_RECEIPT.fullmatch(compact(c.label)) for c in plan.columns):
        for column in money:
            if _PAID_AMOUNT.fullmatch(compact(column.label)):
                column.field, column.measure, column.item = "amount", RECEIVED, ""


def meters(plan: SheetPlan) -> None:
    """上期, 本期 beside 用量: readings of a meter, no money."""
    if not any(_USED.search(c.label) for c in plan.columns):
        return
    for column in plan.columns:
        if column.field in ("amount", "total") and _READING.fullmatch(column.label.rpartition("/")[2]):
            column.field, column.why = "ignore", "是表的读数"


def remaining(plan: SheetPlan) -> None:
    """``剩余欠费`` is what is left; 欠费总额 beside it and what was paid or agreed since are how it came about."""
    money = [c for c in plan.columns if c.field in ("amount", "total") and c.measure != LATE]
    left = [c for c in money if c.label.startswith("剩余") and _is_owed(c)]
    if len(left) != 1 or any(c.item or c.start or re.search("月|季|半年", c.period_text) for c in money):
        return
    for column in money:
        if column is not left[0]:
            column.field, column.why = "ignore", f"“{left[0].label}”已经算进去了"
    left[0].field, left[0].measure = "amount", OUTSTANDING


def per_row(plan: SheetPlan) -> None:
    """``本期欠费`` beside a period column: the row says which period it is."""
    dated = any(c.field in ("period", "period_start", "period_end", "year") for c in plan.columns)
    money = [c for c in plan.columns if c.field == "amount" and c.measure != LATE]
    texts = {c.period_text for c in money}
    if (
        dated
        and len(texts) == 1
        and not any(c.start or c.end or re.search("[月季]|半年", c.period_text) for c in money)
    ):
        for column in money:
            column.period_text = ""


def standards(plan: SheetPlan) -> None:
    """``年物业费`` says what a year costs. Beside a plain arrears column it is information; alone it is billed."""
    money = [c for c in plan.columns if c.field == "amount"]
    owed = any(c.measure == OUTSTANDING and not (c.item or c.start or c.period_text) for c in money)
    dated = any(c.start and not c.item for c in money)  # 2023, 2024: what is owed of each year
    owed, settled = owed or dated, any(c.measure == RECEIVED and not c.start for c in money)
    for column in money:
        if column.measure == RECEIVABLE and "应" in column.label and (settled or not dated):
            continue  # 年应收 − 实收 is what is owed
        if not _YEARLY.match(column.label) or column.start or column.measure in (LATE, RECEIVED, WAIVED):
            continue
        column.item = re.sub(r"^每?年度?", "", column.item)
        if owed and column.measure != OUTSTANDING:
            column.field, column.why = "ignore", "一年的标准，不是欠费"


def ticks(plan: SheetPlan, rows: list[Row]) -> None:
    """√ beside figures in one group of columns, none of them called 欠费, means paid; said once for the sheet."""
    money = [c for c in plan.columns if c.field == "amount" and not re.search("欠|未", c.label)]
    cells = [(c, row[c.index]) for c in money for row in rows if c.index < len(row)]
    ticked = next((c for c, v in cells if compact(v) in TICKS), None)
    if ticked is not None and any((amount(v).fen or 0) > 0 for _, v in cells):
        plan.ticks_paid = True
        plan.doubts.append(("ticks_paid", ticked.index, ""))

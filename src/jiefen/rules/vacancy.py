"""Whether an empty home pays less: local rules by city and date; where none exists the contract decides.

There is no national right to a discount (Civil Code art. 944 par. 1). The answer is a proposal for a person to
confirm against the rule's text; it never changes a bill by itself. See docs/algorithms/vacancy.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from jiefen.rules.errors import RuleError
from jiefen.rules.tables_io import Row, load_table

Outcome = Literal["discount", "not_yet", "notice_missing", "negotiate", "none", "contract", "check"]
_CONFIDENCE: Final = {"H": "高", "M": "中", "L": "低"}


class VacancyError(RuleError):
    """The question cannot be answered as put."""

    code = "vacancy.refused"


@dataclass(frozen=True, slots=True)
class VacancyDecision:
    """The answer. ``pay_percent``: the most the owner pays, in % of the fee; None while no ratio is known."""

    outcome: Outcome
    pay_percent: int | None
    sentence: str
    source: str = ""
    confidence: str = ""
    date_verified: bool = True


def discount_for(city: str, on: date, *, pre_phase: bool, months_vacant: int, notified: bool) -> VacancyDecision:
    """What the rule of ``city`` in force on ``on`` says about a home empty for ``months_vacant`` full months.

    ``pre_phase``: the developer-signed (前期) contract applies. ``notified``: the owner told the company in
    writing beforehand. Raises VacancyError for a negative number of months.
    """
    if months_vacant < 0:
        raise VacancyError("空置月数不能小于零，请检查起止日期。")
    rule = _rule(city.strip().removesuffix("市"), on, pre_phase)
    if rule is None:
        return VacancyDecision("contract", None, _NO_RULE)
    outcome = _outcome(rule, months_vacant, notified)
    percent = rule.number("pay_percent") if outcome in ("discount", "negotiate") else None
    return VacancyDecision(
        outcome, percent, _sentence(rule, outcome), rule.source, rule.confidence, rule.flag("date_verified")
    )


def _rule(city: str, on: date, pre_phase: bool) -> Row | None:
    phases = ("any", "pre") if pre_phase else ("any", "ordinary")
    fitting = (row for row in load_table("vacancy") if row.covers(on) and city in row.texts("cities"))
    return next((row for row in fitting if row.text("phase") in phases), None)


def _outcome(rule: Row, months: int, notified: bool) -> Outcome:
    needed = rule.number("min_months", 0)
    if months < needed or (months == needed and rule.flag("more_than")):
        return "not_yet"
    if rule.text("outcome") != "discount":
        return _fixed(rule.text("outcome"))
    if rule.flag("requires_notice") and not notified:
        return "notice_missing"
    return "negotiate" if months > rule.number("max_months", months) else "discount"


def _fixed(outcome: str) -> Outcome:
    answers: dict[str, Outcome] = {"none": "none", "contract": "contract"}
    return answers.get(outcome, "check")


def _sentence(rule: Row, outcome: Outcome) -> str:
    values = {
        "months": str(rule.number("min_months", 0)),
        "reach": "要超过" if rule.flag("more_than") else "要满",
        "longest": str(rule.number("max_months", 0)),
        "percent": str(rule.number("pay_percent", 0)),
    }
    text = _SENTENCES[outcome].format_map(values) + f"依据：{rule.source}，可信度{_CONFIDENCE[rule.confidence]}"
    return text + ("。" if rule.flag("date_verified") else "；生效日没有核实，用之前请对照原文。")


_NO_RULE: Final = "没有查到当地的空置减免规定。看物业合同怎么写；合同没写的，按原价。"
_SENTENCES: Final[dict[Outcome, str]] = {
    "discount": "可以减免：业主最多按 {percent}% 交。",
    "not_yet": "空置时间还不够：{reach} {months} 个月才可以减免，现在按原价。",
    "notice_missing": "空置时间够了，但还缺业主事先的书面告知。请业主补一份书面申请，从告知起算。",
    "negotiate": "空置超过 {longest} 个月，比例由双方商量；没商量好之前按 {percent}%。",
    "none": "当地规定房子空着也要照常交，没有减免。可以和业主商量别的办法，例如分期。",
    "contract": "当地规定空置的收费比例要写在合同里。请看合同；合同没写的，按原价。",
    "check": "当地有空置减免的规定，但比例还没核实。先查原文，再答复业主。",
}

"""Thanks that name the specific right thing an owner did, most telling first. Sentences: table ``aftercare``.

See docs/algorithms/aftercare.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from jiefen.rules.money import format_yuan
from jiefen.rules.tables_io import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksFacts:
    """What the ledger and the service log know of a payment of ``amount_fen`` 分.

    ``repair``: the ticket the owner opened and confirmed before paying, in its words. ``promised_on``: the due day of the
    promise it kept. ``instalment_no``: of a plan; ``plan_completed``: it was the last. ``left_fen``: still open after it.
    ``ahead_fen``: of it not yet due. ``oldest_settled``: it settled the oldest bills completely.
    """

    amount_fen: int
    paid_on: date
    repair: str = ""
    repair_before_payment: bool = True
    dispute_settled: bool = False
    promised_on: date | None = None
    instalment_no: int | None = None
    plan_completed: bool = False
    hardship: bool = False
    left_fen: int = 0
    ahead_fen: int = 0
    oldest_settled: bool = False


@dataclass(frozen=True, slots=True)
class Thanks:
    """``right_thing`` is kept with the aftercare; ``sentence`` is said to the owner."""

    code: str
    right_thing: str
    sentence: str


def thanks_for(facts: ThanksFacts) -> tuple[Thanks, ...]:
    """Every right thing the facts show, the most telling first; never empty, never a general 谢谢配合."""
    return tuple(_thanks(code, facts) for code in _ORDER if _TRUE[code](facts))


def _thanks(code: str, facts: ThanksFacts) -> Thanks:
    row = next(row for row in load_table("aftercare", "thanks") if row.text("code") == code)
    fen = facts.ahead_fen if code == "ahead" else facts.amount_fen
    words = {
        "amount": format_yuan(fen),
        "paid": _day(facts.paid_on),
        "due": _day(facts.promised_on or facts.paid_on),
        "repair": f"“{facts.repair}”" if facts.repair else "问题",
        "no": str(facts.instalment_no or ""),
    }
    sentence = row.text("text").format(**words).replace("， ", "，")
    return Thanks(code, row.text("right_thing").format(**words), sentence)


def _is_promise_early(facts: ThanksFacts) -> bool:
    return facts.promised_on is not None and facts.paid_on < facts.promised_on


_TRUE: Final[dict[str, Callable[[ThanksFacts], bool]]] = {
    "paid_after_repair": lambda facts: bool(facts.repair) and facts.repair_before_payment,
    "settled_dispute": lambda facts: facts.dispute_settled,
    "plan_completed": lambda facts: facts.plan_completed,
    "promise_early": _is_promise_early,
    "promise_kept": lambda facts: facts.promised_on is not None and not _is_promise_early(facts),
    "instalment": lambda facts: facts.instalment_no is not None and not facts.plan_completed,
    "hard_times": lambda facts: facts.hardship,
    "told_us_about_repair": lambda facts: bool(facts.repair),
    "ahead": lambda facts: facts.ahead_fen > 0,
    "oldest_first": lambda facts: facts.oldest_settled and facts.left_fen > 0,
    "in_full": lambda facts: facts.left_fen == 0 and facts.instalment_no is None and not facts.ahead_fen,
    "part": lambda facts: facts.left_fen > 0 and facts.instalment_no is None,
    "paid": lambda facts: True,
}
_ORDER: Final = tuple(_TRUE)


def _day(day: date) -> str:
    return f" {day.month}月{day.day}日 "

"""The sentences of plan options: the table ``plan_options`` filled in with exact amounts and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiefen.rules.day_words import day_words
from jiefen.rules.instalments import Instalment
from jiefen.rules.money import format_yuan
from jiefen.rules.plan_verdicts import default_rule_sentence
from jiefen.rules.tables_io import Row, load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What the sentences of one option are filled in with."""

    today: date
    total_fen: int
    now_fen: int
    waived_fen: int
    late_fen: int  # claimed today and not waived
    rest_fen: int
    schedule: tuple[Instalment, ...]
    due_on: date | None
    days: int
    ticket: str


def label(row: Row, waived_fen: int) -> str:
    """The name of an option; without a late charge it does not speak of one."""
    return row.text("label") if waived_fen else row.text("label_plain", row.text("label"))


def name_of(code: str, on: date) -> str:
    """What an option was called on that day, without amounts; "" for a code the table does not know."""
    rows = (row for row in load_table("plan_options", "option") if row.text("code") == code and row.covers(on))
    return next((label(row, 0) for row in rows), "")


def why(row: Row, waived_fen: int, new: str = "") -> str:
    """Why it is offered. ``new``: the suffix of the wording that opens a repair ticket, or ""."""
    return row.text(f"why{new}").format(why_waived=f"，{format_yuan(waived_fen)} 元违约金不收" if waived_fen else "")


def filled(text: str, with_: Filling) -> str:
    """A consequence with its amounts and days."""
    return text.format(
        total=format_yuan(with_.total_fen),
        now=format_yuan(with_.now_fen),
        rest=format_yuan(with_.rest_fen),
        waived_owner=f"，{format_yuan(with_.waived_fen)} 元违约金不收" if with_.waived_fen else "",
        waived_company=f"，少收 {format_yuan(with_.waived_fen)} 元违约金" if with_.waived_fen else "",
        late_owner=f"其中 {format_yuan(with_.late_fen)} 元违约金算到今天，付清之前照旧计算。" if with_.late_fen else "",
        each=_each(with_.schedule),
        first=day_words(with_.schedule[0].due_on, with_.today) if with_.schedule else "",
        last=day_words(with_.schedule[-1].due_on, with_.today) if with_.schedule else "",
        due=day_words(with_.due_on, with_.today) if with_.due_on else "",
        days=with_.days,
        ticket=with_.ticket or "报修",
        default_rule=default_rule_sentence() if with_.schedule else "",
    )


def notes(today: date, expired_fen: int, disputed_fen: int) -> str:
    """What an honest reader must know besides: what is past limitation, what is left out as disputed."""
    facts = {"expired": expired_fen, "disputed": disputed_fen}
    rows = (row for row in load_table("plan_options", "note") if row.covers(today) and facts[row.text("code")])
    return "".join(row.text("text").format(**{k: format_yuan(v) for k, v in facts.items()}) for row in rows)


def refusal(code: str, today: date, **facts: int | date) -> str:
    """Why an option is not offered. Amounts are 分, except ``count``."""
    row = next(row for row in load_table("plan_options", "refusal") if row.text("code") == code and row.covers(today))
    shown = {
        name: str(value)
        if name == "count"
        else day_words(value, today)
        if isinstance(value, date)
        else format_yuan(value)
        for name, value in facts.items()
    }
    return row.text("text").format(**shown)


def _each(plan: tuple[Instalment, ...]) -> str:
    """333.33 元, or how the first ones differ: 333.33 元（前 1 期 333.34 元）."""
    if not plan:
        return ""
    usual = plan[-1].amount_fen
    larger = sum(1 for line in plan if line.amount_fen != usual)
    return f"{format_yuan(usual)} 元" + (f"（前 {larger} 期 {format_yuan(plan[0].amount_fen)} 元）" if larger else "")

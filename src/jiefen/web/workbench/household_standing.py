"""现在的约定 on the household page: what stands, each with its facts by the ledger and its next steps, and what to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Capability
from jiefen.collection.queries.household import Household
from jiefen.collection.queries.money_in import PlanProgress, PromiseProgress
from jiefen.collection.queries.standing import Standing
from jiefen.rules.day_words import full_day
from jiefen.rules.money import format_yuan
from jiefen.web.ui.parts import Fact
from jiefen.web.workbench.steps.boards import Line, step_links
from jiefen.web.workbench.steps.openings import opening_links
from jiefen.web.workbench.steps.words import in_short

# By kind: what it is, and what to mind before calling. The rules themselves are asked on the talk page.
_TITLES: Final = {
    "wish": ("联系的要求", "照业主说的办。"),
    "breathing": ("暂缓", "这段时间先不谈账单。"),
    "dispute": ("异议", "查清以前，有异议的账单不提。"),
    "ticket": ("报修还没完", "先问问修得怎么样。"),
    "promise": ("付款约定", "到日子前不用催。"),
    "plan": ("分期", ""),
    "waiver": ("减免", ""),
    "vacancy": ("空置", ""),
    "aftercare": ("回访", "先问住得怎么样，不提下一期的钱。"),
    "follow-up": ("我们要做的事", ""),
}


@dataclass(frozen=True)
class StandingCard:
    """What the card shows. The addresses are "" for those who do not talk with owners;
    ``what_next``: one sentence about keeping in touch, "" when it is best to leave them in peace.
    """

    lines: list[Line]
    openings: list[tuple[str, str]]
    rehearsal_url: str
    talk_url: str
    practice_url: str
    what_next: str


def standing_card(household: Household, actor: Actor) -> StandingCard:
    """The card for this person. No query."""
    pk = household.premises.pk
    back, talks = reverse("household", args=[pk]), actor.can(Capability.CONTACT)
    return StandingCard(
        [_line(each, actor, back) for each in household.standing],
        opening_links(actor, pk),
        reverse("rehearsal", args=[pk]) if talks else "",
        reverse("talk", args=[pk]) if talks else "",
        practice_url(pk, household.obstacle) if talks else "",
        household.what_next.sentence if household.what_next else "",
    )


def practice_url(premises_id: int, obstacle: str) -> str:
    """The practice partners with this obstacle ("" all of them), with the amount this household owes, rounded."""
    asked = {"premises": str(premises_id)} | ({"obstacle": obstacle} if obstacle else {})
    return f"{reverse('practice')}?{urlencode(asked)}"


def _line(each: Standing, actor: Actor, back: str) -> Line:
    title, hint = _TITLES[each.kind]
    facts = [*in_short(each.kind, each.row), *_progress(each.progress)]
    return Line(title, hint, "", facts, step_links(each.kind, each.row, actor, back))


def _progress(progress: PromiseProgress | PlanProgress | None) -> list[Fact]:
    if isinstance(progress, PromiseProgress):
        return [Fact("已经到账", fen=progress.paid_fen)]
    return _instalments(progress) if progress else []


def _instalments(progress: PlanProgress) -> list[Fact]:
    """What came, what comes next, and what did not come in time."""
    facts, following = [Fact("已经到账", fen=progress.paid_fen)], progress.next_due
    if following:
        facts.append(
            Fact(
                f"第 {following.no} 期",
                f"{full_day(following.due_on)} 前，还差 {format_yuan(following.left_fen)} 元",
            )
        )
    return [*facts, Fact("过了日子没付齐", f"{progress.missed} 期")] if progress.missed else facts
